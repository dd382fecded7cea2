"""A proposal's chain: the bodies it must be put before, CFØ and its committee, with the meetings that make it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from proposals.models import HearingBody, Proposal, ProposalState, Round

from ..hearings import BodyStatus, statuses
from ..hearings.asked import to_prefetch
from ..hearings.status import CFO_BODY
from ..models import Booking, Meeting
from ..process import OPEN
from ..related import prefetched
from .calendar import window
from .places import Place
from .plan import Link, Planned, Slot, plan

HoldsBack = HearingBody.HoldsBack
# No body has such a code.
COMMITTEE = "/udvalg"
MOST_COMING = 3
# Id of the body and of the committee, one of which is None.
Holder = tuple[int | None, int | None]
Calendar = dict[Holder, list[Meeting]]


@dataclass(frozen=True)
class Stop:
    """One step of a proposal's chain. `status`: where the body stands, None for the committee.

    `booking`: the one on a coming meeting; `held`: on a meeting that is over though the step is not done.
    `meetings`: those of the place that concern the round, and the first ones after them.
    """

    proposal: Proposal
    place: Place
    planned: Planned
    status: BodyStatus | None = None
    booking: Booking | None = None
    held: Booking | None = None
    meetings: tuple[Meeting, ...] = ()

    @property
    def meets(self) -> bool:
        """CFØ holds no meetings: it approves on a day that must lie between the others."""
        return self.planned.link.slots is not None

    @property
    def coming(self) -> list[Meeting]:
        """The next meetings whose papers can still be sent."""
        today = timezone.localdate()
        return [meeting for meeting in self.meetings if meeting.papers_by >= today][:MOST_COMING]


def chain(proposal: Proposal, found: Sequence[BodyStatus] | None = None) -> list[Stop]:
    """The proposal's steps in order; none once it has come to its end. `found`: its statuses, where they are known."""
    if proposal.state not in OPEN:
        return []
    meetings = _meetings_by_place(proposal.round, _committees([proposal]))
    return _chain(proposal, found if found is not None else statuses(proposal), meetings)


def chains(
    proposals: Iterable[Proposal], round: Round, found: Mapping[int, Sequence[BodyStatus]] | None = None
) -> list[tuple[Proposal, list[Stop]]]:
    """The chains of many proposals of one round; a fixed number of queries for any number of them.

    `found`: their statuses by the proposal's id, where they are known.
    """
    listed = [proposal for proposal in proposals if proposal.state in OPEN]
    prefetch_related_objects([round], "hearings__body")
    for proposal in listed:
        proposal.round = round
    prefetch_related_objects(
        listed,
        "administration",
        "committee",
        "template__sections",
        "sections",
        "sign_offs",
        "treatments",
        *to_prefetch(),
        bookings_to_prefetch(),
    )
    meetings = _meetings_by_place(round, _committees(listed))
    return [
        (proposal, _chain(proposal, found[proposal.pk] if found else statuses(proposal), meetings))
        for proposal in listed
    ]


def _committees(proposals: Iterable[Proposal]) -> set[int]:
    return {proposal.committee_id for proposal in proposals}


def bookings_to_prefetch() -> Prefetch:
    """What the bookings of many proposals are read from, so that they cost a fixed number of queries."""
    return Prefetch("bookings", _live_bookings())


def _live_bookings() -> QuerySet[Booking]:
    return Booking.objects.filter(cancelled_at=None).select_related("meeting").order_by("meeting__date")


def _meetings_by_place(round: Round, committees: set[int]) -> Calendar:
    """Every meeting from the round's first day on: those past its deadlines are shown too."""
    found: Calendar = {}
    of_them = Q(committee=None) | Q(committee__in=committees)
    for meeting in Meeting.objects.filter(of_them, date__gte=window(round)[0]):
        found.setdefault((meeting.body_id, meeting.committee_id), []).append(meeting)
    return found


