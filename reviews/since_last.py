"""What changed since the version CFØ had before: first the sections it asked for, then the others."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.models import Proposal

from .comparison import ComparedSection, Comparison, compare, frozen_version
from .models import Return, Revision


@dataclass(frozen=True)
class SinceLast:
    """`returned`: what CFØ asked for then, None where the administration took the proposal back itself.

    `asked` are the named sections that changed, `untouched` the headings of those that did not, `others` the rest
    that changed.
    """

    comparison: Comparison
    returned: Return | None
    asked: list[ComparedSection]
    untouched: list[str]
    others: list[ComparedSection]


def since_last(proposal: Proposal, seen: Revision | None) -> SinceLast | None:
    """From the version CFØ had before to the one it has now; None where this is the first."""
    if seen is None:
        return None
    purposes = [Revision.Purpose.SUBMISSION, Revision.Purpose.IMPORT]
    before = proposal.revisions.filter(purpose__in=purposes, number__lt=seen.number).order_by("-number").first()
    if before is None:
        return None
    found = compare(frozen_version(before), frozen_version(seen))
    returned = before.returns.first()
    named = set(returned.sections) if returned else set()
    return SinceLast(
        found,
        returned,
        [section for section in found.changed if section.key in named],
        [heading for key, heading in found.same if key in named],
        [section for section in found.changed if section.key not in named],
    )
