"""The committee's treatment, withdrawal, archiving and restoring."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import Proposal

from ..frozen import frozen
from ..models import CommitteeTreatment, Revision
from ..refusal import Refused
from ..revisions import submitted_revision
from .change import change


def treat(proposal: Proposal, by: Any, date: datetime.date, note: str = "") -> CommitteeTreatment:
    """Records the date on which the committee treated the approved revision."""
    with change("treat", proposal, by) as under_way:
        if date > timezone.localdate():
            raise Refused(_("Datoen ligger i fremtiden. Registrér behandlingen, når den har fundet sted."))
        revision = submitted_revision(under_way.proposal)
        if revision is None:
            raise Refused(_("Forslaget har ingen indsendt version."))
        if revision.purpose == Revision.Purpose.SUBMISSION and date < timezone.localdate(revision.at):
            raise Refused(_("Datoen ligger før den dag, forslaget blev indsendt."))
        under_way.data |= {"date": date.isoformat(), "revision": revision.number, "sha256": revision.sha256}
        if note.strip():
            under_way.data["comment"] = note.strip()
        return CommitteeTreatment.objects.create(
            proposal=under_way.proposal,
            revision=revision,
            date=date,
            note=note.strip(),
            at=under_way.at,
            **frozen(by),
        )


def withdraw(proposal: Proposal, by: Any, reason: str) -> None:
    """Takes the proposal out of the round; versions and signatures are kept as they are."""
    with change("withdraw", proposal, by, reason) as under_way:
        under_way.data["from"] = under_way.proposal.state


def archive(proposal: Proposal, by: Any) -> None:
    """Puts an unused draft away."""
    with change("archive", proposal, by):
        pass


def restore(proposal: Proposal, by: Any) -> None:
    """Takes an archived draft out again."""
    with change("restore", proposal, by):
        pass
