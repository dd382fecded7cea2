"""The formulas of table 1's rows: what the sheets of tables 2 and 3 say is counted in them."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from .xlsx_sheet import FIRST_ROW


@dataclass(frozen=True)
class CountedRows:
    """The rows of table 2 or 3 on their sheet; `label` is the column that names a row of table 1.

    `amounts` are the columns of figures by name; one that is not printed is not there.
    """

    sheet: str
    rows: int
    label: int
    amounts: dict[str, int]

    def count(self, label: str) -> str:
        """How many are counted in the row whose label is in a cell."""
        return f"COUNTIF({self._column(self.label)},{label})" if self.rows else "0"

    def sum(self, name: str, label: str) -> str:
        """What they sum to; "" where the column is not printed."""
        if not self.rows:
            return "0"
        if name not in self.amounts:
            return ""
        return f"SUMIF({self._column(self.label)},{label},{self._column(self.amounts[name])})"

    def _column(self, column: int) -> str:
        cells = xl_range_abs(FIRST_ROW, column, FIRST_ROW + self.rows - 1, column)
        return f"{quote_sheetname(self.sheet)}!{cells}"


def table_1_formulas(at: int, investments: CountedRows, innovations: CountedRows) -> list[str]:
    """For row `at` its proposals, innovation proposals, investment and efficiency; "" where a column is missing."""
    label = f"$A{at + 1}"
    asked = [*(investments.sum(name, label) for name in ("service", "anlaeg")), innovations.sum("amount", label)]
    return [
        _added([investments.count(label), innovations.count(label)]),
        _added([innovations.count(label)]),
        _added(asked),
        _added([investments.sum("efficiency_service", label)]),
    ]


def _added(parts: list[str]) -> str:
    return "=" + "+".join(part for part in parts if part != "0") if all(parts) and set(parts) != {"0"} else ""
