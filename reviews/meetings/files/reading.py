"""Reads a file of meeting dates: taken whole, or refused with every fault and its line."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from .csv_file import read_csv
from .ics_file import read_ics
from .rows import FIRST_YEAR, LAST_YEAR, LONGEST_NOTE, MOST_LETTERS, MOST_MEETINGS, BrokenCalendar, Fault, Row


def read(content: bytes) -> list[Row]:
    """The meetings of a CSV or ICS file, UTF-8 or Windows' Danish letters. Raises BrokenCalendar."""
    text = _text(content)
    reader = read_ics if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR" else read_csv
    faults: list[Fault] = []
    rows = reader(text, faults)
    faults += [fault for row in rows for fault in _row_faults(row)]
    faults += _twice(rows)
    if not rows and not faults:
        faults.append((1, _("Filen indeholder ingen møder.")))
    if len(rows) > MOST_MEETINGS:
        faults.append((1, _("Filen indeholder flere end %d møder.") % MOST_MEETINGS))
    if faults:
        raise BrokenCalendar(faults)
    return rows


def _text(content: bytes) -> str:
    if len(content) > MOST_LETTERS:
        raise BrokenCalendar([(1, _("Filen er for stor."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise BrokenCalendar([(1, _("Filen er ikke en tekstfil."))])
    return text


def _row_faults(row: Row) -> list[Fault]:
    faults = []
    for day in (row.date, row.papers_by):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            faults.append((row.line, _("Årstallet %d kan ikke være rigtigt.") % day.year))
    if row.papers_by is not None and row.papers_by > row.date:
        faults.append((row.line, _("Fristen for materiale ligger efter mødet.")))
    if row.note is not None and len(row.note) > LONGEST_NOTE:
        faults.append((row.line, _("Noten er for lang. Den må højst fylde %d tegn.") % LONGEST_NOTE))
    return faults


def _twice(rows: list[Row]) -> list[Fault]:
    first: dict[date, int] = {}
    faults = []
    for row in rows:
        if row.date in first:
            faults.append((row.line, _("Mødet står også i linje %d.") % first[row.date]))
        first.setdefault(row.date, row.line)
    return faults
