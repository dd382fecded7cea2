"""Reminding a body, its wish for another date, and which requests wait."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.actions import hearing, perform
from reviews.actions.hearing_date import decide_date, propose_date, remind
from reviews.hearings import waiting_requests
from reviews.models import DateProposal, Event, HearingRequest, Notification
from reviews.refusal import Refused

from .cases import write
from .test_hearings import member_of


@pytest.fixture
def waiting(case):
    case.day = timezone.localdate() + timedelta(days=5)
    case.request = case.ask("hr_kredsen", due=case.day)
    return case


def told(kind: str) -> list[str]:
    return sorted(Notification.objects.filter(event__kind=kind).values_list("recipient__name", flat=True))


def test_a_reminder_tells_the_body_once_a_day(waiting):
    remind(waiting.request, waiting.writer)
    assert told("hearing_reminded") == ["HR-medlem"]
    with pytest.raises(Refused, match="allerede påmindet i dag"):
        remind(waiting.request, waiting.caseworker)
    HearingRequest.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    remind(waiting.request, waiting.caseworker)
    assert Event.objects.filter(kind="hearing_reminded").count() == 2


def test_nobody_is_reminded_of_what_is_answered_or_taken_back(waiting):
    other = waiting.ask("med_udvalg")
    hearing.withdraw_request(other, waiting.writer, "Fejl.")
    with pytest.raises(Refused, match="trukket tilbage"):
        remind(other, waiting.writer)
    hearing.answer(waiting.request, waiting.member, "yes", "supports")
    with pytest.raises(Refused, match="er besvaret"):
        remind(waiting.request, waiting.writer)


@pytest.mark.parametrize("person", ["reader", "member", "secretary", "stranger"])
def test_only_those_who_ask_remind_and_decide(waiting, person):
    someone = getattr(waiting, person)
    proposed = propose_date(waiting.request, waiting.member, waiting.day + timedelta(days=7), "Mødet er flyttet.")
    with pytest.raises(Refused, match="Kun forvaltningen og CFØ"):
        remind(waiting.request, someone)
    with pytest.raises(Refused, match="Kun forvaltningen og CFØ"):
        decide_date(proposed, someone, True)


def test_the_body_gets_the_date_it_asks_for(waiting):
    later = waiting.day + timedelta(days=7)
    proposed = propose_date(waiting.request, waiting.member, later, "Mødet er flyttet.")
    assert told("hearing_date_proposed") == ["Sagsbehandler", "Skribent", "Underskriver"]
    waiting.request.refresh_from_db()
    assert waiting.request.due == waiting.day
    decide_date(proposed, waiting.writer, True)
    waiting.request.refresh_from_db()
    proposed.refresh_from_db()
    assert (waiting.request.due, proposed.accepted, proposed.decided_by_name) == (later, True, "Skribent")
    assert told("hearing_date_decided") == ["HR-medlem"]
    with pytest.raises(Refused, match="allerede besvaret"):
        decide_date(proposed, waiting.caseworker, False, "Nej.")


def test_a_refusal_has_a_reason_and_leaves_the_date(waiting):
    proposed = propose_date(waiting.request, waiting.member, waiting.day + timedelta(days=7), "Mødet er flyttet.")
    with pytest.raises(Refused, match="Skriv en begrundelse"):
        decide_date(proposed, waiting.writer, False)
    decide_date(proposed, waiting.writer, False, "Udvalget mødes før.")
    waiting.request.refresh_from_db()
    assert waiting.request.due == waiting.day
    assert Event.objects.get(kind="hearing_date_decided").reason == "Udvalget mødes før."


def test_only_the_body_proposes_a_date_that_can_be_kept_and_one_at_a_time(waiting):
    with pytest.raises(Refused, match="Kun medlemmer"):
        propose_date(waiting.request, waiting.writer, waiting.day, "Vi vil.")
    with pytest.raises(Refused, match="Datoen er passeret"):
        propose_date(waiting.request, waiting.member, timezone.localdate() - timedelta(days=1), "Fejl.")
    with pytest.raises(Refused, match="Det er den dato, der står"):
        propose_date(waiting.request, waiting.member, waiting.day, "Fejl.")
    later = waiting.day + timedelta(days=7)
    propose_date(waiting.request, waiting.member, later, "Mødet er flyttet.")
    with pytest.raises(Refused, match="allerede foreslået en dato"):
        propose_date(waiting.request, waiting.member, later + timedelta(days=1), "Igen.")
    assert DateProposal.objects.count() == 1


def test_the_date_on_the_pages(waiting, client_for):
    later = waiting.day + timedelta(days=7)
    url = reverse("hearing-date", args=[waiting.request.pk])
    member, writer = client_for(waiting.member), client_for(waiting.writer)
    assert client_for(waiting.writer).get(url).status_code == 403
    member.post(url, {"due": f"{later:%d.%m.%Y}", "reason": "Mødet er flyttet."})
    page = writer.get(reverse("hearings", args=[waiting.proposal.pk])).content.decode()
    assert "Mødet er flyttet." in page
    decide = reverse("hearing-date-decide", args=[waiting.request.pk])
    assert decide in page
    assert "Mødet er flyttet." in writer.get(decide).content.decode()
    assert "Skriv en begrundelse" in writer.post(decide, {"accept": "no"}).content.decode()
    writer.post(decide, {"accept": "yes"})
    waiting.request.refresh_from_db()
    assert waiting.request.due == later
    assert writer.get(decide).status_code == 404


def test_the_reminder_on_its_page(waiting, client_for):
    writer = client_for(waiting.writer)
    url = reverse("hearing-remind", args=[waiting.request.pk])
    assert writer.get(url).status_code == 200
    assert not Event.objects.filter(kind="hearing_reminded").exists()
    writer.post(url)
    assert "allerede påmindet i dag" in writer.post(url).content.decode()
    assert Event.objects.filter(kind="hearing_reminded").count() == 1


def test_what_waits_is_listed_by_date_and_each_committee_once(waiting):
    soon = waiting.ask("it_kredsen", due=waiting.day - timedelta(days=2))
    undated = waiting.ask("med_udvalg")
    write(waiting.proposal, waiting.writer, "risks", text="<p>En ny risiko.</p>")
    again = hearing.renew(waiting.request, waiting.writer, due=waiting.day + timedelta(days=9))
    answered = waiting.ask("koncern_it")
    round = waiting.proposal.round
    assert list(waiting_requests(round)) == [soon, again, undated, answered]
    hearing.answer(answered, member_of("koncern_it"), "yes", "supports")
    hearing.withdraw_request(undated, waiting.writer, "Fejl.")
    assert list(waiting_requests(round)) == [soon, again]
    waiting.submit()
    perform("withdraw", waiting.proposal, waiting.writer, reason="Udgår.")
    assert list(waiting_requests(round)) == []


def test_a_date_far_away_or_malformed_is_answered_at_its_field(waiting, client_for):
    url = reverse("hearing-date", args=[waiting.request.pk])
    for bad in ("i morgen", "9" * 300, "31.2.2027"):
        page = client_for(waiting.member).post(url, {"due": bad, "reason": "Mødet."}).content.decode()
        assert "Mødet." in page
    assert not DateProposal.objects.exists()
