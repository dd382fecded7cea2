"""The plan of meetings against every way of choosing them, tried one by one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from reviews.meetings.plan import Fault, Link, Planned, Slot, plan

TODAY = date(2026, 6, 9)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def slot(held: int, papers: int) -> Slot:
    return Slot(day(held), day(papers))


def link(key: str, *slots: Slot, after: str = "", deadline: int | None = None, **more) -> Link:
    limit = None if deadline is None else day(deadline)
    return Link(key, slots, frozenset(after.split()), limit, **more)


def by_key(links: list[Link], today: date = TODAY) -> dict[str, Planned]:
    return {planned.link.key: planned for planned in plan(links, today)}


slots = st.builds(
    lambda held, lead: slot(held, held - lead), st.integers(min_value=-5, max_value=40), st.integers(0, 12)
)


@st.composite
def chains(draw) -> list[Link]:
    """Up to four steps, each after some of those before it, near and far."""
    links: list[Link] = []
    for key in "abcd"[: draw(st.integers(1, 4))]:
        before: set[str] = set()
        for earlier in links:
            if draw(st.booleans()):
                before |= {earlier.key, *earlier.after}
        held = draw(st.lists(slots, min_size=1, max_size=4, unique_by=lambda one: one.date))
        deadline = draw(st.none() | st.integers(0, 40))
        links.append(link(key, *held, after=" ".join(before), deadline=deadline))
    return links


def ways(links: list[Link]) -> list[dict[str, Slot]]:
    """Every choice of one meeting a step that keeps papers, deadlines and order."""
    choices = product(*(sorted(one.slots) for one in links))
    found = [dict(zip((one.key for one in links), chosen, strict=True)) for chosen in choices]

    def holds(way: dict[str, Slot]) -> bool:
        return all(
            way[one.key].papers_by >= TODAY
            and (one.deadline is None or way[one.key].date <= one.deadline)
            and all(way[key].date <= way[one.key].papers_by for key in one.after)
            for one in links
        )

    return [way for way in found if holds(way)]


@given(chains())
def test_a_chain_is_broken_exactly_when_no_choice_of_meetings_remains(links):
    assert any(planned.fault for planned in plan(links, TODAY)) is (ways(links) == [])


@given(chains())
def test_first_and_last_are_the_earliest_and_the_latest_of_all_choices(links):
    found = ways(links)
    for planned in plan(links, TODAY) if found else []:
        chosen = [way[planned.link.key] for way in found]
        assert (planned.first, planned.last) == (min(chosen), max(chosen))


@given(chains())
def test_the_first_meetings_together_are_in_order(links):
    planned = by_key(links)
    for one in planned.values():
        before = [planned[key].first for key in one.link.after if planned[key].first]
        assert one.first is None or all(slot.date <= one.first.papers_by for slot in before)


@given(chains(), st.integers(1, 30))
def test_time_only_takes_meetings_away(links, days):
    now, later = plan(links, TODAY), plan(links, day(days))
    if not any(planned.fault for planned in later):
        assert not any(planned.fault for planned in now)
        for before, after in zip(now, later, strict=True):
            if before.first is not None:
                assert before.first <= after.first
                assert after.last <= before.last


def test_a_slip_breaks_the_chain_on_the_day_after_the_last_papers_are_due():
    links = [link("it", slot(18, 4), slot(32, 20), deadline=25)]
    assert by_key(links, day(4))["it"] == Planned(links[0], slot(18, 4), slot(18, 4))
    assert by_key(links, day(5))["it"] == Planned(links[0], fault=Fault.BROKEN)


def test_a_booked_meeting_counts_until_it_is_held_though_its_papers_are_sent():
    booked = slot(18, 4)
    links = [link("it", booked, deadline=25, booked=booked)]
    assert by_key(links, day(10))["it"] == Planned(links[0], booked, booked)


def test_what_comes_before_is_done_when_the_papers_for_the_next_are_due():
    links = [
        link("kreds", slot(7, 1), slot(14, 8), slot(28, 21)),
        link("direktører", slot(14, 7), slot(21, 14), after="kreds"),
        link("udvalg", slot(30, 22), after="kreds direktører", deadline=30),
    ]
    found = by_key(links)
    assert [found[key].last for key in ("kreds", "direktører", "udvalg")] == [slot(14, 8), slot(21, 14), slot(30, 22)]
    assert [found[key].first for key in ("kreds", "direktører", "udvalg")] == [slot(7, 1), slot(14, 7), slot(30, 22)]


def test_a_step_without_meetings_of_its_own_lies_between_those_before_and_those_after():
    links = [
        link("hr", slot(10, 3)),
        Link("cfø", None, frozenset({"hr"})),
        link("udvalg", slot(30, 22), after="hr cfø"),
    ]
    found = by_key(links)["cfø"]
    assert (found.first.date, found.last.date) == (day(10), day(22))


def test_unknown_meetings_and_steps_that_are_done_stand_in_nobodys_way():
    links = [
        link("ukendt"),
        link("hørt", slot(50, 40), done=True),
        link("udvalg", slot(30, 22), after="ukendt hørt", deadline=30),
    ]
    found = by_key(links)
    assert [found[key].fault for key in found] == [None, None, None]
    assert (found["ukendt"].last, found["hørt"].last, found["udvalg"].last) == (None, None, slot(30, 22))


def test_a_booking_may_be_too_late_for_the_deadline_for_the_next_step_or_too_early():
    early, late = slot(10, 3), slot(26, 19)
    hr = link("hr", early, late, deadline=40)
    udvalg = link("udvalg", slot(30, 22), after="hr", deadline=40)

    def faults(hr_on: Slot | None, committee: Link = udvalg) -> list[Fault | None]:
        booked = Link(hr.key, hr.slots, hr.after, hr.deadline, hr_on)
        return [planned.fault for planned in plan([booked, committee], TODAY)]

    assert faults(early) == [None, None]
    assert faults(late) == [Fault.LATE, None]
    assert faults(slot(45, 38)) == [Fault.LATE, None]
    first, second = slot(20, 9), slot(36, 28)
    on_the_first = Link("udvalg", (first, second), frozenset({"hr"}), day(40), first)
    assert faults(late, on_the_first) == [None, Fault.EARLY]
    assert faults(early, on_the_first) == [None, Fault.EARLY]
    assert faults(slot(8, 2), on_the_first) == [None, None]


def test_a_broken_step_is_told_of_once():
    links = [
        link("hr", slot(-3, -10)),
        link("udvalg", slot(30, 22), after="hr", deadline=30),
    ]
    assert [planned.fault for planned in plan(links, TODAY)] == [Fault.BROKEN, None]
