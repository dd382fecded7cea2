"""Holds the workbook for Kvantum against the rows as they are computed, and calculates its sums again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from appendix.content.computed import Computed

from .kvantum_rows import compare_rows
from .result import Proof
from .workbook import open_workbook
from .xlsx import recalculated

_LINES = "Linjer"
_FIRST_ROW = 5


def prove(computed: Computed, path: Path) -> Proof:
    """Every row of the sheet with the lines, and every formula of the workbook."""
    sheets = open_workbook(path)
    lines = sheets[_LINES]
    rows = [[lines.values.get(place, "") for place in places] for at, places in lines.rows.items() if at >= _FIRST_ROW]
    found = [[str(int(value)) if isinstance(value, float) else value for value in row] for row in rows]
    proof = compare_rows(computed, found)
    formulas, unknown, wrong = recalculated(sheets)
    return replace(proof, deviations=proof.deviations + wrong, formulas=formulas, unknown_formulas=unknown)
