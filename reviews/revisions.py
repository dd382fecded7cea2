"""Freezing a proposal: the version that people are heard about, sign and print."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from proposals.assemble import assemble
from proposals.document import Document, canonical_bytes, dump, fingerprint, parse
from proposals.drafts import figures_of
from proposals.economy.figures import RULES_VERSION
from proposals.models import Proposal

from .frozen import frozen
from .models import Revision
from .related import prefetched

Purpose = Revision.Purpose
logger = logging.getLogger(__name__)


def freeze(proposal: Proposal, purpose: str, by: Any) -> Revision:
    """Stores the document as it stands as the proposal's next revision.

    The caller holds the lock on the proposal's row, which makes the number unique. Figures in 1.000 kr. by
    the rules of today; {} where the proposal has no economy.
    """
    document = assemble(proposal)
    canonical = canonical_bytes(dump(document))
    figures = figures_of(document)
    last = proposal.revisions.order_by("-number").values_list("number", flat=True).first()
    return Revision.objects.create(
        proposal=proposal,
        number=(last or 0) + 1,
        purpose=purpose,
        canonical=canonical.decode(),
        sha256=fingerprint(canonical),
        rules_version=RULES_VERSION,
        figures=figures.as_json() if figures else {},
        section_versions=dict(proposal.sections.values_list("key", "version")),
        **frozen(by),
    )


def frozen_now(proposal: Proposal, purpose: str, by: Any) -> Revision:
    """The newest revision when it holds the document as it stands, else a new one. Same lock as `freeze`."""
    newest = newest_revision(proposal)
    unchanged = newest is not None and newest.sha256 == fingerprint_now(proposal)
    return newest if newest is not None and unchanged else freeze(proposal, purpose, by)


def fingerprint_now(proposal: Proposal) -> str:
    """The SHA-256 of the document as it stands: that of a revision, were it frozen now."""
    return fingerprint(canonical_bytes(dump(assemble(proposal))))


def newest_revision(proposal: Proposal) -> Revision | None:
    """The newest revision of any purpose."""
    return proposal.revisions.order_by("-number").first()


def submitted_revision(proposal: Proposal) -> Revision | None:
    """The newest revision that was submitted (or imported as such): the one CFØ decides on.

    One query, none where `revisions` is prefetched.
    """
    purposes = (Purpose.SUBMISSION, Purpose.IMPORT)
    if prefetched(proposal, "revisions"):
        found = [revision for revision in proposal.revisions.all() if revision.purpose in purposes]
        return max(found, key=lambda revision: revision.number, default=None)
    return proposal.revisions.filter(purpose__in=purposes).order_by("-number").first()


class ChangedRevision(PermissionDenied):
    """The stored text of a version is not the one that was frozen: nobody is shown it as what was signed."""


def document_of(revision: Revision) -> Document:
    """The revision's document, raised to today's schema in memory; raises ChangedRevision."""
    if not is_as_frozen(revision):
        logger.error(
            "Revision %s is not the text that was frozen: its SHA-256 is not %s", revision.pk, revision.sha256
        )
        words = _("Version %(number)d er ændret, siden den blev frosset, og vises ikke. Sig det til driften.")
        raise ChangedRevision(words % {"number": revision.number})
    return parse(json.loads(revision.canonical))


def is_as_frozen(revision: Revision) -> bool:
    """Whether the text is the one whose fingerprint was kept."""
    return fingerprint(revision.canonical.encode()) == revision.sha256
