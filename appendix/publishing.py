"""The public link to an edition: for a final, open one alone, switched on and off by CFØ."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import may
from proposals.confidentiality import SENTENCE, closed
from proposals.contents import TextContent
from proposals.models import Proposal
from reviews.events import record

from .bilag import BILAG, in_full
from .editions import read_snapshot
from .models import Edition, ExportFile, Format
from .snapshot import ProposalSnapshot

# What the public can fetch.
FORMATS = (Format.PDF, Format.DOCX, Format.XLSX)


class NotPublished(Exception):
    """Why the link cannot be switched on, in the user's words."""


@transaction.atomic
def publish(edition: Edition, by: User) -> Edition:
    """Switches the link on, with an event; once it is on, nothing more happens. Raises NotPublished."""
    edition = _locked(edition, by)
    if why_not := why_not_public(edition):
        raise NotPublished(why_not)
    if not edition.public_token:
        edition.public_token, edition.public_since = secrets.token_urlsafe(24), timezone.now()
        edition.save(update_fields=["public_token", "public_since"])
        _tell("edition_published", edition, by)
    return edition


@transaction.atomic
def unpublish(edition: Edition, by: User) -> Edition:
    """Switches the link off for good: another one is made when it is switched on again. Raises NotPublished."""
    edition = _locked(edition, by)
    if edition.public_token:
        edition.public_token, edition.public_since = None, None
        edition.save(update_fields=["public_token", "public_since"])
        _tell("edition_unpublished", edition, by)
    return edition


def _locked(edition: Edition, by: User) -> Edition:
    if not (decision := may(by, "appendix")):
        raise NotPublished(decision.reason)
    return Edition.objects.select_related("round").select_for_update(of=("self",)).get(pk=edition.pk)


def _tell(kind: str, edition: Edition, by: User) -> None:
    record(kind, round=edition.round, actor=by, data={"bilag": edition.bilag, "edition": edition.number})


def why_not_public(edition: Edition) -> str:
    """What stands in the way of a public link; "" when nothing does."""
    if not edition.final:
        return _("Kun en endelig udgave kan offentliggøres.")
    if BILAG[edition.bilag].closed:
        return _("Et lukket bilag kan ikke offentliggøres.")
    if numbers := became_confidential(edition):
        values = {"numbers": ", ".join(numbers)}
        return _("Noget i udgaven er siden gjort fortroligt: %(numbers)s. Dan en ny udgave.") % values
    return ""


def public_edition(token: str) -> Edition | None:
    """The edition whose link it is; None where it is switched off, or shows what has become confidential since."""
    edition = Edition.objects.select_related("round").filter(public_token=token).first() if token else None
    return edition if edition is not None and not why_not_public(edition) else None


def public_files(edition: Edition) -> list[ExportFile]:
    files = {file.format: file for file in edition.files.all() if file.released}
    return [files[format] for format in FORMATS if format in files]


def became_confidential(edition: Edition) -> list[str]:
    """The printed numbers of the proposals of which the edition prints what is confidential now; one query.

    They are known by themselves: one may have got another number since.
    """
    snapshot = read_snapshot(edition)
    whole = {one.proposal for one in in_full(snapshot)}
    proposals = edition.round.proposals.in_bulk([one.proposal for one in snapshot.proposals])
    return sorted(
        printed.number for printed in snapshot.proposals if _gives_away(printed, proposals, printed.proposal in whole)
    )


def _gives_away(printed: ProposalSnapshot, proposals: dict[int, Proposal], whole: bool) -> bool:
    """Whether the edition prints a title, or where the `whole` proposal is printed a section, that is closed now."""
    now = proposals.get(printed.proposal or 0)
    if now is None:
        return False
    hidden_title = now.confidential_title and not printed.confidential_title
    return hidden_title or (whole and (now.confidential or _shows(printed, now.confidential_sections)))


def _shows(snapshot: ProposalSnapshot, marked: dict) -> bool:
    """Whether it prints a section that is marked, or one computed from such a section."""
    document = snapshot.document
    if document is None or not marked:
        return False
    keys = closed(marked, [(section.key, section.content.kind) for section in document.sections])
    withheld = TextContent(text=f"<p>{SENTENCE}</p>")
    return any(section.key in keys and section.content != withheld for section in document.sections)
