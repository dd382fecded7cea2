"""A proposal's chain: who is in it, in which order, by which deadline, and what it says in words."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.models import Round
from reviews.actions import hearing
from reviews.actions import meeting as bookings
from reviews.meetings.chain import chain, chains
from reviews.meetings.told import short, tell

from ..cases import body_of, make_case, write
from .meet import body, committee, day, meet

SOFTWARE = "<p>Et nyt fagsystem med digitale ansøgninger sparer tid for medarbejdere.</p>"


def names(proposal) -> list[str]:
    return [stop.place.name for stop in chain(proposal)]


def stop_of(proposal, name: str):
    return next(stop for stop in chain(proposal) if stop.place.name == name)


def told(proposal, name: str):
    return tell(stop_of(proposal, name))


def test_bodies_come_before_cfo_and_cfo_before_the_committee(organisation):
    case = make_case(text=SOFTWARE)
    assert names(case.proposal) == ["IT-kredsen", "Koncern IT", "MED-udvalg", "Center for Økonomi", "Socialudvalget"]
    case.ask("hr_kredsen")
    stops = {stop.place.name: stop.planned.link for stop in chain(case.fresh())}
    assert next(iter(stops)) == "HR-kredsen"
    assert stops["Center for Økonomi"].after == {"hr_kredsen"}
    assert stops["Socialudvalget"].after == {"hr_kredsen", "cfo"}
    hearings, committees = (
        timezone.localdate(when)
        for when in (case.proposal.round.hearing_deadline, case.proposal.round.committee_deadline)
    )
    assert [link.deadline for link in stops.values()] == [*[hearings] * 4, committees, committees]


def test_cross_cutting_proposals_go_to_effektiviseringskredsen_then_the_directors_then_the_committee(case):
    write(case.proposal, case.writer, "facts", cross_cutting=True)
    stops = {stop.place.name: stop.planned.link for stop in chain(case.fresh())}
    assert list(stops)[-3:] == ["Effektiviseringskredsen", "De syv direktører", "Socialudvalget"]
    assert stops["De syv direktører"].after == {"effektiviseringskredsen"}
    assert stops["Socialudvalget"].after == {"cfo", "effektiviseringskredsen", "direktoerkredsen"}


def test_a_body_that_has_answered_and_a_proposal_at_its_end_need_no_meeting(case):
    request = case.ask("hr_kredsen")
    meet(body("hr_kredsen"), 2, -5)
    assert told(case.fresh(), "HR-kredsen").status == "Kæden holder ikke"
    hearing.answer(request, case.member, "yes", "supports")
    assert told(case.fresh(), "HR-kredsen").status == "Klaret"
    case.to_state("withdrawn")
    assert chain(case.fresh()) == []


def test_the_words_name_the_meeting_the_papers_and_the_days_left(organisation):
    case = make_case(text=SOFTWARE)
    meet(body("it_kredsen"), 18, 4)
    meet(body("it_kredsen"), 60, 46)
    found = told(case.proposal, "IT-kredsen")
    assert (found.status, found.warning, found.due, found.days) == ("Intet møde booket", "", day(4), 4)
    assert found.lines == (f"Sidste møde, der kan nås: {short(day(18))}: materiale senest {short(day(4))}, om 4 dage",)
    assert told(case.proposal, "Koncern IT").lines == ("Der er ingen mødedatoer i kalenderen.",)
    bookings.book(case.proposal, case.writer, body("it_kredsen").meetings.first())
    found = told(case.fresh(), "IT-kredsen")
    assert (found.status, found.urgent) == ("Møde booket", True)
    assert found.lines == (f"Booket {short(day(18))}: materiale senest {short(day(4))}, om 4 dage",)


def test_the_day_after_the_last_papers_were_due_the_chain_is_broken(case):
    case.ask("hr_kredsen")
    meet(body("hr_kredsen"), 12, 0)
    meet(body("hr_kredsen"), 40, 30)
    assert told(case.fresh(), "HR-kredsen").days == 0
    body("hr_kredsen").meetings.filter(date=day(12)).update(papers_by=day(-1))
    deadline = short(timezone.localdate(case.proposal.round.hearing_deadline))
    assert told(case.fresh(), "HR-kredsen").warning == (
        f"Intet møde i HR-kredsen kan længere nås inden fristen {deadline}."
    )


def test_a_booking_out_of_step_is_warned_of(case):
    case.ask("hr_kredsen")
    meet(body("hr_kredsen"), 10, 5)
    late, early, fine = (
        meet(place, held, papers)
        for place, held, papers in ((body("hr_kredsen"), 35, 30), (committee(), 15, 8), (committee(), 50, 40))
    )
    on_early = bookings.book(case.proposal, case.caseworker, early)
    assert told(case.fresh(), "Socialudvalget").warning.startswith(f"Materialet til mødet {short(day(15))}")
    bookings.move(on_early, case.caseworker, fine, "HR-kredsen først.")
    assert told(case.fresh(), "Socialudvalget").warning == ""
    bookings.book(case.proposal, case.writer, late)
    assert told(case.fresh(), "HR-kredsen").warning == (
        f"Mødet {short(day(35))} er for sent. Det skal holdes senest {short(day(10))}."
    )


def test_a_meeting_that_is_over_without_an_answer_is_told_of(case):
    case.ask("hr_kredsen")
    held = meet(body("hr_kredsen"), 4, 2)
    bookings.book(case.proposal, case.writer, held)
    body("hr_kredsen").meetings.update(date=day(-1), papers_by=day(-3))
    assert told(case.fresh(), "HR-kredsen").lines[0] == f"Var på mødet {short(day(-1))}."


def test_many_chains_say_what_each_says_alone_and_cost_as_many_queries_as_one(organisation, make_round):
    round = make_round()
    meeting = meet(body("hr_kredsen"), 12, 5)
    costs = []
    for more in (1, 2):
        for _number in range(more):
            case = make_case(text=SOFTWARE, round=round)
            case.ask("hr_kredsen")
            hearing.record(case.proposal, case.caseworker, body_of("med_udvalg"), "yes", "informed")
            bookings.book(case.proposal, case.caseworker, meeting)
        alone = [chain(one) for one in round.proposals.all()]
        fresh = Round.objects.get(pk=round.pk)
        with CaptureQueriesContext(connection) as queries:
            found = chains(fresh.proposals.all(), fresh)
        costs.append(len(queries))
        assert [[shown(stop) for stop in stops] for _one, stops in found] == [
            [shown(stop) for stop in stops] for stops in alone
        ]
    assert len(set(costs)) == 1, costs


def shown(stop) -> tuple:
    return stop.place.name, stop.planned, stop.booking, stop.meetings
