"""The demo's meetings: when bodies and committees meet, counted from the day the demo is loaded."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from proposals.models import Committee, HearingBody, Proposal

from ..actions import meeting as bookings
from ..meetings.places import Place
from ..models import Meeting
from .people import person

# Body → days from today to each meeting, and how many days before it the papers are due. HR-kredsen's next meeting
# takes no more papers, and the one after comes too late for the round: there the chain is broken.
BODIES: dict[str, tuple[tuple[int, ...], int]] = {
    "effektiviseringskredsen": ((-9, 12, 26), 7),
    "direktoerkredsen": ((-2, 21, 33), 5),
    "ejendomsfaglig_vurdering": ((9, 16, 23, 37), 7),
    "hr_kredsen": ((-12, 3, 37), 10),
    "velfaerdsanalytisk_vurdering": ((10, 24), 7),
    "it_kredsen": ((-10, 4, 18, 39), 14),
    "koncern_it": ((8, 22, 36), 7),
    "med_udvalg": ((13, 25), 7),
}
# The committees meet on the same weekday, a day apart from each other.
COMMITTEE_DAYS, COMMITTEE_PAPERS = (16, 37, 58), 10


def hold_meetings() -> None:
    """Makes the meetings; those at a weekend are held on the Monday after."""
    bodies = {body.code: body for body in HearingBody.objects.filter(code__in=BODIES)}
    for code, (days, papers) in BODIES.items():
        _hold(Place(bodies[code]), days, papers)
    for committee in Committee.objects.all():
        _hold(Place(committee), COMMITTEE_DAYS, COMMITTEE_PAPERS)


def _hold(place: Place, days: tuple[int, ...], papers: int) -> None:
    dates = [_weekday(timezone.localdate() + datetime.timedelta(days=number)) for number in days]
    Meeting.objects.bulk_create(
        place.new(date=date, papers_by=date - datetime.timedelta(days=papers)) for date in dates
    )


def _weekday(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def on_meeting(*bodies: str) -> Callable[[Proposal, Any], None]:
    """The proposal is put on the next meeting of each body that still takes papers."""

    def step(proposal: Proposal, _entry: Any) -> None:
        for code in bodies:
            _book(proposal, Place(HearingBody.objects.get(code=code)))

    return step


def on_committee(proposal: Proposal, _entry: Any) -> None:
    """The proposal is put on its committee's next meeting that still takes papers."""
    _book(proposal, Place(proposal.committee))


def _book(proposal: Proposal, place: Place) -> None:
    meeting = place.meetings.filter(papers_by__gte=timezone.localdate()).first()
    bookings.book(proposal, person("CFØ-sagsbehandler"), meeting)
