"""Where a round's proposals stand at their bodies and with their meetings, worked out anew only where it changed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language

from proposals.models import Proposal, Round

from ..hearings import BodyStatus, statuses, to_prefetch
from ..hearings.status import CFO_BODY, status_label
from ..meetings.chain import chains
from ..meetings.told import in_brief, tell
from ..models import Event, Meeting

# Reading a document costs some milliseconds, so what came of it is kept. An hour bounds what no event tells of.
KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class Hearing:
    """A body the proposal must be put before or was put before; `due`: the first day an open request asks for."""

    body: int
    name: str
    status: str
    released: bool
    stale: bool
    due: datetime.date | None

    @property
    def label(self) -> str:
        return status_label(self.status)


@dataclass(frozen=True)
class Standing:
    """A proposal's bodies, CFØ left out, and in words where its chain of meetings no longer holds."""

    hearings: tuple[Hearing, ...] = ()
    broken: tuple[str, ...] = ()


class Standings:
    """Where the proposals of a round stand, by the proposal's id; each is worked out once it is asked about.

    Who shows some of many has those worked out together; otherwise all are, since filters and orders ask about all.
    """

    def __init__(self, round: Round, proposals: Iterable[Proposal]) -> None:
        self._round = round
        self._waiting = {proposal.pk: proposal for proposal in proposals}
        self._found: dict[int, Standing] = {}

    def work_out(self, proposals: Iterable[Proposal]) -> None:
        """Those of them that are not known yet; a fixed number of queries."""
        asked = [self._waiting.pop(proposal.pk) for proposal in proposals if proposal.pk in self._waiting]
        if asked:
            self._found |= _standings_of(self._round, asked)

    def __getitem__(self, pk: int) -> Standing:
        if pk not in self._found:
            self.work_out(list(self._waiting.values()))
        return self._found[pk]


def _standings_of(round: Round, proposals: list[Proposal]) -> dict[int, Standing]:
    """By the proposal's id. A fixed number of queries, few when nothing has changed."""
    marks = _marks(round, proposals)
    key = f"desk-standing-{round.pk}-{get_language()}"
    kept: dict[int, tuple[Any, Standing]] = cache.get(key, {})
    found = {pk: kept[pk][1] for pk, mark in marks.items() if pk in kept and kept[pk][0] == mark}
    if changed := marks.keys() - found.keys():
        found |= _worked_out(round, changed)
        cache.set(key, kept | {pk: (marks[pk], found[pk]) for pk in changed}, KEPT_SECONDS)
    return found


def _marks(round: Round, proposals: Iterable[Proposal]) -> dict[int, tuple[Any, ...]]:
    """What a proposal's standing follows from: its content, what happened to it, the round's set-up and the meetings.

    Every change of a hearing or a booking is an event, and every saved section moves `updated_at`.
    """
    events = Event.objects.filter(round=round)
    set_up = events.filter(kind="round_changed").aggregate(newest=Max("id"))["newest"]
    happened = dict(events.exclude(proposal=None).values_list("proposal").annotate(Max("id")).order_by())
    today = timezone.localdate()
    meetings = Meeting.objects.filter(date__gte=today).values_list("id", "date", "papers_by").order_by("id")
    calendar = hashlib.sha256(repr((today, list(meetings))).encode()).hexdigest()
    return {one.pk: (one.updated_at, happened.get(one.pk), set_up, calendar) for one in proposals}


def _worked_out(round: Round, pks: Iterable[int]) -> dict[int, Standing]:
    proposals = list(
        Proposal.objects.filter(pk__in=pks)
        .select_related("template", "administration", "committee")
        .prefetch_related(
            "sections",
            "template__sections",
            "sign_offs",
            *to_prefetch(),
        )
    )
    prefetch_related_objects([round], "hearings__body")
    found = {}
    for proposal in proposals:
        proposal.round = round
        found[proposal.pk] = statuses(proposal)
    broken = {
        proposal.pk: tuple(in_brief(told) for told in map(tell, stops) if told.warning)
        for proposal, stops in chains(proposals, round, found)
    }
    return {
        pk: Standing(tuple(_hearing(status) for status in listed if _concerned(status)), broken.get(pk, ()))
        for pk, listed in found.items()
    }


def _concerned(status: BodyStatus) -> bool:
    return status.body.code != CFO_BODY and status.concerned


def _hearing(status: BodyStatus) -> Hearing:
    days = [once.request.due for once in status.asked if once.pending and once.request.due]
    return Hearing(
        body=status.body.pk,
        name=status.body.name,
        status=status.status,
        released=status.released,
        stale=status.stale,
        due=min(days, default=None),
    )
