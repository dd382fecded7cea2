"""What the process page shows of a proposal's past: versions, signatures, returns, treatments."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.models import Proposal

from .forms.actions import section_choices
from .models import CommitteeTreatment, Return, Revision, SignOff


@dataclass(frozen=True)
class Version:
    """One revision with what was signed and decided on it."""

    revision: Revision
    sign_offs: tuple[SignOff, ...]
    returns: tuple[Returned, ...]
    treatments: tuple[CommitteeTreatment, ...]


@dataclass(frozen=True)
class Returned:
    """A return with the headings of the sections it names."""

    row: Return
    sections: tuple[str, ...]


def standing(proposal: Proposal) -> list[Version]:
    """The proposal's versions, the newest first; four queries."""
    sign_offs = list(proposal.sign_offs.all())
    returns = list(proposal.returns.all())
    treatments = list(proposal.treatments.all())
    return [
        Version(
            revision,
            tuple(row for row in sign_offs if row.revision_id == revision.pk),
            tuple(_returned(row, revision) for row in returns if row.revision_id == revision.pk),
            tuple(row for row in treatments if row.revision_id == revision.pk),
        )
        for revision in proposal.revisions.all()
    ]


def _returned(row: Return, revision: Revision) -> Returned:
    headings = dict(section_choices(revision)) if row.sections else {}
    return Returned(row, tuple(headings.get(key, key) for key in row.sections))
