"""Writes the rows for Kvantum as CSV."""

from __future__ import annotations

from pathlib import Path

from appendix.content.computed import Computed
from appendix.content.kvantum import HEADS, kvantum_rows
from proposals.csv_file import csv_lines

from .whole import Tell, silent, whole_file


def write(computed: Computed, path: Path, _tell: Tell = silent) -> None:
    """The file at `path`: semicolons, UTF-8 with its mark, whole numbers with a hyphen for minus."""
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(HEADS, (row.cells for row in kvantum_rows(computed))))
