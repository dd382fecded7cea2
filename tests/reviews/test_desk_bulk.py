"""Doing something to many proposals at once: what is said beforehand is what is done, and nothing else."""

import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from proposals.models import Proposal
from reviews.actions import hearing
from reviews.actions.meeting import book
from reviews.desk.bulk import BULK
from reviews.desk.bulk.plan import carry_out
from reviews.desk.rows import desk_rows
from reviews.meetings.told import said as said_of
from reviews.models import Booking, Event
from tests.factories import make_proposal, make_round, make_user
from tests.pages import fields, texts

from .cases import body_of, make_case
from .meetings.meet import body, committee, meet


@pytest.fixture
def cfo(client_for, organisation):
    return client_for(make_user("cfo_caseworker"))


@pytest.fixture
def round_(organisation):
    """Three at CFØ, of which one has a number and two have none, and a draft."""
    round_ = make_round()
    for title, place, state, number in (
        ("Zebra", "SOF", "submitted", None),
        ("Ål", "BUF", "submitted", None),
        ("Talt", "TMF", "approved", "BC03"),
        ("Kladde", "TMF", "draft", None),
    ):
        make_proposal(round_, title=title, administration=place, state=state, number=number)
    return round_


def address(round, action: str, *chosen: Proposal, **query) -> str:
    asked = {"handling": action, **({"valgt": [one.pk for one in chosen]} if chosen else {"alle": "1"}), **query}
    return f"{reverse('desk-bulk', args=[round.pk])}?{urlencode(asked, doseq=True)}"


def said(response) -> dict[str, tuple[bool, str]]:
    return {one.proposal.title: (one.happens, one.words) for one in response.context["outcomes"]}


def confirm(client, url, **given):
    """Presses the button of the preview, with what it shows."""
    shown = client.post(url, given) if given else client.get(url)
    data = {**given, "order": "administration", "seen": shown.context["seen"], "trin": "gennemfoer"}
    return client.post(url, data | given, follow=True)


def numbers(round) -> dict[str, str | None]:
    return dict(round.proposals.values_list("title", "number"))


@pytest.mark.parametrize("action", BULK)
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_actions_are_cfos(case, client_for, action, method):
    people = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger")
    url = address(case.proposal.round, action)
    found = {name: getattr(client_for(getattr(case, name)), method)(url).status_code for name in people}
    assert found == {name: 200 if name in ("caseworker", "approver") else 403 for name in people}
    assert {client_for(case.reader).get(reverse("desk-bulk-done", args=[case.proposal.round_id])).status_code} == {403}


def test_the_preview_says_what_will_happen_and_does_nothing(cfo, round_):
    before = Event.objects.count()
    page = cfo.get(address(round_, "nummer"))
    assert said(page) == {
        "Zebra": (True, "Får nummer BC05."),
        "Ål": (True, "Får nummer BC04."),
        "Talt": (False, "Har allerede nummer BC03."),
        "Kladde": (False, "“Giv nummer” kan ikke bruges, når forslaget er i tilstanden “Kladde”."),
    }
    assert texts(page.content, "//main//h2/following-sibling::p[1]") == [
        "2 af 4 valgte forslag. Intet er gjort endnu."
    ]
    assert numbers(round_) == {"Zebra": None, "Ål": None, "Talt": "BC03", "Kladde": None}
    assert Event.objects.count() == before