def _chain(proposal: Proposal, found: Sequence[BodyStatus], calendar: Calendar) -> list[Stop]:
    steps = _steps(proposal, [status for status in found if status.concerned])
    bookings = bookings_by_place(proposal)
    stops = []
    for step in steps:
        where = (step.place.body_id, step.place.committee_id)
        held, booking = _latest(bookings.get(where, ()))
        meetings = tuple(calendar.get(where, ()))
        stops.append(Stop(proposal, step.place, _link(step, meetings, booking), step.status, booking, held, meetings))
    planned = plan([stop.planned.link for stop in stops], timezone.localdate())
    return [replace(stop, planned=one) for stop, one in zip(stops, planned, strict=True)]


def _link(step: _Step, meetings: Sequence[Meeting], booking: Booking | None) -> Planned:
    """The step as the plan is asked about it."""
    slots = None if step.key == CFO_BODY else tuple(_slot(meeting) for meeting in meetings)
    booked = _slot(booking.meeting) if booking else None
    return Planned(Link(step.key, slots, step.after, step.deadline, booked, step.done))


@dataclass(frozen=True)
class _Step:
    """A step before its meetings are looked at."""

    key: str
    place: Place
    status: BodyStatus | None
    after: frozenset[str]
    deadline: date | None
    done: bool


def _steps(proposal: Proposal, concerned: Sequence[BodyStatus]) -> list[_Step]:
    """The steps in order: bodies before CFØ's approval before the committee, where cross-cutting ones follow each
    other. A body that holds back neither is heard by the round's deadline for hearings, in any order."""
    by_hearings, by_committee = _day(proposal.round.hearing_deadline), _day(proposal.round.committee_deadline)
    cfo = [status for status in concerned if status.body.code == CFO_BODY]
    bodies = [status for status in concerned if status.body.code != CFO_BODY]
    last = [status for status in bodies if status.holds_back == HoldsBack.COMMITTEE]
    first = [status for status in bodies if status.holds_back != HoldsBack.COMMITTEE]
    before_cfo = frozenset(status.body.code for status in first if status.holds_back == HoldsBack.APPROVAL)
    steps = [_of_body(status, frozenset(), by_hearings) for status in first]
    steps += [_of_body(status, before_cfo, by_committee) for status in cfo]
    crossing: list[str] = []
    for status in last:
        crosses = status.body.condition == HearingBody.Condition.CROSS_CUTTING
        steps.append(_of_body(status, frozenset(crossing) if crosses else frozenset(), by_committee))
        crossing += [status.body.code] if crosses else []
    before = before_cfo.union(status.body.code for status in [*cfo, *last])
    treated = proposal.state == ProposalState.TREATED
    return [*steps, _Step(COMMITTEE, Place(proposal.committee), None, before, by_committee, treated)]


def _of_body(status: BodyStatus, after: frozenset[str], deadline: date | None) -> _Step:
    return _Step(status.body.code, Place(status.body), status, after, deadline, status.released)


def _day(when: datetime | None) -> date | None:
    return timezone.localdate(when) if when else None


def _slot(meeting: Meeting) -> Slot:
    return Slot(meeting.date, meeting.papers_by)


def bookings_by_place(proposal: Proposal) -> dict[Holder, list[Booking]]:
    """The proposal's bookings that are not cancelled, by body or committee, in the order of their meetings."""
    rows = proposal.bookings.all() if prefetched(proposal, "bookings") else _live_bookings().filter(proposal=proposal)
    found: dict[Holder, list[Booking]] = {}
    for booking in rows:
        found.setdefault((booking.meeting.body_id, booking.meeting.committee_id), []).append(booking)
    return found


def _latest(bookings: Sequence[Booking]) -> tuple[Booking | None, Booking | None]:
    """The last booking on a meeting that is over, and the one on a coming meeting."""
    today = timezone.localdate()
    held = [booking for booking in bookings if booking.meeting.date < today]
    coming = [booking for booking in bookings if booking.meeting.date >= today]
    return (held[-1] if held else None, coming[0] if coming else None)
