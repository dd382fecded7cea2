"""Meeting dates as CSV: a line of headings, then a meeting a line; parted by semicolon, comma or tabulator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from ...forms.setup_fields import danish_moment
from .rows import Fault, Row

DATE, PAPERS, NOTE = "date", "papers_by", "note"
# What people call the columns, in small letters.
COLUMNS = {
    "dato": DATE,
    "mødedato": DATE,
    "møde": DATE,
    "materiale senest": PAPERS,
    "materialefrist": PAPERS,
    "frist for materiale": PAPERS,
    "frist": PAPERS,
    "note": NOTE,
    "bemærkning": NOTE,
    "bemærkninger": NOTE,
}


def read_csv(text: str, faults: list[Fault]) -> list[Row]:
    """The meetings of the text; what cannot be read is added to `faults`."""
    head, _newline, _rest = text.partition("\n")
    delimiter = next((sign for sign in ";\t," if sign in head), ";")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return rows
        except csv.Error:
            faults.append((line, _("Linjen kan ikke læses som CSV.")))
            return rows
        if not columns:
            columns = _columns(cells, line, faults)
            if DATE not in columns:
                return rows
        elif any(cells):
            rows += _row(dict(zip(columns, cells, strict=False)), cells[len(columns) :], line, faults)


def _columns(cells: list[str], line: int, faults: list[Fault]) -> list[str]:
    names = [COLUMNS.get(" ".join(cell.lower().split()), "") for cell in cells]
    for name, cell in zip(names, cells, strict=True):
        if cell and not name:
            faults.append((line, _("Kolonnen “%(name)s” kendes ikke.") % {"name": cell[:40]}))
    for name in {name for name in names if name and names.count(name) > 1}:
        faults.append((line, _("Kolonnen “%(name)s” står der to gange.") % {"name": cells[names.index(name)]}))
    if DATE not in names:
        faults.append((line, _("Den første linje skal have overskrifterne Dato, Materiale senest og Note.")))
    return names


def _row(cells: dict[str, str], more: list[str], line: int, faults: list[Fault]) -> Iterable[Row]:
    if any(more):
        faults.append((line, _("Der er flere felter end overskrifter.")))
    if not cells.get(DATE):
        faults.append((line, _("Datoen mangler.")))
        return
    day, papers = (_day(cells.get(name, ""), line, faults) for name in (DATE, PAPERS))
    if day is not None:
        yield Row(line, day, papers, " ".join(cells[NOTE].split()) if NOTE in cells else None)


def _day(typed: str, line: int, faults: list[Fault]) -> date | None:
    if not typed:
        return None
    try:
        return danish_moment(typed).date()
    except (ValueError, StopIteration, OverflowError):
        faults.append((line, _("“%(text)s” kan ikke læses som en dato.") % {"text": typed[:40]}))
        return None


def write_csv(meetings: Iterable[tuple[date, date, str]]) -> str:
    """Meetings as (date, papers_by, note), as `read_csv` takes them back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(["Dato", "Materiale senest", "Note"])
    for day, papers_by, note in meetings:
        writer.writerow([day.isoformat(), papers_by.isoformat(), note])
    return out.getvalue()