def test_confirming_does_exactly_what_was_said_and_tells_it(cfo, round_):
    page = confirm(cfo, address(round_, "nummer"))
    assert page.redirect_chain == [(reverse("desk-bulk-done", args=[round_.pk]), 302)]
    assert numbers(round_) == {"Zebra": "BC05", "Ål": "BC04", "Talt": "BC03", "Kladde": None}
    assert {one["proposal"].title for one in page.context["done"]} == {"Zebra", "Ål"}
    assert {one["proposal"].title: one["words"] for one in page.context["refused"]} == {
        "Talt": "Har allerede nummer BC03.",
        "Kladde": "“Giv nummer” kan ikke bruges, når forslaget er i tilstanden “Kladde”.",
    }
    assert set(Event.objects.filter(kind="numbered").values_list("proposal__title", flat=True)) == {"Zebra", "Ål"}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("administration", ["Ål", "Zebra", "Dyrest"]),
        ("title", ["Dyrest", "Zebra", "Ål"]),
        ("investment", ["Dyrest", "Zebra", "Ål"]),
        ("submitted", ["Zebra", "Ål", "Dyrest"]),
    ],
)
def test_the_order_of_the_numbers_is_chosen(cfo, round_, order, expected):
    make_proposal(round_, title="Dyrest", administration="ØKF", state="submitted", row_figures={"service": 9_000})
    page = cfo.post(address(round_, "nummer"), {"order": order, "trin": "vis"})
    given = {one.given["number"]: one.proposal.title for one in page.context["outcomes"] if one.happens}
    assert [given[number] for number in sorted(given)] == expected


def test_a_preview_that_no_longer_holds_is_shown_again_and_nothing_is_done(cfo, round_):
    url = address(round_, "nummer")
    seen = cfo.get(url).context["seen"]
    Proposal.objects.filter(title="Talt").update(number="BC08")
    page = cfo.post(url, {"order": "administration", "seen": seen, "trin": "gennemfoer"})
    assert page.context["changed"]
    assert "Der er sket noget, siden siden blev vist" in page.content.decode()
    assert said(page)["Ål"] == (True, "Får nummer BC09.")
    assert numbers(round_) == {"Zebra": None, "Ål": None, "Talt": "BC08", "Kladde": None}


def test_only_those_chosen_among_the_filtered_are_meant(cfo, round_):
    zebra, eel = (round_.proposals.get(title=title) for title in ("Zebra", "Ål"))
    other = make_proposal(make_round(), title="Anden runde", state="submitted")
    assert set(said(cfo.get(address(round_, "nummer", eel, other)))) == {"Ål"}
    assert set(said(cfo.get(address(round_, "nummer", q="zebra")))) == {"Zebra"}
    nothing = cfo.get(address(round_, "nummer", zebra, q="ål"), follow=True)
    assert "Vælg mindst ét forslag, og hvad der skal ske." in nothing.content.decode()
    assert nothing.redirect_chain == [(f"{reverse('desk-list', args=[round_.pk])}?q=%C3%A5l", 302)]


@pytest.mark.parametrize(
    "query", ["", "?handling=nummer", f"?handling=nummer&valgt=x%00&valgt={'9' * 40}", "?handling=x&alle=1"]
)
def test_what_cannot_be_read_leads_back_to_the_list(cfo, round_, query):
    page = cfo.get(reverse("desk-bulk", args=[round_.pk]) + query)
    assert page.status_code == 302
    assert page.url.startswith(reverse("desk-list", args=[round_.pk]))


def test_one_that_is_refused_meanwhile_stops_none_of_the_others(round_):
    by = make_user("cfo_caseworker")
    plan = BULK["nummer"].plan(desk_rows(round_, round_.proposals.all()), by, {"order": "administration"})
    Proposal.objects.filter(title="Ål").update(state="draft")
    results = carry_out(BULK["nummer"], plan, by)
    titles = {one.pk: one.title for one in round_.proposals.all()}
    assert {titles[one.proposal] for one in results if one.done} == {"Zebra"}
    assert numbers(round_) == {"Zebra": "BC05", "Ål": None, "Talt": "BC03", "Kladde": None}


def test_the_judgement_is_asked_for_first_and_kept_when_a_reason_is_missing(cfo, round_):
    url = address(round_, "kriterier")
    assert cfo.get(url).context["outcomes"] == []
    page = cfo.post(url, {"criteria": "met", "reason": " ", "trin": "gennemfoer", "seen": ""})
    assert page.context["form"].errors == {"reason": ["Skriv en begrundelse."]}
    assert fields(page.content, "bulk-form")["criteria"] == ["met"]
    assert set(round_.proposals.values_list("criteria", flat=True)) == {"unknown"}


