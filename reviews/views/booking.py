"""Booking a meeting for a proposal, moving the booking, and taking the proposal off the agenda."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import may, visible_proposals
from proposals.access import get_proposal
from proposals.models import Proposal

from ..actions import meeting as bookings
from ..forms.hearings import ReasonForm
from ..forms.meetings import BookForm, MoveForm
from ..meetings.chain import chain
from ..meetings.places import Place, find_place, place_of
from ..meetings.told import short
from ..models import Booking
from ..process import STEPS
from .steps import posted, step_page


def book_page(request: HttpRequest, pk: int, kind: str, code: str) -> HttpResponse:
    """The coming meetings of the body or the proposal's committee to choose from."""
    proposal, place = get_proposal(request, pk), find_place(kind, code)
    if place is None or place.committee_id not in (None, proposal.committee_id):
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    wanted = Booking(proposal=proposal, meeting=place.new())
    _may_book(request, wanted)
    return step_page(
        request,
        proposal,
        STEPS["book_meeting"],
        BookForm(posted(request), meetings=_open_to(request, place), hint=_hint(proposal, place)),
        lambda given: bookings.book(proposal, request.user, **given),
        done=_("Mødet er booket."),
        back="hearings",
        subject=wanted,
        about=place.name,
    )


def move_page(request: HttpRequest, pk: int) -> HttpResponse:
    booking, proposal, place = _booked(request, pk)
    meetings = _open_to(request, place).exclude(pk=booking.meeting_id)
    return step_page(
        request,
        proposal,
        STEPS["move_booking"],
        MoveForm(posted(request), meetings=meetings, hint=_hint(proposal, place)),
        lambda given: bookings.move(booking, request.user, **given),
        done=_("Forslaget er flyttet til et andet møde."),
        back="hearings",
        subject=booking,
        about=_about(booking),
    )


def cancel_page(request: HttpRequest, pk: int) -> HttpResponse:
    booking, proposal, _place = _booked(request, pk)
    return step_page(
        request,
        proposal,
        STEPS["cancel_booking"],
        ReasonForm(posted(request)),
        lambda given: bookings.cancel(booking, request.user, **given),
        done=_("Forslaget er taget af dagsordenen."),
        back="hearings",
        subject=booking,
        about=_about(booking),
    )


def _booked(request: HttpRequest, pk: int) -> tuple[Booking, Proposal, Place]:
    """A booking that is not cancelled, of a proposal the person may see, when it is theirs to change."""
    seen = Proposal.objects.filter(visible_proposals(request.user))
    booking = Booking.objects.filter(pk=pk, cancelled_at=None, proposal__in=seen).select_related("meeting").first()
    if booking is None:
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    booking.proposal = get_proposal(request, booking.proposal_id)
    _may_book(request, booking)
    return booking, booking.proposal, place_of(booking.meeting)


def _may_book(request: HttpRequest, booking: Booking) -> None:
    may(request.user, "book_meeting", booking).require()


def _open_to(request: HttpRequest, place: Place) -> Any:
    """The meetings the person can choose: those whose papers can still be sent, and for the holder all coming."""
    today = timezone.localdate()
    late = may(request.user, "keep_meetings", place)
    return place.meetings.filter(date__gte=today) if late else place.meetings.filter(papers_by__gte=today)


def _hint(proposal: Proposal, place: Place) -> str:
    """Which of the meetings are in time."""
    last = next((stop.planned.last for stop in chain(proposal) if stop.place == place), None)
    return _("Sidste møde, der kan nås, er %(date)s.") % {"date": short(last.date)} if last else ""


def _about(booking: Booking) -> str:
    return f"{booking.meeting.holder.name}, {short(booking.meeting.date)}"
