"""Meetings in the round file, and in the tasks of the front page."""

from __future__ import annotations

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from proposals.exchange.reading import BrokenRoundFile
from reviews.actions import meeting as bookings
from reviews.archive import export_round, import_round
from reviews.meetings.told import short
from reviews.models import Meeting
from reviews.tasks_for import asked_of

from ..cases import make_case
from .meet import body, committee, day, meet, stored


def test_the_meetings_that_concern_the_round_go_out_and_come_in_again(case):
    meet(body("hr_kredsen"), 20, 10, "Teams")
    meet(committee("SUD"), 40, 30)
    meet(body("it_kredsen"), 400, 390)
    exported = export_round(case.proposal.round)
    assert exported["round"]["meetings"] == [
        {
            "party": "hr_kredsen",
            "name": "HR-kredsen",
            "date": day(20).isoformat(),
            "papers_by": day(10).isoformat(),
            "note": "Teams",
        },
        {"committee": "SUD", "date": day(40).isoformat(), "papers_by": day(30).isoformat(), "note": ""},
    ]
    Meeting.objects.all().delete()
    meet(body("hr_kredsen"), 20, 12, "Partens egen")
    again = export_round(import_round(copy.deepcopy(exported), state="draft", replace=True))
    assert again["round"]["meetings"][1:] == exported["round"]["meetings"][1:]
    assert stored(body("hr_kredsen")) == [(day(20), day(12), "Partens egen")]
    Meeting.objects.all().delete()
    assert export_round(import_round(exported, state="draft", replace=True))["round"] == exported["round"]


def test_a_file_without_meetings_still_comes_in(case):
    exported = export_round(case.proposal.round)
    assert "meetings" not in exported["round"]
    import_round(exported, state="draft", replace=True)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"party": "hr_kredsen", "committee": "SUD"}, "round.meetings.0"),
        ({}, "round.meetings.0"),
        ({"party": "hr_kredsen", "papers_by": "2027-01-01"}, "round.meetings.0"),
        ({"committee": "XYZ"}, "round.meetings.0.committee"),
    ],
)
def test_a_wrong_meeting_is_a_fault_with_its_place(case, wrong, place):
    data = export_round(case.proposal.round)
    data["round"]["meetings"] = [{"date": "2026-06-27", "papers_by": "2026-06-13", **wrong}]
    with pytest.raises(BrokenRoundFile) as broken:
        import_round(data, state="draft", replace=True)
    assert place in str(broken.value).replace("[", ".").replace("]", "")


def texts(user) -> list[str]:
    return [task.text for task in asked_of(user) if "materiale senest" in task.text or "kan længere nås" in task.text]


def test_the_front_page_tells_the_writer_and_cfo_which_papers_are_due(case):
    hr = body("hr_kredsen")
    request = case.ask("hr_kredsen")
    assert texts(case.writer) == []
    meet(hr, 18, 4)
    line = f"HR-kredsen {short(day(18))}: materiale senest {short(day(4))}, om 4 dage"
    assert texts(case.writer) == [line]
    bookings.book(case.proposal, case.writer, hr.meetings.get())
    assert texts(case.writer) == []
    hr.meetings.update(date=day(-1), papers_by=day(-9))
    deadline = short(timezone.localdate(case.proposal.round.hearing_deadline))
    assert texts(case.writer) == [f"HR-kredsen: Intet møde i HR-kredsen kan længere nås inden fristen {deadline}."]
    assert request.pk
    case.submit()
    assert texts(case.caseworker) == []
    bookings.book(case.proposal, case.caseworker, meet(committee("SUD"), 20, 0))
    assert texts(case.caseworker) == [f"Socialudvalget {short(day(20))}: materiale senest {short(day(0))}, i dag"]
    assert texts(case.stranger) == texts(case.reader) == texts(case.member) == []


def test_the_front_page_costs_the_same_for_one_proposal_and_for_three(organisation, make_round):
    round = make_round()
    first = make_case(round=round)
    meeting = meet(body("hr_kredsen"), 18, 4)
    costs = {"writer": set(), "caseworker": set()}
    for more in (0, 2):
        for _number in range(more):
            case = make_case(round=round)
            case.proposal.writer = first.writer
            case.proposal.save(update_fields=["writer"])
        for proposal in round.proposals.filter(bookings=None):
            bookings.book(proposal, first.caseworker, meeting)
            proposal.state = "submitted"
            proposal.save(update_fields=["state"])
        for name, counts in costs.items():
            person = User.objects.get(pk=getattr(first, name).pk)
            with CaptureQueriesContext(connection) as queries:
                tasks = asked_of(person)
            counts.add(len(queries))
    assert sum("materiale senest" in task.text for task in tasks) == 3
    assert [len(counts) for counts in costs.values()] == [1, 1], costs
