"""A proposal's sheet: Tabel 1 with its lines as numbers and its totals as formulas, then its other tables of money."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from appendix.content.computed import ComputedProposal
from appendix.content.economy_tables import (
    IMPLEMENTATION,
    IMPLEMENTATION_INNOVATION,
    NET,
    PAYBACK_SERVICE,
    PAYBACK_TOTAL,
    PERMANENT,
    area_label,
    base_investment_notes,
)
from appendix.content.money_tables import distribution, loan, technical
from appendix.content.proposal import proposal_title
from proposals.economy.figures import Figures
from proposals.economy.model import AREA_LABELS, Area, Economy, LineKind, YearRow

from .xlsx_blocks import write_blocks
from .xlsx_sheet import Formats, printed, tall_enough, titled

LABEL_WIDTH = 58
_FIRST_YEAR = 2


@dataclass(frozen=True)
class ProposalSheet:
    """What the summary reads from a proposal's sheet: formulas in 1.000 kr. by table 2's names.

    `named` are rows of sums, a cell a year, by the names the workbook gives them.
    """

    formulas: dict[str, str]
    named: dict[str, str]


def write_proposal(sheet: Worksheet, one: ComputedProposal, formats: Formats) -> ProposalSheet:
    """Writes the sheet of one proposal; one without an economy gets its title alone."""
    economy, figures = one.economy, one.figures
    years = economy.years if economy else ()
    heads = ["Post", "Styringsområde", *map(str, years)]
    at = titled(sheet, proposal_title(one.snapshot), one.heading(one.unit), heads, formats)
    made = _Sheet(sheet, formats, years, at)
    if economy is not None and figures is not None:
        made.economy(economy, figures, all_areas=one.document.template.layout.print_all_areas)
        blocks = [*base_investment_notes(figures), *loan(one), *distribution(one), *technical(one)]
        write_blocks(sheet, made.at, blocks, formats, first_year=_FIRST_YEAR, width=LABEL_WIDTH)
    printed(sheet, at, [LABEL_WIDTH, 24, *([11] * len(years))])
    return ProposalSheet(made.formulas, made.named)


class _Sheet:
    """Writes row by row and remembers where the sums stand."""

    def __init__(self, sheet: Worksheet, formats: Formats, years: tuple[int, ...], at: int) -> None:
        self.sheet = sheet
        self.formats = formats
        self.years = years
        self.at = at
        self.formulas: dict[str, str] = {}
        self.named: dict[str, str] = {}

    def economy(self, economy: Economy, figures: Figures, *, all_areas: bool) -> None:
        """As `economy_tables.economy_table`; `all_areas`: the net stands there also without permanent changes."""
        sums = figures.totals
        has_permanent = bool(economy.of_kind(LineKind.PERMANENT))
        permanent = implementation = None
        if has_permanent:
            areas, permanent = self.kind(
                economy, LineKind.PERMANENT, PERMANENT, "Samlet varig ændring", sums.permanent, sums.permanent_total
            )
            self.named["varig_ændring"] = self.reference(self._years_of(permanent, "$"))
            last = xl_col_to_name(_FIRST_YEAR + len(self.years) - 1)
            if Area.SERVICE in areas:
                self.formulas["efficiency_service"] = self.reference(f"{last}{areas[Area.SERVICE]}")
            others = [self.reference(f"{last}{row}") for area, row in areas.items() if area is not Area.SERVICE]
            if others:
                self.formulas["transfers"] = f"({'+'.join(others)})"
        if economy.of_kind(LineKind.IMPLEMENTATION):
            words = IMPLEMENTATION if has_permanent or all_areas else IMPLEMENTATION_INNOVATION
            areas, implementation = self.kind(
                economy,
                LineKind.IMPLEMENTATION,
                words,
                "Samlede implementeringsomkostninger",
                sums.implementation,
                sums.implementation_total,
            )
            self.named["implementering"] = self.reference(self._years_of(implementation, "$"))
            for name, area in (("service", Area.SERVICE), ("anlaeg", Area.ANLAEG)):
                if area in areas:
                    self.formulas[name] = self.whole_row(areas[area])
            parts = [self.formulas[name] for name in ("service", "anlaeg") if name in self.formulas]
            if parts:
                self.formulas["investment"] = f"({'+'.join(parts)})"
        rows = [row for row in (permanent, implementation) if row is not None]
        if rows and (has_permanent or all_areas):
            net = self.total(NET, "+".join(f"{{column}}{row}" for row in rows), sums.net)
            self.named["netto"] = self.reference(self._years_of(net, "$"))
            self.payback(PAYBACK_SERVICE, figures.payback_service.full)
            self.payback(PAYBACK_TOTAL, figures.payback_total.full)

    def reference(self, cells: str) -> str:
        return f"{quote_sheetname(self.sheet.get_name())}!{cells}"

    def whole_row(self, row: int) -> str:
        return f"SUM({self.reference(self._years_of(row))})"

    def _years_of(self, row: int, fixed: str = "") -> str:
        """The years' cells of a row; `fixed` is the sign of a place that does not move."""
        first, last = xl_col_to_name(_FIRST_YEAR), xl_col_to_name(_FIRST_YEAR + len(self.years) - 1)
        return f"{fixed}{first}{fixed}{row}:{fixed}{last}{fixed}{row}"

    def kind(
        self,
        economy: Economy,
        kind: LineKind,
        group: str,
        words: str,
        areas: dict[Area, YearRow],
        whole: YearRow,
    ) -> tuple[dict[Area, int], int]:
        """A group of lines with its sums; returns the sheet rows (from 1) of the areas' sums and of the whole."""
        for column in range(_FIRST_YEAR + len(self.years)):
            self.sheet.write_string(self.at, column, group if column == 0 else "", self.formats.group)
        self.at += 1
        first = self.at + 1
        for line in economy.of_kind(kind):
            label = f"{line.label} (grundinvestering)" if line.base_investment else line.label
            tall_enough(self.sheet, self.at, label, LABEL_WIDTH)
            self.sheet.write_string(self.at, 0, label, self.formats.text)
            self.sheet.write_string(self.at, 1, area_label(line), self.formats.text)
            for column, year in enumerate(self.years, start=_FIRST_YEAR):
                self.sheet.write_number(self.at, column, line.amounts.get(year, 0), self.formats.thousand)
            self.at += 1
        last = self.at
        rows: dict[Area, int] = {}
        for area, row in areas.items():
            label = AREA_LABELS[area]
            inside = f"$B${first}:$B${last}"
            formula = f'SUMIF({inside},"{label}",{{column}}{first}:{{column}}{last})'
            rows[area] = self.total(f"{words}, {label.lower()}", formula, row)
        return rows, self.total(words, f"SUM({{column}}{first}:{{column}}{last})", whole)

    def total(self, words: str, formula: str, row: YearRow) -> int:
        """A row of sums; returns its number in the sheet, from 1."""
        self.sheet.write_string(self.at, 0, words, self.formats.total_text)
        self.sheet.write_string(self.at, 1, "", self.formats.total_text)
        for column, year in enumerate(self.years, start=_FIRST_YEAR):
            filled = "=" + formula.format(column=xl_col_to_name(column))
            self.sheet.write_formula(self.at, column, filled, self.formats.total_thousand, row[year])
        self.at += 1
        return self.at

    def payback(self, words: str, shown: str) -> None:
        self.sheet.write_string(self.at, 0, words, self.formats.text)
        self.sheet.write_string(self.at, 1, shown, self.formats.text)
        self.at += 1
