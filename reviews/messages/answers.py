"""One message when the last answer to a proposal's hearings is in."""

from __future__ import annotations

from typing import Any

from proposals.models import Proposal

from ..events import record
from ..hearings import statuses
from ..hearings.status import CFO_BODY, BodyStatus
from ..models import Event
from ..revisions import newest_revision

# What can make an answer the last one that was missing.
CAUSES = (
    "hearing_answered",
    "hearing_affirmed",
    "hearing_recorded",
    "hearing_withdrawn",
    "hearing_overruled",
    "hearing_need_judged",
)
KIND = "all_answers_in"


def tell_when_all_are_in(proposal: Proposal, cause: str, by: Any) -> None:
    """Records it once for each revision; to be called in the transaction of the change, the proposal's row locked."""
    if cause in CAUSES and _all_in(statuses(proposal)):
        revision = newest_revision(proposal)
        number = revision.number if revision else None
        told = Event.objects.filter(proposal=proposal, kind=KIND).values_list("data", flat=True)
        if number not in [data["revision"] for data in told]:
            record(KIND, proposal=proposal, actor=by, data={"revision": number})


def _all_in(found: list[BodyStatus]) -> bool:
    """Whether everybody needed or asked has answered what stands now or been overruled, and somebody has answered."""
    bodies = [one for one in found if one.body.code != CFO_BODY and (one.need.needed or one.asked)]
    answered = [one for one in bodies if one.asked and not any(asked.pending or asked.stale for asked in one.asked)]
    return bool(answered) and all(one in answered or one.waived or one.status == "overruled" for one in bodies)
