"""The tables a document should have, and what one read back from a file says instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from appendix.content import blocks as b

from .result import Deviation, Proof

# A table as read from a file: rows of cells' words.
Grid = list[list[str]]

# What is in the file for the sake of the line: spaces, soft hyphens and places where a word may break.
_SETTING = re.compile(r"[\s\u00ad\u200b]+")


@dataclass(frozen=True)
class _Expected:
    """A table by where it stands, with its cells' words, each row's name and each cell's heading."""

    place: str
    cells: list[list[str]]
    rows: list[str] = field(default_factory=list)
    headings: list[list[str]] = field(default_factory=list)


def compare(tree: b.Tree, found: list[Grid]) -> Proof:
    """Holds every cell with a figure in it, amounts, years, counts and dates, against the table of the same place."""
    expected = list(_tables(tree))
    if len(expected) != len(found):
        return Proof(deviations=[Deviation("Hele filen", "", "Tabeller", str(len(expected)), str(len(found)))])
    tables = figures = 0
    deviations: list[Deviation] = []
    for table, grid in zip(expected, found, strict=True):
        if [len(row) for row in table.cells] != [len(row) for row in grid]:
            shapes = (f"{len(rows)} rækker, {sum(map(len, rows))} celler" for rows in (table.cells, grid))
            deviations.append(Deviation(table.place, _first_other(table, grid), "Rækker og celler", *shapes))
            continue
        tables += 1
        rows = zip(table.rows, table.headings, table.cells, grid, strict=True)
        for number, (name, headings, wanted, got) in enumerate(rows, start=1):
            for heading, one, other in zip(headings, wanted, got, strict=True):
                if any(letter.isdigit() for letter in one):
                    figures += 1
                    if _plain(one) != _plain(other):
                        found_words = " ".join(other.split())
                        deviations.append(Deviation(table.place, _row(number, name), heading, one, found_words))
    return Proof(tables, figures, deviations)


def _row(number: int, name: str) -> str:
    """A row by its number in the table, the heading's rows counted, and by its name."""
    return f"{number}: {name}"


def _first_other(table: _Expected, grid: Grid) -> str:
    """The first row that the file does not have as it should be."""
    for number, (name, wanted) in enumerate(zip(table.rows, table.cells, strict=True), start=1):
        got = grid[number - 1] if number <= len(grid) else []
        if [_plain(one) for one in wanted] != [_plain(one) for one in got]:
            return _row(number, name)
    return f"{len(table.rows) + 1}: –"


def _plain(words: str) -> str:
    return _SETTING.sub("", words)


def _tables(tree: b.Tree) -> Iterator[_Expected]:
    for part in tree.parts:
        for place, table in enumerate(b.tables_of(part.blocks), start=1):
            where = f"{part.label}: " if part.label else ""
            if isinstance(table, b.KeyValue):
                # What stands in the box has no figures of its own.
                yield _Expected(f"{where}faktaboks", [["", ""] for _row in table.rows], *_unnamed(table))
            else:
                yield _expected(table, where + (table.caption or f"tabel nr. {place}"))


def _unnamed(box: b.KeyValue) -> tuple[list[str], list[list[str]]]:
    return [label for label, _inside in box.rows], [["", ""] for _row in box.rows]


def _expected(table: b.Table, place: str) -> _Expected:
    columns = _headings(table)
    cells, names, headings = [], [], []
    for row in table.header:
        cells.append([_words(cell) for cell in row.cells])
        names.append("Hoved")
        headings.append([_words(cell) for cell in row.cells])
    for row in table.body:
        cells.append([_words(cell) for cell in row.cells])
        head = table.head_of(row)
        names.append(cells[-1][head or 0])
        at, own = 0, []
        for cell in row.cells:
            own.append(columns[at])
            at += cell.span
        headings.append(own)
    return _Expected(place, cells, names, headings)


def _headings(table: b.Table) -> list[str]:
    """The heading of each column: all that stands above it."""
    above: list[list[str]] = [[] for _column in table.columns]
    taken: set[int] = set()
    for row in table.header:
        at, now = 0, set()
        for cell in row.cells:
            while at in taken:
                at += 1
            for column in range(at, at + cell.span):
                above[column].append(_words(cell))
                if cell.rows > 1:
                    now.add(column)
            at += cell.span
        taken = now
    return [", ".join(words) for words in above]


def _words(cell: b.Cell) -> str:
    return cell.display if isinstance(cell, b.AmountCell) else b.plain(cell.content)
