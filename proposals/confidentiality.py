"""Confidential sections and files: which they are, who may read them, and the document as everybody else sees it.

What is confidential is a fact of the process beside the signed document, and never changes its fingerprint.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.policy import may

from .contents import TextContent
from .document import Document, DocumentSection
from .models import Attachment, Proposal

# What the open print says instead of the section.
SENTENCE = "Fortroligt, se Bilag 10"
# The title stands in every list, and who was heard is a fact of the process: a proposal that must hide these is
# confidential as a whole.
NEVER = frozenset({"facts", "hearings"})
# What is computed from a section is as confidential as the section.
_FOLLOWING = {"economy": {"calculation", "distribution", "technical"}, "distribution": {"technical"}}


def hidden_sections(user: Any, proposal: Proposal) -> frozenset[str]:
    """Keys of the sections the person may not read, though they may see the proposal."""
    if not proposal.confidential_sections or may(user, "read_confidential", proposal):
        return frozenset()
    return closed(proposal.confidential_sections, proposal.sections.values_list("key", "kind"))


def closed(marked: Collection[str], sections: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The marked keys, and those of the sections that are computed from theirs; `sections` are key and kind."""
    kinds = dict(sections)
    following = set[str]().union(*(_FOLLOWING.get(kinds.get(key, ""), ()) for key in marked))
    return frozenset(marked) | {key for key, kind in kinds.items() if kind in following}


def redacted(document: Document, marked: Collection[str]) -> Document:
    """The document with the sentence instead of the marked sections; unchanged where none is marked."""
    if not marked:
        return document
    keys = closed(marked, ((section.key, section.content.kind) for section in document.sections))
    instead = TextContent(text=f"<p>{SENTENCE}</p>")
    sections = [
        DocumentSection(key=section.key, content=instead) if section.key in keys else section
        for section in document.sections
    ]
    return document.model_copy(update={"sections": sections})


def shown_files(user: Any, proposal: Proposal) -> QuerySet[Attachment]:
    """The files on the proposal that the person may know of."""
    files = proposal.attachments.filter(removed_at=None)
    return files if may(user, "read_confidential", proposal) else files.filter(confidential=False)


def ended() -> Q:
    """Proposals with a date of confidentiality that has passed: they stay closed until CFØ has judged it.

    Those with confidential sections are let through by the condition and must be asked with `is_ended`.
    """
    passed = Q(confidential=True, confidential_until__lt=timezone.localdate())
    return passed | ~Q(confidential_sections={})


def is_ended(proposal: Proposal) -> bool:
    """Whether the confidentiality of the proposal or of one of its sections has passed its last day."""
    return any(until is not None and until < timezone.localdate() for until in _last_days(proposal))


def marks(proposal: Proposal) -> list[str]:
    """What is confidential, in words for lists and headings; none for an open proposal."""
    found = []
    if proposal.confidential:
        found.append(_("Fortroligt"))
    if proposal.confidential_sections:
        found.append(_("Fortrolige afsnit"))
    if is_ended(proposal):
        found.append(_("Fortroligheden er udløbet, afventer CFØ"))
    return found


def told(proposal: Proposal) -> list[tuple[str, str, str]]:
    """Each confidential section: its heading, the reason, and until when, in words; for those who may read it."""
    spec = proposal.template.spec()
    headings = {section.key: f"{section.number} {section.heading}".strip() for section in spec.sections}
    return [
        (headings.get(key, key), mark["reason"], last_day(datetime.date.fromisoformat(mark["until"])))
        for key, mark in proposal.confidential_sections.items()
    ]


def last_day(until: datetime.date | None) -> str:
    """When the confidentiality ends, in words."""
    if until is None:
        return _("uden slutdato")
    if until < timezone.localdate():
        return _("udløbet %(date)s, afventer CFØ") % {"date": date_format(until, "DATE_FORMAT")}
    return _("til og med %(date)s") % {"date": date_format(until, "DATE_FORMAT")}


def _last_days(proposal: Proposal) -> list[datetime.date | None]:
    days = [datetime.date.fromisoformat(mark["until"]) for mark in proposal.confidential_sections.values()]
    return [*days, proposal.confidential_until if proposal.confidential else None]
