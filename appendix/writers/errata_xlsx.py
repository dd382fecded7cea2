"""Writes an errata as Excel: what happened to the proposals, every changed cell with its amounts, and the texts."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from appendix.content.changes import Change
from appendix.content.errata import Errata, PartChanges
from appendix.content.errata_document import PageOf, in_table, page, place, told

from .whole import whole_file
from .xlsx_sheet import Formats, printed, titled

CELLS = ["Side", "Forslag", "Afsnit", "Tabel", "Række", "Kolonne"]
TEXTS = ["Side", "Forslag", "Sted"]


def write(errata: Errata, page_of: PageOf | None, path: Path) -> None:
    """The workbook at `path`; the same editions give the same bytes."""
    new = errata.new
    with whole_file(path) as temporary:
        workbook = Workbook(
            str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        workbook.set_properties(
            {
                "title": f"Rettelsesblad, Bilag {new.bilag}. {new.round.name}",
                "author": new.organisation,
                "created": new.date.astimezone(UTC).replace(tzinfo=None, microsecond=0),
            }
        )
        _Book(workbook, errata, page_of).write()
        workbook.close()


class _Book:
    """The sheets of one workbook."""

    def __init__(self, workbook: Workbook, errata: Errata, page_of: PageOf | None) -> None:
        self.workbook = workbook
        self.errata = errata
        self.page_of = page_of
        self.formats = Formats(workbook, millions=False)
        self.versions = [f"Udgave {one.edition}" for one in (errata.old, errata.new)]
        self.unit = (
            f"Bilag {errata.new.bilag}, {errata.new.round.name}. Sidetallene er dem i {self.versions[0].lower()}."
        )

    def write(self) -> None:
        listed = list(self.errata.changes)
        self.overview(self.workbook.add_worksheet("Rettelser"))
        self.cells(self.workbook.add_worksheet("Celler"), [one for one in listed if in_table(one[1])])
        self.texts(self.workbook.add_worksheet("Tekster"), [one for one in listed if not in_table(one[1])])

    def overview(self, sheet: Worksheet) -> None:
        """Proposals and settings; of nothing it says so."""
        first = self.titled(sheet, "Rettelsesblad", ["Nr.", "Forslag", *self.versions])
        old, new = self.errata.old.edition, self.errata.new.edition
        rows = [[one.was or one.number, one.words, "", ""] for one in self.errata.proposals]
        rows += [["", one.label, one.old, one.new] for one in self.errata.settings]
        if not self.errata:
            rows = [["", f"Der er ingen rettelser mellem udgave {old} og {new}.", "", ""]]
        self.rows(sheet, first, rows)
        printed(sheet, first, [9, 70, 24, 24])

    def cells(self, sheet: Worksheet, listed: list[tuple[PartChanges, Change]]) -> None:
        """Every changed cell as printed, and its exact amounts in 1.000 kr. with their difference."""
        heads = [*CELLS, *self.versions, *(f"{one}, 1.000 kr." for one in self.versions), "Ændring, 1.000 kr."]
        first = self.titled(sheet, "Ændrede celler", heads)
        for at, (part, change) in enumerate(listed, start=first):
            words = [
                page(part, change, self.page_of),
                part.was,
                change.section,
                change.table,
                change.row,
                change.column,
            ]
            self.rows(sheet, at, [[*words, *told(change)]])
            amounts = (change.old_tkr, change.new_tkr)
            for column, amount in enumerate(amounts, start=len(words) + 2):
                if amount is not None:
                    sheet.write_number(at, column, amount, self.formats.thousand)
            if None not in amounts:
                formula = f"=J{at + 1}-I{at + 1}"
                sheet.write_formula(at, len(words) + 4, formula, self.formats.thousand, amounts[1] - amounts[0])
        printed(sheet, first, [8, 9, 28, 40, 40, 24, 18, 18, 14, 14, 14])

    def texts(self, sheet: Worksheet, listed: list[tuple[PartChanges, Change]]) -> None:
        first = self.titled(sheet, "Ændrede tekster", [*TEXTS, *self.versions])
        rows = [[page(part, change, self.page_of), part.was, place(change), *told(change)] for part, change in listed]
        self.rows(sheet, first, rows)
        printed(sheet, first, [8, 9, 34, 70, 70])

    def titled(self, sheet: Worksheet, title: str, heads: list[str]) -> int:
        words = frozenset(head for head in heads if not head.endswith("1.000 kr."))
        return titled(sheet, title, self.unit, heads, self.formats, words)

    def rows(self, sheet: Worksheet, first: int, rows: list[list[str]]) -> None:
        for at, row in enumerate(rows, start=first):
            for column, words in enumerate(row):
                sheet.write_string(at, column, words, self.formats.text)
