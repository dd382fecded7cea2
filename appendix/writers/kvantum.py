"""Writes the rows for Kvantum as a workbook: every amount as a row, and their sums by table, unit and year."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from appendix.content.computed import Computed
from appendix.content.kvantum import HEADS, LETTERS, KvantumRow, kvantum_faults, kvantum_rows

from .whole import Tell, silent
from .xlsx_sheet import Formats, new_workbook, printed, titled

LINES, SUMS = "Linjer", "Enheder og år"
_LETTER, _COMMITTEE, _UNIT, _YEAR, _AMOUNT = 2, 3, 4, 6, 7
_FIRST_YEAR = 3


def write(computed: Computed, path: Path, _tell: Tell = silent) -> None:
    """The workbook at `path`; the same snapshot gives the same bytes."""
    rows = kvantum_rows(computed)
    about = f"Bilag {computed.snapshot.bilag}, {computed.snapshot.round.name}"
    with new_workbook(path, computed.snapshot, f"{about}. Tekniske tabeller til Kvantum") as workbook:
        formats = Formats(workbook, millions=False)
        _lines(workbook.add_worksheet(LINES), about, rows, formats)
        _Sums(workbook.add_worksheet(SUMS), about, rows, formats).write(kvantum_faults(computed))


def _lines(sheet: Worksheet, about: str, rows: list[KvantumRow], formats: Formats) -> None:
    unit = "1.000 kr. Besparelser er negative. Tabel B er C minus A."
    first = titled(sheet, f"Tekniske tabeller til Kvantum. {about}", unit, list(HEADS), formats)
    last = first + len(rows) - 1
    for at, row in enumerate(rows, start=first):
        for column, value in enumerate(row.cells):
            if isinstance(value, str):
                sheet.write_string(at, column, value, formats.text)
            else:
                sheet.write_number(at, column, value, formats.thousand if column == _AMOUNT else formats.count)
    # Above the heading: it follows the filter, and stays in sight.
    sheet.write_string(first - 2, 0, "Sum af de viste rækker", formats.total_text)
    for column in range(1, len(HEADS)):
        sheet.write_string(first - 2, column, "", formats.total_text)
    shown = xl_range(first, _AMOUNT, max(first, last), _AMOUNT)
    whole = sum(row.amount for row in rows)
    sheet.write_formula(first - 2, _AMOUNT, f"=SUBTOTAL(109,{shown})", formats.total_thousand, whole)
    printed(sheet, first, [9, 44, 8, 36, 36, 28, 8, 14, 12])
    sheet.autofilter(first - 1, 0, max(first - 1, last), len(HEADS) - 1)


class _Sums:
    """Sums over the rows of the other sheet, so that a row that is mended there is mended here."""

    def __init__(self, sheet: Worksheet, about: str, rows: list[KvantumRow], formats: Formats) -> None:
        self.sheet = sheet
        self.rows = rows
        self.formats = formats
        self.years = sorted({row.year for row in rows})
        heads = ["Tabel", "Udvalg", "Enhed", *map(str, self.years)]
        levels = " og ".join(map(str, sorted({row.price_level for row in rows})))
        unit = f"1.000 kr. {levels} p/l" if levels else "1.000 kr."
        self.first = self.at = titled(sheet, f"Enheder og år. {about}", unit, heads, formats)
        for column, year in enumerate(self.years, start=_FIRST_YEAR):
            # Compared with the years of the rows, so it is a number.
            sheet.write_number(self.first - 1, column, year, formats.head_year)

    def write(self, faults: dict[str, str]) -> None:
        if not self.rows:
            self.sheet.write_string(self.at, 0, "Ingen tværgående forslag med tekniske tabeller.", self.formats.note)
            self.at += 1
        for letter, words in LETTERS.items():
            of_letter = [row for row in self.rows if row.letter == letter]
            if of_letter:
                self.table(letter, words, of_letter)
        for number, why in faults.items():
            words = f"{number}: de tekniske tabeller kan ikke beregnes. {why}"
            self.sheet.write_string(self.at + 1, 0, words, self.formats.note)
            self.at += 1
        printed(self.sheet, self.first, [8, 44, 44, *([12] * len(self.years))])

    def table(self, letter: str, words: str, rows: list[KvantumRow]) -> None:
        for column in range(_FIRST_YEAR + len(self.years)):
            self.sheet.write_string(self.at, column, "", self.formats.group)
        self.sheet.write_string(self.at, 0, f"{letter}. {words}", self.formats.group)
        self.at += 1
        start = self.at
        rows = sorted(rows, key=lambda row: row.place)
        for (committee, unit), of_unit in groupby(rows, key=lambda row: (row.committee, row.unit)):
            for column, value in enumerate((letter, committee, unit)):
                self.sheet.write_string(self.at, column, value, self.formats.text)
            self.amounts(list(of_unit), self.sum_formula, self.formats.thousand)
        self.sheet.write_string(self.at, 0, "I alt", self.formats.total_text)
        for column in (1, 2):
            self.sheet.write_string(self.at, column, "", self.formats.total_text)
        end = self.at - 1
        self.amounts(rows, lambda column: f"=SUM({xl_range(start, column, end, column)})", self.formats.total_thousand)

    def amounts(self, rows: list[KvantumRow], formula: Callable[[int], str], format: Format) -> None:
        """A row of years with the value each formula gives."""
        for column, year in enumerate(self.years, start=_FIRST_YEAR):
            value = sum(row.amount for row in rows if row.year == year)
            self.sheet.write_formula(self.at, column, formula(column), format, value)
        self.at += 1

    def sum_formula(self, column: int) -> str:
        year = f"{xl_col_to_name(column)}${self.first}"
        conditions = [(_LETTER, f"$A{self.at + 1}"), (_COMMITTEE, f"$B{self.at + 1}"), (_UNIT, f"$C{self.at + 1}")]
        tests = ",".join(f"{self.lines(place)},{wanted}" for place, wanted in [*conditions, (_YEAR, year)])
        return f"=SUMIFS({self.lines(_AMOUNT)},{tests})"

    def lines(self, column: int) -> str:
        """A whole column of the rows."""
        return f"{LINES}!{xl_range_abs(self.first, column, self.first + len(self.rows) - 1, column)}"
