"""A chain in words: when each step is, what is due when, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..models import Booking, Meeting
from .chain import Stop
from .plan import Fault

# Papers that are due within so many days are warned of.
SOON = 14


@dataclass(frozen=True)
class ToldStop:
    """A step as a page shows it: `status` with its `kind` (components/status_tag.html), `lines` and `warning`.

    `due`: the day something must be sent or done, None where nothing is; `days`: how many are left until it.
    """

    stop: Stop
    name: str
    status: str
    kind: str
    lines: tuple[str, ...]
    warning: str = ""
    due: date | None = None
    days: int | None = None

    @property
    def urgent(self) -> bool:
        """Something is wrong, or papers are due soon: a body that is asked and booked has them already."""
        sent = self.stop.booking is not None and self.stop.status is not None and self.stop.status.status == "asked"
        due = self.stop.meets and self.days is not None and 0 <= self.days <= SOON
        return bool(self.warning) or (due and not sent)


def tell(stop: Stop) -> ToldStop:
    """The step in words."""
    planned = stop.planned
    if planned.link.done:
        return ToldStop(stop, stop.place.name, _("Klaret"), "success", tuple(_held(stop)))
    warning = _warning(stop)
    due = _due(stop)
    status, kind = _status(stop, warning)
    days = None if due is None else (due - timezone.localdate()).days
    return ToldStop(stop, stop.place.name, status, kind, tuple(_lines(stop, days)), warning, due, days)


def in_brief(told: ToldStop) -> str:
    """What is wrong, or which papers are due, in one line that stands alone."""
    if told.warning:
        return f"{told.name}: {told.warning}"
    meeting = told.stop.booking.meeting if told.stop.booking else told.stop.planned.last
    return papers(told.name, meeting.date, meeting.papers_by, told.days)


def booked_in_brief(booking: Booking) -> str:
    """The same of a booking whose chain is not looked at."""
    meeting = booking.meeting
    days = (meeting.papers_by - timezone.localdate()).days
    return papers(meeting.holder.name, meeting.date, meeting.papers_by, days)


def papers(name: str, held: date, papers_by: date, days: int) -> str:
    """One line: "IT-kredsen 27. juni: materiale senest 13. juni, om 4 dage"."""
    values = {"name": name, "date": short(held), "papers_by": short(papers_by), "left": days_left(days)}
    return _("%(name)s %(date)s: materiale senest %(papers_by)s, %(left)s") % values


def days_left(days: int) -> str:
    if days < 0:
        return _("fristen er overskredet")
    return _("i dag") if days == 0 else ngettext("om %d dag", "om %d dage", days) % days


def short(day: date) -> str:
    """The day and month, with the year where it is another than this one."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == timezone.localdate().year else "DATE_FORMAT")


def _status(stop: Stop, warning: str) -> tuple[str, str]:
    if warning:
        return _("Kæden holder ikke"), "problem"
    if stop.booking:
        return _("Møde booket"), "progress"
    if not stop.meets:
        return pgettext("høring eller underskrift", "Mangler"), "neutral"
    return (_("Intet møde booket"), "attention") if stop.meetings else (_("Ingen mødedatoer"), "neutral")


def _due(stop: Stop) -> date | None:
    """When the papers must be in: for the meeting it is on, else for the last one that makes it."""
    if stop.booking:
        return stop.booking.meeting.papers_by
    return stop.planned.last.papers_by if stop.planned.last else None


def _lines(stop: Stop, days: int | None) -> list[str]:
    lines = _held(stop)
    last = stop.planned.last
    if stop.booking:
        meeting = stop.booking.meeting
        lines.append(papers(_("Booket"), meeting.date, meeting.papers_by, days or 0))
        if last and last.date > meeting.date:
            lines.append(_("Sidste møde, der kan nås: %(date)s.") % {"date": short(last.date)})
    elif last and stop.meets:
        lines.append(papers(_("Sidste møde, der kan nås:"), last.date, last.papers_by, days or 0))
    elif last:
        lines.append(_("Senest %(date)s, %(left)s.") % {"date": short(last.date), "left": days_left(days or 0)})
    elif stop.meets and not stop.meetings:
        lines.append(_("Der er ingen mødedatoer i kalenderen."))
    return lines


def _held(stop: Stop) -> list[str]:
    if stop.held is None:
        return []
    return [_("Var på mødet %(date)s.") % {"date": short(stop.held.meeting.date)}]


def _warning(stop: Stop) -> str:
    fault, booked = stop.planned.fault, stop.booking
    if fault is Fault.BROKEN and not stop.meets:
        return _("Der er ikke tid nok til CFØ’s godkendelse mellem de møder, der skal holdes.")
    if fault is Fault.BROKEN:
        values = {"name": stop.place.name, "deadline": _deadline(stop)}
        return _("Intet møde i %(name)s kan længere nås%(deadline)s.") % values
    if fault is Fault.LATE:
        words = _("Mødet %(date)s er for sent. Det skal holdes senest %(last)s.")
        return words % {"date": short(booked.meeting.date), "last": short(stop.planned.last.date)}
    if fault is Fault.EARLY:
        words = _("Materialet til mødet %(date)s skal være fremme, før de foregående er hørt.")
        return words % {"date": short(booked.meeting.date)}
    return ""


def _deadline(stop: Stop) -> str:
    deadline = stop.planned.link.deadline
    return _(" inden fristen %(date)s") % {"date": short(deadline)} if deadline else ""


def said(meeting: Meeting) -> str:
    """A meeting to choose: the day, and when its papers are due."""
    values = {"date": date_format(meeting.date, "WEEKDAY_DATE_FORMAT"), "papers_by": short(meeting.papers_by)}
    words = _("%(date)s, materiale senest %(papers_by)s") % values
    return f"{words} ({meeting.note})" if meeting.note else words
