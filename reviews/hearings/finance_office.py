"""CFØ's own row of "Hvem er hørt?": what it signed and when, and the approval of Effektiviseringskredsen."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from proposals.models import Proposal

from ..models import HearingAnswer
from ..signatures import signatures
from .status import BodyStatus

EFFICIENCY_BODY = "effektiviseringskredsen"
# A day and, in Danish, what was done on it.
Step = tuple[datetime.date, str]


def steps_of(proposal: Proposal, bodies: Sequence[BodyStatus]) -> list[Step]:
    """Each step with its day, in the order of the days; of several signers the last one's day counts.

    Effektiviseringskredsen is told of here only beside other steps: it has a row of its own.
    """
    given = signatures(proposal)
    steps: list[Step] = []
    if given.preapproval:
        steps.append((timezone.localdate(given.preapproval.at), "prægodkendt"))
    if given.complete and given.approvals:
        steps.append((timezone.localdate(given.approvals[-1].at), "godkendt"))
    if given.preapproval:
        steps += [(day, f"godkendelse i {body}") for day, body in _efficiency_body(bodies)]
    return sorted(steps, key=lambda step: step[0])


def told(steps: Sequence[Step]) -> str:
    """The steps in print, a line each; "" where the date of the approval tells all there is."""
    if [done for _day, done in steps] in ([], ["godkendt"]):
        return ""
    with override("da"):
        return "\n".join(f"{date_format(day, 'DATE_FORMAT')} – {done}" for day, done in steps)


def _efficiency_body(bodies: Sequence[BodyStatus]) -> list[Step]:
    return [
        (datetime.date.fromisoformat(day), status.body.name)
        for status in bodies
        if status.body.code == EFFICIENCY_BODY
        for once in status.asked
        if once.answer and once.answer.heard == HearingAnswer.Heard.YES
        for day in once.answer.dates
    ]
