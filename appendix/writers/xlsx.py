"""Writes the appendix's figures as Excel: tables 1–3 and each proposal's Tabel 1, typed, with totals as formulas."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from appendix.content.computed import Computed
from appendix.content.tables import (
    CAPTION_1,
    CAPTION_2,
    CAPTION_3,
    TABLE_2_COLUMNS,
    label_heading,
    unit_words,
)
from proposals.economy.summary_rows import Column

from .whole import Tell, silent
from .xlsx_counted import CountedRows, table_1_formulas
from .xlsx_prices import SHEET as INDEX_SHEET
from .xlsx_prices import write_prices
from .xlsx_proposal import ProposalSheet, write_proposal
from .xlsx_sheet import COUNTED_IN, Formats, SheetNames, new_workbook, printed, summed, tall_enough, titled

TITLE_WIDTH = 62
# What table 2's totals are called by name, and what no name may hold.
NAMES: dict[Column, str] = {
    "service": "service",
    "anlaeg": "anlæg",
    "efficiency_service": "effektivisering",
    "transfers": "overførsler",
}
NOT_IN_NAMES = re.compile(r"\W")


def write(computed: Computed, path: Path, tell: Tell = silent) -> None:
    """The workbook at `path`; the same snapshot gives the same bytes."""
    snapshot = computed.snapshot
    with new_workbook(path, snapshot, f"Bilag {snapshot.bilag}. {snapshot.round.name}") as workbook:
        _Book(workbook, computed).write(tell)


class _Book:
    """The sheets of one workbook; the summary comes first and reads the proposals' own sheets where it can."""

    def __init__(self, workbook: Workbook, computed: Computed) -> None:
        self.workbook = workbook
        self.computed = computed
        self.names = SheetNames()
        self.formats = Formats(workbook, millions=computed.presentation.summary_unit == "mio_kr")
        self.scale = 1000 if computed.presentation.summary_unit == "mio_kr" else 1
        self.sign = -1 if computed.presentation.efficiency_sign == "positive" else 1

    def write(self, tell: Tell) -> None:
        summary = [self.workbook.add_worksheet(self.names.new(f"Tabel {number}")) for number in (1, 2, 3)]
        proposals: dict[str, ProposalSheet] = {}
        for place, one in enumerate(self.computed.in_full):
            tell(place, len(self.computed.in_full))
            sheet = self.workbook.add_worksheet(self.names.new(one.snapshot.number))
            proposals[one.snapshot.number] = made = write_proposal(sheet, one, self.formats)
            for name, cells in made.named.items():
                self.workbook.define_name(f"Forslag_{NOT_IN_NAMES.sub('_', sheet.get_name())}_{name}", f"={cells}")
        if self.computed.prices:
            sheet = self.workbook.add_worksheet(self.names.new(INDEX_SHEET))
            write_prices(sheet, self.computed.prices, self.formats)
        self.table_1(summary[0])
        self.table_2(summary[1], proposals)
        self.table_3(summary[2], proposals)

    def amount(self, amount_tkr: int) -> float:
        """An amount in the unit of the summary tables, not rounded: the format rounds what is shown."""
        return amount_tkr / self.scale if self.scale != 1 else amount_tkr

    def table_1(self, sheet: Worksheet) -> None:
        table = self.computed.tables.table1
        heads = [
            label_heading(self.computed),
            "Antal forslag",
            "Heraf innovationsforslag",
            "Investering i alt",
            "Effektiviseringer ved fuld indfasning, service",
        ]
        first = titled(sheet, self.computed.heading(CAPTION_1), unit_words(self.computed), heads, self.formats)
        alike = Counter(row.committee.casefold() for row in table.rows)
        for at, row in enumerate(table.rows, start=first):
            sheet.write_string(at, 0, row.committee, self.formats.text)
            amounts = (self.amount(row.investment_tkr), self.amount(self.sign * row.efficiency_tkr))
            figures = (row.number_of_proposals, row.number_of_innovation, *amounts)
            told_apart = alike[row.committee.casefold()] == 1
            formulas = table_1_formulas(at, *self.counted()) if told_apart else [""] * len(figures)
            for column, (value, formula) in enumerate(zip(figures, formulas, strict=True), start=1):
                form = self.formats.count if column < 3 else self.formats.amount
                if formula:
                    sheet.write_formula(at, column, formula, form, value)
                else:
                    sheet.write_number(at, column, value, form)
        total = first + len(table.rows)
        sheet.write_string(total, 0, "I alt", self.formats.total_text)
        counts = (table.total.number_of_proposals, table.total.number_of_innovation)
        for column, count in enumerate(counts, start=1):
            summed(sheet, total, column, first, count, self.formats.total_count)
        total_amounts = (table.total.investment_tkr, self.sign * table.total.efficiency_tkr)
        for column, value in enumerate(map(self.amount, total_amounts), start=3):
            summed(sheet, total, column, first, value, self.formats.total_amount)
        self.named(sheet, total, {"antal": 1, "innovation": 2, "investering": 3, "effektivisering": 4})
        printed(sheet, first, [34, 14, 24, 18, 26])

    def counted(self) -> tuple[CountedRows, CountedRows]:
        """Where the sheets of tables 2 and 3 say what table 1 counts."""
        tables = self.computed.tables
        amounts = {name: column for column, name in enumerate(self.columns_2(), start=4) if name != "payback"}
        investments = CountedRows("Tabel 2", len(tables.table2.rows), 4 + len(self.columns_2()), amounts)
        return investments, CountedRows("Tabel 3", len(tables.table3.rows), 6, {"amount": 5})

    def columns_2(self) -> list[Column]:
        return [name for name in TABLE_2_COLUMNS if name in self.computed.presentation.table2_columns]

    def table_2(self, sheet: Worksheet, proposals: dict[str, ProposalSheet]) -> None:
        names = self.columns_2()
        table = self.computed.tables.table2
        shown = [" ".join(filter(None, (group, own.lower() if group else own))) for group, own in map(_heading, names)]
        heads = [label_heading(self.computed), "Note", "Nr.", "Forslag", *shown, COUNTED_IN]
        first = titled(sheet, self.computed.heading(CAPTION_2), unit_words(self.computed), heads, self.formats)
        for at, row in enumerate(table.rows, start=first):
            tall_enough(sheet, at, row.title, TITLE_WIDTH)
            for column, words in enumerate((row.committee, row.marks, row.number, row.title)):
                sheet.write_string(at, column, words, self.formats.text)
            for column, name in enumerate(names, start=4):
                if name == "payback":
                    if row.payback_years is None:
                        sheet.write_string(at, column, row.payback, self.formats.dash)
                    else:
                        sheet.write_number(at, column, row.payback_years, self.formats.count)
                else:
                    self.figure(sheet, at, column, name, getattr(row, f"{name}_tkr"), proposals.get(row.number))
            sheet.write_string(at, 4 + len(names), row.counted_in, self.formats.text)
        total = first + len(table.rows)
        for column in range(5 + len(names)):
            sheet.write_string(total, column, "I alt" if column == 0 else "", self.formats.total_text)
        for column, name in enumerate(names, start=4):
            if name != "payback":
                value = self.amount(self.signed(name, getattr(table.total, f"{name}_tkr")))
                summed(sheet, total, column, first, value, self.formats.total_amount)
        self.named(sheet, total, {NAMES[name]: at for at, name in enumerate(names, start=4) if name in NAMES})
        for place, note in enumerate(table.footnotes, start=total + 2):
            sheet.write_string(place, 0, f"{note.mark} {note.text}", self.formats.note)
        printed(sheet, first, [24 if self.long_labels() else 12, 8, 9, TITLE_WIDTH, *([16] * len(names)), 24])

    def table_3(self, sheet: Worksheet, proposals: dict[str, ProposalSheet]) -> None:
        table = self.computed.tables.table3
        heads = [label_heading(self.computed), "Note", "Nr.", "Forslag", "Forslagstype"]
        heads += ["Innovationspulje (service)", COUNTED_IN]
        first = titled(sheet, self.computed.heading(CAPTION_3), unit_words(self.computed), heads, self.formats)
        for at, row in enumerate(table.rows, start=first):
            tall_enough(sheet, at, row.title, TITLE_WIDTH)
            for column, words in enumerate((row.committee, row.marks, row.number, row.title, row.kind)):
                sheet.write_string(at, column, words, self.formats.text)
            self.figure(sheet, at, 5, "investment", row.amount_tkr, proposals.get(row.number))
            sheet.write_string(at, 6, row.counted_in, self.formats.text)
        total = first + len(table.rows)
        for column in range(7):
            sheet.write_string(total, column, "I alt" if column == 0 else "", self.formats.total_text)
        summed(sheet, total, 5, first, self.amount(table.total.amount_tkr), self.formats.total_amount)
        self.named(sheet, total, {"innovation": 5})
        for place, note in enumerate(table.footnotes, start=total + 2):
            sheet.write_string(place, 0, f"{note.mark} {note.text}", self.formats.note)
        printed(sheet, first, [24 if self.long_labels() else 12, 8, 9, TITLE_WIDTH, 20, 18, 24])

    def named(self, sheet: Worksheet, total: int, columns: dict[str, int]) -> None:
        """Names the totals of a table, as Tabel_2_service."""
        for name, column in columns.items():
            place = f"{quote_sheetname(sheet.get_name())}!{xl_range_abs(total, column, total, column)}"
            self.workbook.define_name(f"{sheet.get_name().replace(' ', '_')}_{name}", f"={place}")

    def long_labels(self) -> bool:
        return self.computed.presentation.table1_label == "committee_name"

    def signed(self, name: str, amount_tkr: int) -> int:
        return self.sign * amount_tkr if name in ("efficiency_service", "transfers") else amount_tkr

    def figure(
        self, sheet: Worksheet, at: int, column: int, name: str, amount_tkr: int, source: ProposalSheet | None
    ) -> None:
        """A figure of a proposal: read from its own sheet where it has one with that figure."""
        value = self.amount(self.signed(name, amount_tkr))
        formula = source.formulas.get(name) if source else None
        if formula is None:
            sheet.write_number(at, column, value, self.formats.amount)
            return
        sign = "-" if self.signed(name, 1) < 0 else ""
        scale = f"/{self.scale}" if self.scale != 1 else ""
        sheet.write_formula(at, column, f"={sign}{formula}{scale}", self.formats.amount, value)


def _heading(name: Column) -> tuple[str, str]:
    return TABLE_2_COLUMNS[name]
