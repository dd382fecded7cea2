"""Booking a meeting, moving and cancelling: rights, refusals, who is told, races and what must not leak."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from reviews.actions import meeting as bookings
from reviews.actions import perform
from reviews.meetings.calendar import Entry, keep, mark
from reviews.messages.mail import compose
from reviews.models import Booking, Event
from reviews.refusal import Refused

from ..cases import make_case
from .meet import body, committee, day, meet


def told(kind: str) -> set[str]:
    event = Event.objects.filter(kind=kind).first()
    return {one.recipient.name for one in event.notifications.all()}


def live(case) -> list:
    return [booking.meeting.date for booking in case.proposal.bookings.filter(cancelled_at=None)]


def test_the_administration_books_a_body_and_the_secretary_the_committee(case):
    case.submit()
    bookings.book(case.proposal, case.writer, meet(body("hr_kredsen"), 20, 10))
    bookings.book(case.proposal, case.secretary, meet(committee(), 40, 30))
    bookings.book(case.proposal, case.caseworker, meet(body("it_kredsen"), 25, 10))
    assert live(case) == [day(20), day(25), day(40)]
    event = Event.objects.filter(kind="meeting_booked").last()
    assert event.data == {
        "body": "hr_kredsen",
        "meeting": "HR-kredsen",
        "date": day(20).isoformat(),
        "papers_by": day(10).isoformat(),
    }


@pytest.mark.parametrize(
    ("person", "holder"),
    [
        ("secretary", "hr"),
        ("member", "hr"),
        ("reader", "hr"),
        ("stranger", "hr"),
        ("writer", "SUD"),
        ("member", "SUD"),
    ],
)
def test_others_are_refused_and_nothing_is_written(case, person, holder):
    case.submit()
    place = body("hr_kredsen") if holder == "hr" else committee(holder)
    meeting = meet(place, 20, 10)
    assert bookings.why_not_book(case.proposal, getattr(case, person), meeting).startswith("Forvaltningen og CFØ")
    with pytest.raises(Refused, match="Forvaltningen og CFØ booker"):
        bookings.book(case.proposal, getattr(case, person), meeting)
    assert not Booking.objects.exists()
    assert not Event.objects.filter(kind="meeting_booked").exists()


def test_a_meeting_that_is_held_full_closed_or_of_another_committee_is_refused(case):
    hr = body("hr_kredsen")
    refused = {
        "Mødet er holdt.": meet(hr, -1, -9),
        "Materialet skulle være fremme": meet(hr, 5, -1),
        "Forslaget behandles i": meet(committee("TMU"), 20, 10),
    }
    for words, meeting in refused.items():
        by = case.caseworker if "behandles" in words else case.writer
        assert bookings.why_not_book(case.proposal, by, meeting).startswith(words)
        with pytest.raises(Refused, match=words):
            bookings.book(case.proposal, by, meeting)
    bookings.book(case.proposal, case.caseworker, refused["Materialet skulle være fremme"])
    with pytest.raises(Refused, match="allerede på mødet"):
        bookings.book(case.proposal, case.writer, meet(hr, 30, 20))
    assert live(case) == [day(5)]


def test_the_preview_says_what_booking_would(case):
    meeting = meet(body("hr_kredsen"), 20, 10)
    assert bookings.why_not_book(case.proposal, case.writer, meeting) == ""
    bookings.book(case.proposal, case.writer, meeting)
    assert "allerede på mødet" in bookings.why_not_book(case.proposal, case.writer, meeting)
    case.to_state("withdrawn")
    assert "kan ikke bruges" in bookings.why_not_book(case.proposal, case.writer, meeting)


def test_a_booking_moves_with_a_reason_to_a_meeting_of_the_same_body(case):
    hr = body("hr_kredsen")
    booking = bookings.book(case.proposal, case.writer, meet(hr, 20, 10))
    later = meet(hr, 30, 20)
    with pytest.raises(Refused, match="Skriv en begrundelse"):
        bookings.move(booking, case.writer, later, " ")
    with pytest.raises(Refused, match="Vælg et møde i HR-kredsen"):
        bookings.move(booking, case.writer, meet(body("it_kredsen"), 30, 20), "Rykker.")
    assert live(case) == [day(20)]
    bookings.move(booking, case.writer, later, "Tallene mangler.")
    assert live(case) == [day(30)]
    booking.refresh_from_db()
    assert booking.cancelled_reason == "Tallene mangler."
    event = Event.objects.get(kind="meeting_moved")
    assert (event.reason, event.data["from_date"], event.data["date"]) == (
        "Tallene mangler.",
        day(20).isoformat(),
        day(30).isoformat(),
    )
    with pytest.raises(Refused, match="allerede taget af"):
        bookings.move(booking, case.writer, later, "Igen.")


def test_a_cancelled_booking_is_kept_with_its_reason_and_the_meeting_can_be_booked_again(case):
    meeting = meet(body("hr_kredsen"), 20, 10)
    booking = bookings.book(case.proposal, case.writer, meeting)
    with pytest.raises(Refused):
        bookings.cancel(booking, case.reader, "Væk.")
    bookings.cancel(booking, case.signer, "Udsat.")
    assert live(case) == []
    booking.refresh_from_db()
    assert booking.cancelled_reason == "Udsat."
    with pytest.raises(Refused):
        bookings.cancel(booking, case.signer, "Igen.")
    bookings.book(case.proposal, case.writer, meeting)
    assert live(case) == [day(20)]


def test_those_who_hold_the_meeting_are_told_only_of_proposals_they_may_see(case):
    hr = body("hr_kredsen")
    booking = bookings.book(case.proposal, case.writer, meet(hr, 20, 10))
    assert told("meeting_booked") == {"Underskriver"}
    bookings.book(case.proposal, case.caseworker, meet(committee(), 40, 30))
    assert told("meeting_booked") == {"Skribent", "Underskriver"}
    case.ask("hr_kredsen")
    bookings.move(booking, case.writer, meet(hr, 30, 20), "Rykker.")
    assert told("meeting_moved") == {"Underskriver", "HR-medlem"}
    case.submit()
    bookings.cancel(
        case.proposal.bookings.get(meeting__committee__isnull=False, cancelled_at=None), case.caseworker, "Ud."
    )
    assert told("meeting_cancelled") == {"Skribent", "Underskriver", "Sekretær"}


def test_mail_about_a_confidential_proposal_has_neither_title_nor_reason(case):
    perform("set_confidential", case.proposal, case.writer, reason="Udbud.", until=day(90))
    case.ask("hr_kredsen")
    hr = body("hr_kredsen")
    booking = bookings.book(case.proposal, case.writer, meet(hr, 20, 10))
    bookings.move(booking, case.writer, meet(hr, 30, 20), "Hemmelig grund.")
    for event in Event.objects.filter(kind__in=["meeting_booked", "meeting_moved"]):
        for notification in event.notifications.all():
            mail = compose(notification)
            assert "Fælles indgang" not in mail.subject + mail.body
            assert "Hemmelig" not in mail.subject + mail.body


def race(*steps) -> list[str]:
    """Runs the steps at once on connections of their own; what came of each, sorted."""
    start, outcomes = threading.Barrier(len(steps)), []

    def run(step) -> None:
        try:
            start.wait(timeout=10)
            step()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(str(refused).split()[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_same_body_at_once_give_one_booking(organisation):
    case = make_case()
    one, two = meet(body("hr_kredsen"), 20, 10), meet(body("hr_kredsen"), 30, 20)
    outcomes = race(
        lambda: bookings.book(case.fresh(), case.writer, one),
        lambda: bookings.book(case.fresh(), case.caseworker, two),
    )
    assert outcomes == ["Forslaget", "done"]
    assert len(live(case)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_meeting_that_is_removed_while_it_is_booked_is_either_there_or_refused(organisation):
    case = make_case()
    hr = body("hr_kredsen")
    meeting, seen = meet(hr, 20, 10), mark(hr)
    outcomes = race(
        lambda: bookings.book(case.fresh(), case.writer, meeting),
        lambda: keep(case.proposal.round, hr, case.member, [], seen=seen, whole=True),
    )
    assert outcomes == ["Mødet", "done"]
    assert len(live(case)) == hr.meetings.count()


@pytest.mark.django_db(transaction=True)
def test_a_meeting_that_moves_while_a_booking_moves_to_it_waits_for_nobody_for_ever(organisation):
    case = make_case()
    hr = body("hr_kredsen")
    first, second = meet(hr, 20, 10), meet(hr, 30, 20)
    booking = bookings.book(case.fresh(), case.writer, first)
    seen = mark(hr)
    rows = [Entry(day(21), day(10), "", first.pk), Entry(day(31), day(20), "", second.pk)]
    outcomes = race(
        lambda: bookings.move(booking, case.writer, second, "Rykker."),
        lambda: keep(case.proposal.round, hr, case.member, rows, seen=seen, whole=True),
    )
    assert outcomes == ["done", "done"]
    assert live(case) == [day(31)]
