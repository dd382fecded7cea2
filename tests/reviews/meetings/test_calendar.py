"""Changing a calendar: the whole of it or by what a file says, guarded, told of, and never under a booking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from reviews.actions import meeting as bookings
from reviews.history import told
from reviews.meetings.calendar import Entry, entries, keep, mark, meetings_of, window
from reviews.meetings.files import Row
from reviews.models import Event, Meeting
from reviews.refusal import Refused

from .meet import body, committee, day, meet, stored


@pytest.fixture
def place(organisation):
    return body("hr_kredsen")


def kept(case, place, rows, by=None, *, whole=True):
    return keep(case.proposal.round, place, by or case.member, rows, seen=mark(place), whole=whole)


def test_a_calendar_is_changed_as_a_whole_and_the_event_says_what_it_was_and_is(case, place):
    gone, moved, same = meet(place, 5, 1), meet(place, 12, 8), meet(place, 20, 15, "Teams")
    meet(place, -3, -9)
    kept(
        case,
        place,
        [
            Entry(day(13), day(8), "Rykket", moved.pk),
            Entry(day(20), day(15), "Teams", same.pk),
            Entry(day(30), day(25)),
        ],
    )
    assert stored(place) == [
        (day(-3), day(-9), ""),
        (day(13), day(8), "Rykket"),
        (day(20), day(15), "Teams"),
        (day(30), day(25), ""),
    ]
    assert Meeting.objects.get(pk=moved.pk).date == day(13)
    assert not Meeting.objects.filter(pk=gone.pk).exists()
    event = Event.objects.get(kind="meetings_changed")
    assert (event.round, event.actor, event.data["meeting"]) == (case.proposal.round, case.member, "HR-kredsen")
    assert [len(event.data[side]) for side in ("before", "after")] == [3, 3]
    assert event.data["after"][0][1].endswith("; Rykket")
    facts = dict(told(event, trusted=True).facts)
    assert facts["Møde i"] == "HR-kredsen"
    assert facts[date_format(day(30))] == f"– → materiale senest {date_format(day(25))}"
    assert facts[date_format(day(13))] == f"– → materiale senest {date_format(day(8))}; Rykket"
    assert date_format(day(20)) not in facts


def test_saving_what_stands_changes_nothing(case, place):
    meeting = meet(place, 5, 1, "Teams")
    kept(case, place, [Entry(meeting.date, meeting.papers_by, meeting.note, meeting.pk)])
    assert not Event.objects.filter(kind="meetings_changed").exists()


def test_a_file_adds_and_changes_by_the_day_and_removes_nothing(case, place):
    meet(place, 5, 1, "Teams")
    meet(place, 9, 3)
    rows = [Row(2, day(5)), Row(3, day(9), day(4)), Row(4, day(40)), Row(5, day(50), day(44), "Ny")]
    found = entries(place, rows, 14)
    kept(case, place, found, whole=False)
    assert stored(place) == [
        (day(5), day(1), "Teams"),
        (day(9), day(4), ""),
        (day(40), day(26), ""),
        (day(50), day(44), "Ny"),
    ]


@pytest.mark.parametrize("person", ["writer", "signer", "secretary", "reader", "stranger"])
def test_only_cfo_and_those_who_hold_the_meetings_change_them(case, place, person):
    with pytest.raises(Refused, match="Kun CFØ, høringspartens medlemmer"):
        kept(case, place, [Entry(day(5), day(1))], by=getattr(case, person))
    assert stored(place) == []
    kept(case, committee(), [Entry(day(5), day(1))], by=case.secretary)
    with pytest.raises(Refused):
        kept(case, committee("TMU"), [Entry(day(5), day(1))], by=case.secretary)


def test_a_stale_save_and_one_in_an_archive_are_refused(case, place):
    seen = mark(place)
    meet(place, 5, 1)
    with pytest.raises(Refused, match="En anden har ændret"):
        keep(case.proposal.round, place, case.member, [], seen=seen, whole=True)
    case.proposal.round.state = "archive"
    with pytest.raises(Refused, match="arkiv"):
        kept(case, place, [])
    assert len(stored(place)) == 1


def test_a_booked_meeting_cannot_be_removed_and_takes_its_bookings_along_when_it_moves(case, place):
    meeting = meet(place, 20, 10)
    booking = bookings.book(case.proposal, case.writer, meeting)
    with pytest.raises(Refused, match="er i brug"):
        kept(case, place, [])
    kept(case, place, [Entry(day(22), day(12), "", meeting.pk)])
    booking.meeting.refresh_from_db()
    assert booking.meeting.date == day(22)
    event = Event.objects.get(kind="meeting_rescheduled")
    assert (event.proposal, event.data["from_date"]) == (case.proposal, day(20).isoformat())
    facts = dict(told(event, trusted=True).facts)
    assert facts["Materiale senest"] == f"{date_format(day(10))} → {date_format(day(12))}"
    people = {one.recipient.name for one in event.notifications.all()}
    assert people == {"Skribent", "Underskriver", "Sagsbehandler", "Godkender"}
    bookings.cancel(booking, case.writer, "Udgår.")
    kept(case, place, [])
    assert stored(place) == []


def test_meetings_move_past_each_other_but_do_not_change_places(case, place):
    one, two = meet(place, 10, 5), meet(place, 20, 15)
    kept(case, place, [Entry(day(20), day(15), "", one.pk), Entry(day(30), day(25), "", two.pk)])
    assert stored(place) == [(day(20), day(15), ""), (day(30), day(25), "")]
    with pytest.raises(Refused, match="bytte dato"):
        kept(case, place, [Entry(day(30), day(25), "", one.pk), Entry(day(20), day(15), "", two.pk)])
    assert stored(place) == [(day(20), day(15), ""), (day(30), day(25), "")]


def test_another_places_meeting_is_never_touched(case, place):
    other = meet(body("it_kredsen"), 10, 5)
    kept(case, place, [Entry(day(11), day(5), "", other.pk)])
    assert stored(body("it_kredsen")) == [(day(10), day(5), "")]
    assert stored(place) == [(day(11), day(5), "")]


def test_a_round_sees_the_year_up_to_its_last_deadline(case, place):
    round = case.proposal.round
    last = timezone.localdate(round.committee_deadline)
    assert window(round) == (last - timedelta(days=365), last)
    inside = meet(place, 56, 40)
    meet(place, 57, 40)
    meet(place, -400, -410)
    assert list(meetings_of(round)) == [inside]
    round.hearing_deadline = round.committee_deadline = None
    assert window(round) == (timezone.localdate(round.created_at), None)


def test_the_database_keeps_what_a_meeting_is(place):
    meet(place, 5, 1)
    for wrong in (
        place.new(date=day(5), papers_by=day(1)),
        place.new(date=day(6), papers_by=day(7)),
        Meeting(date=day(6), papers_by=day(5)),
        Meeting(date=day(6), papers_by=day(5), body=place.holder, committee=committee().holder),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
