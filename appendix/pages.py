"""On which pages of a stored PDF things stand: read from its tags, which follow the printed tree in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

import pikepdf

from .content import blocks as b
from .content.changes import Change
from .content.table_changes import row_name

HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


@dataclass(frozen=True)
class Pages:
    """First and last page of each part and section, and the page of each row of each table; pages count from 1.

    Keys are the part's label ("" for the front), the heading above ("" before the first), and a table's caption; the
    page of a whole table stands under the row "".
    """

    sections: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], dict[str, int]] = field(default_factory=dict)

    def of(self, part: str, change: Change | None = None) -> str:
        """Where it stands, "12" or "12–13"; "" where it is not known."""
        rows = self.rows.get((part, change.section, change.table)) if change and _in_table(change) else None
        if change is not None and rows is not None:
            return str(rows.get(change.row, rows[""]))
        found = self.sections.get((part, change.section if change else "")) or self.sections.get((part, ""))
        if found is None:
            return ""
        first, last = found
        return str(first) if first == last else f"{first}–{last}"


def _in_table(change: Change) -> bool:
    """A table may be without a caption; words outside tables have neither row nor column."""
    return bool(change.table) or change.kind in ("cell", "row", "column")


def read_pages(pdf: BinaryIO, tree: b.Tree) -> Pages:
    """The pages of what the tree prints; none where the file is of another tree, or has no tags."""
    with pikepdf.open(pdf) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        found = list(_elements(document.Root.get("/StructTreeRoot"), numbers))
        whole = len(document.pages)
    headings = iter([pages for kind, pages in found if kind == "heading"])
    tables = iter([pages for kind, pages in found if kind == "table"])
    blocks = [(part.label, block) for part in tree.parts for block in part.blocks]
    printed = sum(isinstance(block, b.Heading) for _label, block in blocks)
    boxes = [table for part in tree.parts for table in b.tables_of(part.blocks)]
    if (printed, len(boxes)) != (
        sum(kind == "heading" for kind, _ in found),
        sum(kind == "table" for kind, _ in found),
    ):
        return Pages()
    return Pages(_sections(blocks, headings, whole), _rows(blocks, tables))


def _sections(
    blocks: list[tuple[str, b.Block]], pages: Iterator[list[int]], whole: int
) -> dict[tuple[str, str], tuple[int, int]]:
    starts = [
        (label, _name(block), next(pages)[0], block.kind) for label, block in blocks if isinstance(block, b.Heading)
    ]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    # A proposal begins on a page of its own.
    for (label, name, page, _kind), following in pairwise([*starts, ("", "", whole + 1, "proposal")]):
        last = following[2] - 1 if following[3] == "proposal" else following[2]
        found.setdefault((label, name), (page, max(page, last)))
    return found


def _rows(blocks: list[tuple[str, b.Block]], pages: Iterator[list[int]]) -> dict[tuple[str, str, str], dict[str, int]]:
    """The page of each row by its name; under "" the table's first page."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    section = ""
    for label, block in blocks:
        if isinstance(block, b.Heading):
            section = _name(block)
        for table in b.tables_of((block,)):
            places = next(pages)
            if isinstance(table, b.Table) and places:
                rows = found.setdefault((label, section, table.caption), {"": places[0]})
                # The rows of the header come first.
                for place, (row, page) in enumerate(
                    zip(table.body, places[len(places) - len(table.body) :], strict=False)
                ):
                    rows.setdefault(row_name(table, row, place), page)
    return found


def _name(heading: b.Heading) -> str:
    """What the section under it is called in a change."""
    return "" if heading.kind in ("title", "proposal") else heading.full


def _elements(element: pikepdf.Object | None, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[str, list[int]]]:
    """Headings with their page, and tables with the page of each of their rows, in reading order."""
    for kid in _kids(element):
        if str(kid.S) in HEADINGS:
            yield "heading", [_page(kid, numbers)]
        elif kid.S == "/Table":
            yield "table", [_page(row, numbers) for row in _below(kid, "/TR")]
            # A box may hold tables of its own.
            yield from (one for one in _elements(kid, numbers) if one[0] == "table")
        else:
            yield from _elements(kid, numbers)


def _below(element: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    for kid in _kids(element):
        if kind == kid.S:
            yield kid
        else:
            yield from _below(kid, kind)


def _page(element: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> int:
    """The page the element begins on; it or what is in it names the page."""
    if "/Pg" in element:
        return numbers[element.Pg.objgen]
    return next((page for kid in _kids(element) if (page := _page(kid, numbers))), 0)


def _kids(element: pikepdf.Object | None) -> list[pikepdf.Object]:
    kids = element.get("/K") if element is not None else None
    listed = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
