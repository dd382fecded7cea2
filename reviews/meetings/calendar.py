"""The calendar of a body or a committee: what stands, and changing it as a whole or by a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.policy import may
from proposals.models import Proposal, Round

from ..events import record
from ..models import Booking, Meeting
from ..refusal import Refused
from ..setup.change import Words, seen_mark
from .files import Row
from .places import Place

FIELDS = ("date", "papers_by", "note")


@dataclass(frozen=True)
class Entry:
    """A meeting as it was typed or read from a file. `pk`: the stored one it stands for; None: known by its date."""

    date: date
    papers_by: date
    note: str = ""
    pk: int | None = None


@dataclass
class Difference:
    """What entries would change: each kind in the order of the dates. `past`: entries for days that are over."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[Meeting, Entry]] = field(default_factory=list)
    unchanged: list[Meeting] = field(default_factory=list)
    removed: list[Meeting] = field(default_factory=list)
    past: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def window(round: Round) -> tuple[date, date | None]:
    """The days whose meetings concern the round: a year up to its last deadline; from its making on without one."""
    deadlines = [when for when in (round.hearing_deadline, round.committee_deadline) if when]
    if not deadlines:
        return timezone.localdate(round.created_at), None
    last = timezone.localdate(max(deadlines))
    return last - timedelta(days=365), last


def meetings_of(round: Round) -> QuerySet[Meeting]:
    """Every meeting that concerns the round, whoever holds it."""
    first, last = window(round)
    found = Meeting.objects.filter(date__gte=first)
    return found if last is None else found.filter(date__lte=last)


def coming(place: Place) -> QuerySet[Meeting]:
    """The place's meetings from today on: those that can be changed."""
    return place.meetings.filter(date__gte=timezone.localdate())


def words(place: Place) -> Words:
    """The coming meetings in words as they are stored, Danish and complete."""
    with override("da"):
        return [_said(meeting) for meeting in coming(place)]


def mark(place: Place) -> str:
    """A mark of what a page shows of the calendar, by which a stale save is known."""
    return seen_mark(words(place))


def _said(meeting: Meeting) -> tuple[str, str]:
    papers = _("materiale senest %(date)s") % {"date": date_format(meeting.papers_by)}
    return date_format(meeting.date), f"{papers}; {meeting.note}" if meeting.note else papers


def difference(stored: Sequence[Meeting], entries: Sequence[Entry], *, whole: bool) -> Difference:
    """What the entries would change of the coming meetings. `whole`: those that are not among them are removed."""
    by_pk = {meeting.pk: meeting for meeting in stored}
    by_date = {meeting.date: meeting for meeting in stored}
    found, met = Difference(), set()
    for entry in sorted(entries, key=lambda entry: entry.date):
        meeting = by_pk.get(entry.pk) if entry.pk else by_date.get(entry.date)
        if meeting is not None:
            met.add(meeting.pk)
        if entry.date < timezone.localdate():
            found.past.append(entry)
        elif meeting is None:
            found.added.append(entry)
        elif all(getattr(meeting, name) == getattr(entry, name) for name in FIELDS):
            found.unchanged.append(meeting)
        else:
            found.changed.append((meeting, entry))
    if whole:
        found.removed = [meeting for meeting in stored if meeting.pk not in met]
    return found


def entries(place: Place, rows: Sequence[Row], days: int) -> list[Entry]:
    """A file's rows as entries. What the file does not say stays as it is; the papers for a new meeting are due
    `days` days before it."""
    stored = {meeting.date: meeting for meeting in coming(place)}
    found = []
    for row in rows:
        there = stored.get(row.date)
        papers_by = row.papers_by or (there.papers_by if there else row.date - timedelta(days=days))
        note = row.note if row.note is not None else (there.note if there else "")
        found.append(Entry(row.date, papers_by, note))
    return found


@transaction.atomic
def keep(round: Round, place: Place, by: Any, entries: Sequence[Entry], *, seen: str, whole: bool) -> Difference:
    """Writes the entries as the place's coming meetings, with an event of the round whose page it was done on.

    `seen` is `mark` as the person saw it. Raises Refused without the right, when somebody else changed the calendar
    meanwhile, and when a meeting that proposals are booked for would be removed.
    """
    if not (right := may(by, "keep_meetings", place)):
        raise Refused(right.reason)
    if why_closed := round.why_closed():
        raise Refused(why_closed)
    # One at a time: the holder's row stands for its calendar.
    type(place.holder).objects.select_for_update().get(pk=place.holder.pk)
    # Proposals before meetings, as booking does it, so that the two never wait for each other.
    booked = Booking.objects.filter(meeting__in=coming(place), cancelled_at=None).values("proposal")
    list(Proposal.objects.select_for_update().filter(pk__in=booked).order_by("pk").values("pk"))
    stored = list(coming(place).select_for_update())
    before = words(place)
    if seen_mark(before) != seen:
        raise Refused(_("En anden har ændret mødedatoerne, siden du åbnede siden. Åbn den igen."))
    found = difference(stored, entries, whole=whole)
    if found.past:
        raise Refused(_("Mødet skal ligge i dag eller senere."))
    _remove(found.removed)
    _change(found.changed, by)
    Meeting.objects.bulk_create(
        place.new(date=entry.date, papers_by=entry.papers_by, note=entry.note) for entry in found.added
    )
    if found:
        data = {"meeting": place.name, "before": before, "after": words(place)}
        record("meetings_changed", round=round, actor=by, data=data)
    return found


def _remove(meetings: list[Meeting]) -> None:
    for meeting in meetings:
        if meeting.bookings.filter(cancelled_at=None).exists():
            raise Refused(
                _("Mødet %(date)s er i brug og kan ikke slettes. Flyt det, der er booket, først.")
                % {"date": date_format(meeting.date)}
            )
        meeting.delete()


def _change(changes: list[tuple[Meeting, Entry]], by: Any) -> None:
    """A meeting takes its new day when it is free; two that would change places are refused."""
    waiting = list(changes)
    while waiting:
        taken = {meeting.date for meeting, _entry in waiting}
        ready = [(meeting, entry) for meeting, entry in waiting if entry.date not in taken - {meeting.date}]
        if not ready:
            raise Refused(_("To møder kan ikke bytte dato på én gang. Flyt det ene først."))
        for meeting, entry in ready:
            _change_one(meeting, entry, by)
        waiting = [one for one in waiting if one not in ready]


def _change_one(meeting: Meeting, entry: Entry, by: Any) -> None:
    before = {"from_date": meeting.date, "papers_before": meeting.papers_by}
    for name in FIELDS:
        setattr(meeting, name, getattr(entry, name))
    meeting.save(update_fields=FIELDS)
    now = {"from_date": meeting.date, "papers_before": meeting.papers_by}
    changed = {name: day.isoformat() for name, day in before.items() if day != now[name]}
    if not changed:
        return
    for booking in meeting.bookings.filter(cancelled_at=None).select_related("proposal__round"):
        record("meeting_rescheduled", proposal=booking.proposal, actor=by, data=about(meeting) | changed)


def about(meeting: Meeting) -> dict[str, str]:
    """What an event says of a meeting; `body` or `committee`: the code of the holder, for the recipients."""
    holder = {"body": meeting.body.code} if meeting.body else {"committee": meeting.committee.code}
    dates = {"date": meeting.date.isoformat(), "papers_by": meeting.papers_by.isoformat()}
    return {**holder, "meeting": meeting.holder.name, **dates}
