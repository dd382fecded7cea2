"""Meetings for the tests, their days counted from today."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from proposals.models import Committee
from reviews.meetings.places import Place
from reviews.models import Meeting

from ..cases import body_of


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def body(code: str) -> Place:
    return Place(body_of(code))


def committee(code: str = "SUD") -> Place:
    return Place(Committee.objects.get(code=code))


def meet(place: Place, held: int, papers: int, note: str = "") -> Meeting:
    """A meeting `held` days from today whose papers are due `papers` days from today."""
    meeting = place.new(date=day(held), papers_by=day(papers), note=note)
    meeting.save()
    return meeting


def stored(place: Place) -> list[tuple]:
    return list(place.meetings.values_list("date", "papers_by", "note"))