def test_the_judgement_is_given_to_all_and_what_speaks_against_it_is_said(cfo, round_):
    round_.proposals.filter(title="Ål").update(
        row_figures={"service": 5, "efficiency_service": -1, "payback_years": 9}
    )
    url = address(round_, "kriterier")
    page = cfo.post(url, {"criteria": "met", "reason": "Set igennem.", "trin": "vis"})
    assert {one.proposal.title: one.note for one in page.context["outcomes"] if one.happens} == {
        "Zebra": "Forslaget har ingen beregnet tilbagebetalingstid; kriteriet er højst 6 år. "
        "Forslaget giver ingen varig effektivisering ved fuld indfasning.",
        "Ål": "Tilbagebetalingstiden er 9 år; kriteriet er højst 6 år.",
        "Talt": "Forslaget har ingen beregnet tilbagebetalingstid; kriteriet er højst 6 år. "
        "Forslaget giver ingen varig effektivisering ved fuld indfasning.",
    }
    confirm(cfo, url, criteria="met", reason="Set igennem.")
    assert set(round_.proposals.values_list("title", "criteria", "criteria_reason")) == {
        ("Zebra", "met", "Set igennem."),
        ("Ål", "met", "Set igennem."),
        ("Talt", "met", "Set igennem."),
        ("Kladde", "unknown", ""),
    }


def test_what_was_done_is_told_only_to_those_who_still_have_the_desk(cfo, round_):
    confirm(cfo, address(round_, "nummer"))
    Membership.objects.all().delete()
    assert cfo.get(reverse("desk-bulk-done", args=[round_.pk])).status_code == 403


def test_a_meeting_is_booked_for_those_it_can_be_booked_for(cfo, round_):
    meeting, later = meet(body("it_kredsen"), 20, 10), meet(body("it_kredsen"), 30, 20)
    talt = round_.proposals.get(title="Talt")
    book(talt, make_user("cfo_signer"), later)
    url = address(round_, "moede")
    assert cfo.get(url).context["outcomes"] == []
    page = cfo.post(url, {"meeting": meeting.pk, "trin": "vis"})
    words = f"Kommer på mødet i IT-kredsen {said_of(meeting)}."
    found = said(page)
    assert {title: happens for title, (happens, _words) in found.items()} == {
        "Zebra": True,
        "Ål": True,
        "Kladde": True,
        "Talt": False,
    }
    assert found["Zebra"] == (True, words)
    assert found["Talt"][1].startswith("Forslaget er allerede på mødet")
    assert {one.note for one in page.context["outcomes"] if one.happens} == {
        "Reglerne siger ikke, at IT-kredsen skal høres."
    }
    assert Booking.objects.count() == 1
    confirm(cfo, url, meeting=meeting.pk)
    assert set(meeting.bookings.values_list("proposal__title", flat=True)) == {"Zebra", "Ål", "Kladde"}
    assert set(later.bookings.values_list("proposal__title", flat=True)) == {"Talt"}
    rows = cfo.get(reverse("desk-list", args=[round_.pk])).context["page"]
    assert {row.proposal.title: row.booking.meeting for row in rows} == {
        "Zebra": meeting,
        "Ål": meeting,
        "Kladde": meeting,
        "Talt": later,
    }


def test_a_committees_meeting_is_for_its_own_proposals(cfo, round_):
    meeting = meet(committee("SUD"), 20, 10)
    page = cfo.post(address(round_, "moede"), {"meeting": meeting.pk, "trin": "vis"})
    assert {title for title, (happens, _words) in said(page).items() if happens} == {"Zebra"}
    assert said(page)["Ål"] == (False, "Forslaget behandles i Børne- og Ungdomsudvalget.")


@pytest.mark.parametrize("meeting", ["", "x", "9" * 40, "\0"])
def test_a_meeting_that_is_not_there_is_told_at_the_field(cfo, round_, meeting):
    page = cfo.post(address(round_, "moede"), {"meeting": meeting, "trin": "gennemfoer", "seen": ""})
    assert list(page.context["form"].errors) == ["meeting"]
    assert not Booking.objects.exists()


