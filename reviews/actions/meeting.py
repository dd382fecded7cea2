"""Booking a meeting for a proposal, moving the booking to another meeting, and cancelling it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.policy import may
from proposals.models import Proposal

from ..frozen import frozen
from ..meetings.calendar import about
from ..meetings.chain import bookings_by_place
from ..models import Booking, Meeting
from ..process import STEPS, refusal
from ..refusal import Refused
from .change import Change, change


def why_not_book(proposal: Proposal, by: Any, meeting: Meeting) -> str:
    """Why the person cannot book the meeting for the proposal now, in their words; "" if they can. A preview."""
    booking = Booking(proposal=proposal, meeting=meeting)
    return refusal(STEPS["book_meeting"], by, proposal, booking) or _why_not_on(proposal, by, meeting)


def book(proposal: Proposal, by: Any, meeting: Meeting) -> Booking:
    """Puts the proposal on the meeting's agenda. It is on one coming meeting of a body or committee at a time."""
    with change("book_meeting", proposal, by, subject=Booking(proposal=proposal, meeting=meeting)) as under_way:
        return _put_on(under_way, _locked(meeting))


def move(booking: Booking, by: Any, meeting: Meeting, reason: str) -> Booking:
    """Puts the proposal on another meeting of the same body or committee instead."""
    with change("move_booking", booking.proposal, by, reason, subject=booking) as under_way:
        fresh = _open(booking)
        if (meeting.body_id, meeting.committee_id) != (fresh.meeting.body_id, fresh.meeting.committee_id):
            raise Refused(_("Vælg et møde i %(holder)s.") % {"holder": fresh.meeting.holder})
        under_way.data["from_date"] = fresh.meeting.date.isoformat()
        _take_off(under_way, fresh)
        return _put_on(under_way, _locked(meeting))


def cancel(booking: Booking, by: Any, reason: str) -> None:
    """Takes the proposal off the meeting's agenda."""
    with change("cancel_booking", booking.proposal, by, reason, subject=booking) as under_way:
        fresh = _open(booking)
        under_way.data |= about(fresh.meeting)
        _take_off(under_way, fresh)


def _why_not_on(proposal: Proposal, by: Any, meeting: Meeting) -> str:
    today = timezone.localdate()
    if meeting.committee_id not in (None, proposal.committee_id):
        return _("Forslaget behandles i %(committee)s.") % {"committee": proposal.committee}
    if meeting.date < today:
        return _("Mødet er holdt.")
    if meeting.papers_by < today and not may(by, "keep_meetings", meeting):
        words = _("Materialet skulle være fremme senest %(date)s. Kun CFØ og de, der holder mødet, kan sætte mere på.")
        return words % {"date": date_format(meeting.papers_by)}
    there = bookings_by_place(proposal).get((meeting.body_id, meeting.committee_id), [])
    if booked := next((booking for booking in there if booking.meeting.date >= today), None):
        words = _("Forslaget er allerede på mødet %(date)s. Flyt det i stedet.")
        return words % {"date": date_format(booked.meeting.date)}
    return ""


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, its row locked, so that it is not removed meanwhile."""
    fresh = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if fresh is None:
        raise Refused(_("Mødet findes ikke længere."))
    return fresh


def _open(booking: Booking) -> Booking:
    fresh = Booking.objects.filter(pk=booking.pk, cancelled_at=None).select_related("meeting").first()
    if fresh is None:
        raise Refused(_("Forslaget er allerede taget af mødet."))
    if fresh.meeting.date < timezone.localdate():
        raise Refused(_("Mødet er holdt."))
    return fresh


def _put_on(under_way: Change, meeting: Meeting) -> Booking:
    if why_not := _why_not_on(under_way.proposal, under_way.by, meeting):
        raise Refused(why_not)
    under_way.data |= about(meeting)
    return Booking.objects.create(
        proposal=under_way.proposal, meeting=meeting, at=under_way.at, **frozen(under_way.by)
    )


def _take_off(under_way: Change, booking: Booking) -> None:
    booking.cancelled_at, booking.cancelled_reason = under_way.at, under_way.reason
    booking.save(update_fields=["cancelled_at", "cancelled_reason"])
