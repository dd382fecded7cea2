"""Holds the CSV file for Kvantum against the rows as they are computed."""

from __future__ import annotations

import csv
from pathlib import Path

from appendix.content.computed import Computed

from .kvantum_rows import compare_rows
from .result import Proof


def prove(computed: Computed, path: Path) -> Proof:
    """Every row below the heading; the sign that keeps a spreadsheet from computing a text is no part of it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.removeprefix("'") for cell in row] for row in csv.reader(file, delimiter=";")]
    return compare_rows(computed, rows[1:])
