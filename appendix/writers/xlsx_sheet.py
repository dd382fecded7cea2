"""What the sheets of the workbook share: names, number formats, headings, sums and print set-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from appendix.content.technical import PROFIT_CENTRE
from appendix.snapshot import Snapshot

from .whole import whole_file

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_NAVY, _LINE, _TINT, _MUTED = "#000C2E", "#C9D0DA", "#EEF1F6", "#515B6B"
# The first row below title, unit and header.
FIRST_ROW = 4
# The column of tables 2 and 3 that says in which row of table 1 a proposal is counted.
COUNTED_IN = "Række i tabel 1"
# The columns that hold words; all others are figures.
WORDS = {
    *("Udvalg", "Forvaltning", "Note", "Nr.", "Forslag", "Forslagstype", "Post", "Styringsområde"),
    *("Tabel", "Enhed", PROFIT_CENTRE, COUNTED_IN),
}
# The minus of print, in the file's own (English) way of writing formats; Excel shows Danish separators.
_THOUSAND = '#,##0;"−"#,##0'
_MILLION = '#,##0.0;"−"#,##0.0'


@contextmanager
def new_workbook(path: Path, snapshot: Snapshot, title: str) -> Iterator[Workbook]:
    """A workbook that becomes the file at `path` at the end; its only date is the snapshot's.

    Words are written as words, whatever they begin with.
    """
    with whole_file(path) as temporary:
        workbook = Workbook(
            str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        created = snapshot.date.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        workbook.set_properties({"title": title, "author": snapshot.organisation, "created": created})
        workbook.set_calc_mode("auto")
        yield workbook
        workbook.close()


class SheetNames:
    """Names Excel takes: at most 31 characters, none of its signs, no two alike in any case."""

    def __init__(self) -> None:
        self._used = {"history"}

    def new(self, wanted: str) -> str:
        base = _FORBIDDEN.sub(" ", wanted).strip().strip("'")[:_LONGEST_NAME].strip() or "Forslag"
        name, number = base, 1
        while name.casefold() in self._used:
            number += 1
            name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
        self._used.add(name.casefold())
        return name


class Formats:
    """The cell formats of one workbook."""

    def __init__(self, workbook: Workbook, *, millions: bool) -> None:
        summary = _MILLION if millions else _THOUSAND
        line = {"bottom": 1, "bottom_color": _LINE, "valign": "top"}
        total = {"bold": True, "top": 1, "top_color": _NAVY, "bottom": 1, "bottom_color": _LINE}
        self.title = self._new(workbook, bold=True, font_size=14, font_color=_NAVY)
        self.caption = self._new(workbook, bold=True, font_color=_NAVY)
        self.unit = self._new(workbook, font_color=_MUTED)
        self.head = self._new(
            workbook, bold=True, font_color=_NAVY, text_wrap=True, valign="bottom", bottom=2, bottom_color=_NAVY
        )
        self.head_right = self._new(
            workbook,
            bold=True,
            font_color=_NAVY,
            text_wrap=True,
            valign="bottom",
            bottom=2,
            bottom_color=_NAVY,
            align="right",
        )
        self.head_year = self._new(
            workbook, num_format="0", bold=True, font_color=_NAVY, valign="bottom", bottom=2, bottom_color=_NAVY
        )
        self.text = self._new(workbook, text_wrap=True, **line)
        self.dash = self._new(workbook, align="right", **line)
        self.index = self._new(workbook, num_format="0.0###", **line)
        self.count = self._new(workbook, num_format="0", **line)
        self.amount = self._new(workbook, num_format=summary, **line)
        self.thousand = self._new(workbook, num_format=_THOUSAND, **line)
        self.total_text = self._new(workbook, **total)
        self.total_count = self._new(workbook, num_format="0", **total)
        self.total_amount = self._new(workbook, num_format=summary, **total)
        self.total_thousand = self._new(workbook, num_format=_THOUSAND, **total)
        self.group = self._new(workbook, bold=True, bg_color=_TINT, bottom=1, bottom_color=_LINE)
        self.note = self._new(workbook, font_color=_MUTED)

    @staticmethod
    def _new(workbook: Workbook, **properties: object) -> Format:
        return workbook.add_format({"font_name": "Arial", "font_size": 10, **properties})


def titled(
    sheet: Worksheet, title: str, unit: str, heads: list[str], formats: Formats, words: frozenset[str] = WORDS
) -> int:
    """Writes title, unit and the header row; returns the first row below.

    Heads of figures, those not among `words`, stand to the right.
    """
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, unit, formats.unit)
    for column, head in enumerate(heads):
        sheet.write_string(3, column, head, formats.head if head in words else formats.head_right)
    return FIRST_ROW


def summed(sheet: Worksheet, at: int, column: int, first: int, value: float, format: Format) -> None:
    """A total as the sum of the rows above it, with its value; of nothing it is 0."""
    if at == first:
        sheet.write_number(at, column, 0, format)
    else:
        sheet.write_formula(at, column, f"=SUM({xl_range(first, column, at - 1, column)})", format, value)


def tall_enough(sheet: Worksheet, at: int, words: str, width: float) -> None:
    """Makes a row as high as its wrapped words; not every program does so when it opens a file."""
    lines = 1 + int(len(words) * 1.05 / width)
    if lines > 1:
        sheet.set_row(at, 13.5 * lines)


def printed(sheet: Worksheet, first: int, widths: list[float]) -> None:
    """Column widths, frozen header, and one page wide on landscape A4 with the header on each page."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(first, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first - 1)
    sheet.set_footer("&L&A&RSide &P af &N")
    sheet.hide_gridlines(2)
