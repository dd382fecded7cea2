"""Reads a finished rettelsesblad back and holds every change it tells of against those that were found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from appendix.content.errata import Errata
from appendix.content.errata_document import PageOf, build_errata, in_table, page, place, told
from appendix.writers.errata_json import data

from . import first_said, prove_tree
from .json import differences
from .workbook import Value, open_workbook

# The row of each sheet's heads, and the columns of its rows.
_HEADS = 4
_COLUMNS = "ABCDEFGHIJK"
Row = list[Value]


def prove_errata(errata: Errata, page_of: PageOf | None, format: str, path: Path) -> str:
    """The first thing that is wrong in the file, in words; "" where nothing is."""
    if format == "json":
        return first_said(differences(data(errata, page_of), json.loads(path.read_bytes())))
    if format == "xlsx":
        return next(_wrong_rows(errata, page_of, path), "")
    return prove_tree(build_errata(errata, page_of), format, path)


def _wrong_rows(errata: Errata, page_of: PageOf | None, path: Path) -> Iterator[str]:
    sheets = open_workbook(path)
    for name, wanted in _rows(errata, page_of).items():
        sheet = sheets[name]
        below = [row for row in sorted(sheet.rows) if row > _HEADS]
        got = [[sheet.values.get(f"{column}{row}", "") for column in _COLUMNS] for row in below]
        for number, (one, other) in enumerate(zip_longest(wanted, got), start=1):
            if one is None or other is None or one + [""] * (len(_COLUMNS) - len(one)) != other:
                yield f"{name}, række {number}: {_said(other)} i stedet for {_said(one)}"
        computed = (f"{_COLUMNS[-1]}{row}" for row in below)
        loose = [at for at in computed if at in sheet.values and at not in sheet.formulas]
        yield from (f"{name}, {at}: ændringen regnes ikke ud" for at in loose)


def _rows(errata: Errata, page_of: PageOf | None) -> dict[str, list[Row]]:
    """What each sheet has to say, row by row."""
    listed = list(errata.changes)
    overview: list[Row] = [[one.was or one.number, one.words] for one in errata.proposals]
    overview += [["", one.label, one.old, one.new] for one in errata.settings]
    if not errata:
        overview = [["", f"Der er ingen rettelser mellem udgave {errata.old.edition} og {errata.new.edition}."]]
    cells: list[Row] = []
    for part, change in listed:
        if in_table(change):
            old, new = change.old_tkr, change.new_tkr
            amounts: Row = ["" if one is None else float(one) for one in (old, new)]
            difference = "" if old is None or new is None else float(new - old)
            where = [change.section, change.table, change.row, change.column]
            cells.append([page(part, change, page_of), part.was, *where, *told(change), *amounts, difference])
    texts: list[Row] = [
        [page(part, change, page_of), part.was, place(change), *told(change)]
        for part, change in listed
        if not in_table(change)
    ]
    return {"Rettelser": overview, "Celler": cells, "Tekster": texts}


def _said(row: Row | None) -> str:
    return " | ".join(str(one) for one in row or () if one != "") or "ingenting"
