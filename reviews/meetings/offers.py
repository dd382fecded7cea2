"""A proposal's chain as one person sees it: each step in words, and what they can do with its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.models import Proposal

from ..hearings import BodyStatus
from ..models import Booking
from ..process import STEPS, refusal
from .chain import Stop, chain
from .told import ToldStop, short, tell


@dataclass(frozen=True)
class OfferedStop:
    """`next`: the coming meetings in words; `links`: address and words of what the person can do."""

    told: ToldStop
    next: str
    links: tuple[tuple[str, str], ...]


def offered_chain(proposal: Proposal, user: Any, found: Sequence[BodyStatus] | None = None) -> list[OfferedStop]:
    """The chain for the page. `found`: the bodies' statuses, where they are known."""
    return [_offered(stop, user) for stop in chain(proposal, found)]


def _offered(stop: Stop, user: Any) -> OfferedStop:
    over = stop.planned.link.done or stop.booking
    dates = "" if over else ", ".join(short(meeting.date) for meeting in stop.coming)
    return OfferedStop(tell(stop), dates, tuple(_links(stop, user)))


def _links(stop: Stop, user: Any) -> list[tuple[str, str]]:
    if not stop.meets or stop.planned.link.done:
        return []
    booking = stop.booking or Booking(proposal=stop.proposal, meeting=stop.place.new())
    if refusal(STEPS["book_meeting"], user, stop.proposal, booking):
        return []
    if stop.booking:
        return [
            (reverse("booking-move", args=[booking.pk]), _("Flyt")),
            (reverse("booking-cancel", args=[booking.pk]), _("Tag af dagsordenen")),
        ]
    if not stop.coming:
        return []
    return [(reverse("booking-new", args=[stop.proposal.pk, stop.place.kind, stop.place.code]), _("Book møde"))]
