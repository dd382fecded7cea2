"""Which meetings a proposal can still make, in the order they must come: pure rules over dates.

A step is done in time for the next one when it is done by the day the papers for that one are due. So a chain of
meetings is in order when each is held no later than the day the papers for those after it are due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum


@dataclass(frozen=True, order=True)
class Slot:
    """A meeting as the plan sees it: `papers_by` is the last day papers are taken in, never after `date`."""

    date: date
    papers_by: date


@dataclass(frozen=True)
class Link:
    """One step of the chain. `after`: the keys of every step that must be done before it, near and far.

    `slots`: its meetings, held and coming; None where it takes no meeting and any day will do. No slots at all:
    its meetings are not known, so nothing can be said of it and it stands in nobody's way. `booked`: the coming slot
    it is on; `deadline`: the last day it may be done; `done`: nothing more is needed.
    """

    key: str
    slots: tuple[Slot, ...] | None
    after: frozenset[str] = frozenset()
    deadline: date | None = None
    booked: Slot | None = None
    done: bool = False


class Fault(Enum):
    """BROKEN: no meeting is left that makes it. LATE: booked on one that is too late for the deadline or for what
    comes after. EARLY: booked on one whose papers are due before the steps it waits for are done."""

    BROKEN = "broken"
    LATE = "late"
    EARLY = "early"


@dataclass(frozen=True)
class Planned:
    """A step with the first and the last of its meetings that make it; None where there is none or none is known."""

    link: Link
    first: Slot | None = None
    last: Slot | None = None
    fault: Fault | None = None


def plan(links: Sequence[Link], today: date) -> list[Planned]:
    """What is left for each step. `links` stand in order: each after all those it must come after.

    Forwards: the meetings whose papers can still be sent when the steps before are done, at the earliest. Backwards:
    those of them that leave time for the steps after. A broken step is told of once and holds no other step up.
    """
    reached: dict[str, list[Slot]] = {}
    for link in links:
        ready = max((reached[key][0].date for key in link.after if reached.get(key)), default=None)
        reached[link.key] = _reached(link, ready, today)
    left: dict[str, list[Slot]] = {}
    for link in reversed(links):
        following = [left[other.key] for other in links if link.key in other.after and left[other.key]]
        limit = min((max(slot.papers_by for slot in slots) for slots in following), default=None)
        left[link.key] = _left(link, reached[link.key], limit)
    by_key = {link.key: link for link in links}
    return [_planned(link, left, by_key) for link in links]


def _reached(link: Link, ready: date | None, today: date) -> list[Slot]:
    """The meetings, in order, that come in time for the deadline and late enough for what is done at `ready`."""
    if link.done:
        return []
    if link.slots is None:
        day = max(today, ready or today)
        found = {Slot(day, day)}
    else:
        found = {slot for slot in link.slots if slot.papers_by >= today}
        # The papers for a booked meeting are sent: it counts until it is held.
        found |= {link.booked} if link.booked is not None else set()
    return sorted(
        slot
        for slot in found
        if (ready is None or slot.papers_by >= ready) and (link.deadline is None or slot.date <= link.deadline)
    )


def _left(link: Link, reached: list[Slot], limit: date | None) -> list[Slot]:
    """Those that leave time for the steps after, which need this one done by `limit`."""
    if link.slots is None and reached:
        last = min((day for day in (limit, link.deadline) if day is not None), default=None)
        return [*reached, Slot(last, last)] if last is not None else reached
    return [slot for slot in reached if limit is None or slot.date <= limit]


def _planned(link: Link, left: dict[str, list[Slot]], by_key: dict[str, Link]) -> Planned:
    slots = left[link.key]
    if link.done or link.slots == ():
        return Planned(link)
    if not slots:
        return Planned(link, fault=Fault.BROKEN)
    return Planned(link, slots[0], slots[-1], _fault_of_booking(link, left, by_key))


def _fault_of_booking(link: Link, left: dict[str, list[Slot]], by_key: dict[str, Link]) -> Fault | None:
    booked = link.booked
    if booked is None:
        return None
    if booked.date > left[link.key][-1].date:
        return Fault.LATE
    before = [by_key[key].booked or left[key][0] for key in link.after if key in by_key and left[key]]
    return Fault.EARLY if any(slot.date > booked.papers_by for slot in before) else None
