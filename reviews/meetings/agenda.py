"""What is on the agenda of each meeting, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.policy import visible_proposals
from proposals.models import Proposal, Round

from ..models import Booking, HearingRequest, Meeting
from ..process import OPEN
from .calendar import meetings_of
from .places import Place, places
from .told import SOON, days_left


@dataclass(frozen=True)
class Agenda:
    """A meeting with the bookings the person may see; `left`: the days until its papers are due, in words."""

    meeting: Meeting
    bookings: list[Booking]
    left: str
    open: bool


@dataclass(frozen=True)
class Row:
    """A place with its next meeting, None where none is known, and how many proposals the person sees on it."""

    place: Place
    next: Agenda | None


def agendas(meetings: Iterable[Meeting], user: Any) -> list[Agenda]:
    """Each meeting with its agenda; one query, whatever the number of meetings."""
    listed, today = list(meetings), timezone.localdate()
    found: dict[int, list[Booking]] = {}
    for booking in visible_bookings(user).filter(meeting__in=listed).select_related("proposal__round"):
        found.setdefault(booking.meeting_id, []).append(booking)
    return [
        Agenda(
            meeting,
            found.get(meeting.pk, []),
            days_left((meeting.papers_by - today).days),
            meeting.papers_by >= today,
        )
        for meeting in listed
    ]


def visible_bookings(user: Any) -> QuerySet[Booking]:
    """The bookings of living proposals that the person may see."""
    seen = Proposal.objects.filter(visible_proposals(user), state__in=OPEN, round__replaced_at=None)
    return Booking.objects.filter(cancelled_at=None, proposal__in=seen).order_by("proposal")


def due_soon(proposals: QuerySet[Proposal]) -> QuerySet[Booking]:
    """Bookings of the proposals whose papers are due soon. A body that was asked has them already."""
    today = timezone.localdate()
    sent = HearingRequest.objects.filter(
        proposal=OuterRef("proposal"), body=OuterRef("meeting__body"), asked=True, withdrawn_at=None
    )
    soon = (today, today + timedelta(days=SOON))
    found = Booking.objects.filter(~Exists(sent), cancelled_at=None, meeting__papers_by__range=soon)
    return found.filter(proposal__in=proposals).select_related(
        "proposal__round", "meeting__body", "meeting__committee"
    )


def overview(round: Round, user: Any) -> list[Row]:
    """Everybody who meets in the round, with the next meeting; a fixed number of queries."""
    coming = meetings_of(round).filter(date__gte=timezone.localdate())
    first: dict[tuple[int | None, int | None], Meeting] = {}
    for meeting in coming:
        first.setdefault((meeting.body_id, meeting.committee_id), meeting)
    by_meeting = {agenda.meeting.pk: agenda for agenda in agendas(first.values(), user)}
    rows = []
    for place in places(round):
        meeting = first.get((place.body_id, place.committee_id))
        rows.append(Row(place, by_meeting[meeting.pk] if meeting else None))
    return rows
