"""A meeting as it stands in a calendar file, which leaves the program: nothing of confidential proposals is in it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .agenda import Agenda
from .files.ics_file import Shown
from .places import Place


def shown_in_calendar(place: Place, agenda: Agenda, url: str) -> Shown:
    """The meeting with when its papers are due and the open proposals on its agenda. `url`: the place's page."""
    meeting = agenda.meeting
    lines = [_("Materiale senest %(date)s") % {"date": date_format(meeting.papers_by)}]
    lines += [str(one.proposal) for one in agenda.bookings if not one.proposal.confidential]
    uid = f"moede-{meeting.pk}@puljeforslag"
    return Shown(uid, meeting.date, meeting.papers_by, place.name, meeting.note, (*lines, url))