@pytest.mark.parametrize("action", ["nummer", "kriterier", "moede"])
def test_the_preview_costs_the_same_number_of_queries_for_1_and_3(cfo, round_, action):
    meeting = meet(body("it_kredsen"), 20, 10)
    given = {"order": "title", "criteria": "met", "reason": "Ja.", "meeting": meeting.pk, "trin": "vis"}

    def counted(url) -> int:
        cfo.post(url, given)
        with CaptureQueriesContext(connection) as queries:
            assert cfo.post(url, given).context["outcomes"]
        return len(queries)

    one = counted(address(round_, action, round_.proposals.get(title="Zebra")))
    assert counted(address(round_, action)) == one


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_give_numbers_at_once_give_each_proposal_one_number(organisation):
    round_ = make_round()
    for waited, title in enumerate("abcdef"):
        make_proposal(round_, title=title, state="submitted", state_since=timezone.now() - timedelta(days=waited))
    # Two orders, so that each proposal would get another number from the other person.
    rows = desk_rows(round_, round_.proposals.all())
    people = {"title": make_user("cfo_caseworker"), "submitted": make_user("cfo_signer")}
    plans = [(BULK["nummer"].plan(rows, by, {"order": order}), by) for order, by in people.items()]
    gate, results = threading.Barrier(2), []

    def go(plan, by):
        try:
            gate.wait()
            results.append(carry_out(BULK["nummer"], plan, by))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = [result.proposal for listed in results for result in listed if result.done]
    assert len(given) == len(set(given))
    assert Event.objects.filter(kind="numbered").count() == len(given)
    held = [number for number in numbers(round_).values() if number]
    assert len(held) == len(set(held)) == len(given)


def test_those_who_have_not_answered_are_reminded_once_a_day(client_for, organisation):
    case = make_case()
    it, hr = case.ask("it_kredsen"), case.ask("hr_kredsen")
    hearing.answer(hr, case.member, heard="yes", position="supports")
    make_proposal(case.proposal.round, title="Ikke spurgt", state="submitted")
    client, url = client_for(case.caseworker), address(case.proposal.round, "paamind")
    assert said(client.get(url)) == {
        "Fælles indgang": (True, "Påmindes: IT-kredsen."),
        "Ikke spurgt": (False, "Ingen, der er spurgt, mangler at svare."),
    }
    member = make_user("body_member", body="it_kredsen")
    confirm(client, url, body="", order="")
    it.refresh_from_db()
    hr.refresh_from_db()
    assert (it.reminded_at is None, hr.reminded_at is None) == (False, True)
    [event] = Event.objects.filter(kind="hearing_reminded")
    assert set(event.notifications.values_list("recipient", flat=True)) == {member.pk}
    assert said(client.get(url))["Fælles indgang"] == (False, "Er allerede påmindet i dag.")


def test_one_body_can_be_reminded_alone(client_for, organisation):
    case = make_case()
    case.ask("it_kredsen")
    case.ask("hr_kredsen")
    client, url = client_for(case.caseworker), address(case.proposal.round, "paamind")
    page = client.post(url, {"body": body_of("hr_kredsen").pk, "trin": "vis"})
    assert said(page) == {"Fælles indgang": (True, "Påmindes: HR-kredsen.")}
    both = client.post(url, {"body": "", "trin": "vis"})
    assert said(both) == {"Fælles indgang": (True, "Påmindes: IT-kredsen, HR-kredsen.")}


def test_a_proposal_is_reminded_of_wholly_or_not_at_all(organisation):
    case = make_case()
    it, hr = case.ask("it_kredsen"), case.ask("hr_kredsen")
    rows = desk_rows(case.proposal.round, [case.fresh()])
    plan = BULK["paamind"].plan(rows, case.caseworker, {"body": None})
    hearing.answer(hr, case.member, heard="yes", position="supports")
    [result] = carry_out(BULK["paamind"], plan, case.caseworker)
    it.refresh_from_db()
    assert (result.done, it.reminded_at) == (False, None)
    assert not Event.objects.filter(kind="hearing_reminded").exists()
