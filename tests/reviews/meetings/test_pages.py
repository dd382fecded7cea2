"""The pages of the meetings: who opens them, what is kept and refused, what is shown to whom, what it costs."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.actions import meeting as bookings
from reviews.actions import perform
from reviews.models import Booking
from tests.pages import fields, texts

from ..cases import make_case
from .meet import body, committee, day, meet, stored

EVERYBODY = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger")


def at(case, name: str, place=None) -> str:
    where = (place.kind, place.code) if place else ()
    return reverse(name, args=[case.proposal.round_id, *where])


@pytest.mark.parametrize("person", EVERYBODY)
def test_each_page_by_role(case, client_for, person):
    hr, ours = body("hr_kredsen"), committee()
    meet(hr, 20, 10)
    booking = bookings.book(case.proposal, case.caseworker, meet(hr, 30, 20))
    case.submit()
    client = client_for(getattr(case, person))
    keepers = {hr: ("caseworker", "approver", "member"), ours: ("caseworker", "approver", "secretary")}
    bookers = {hr: ("writer", "signer", "caseworker", "approver"), ours: ("caseworker", "approver", "secretary")}
    sees = person != "member"
    expected = {at(case, "meetings"): 200}
    for place in (hr, ours):
        expected |= {at(case, name, place): 200 for name in ("meeting-place", "meeting-file")}
        kept = 200 if person in keepers[place] else 403
        expected |= {at(case, name, place): kept for name in ("meeting-edit", "meeting-import")}
        book = reverse("booking-new", args=[case.proposal.pk, place.kind, place.code])
        expected[book] = (200 if person in bookers[place] else 403) if sees else 404
    for name in ("booking-move", "booking-cancel"):
        expected[reverse(name, args=[booking.pk])] = (200 if person in bookers[hr] else 403) if sees else 404
    assert {address: client.get(address).status_code for address in expected} == expected
    posted = {address: client.post(address).status_code for address, status in expected.items() if status != 200}
    assert posted == {address: status for address, status in expected.items() if status != 200}


def test_addresses_that_name_nobody_are_not_found(case, client_for):
    client = client_for(case.caseworker)
    round, pk = case.proposal.round_id, case.proposal.pk
    for place in (
        "part/findes-ikke",
        "part/cfo",
        "andet/hr_kredsen",
        "udvalg/hr_kredsen",
        "part/%00",
        "udvalg/%C3%98",
    ):
        for page in ("", "ret/", "hent-fil/", "moeder.ics"):
            assert client.get(f"/runder/{round}/moeder/{place}/{page}").status_code == 404, place
        assert client.get(f"/forslag/{pk}/moede/{place}/").status_code == 404, place
    assert client.get(f"/forslag/{pk}/moede/udvalg/TMU/").status_code == 404
    assert client.get("/runder/999999/moeder/").status_code == 404
    assert client.get("/booking/999999/flyt/").status_code == 404
    assert client.get(f"/runder/{round}/moeder/udvalg/ØU/").status_code == 200


def test_nobody_gets_in_without_signing_in(case, client):
    assert client.get(at(case, "meetings")).status_code == 302


def test_the_grid_is_kept_and_shown_again(case, client_for):
    client, hr = client_for(case.member), body("hr_kredsen")
    meet(hr, 20, 10, "Teams")
    address = at(case, "meeting-edit", hr)
    form = fields(client.get(address).content, "meetings-form")
    form |= {
        "rows-0-papers_by": day(11).strftime("%d.%m.%Y"),
        "rows-1-date": day(40).strftime("%d-%m-%Y"),
        "rows-1-papers_by": day(30).isoformat(),
    }
    assert client.post(address, form).status_code == 302
    assert stored(hr) == [(day(20), day(11), "Teams"), (day(40), day(30), "")]


def test_wrong_rows_are_told_of_at_the_cell_and_what_was_typed_is_kept(case, client_for):
    client, hr = client_for(case.member), body("hr_kredsen")
    meet(hr, 20, 10)
    address = at(case, "meeting-edit", hr)
    form = fields(client.get(address).content, "meetings-form")
    form |= {
        "rows-0-papers_by": "i går",
        "rows-1-date": day(40).isoformat(),
        "rows-2-date": day(30).isoformat(),
        "rows-2-papers_by": day(31).isoformat(),
        "rows-3-date": day(-2).isoformat(),
        "rows-3-papers_by": day(-3).isoformat(),
        "rows-4-note": "Uden dato",
    }
    answer = client.post(address, form)
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in ("i går", "hvornår materialet senest", "ligger efter mødet", "i dag eller senere", "tøm rækken"):
        assert words in page
    assert stored(hr) == [(day(20), day(10), "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows-0-pk": "9" * 30},
        {"rows-0-pk": "x"},
        {"rows-TOTAL_FORMS": "9" * 9},
        {"rows-0-note": "\x00"},
        {"rows-0-date": "9" * 400},
        {"seen": "\x00"},
    ],
)
def test_hostile_input_is_refused_and_changes_nothing(case, client_for, wrong):
    client, hr = client_for(case.member), body("hr_kredsen")
    meet(hr, 20, 10)
    address = at(case, "meeting-edit", hr)
    form = fields(client.get(address).content, "meetings-form") | wrong
    assert client.post(address, form).status_code in (302, 422)
    assert stored(hr) == [(day(20), day(10), "")]


def test_two_who_have_the_grid_open_do_not_overwrite_each_other(case, client_for):
    client, hr = client_for(case.member), body("hr_kredsen")
    address = at(case, "meeting-edit", hr)
    form = fields(client.get(address).content, "meetings-form")
    meet(hr, 20, 10)
    answer = client.post(address, form | {"rows-0-date": day(9).isoformat(), "rows-0-papers_by": day(5).isoformat()})
    assert answer.status_code == 422
    assert "En anden har ændret mødedatoerne" in answer.content.decode()
    assert stored(hr) == [(day(20), day(10), "")]


def test_a_meeting_is_booked_moved_and_taken_off_by_the_pages(case, client_for):
    client, hr = client_for(case.writer), body("hr_kredsen")
    first, second = meet(hr, 20, 10), meet(hr, 30, 20)
    closed = meet(hr, 5, -1)
    address = reverse("booking-new", args=[case.proposal.pk, hr.kind, hr.code])
    assert client.post(address, {"meeting": closed.pk}).status_code == 200
    assert client.post(address, {"meeting": "x\x00"}).status_code == 200
    assert client.post(address, {"meeting": meet(body("it_kredsen"), 20, 10).pk}).status_code == 200
    assert not Booking.objects.exists()
    assert client.post(address, {"meeting": first.pk}).status_code == 302
    booking = Booking.objects.get()
    move = reverse("booking-move", args=[booking.pk])
    assert client.post(move, {"meeting": second.pk, "reason": ""}).status_code == 200
    assert client.post(move, {"meeting": second.pk, "reason": "Rykker."}).status_code == 302
    assert client.get(move).status_code == 404
    moved = Booking.objects.get(cancelled_at=None)
    assert client.post(reverse("booking-cancel", args=[moved.pk]), {"reason": "Udgår."}).status_code == 302
    assert not Booking.objects.filter(cancelled_at=None).exists()


def test_a_confidential_proposal_is_on_no_agenda_of_those_who_may_not_see_it(case, client_for):
    perform("set_confidential", case.proposal, case.writer, reason="Udbud.", until=day(90))
    hr = body("hr_kredsen")
    bookings.book(case.proposal, case.writer, meet(hr, 20, 10))
    case.submit()
    agendas = {}
    for person in EVERYBODY:
        client = client_for(getattr(case, person))
        page = client.get(at(case, "meeting-place", hr)).content
        count = texts(client.get(at(case, "meetings")).content, "//tr[.//a[text()='HR-kredsen']]/td[3]")
        agendas[person] = ("Fælles indgang" in page.decode(), count)
        assert "Fælles" not in client.get(at(case, "meeting-file", hr)).content.decode()
    seen, unseen = (True, ["1"]), (False, ["0"])
    assert agendas == {
        "writer": seen,
        "signer": seen,
        "caseworker": seen,
        "approver": seen,
        "secretary": seen,
        "reader": unseen,
        "member": unseen,
        "stranger": unseen,
    }


def test_the_hearings_and_the_process_page_show_the_chain_with_what_the_person_can_do(case, client_for):
    case.ask("hr_kredsen")
    meet(body("hr_kredsen"), 20, 10)
    book = reverse("booking-new", args=[case.proposal.pk, "part", "hr_kredsen"])
    case.submit()
    for person, may in {"writer": True, "caseworker": True, "secretary": False, "member": False}.items():
        client = client_for(getattr(case, person))
        page = client.get(reverse("hearings", args=[case.proposal.pk])).content
        assert "Sidste møde, der kan nås" in texts(page, "//ol[contains(@class,'chain')]/li[1]")[0]
        assert (book in page.decode()) is may, person
        assert "Møder og frister" in client.get(reverse("process", args=[case.proposal.pk])).content.decode()


def test_agendas_and_overview_cost_the_same_for_one_meeting_and_for_three(organisation, client_for, make_round):
    round, hr = make_round(), body("hr_kredsen")
    costs: dict[str, set[int]] = {"meetings": set(), "meeting-place": set()}
    for days in ((20,), (21, 22)):
        for held in days:
            case = make_case(round=round)
            bookings.book(case.proposal, case.caseworker, meet(hr, held, 10))
            bookings.book(case.proposal, case.caseworker, meet(committee(), held, 10))
        client = client_for(case.caseworker)
        for name, place in (("meetings", None), ("meeting-place", hr)):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(at(case, name, place)).content.decode()
            costs[name].add(len(queries))
    assert page.count("Fælles indgang") == 3
    assert [len(counts) for counts in costs.values()] == [1, 1], costs


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("møder.csv", text.encode())


def test_a_file_is_shown_before_it_is_stored(case, client_for):
    client, hr = client_for(case.member), body("hr_kredsen")
    meet(hr, 20, 10, "Teams")
    meet(hr, 60, 50)
    address = at(case, "meeting-import", hr)
    lines = ["Dato;Materiale senest;Note", f"{day(20)};{day(12)};Teams", f"{day(40)};;Ny; ", f"{day(60)};{day(50)};"]
    text = "\n".join([lines[0], *(line.removesuffix("; ") for line in lines[1:]), f"{day(-5)};;"])
    preview = client.post(address, {"file": csv(text), "days": "7"})
    happens = texts(preview.content, "//tbody/tr/td[last()]")
    assert [words.split(".")[0] for words in happens] == [
        "Kommer til", "Ændres", "Uændret", "Er holdt og tages ikke med",
    ]  # fmt: skip
    assert len(stored(hr)) == 2
    form = fields(preview.content, "import-form") | {"confirmed": "1"}
    assert client.post(address, form).status_code == 302
    assert stored(hr) == [(day(20), day(12), "Teams"), (day(40), day(33), "Ny"), (day(60), day(50), "")]
    assert client.post(address, form).status_code == 409


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.csv", "Dato\n31.2.2026\nhej\n", ["Linje 2: “31.2.2026”", "Linje 3: “hej”"]),
        ("m.exe", "Dato\n", ["Filtypen kan ikke læses"]),
        ("m.csv", "\x00", ["Linje 1: Filen er ikke en tekstfil"]),
        ("m.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", ["indeholder ingen møder"]),
    ],
)
def test_a_file_with_faults_is_refused_whole_with_their_lines(case, client_for, name, content, words):
    client, hr = client_for(case.member), body("hr_kredsen")
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post(at(case, "meeting-import", hr), {"file": file, "days": "14"})
    assert answer.status_code == 422
    for one in words:
        assert one in answer.content.decode()
    assert "Vælg en fil." in client.post(at(case, "meeting-import", hr), {"days": "14"}).content.decode()
    assert stored(hr) == []


def test_the_calendar_file_has_open_proposals_and_is_taken_back_unchanged(case, client_for):
    hr = body("hr_kredsen")
    bookings.book(case.proposal, case.writer, meet(hr, 20, 10, "Lokale 3; Rådhuset, 1. sal"))
    client = client_for(case.caseworker)
    answer = client.get(at(case, "meeting-file", hr))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Fælles indgang" in answer.content.decode().replace("\r\n ", "")
    file = SimpleUploadedFile("m.ics", answer.content)
    preview = client.post(at(case, "meeting-import", hr), {"file": file, "days": "1"})
    assert texts(preview.content, "//tbody/tr/td[last()]") == ["Uændret"]
