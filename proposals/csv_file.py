"""Rows as CSV for Excel: semicolons, a mark of UTF-8, and nothing that Excel would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

# What makes a spreadsheet take a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that gives back what is written to it, so that rows are made one at a time."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of the file with their line ends, the heading first; whole numbers are written as they are."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([value if isinstance(value, int) else _harmless(str(value)) for value in row])


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
