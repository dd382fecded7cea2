"""Lays a tree out on pages: columns as wide as what stands in them needs, wide tables on pages turned on their side.

For the writers of pages (PDF, Word); the screen and the workbooks find room by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from appendix.content import blocks as b

# The width between the margins of an upright and of a turned A4 page, mm.
UPRIGHT, TURNED = 164.0, 251.0
# The type of a table's cells by its step, points.
POINTS = (8.5, 7.5, 6.5)
# Tried in this order; the last is taken whatever it holds. Within a list or a box no page can be turned.
_WAYS = ((UPRIGHT, 0), (UPRIGHT, 1), (TURNED, 0), (TURNED, 1), (TURNED, 2))
_WAYS_INSIDE = ((UPRIGHT, 0), (UPRIGHT, 1), (UPRIGHT, 2))

_MM_A_POINT = 0.3528
# Of the size of the type: a figure or a letter, a narrow sign, the space on both sides of a cell, a step in.
_WIDE, _NARROW, _PADDING, _INDENT = 0.6, 0.31, 0.94, 1.1
# A letter of running words, on the average.
_LETTER = 0.55
_NARROW_SIGNS = frozenset(".,:;'|!ijl ")
_WORDS = re.compile(r"[^\s/-]+[/-]?")
# What is hyphenated, and the letters of it that stay on one line.
_LONG_WORD = re.compile(r"[^\W\d_]{14,}|[^\s/-]{24,}")
_LETTERS = 13
# A column that was given much room is to keep some.
_GENEROUS_SHARE, _GENEROUS = 30, 36.0

# A table of up to this many lines is not parted by a page break: figures to be compared, about half a page;
# words, a few lines.
FIGURE_LINES_KEPT_TOGETHER = 30
WORD_LINES_KEPT_TOGETHER = 8

# A row with a cell of more characters than this may part over two pages; others stay whole.
LONG_CELL = 400


def laid_out(tree: b.Tree) -> b.Tree:
    """The same document with its tables fitted to the page, those too wide for it in `Turned`."""
    return replace(tree, parts=tuple(replace(part, blocks=tuple(_turned(part.blocks))) for part in tree.parts))


def stays_whole(row: b.Row) -> bool:
    """Whether no page break may part the row."""
    return all(len(b.plain(cell.content)) < LONG_CELL for cell in row.cells if isinstance(cell, b.TextCell))


def kept_together(table: b.Table) -> bool:
    """Whether no page break may part a table that is laid out."""
    figures = any(isinstance(cell, b.AmountCell) for row in table.body for cell in row.cells)
    return _lines(table) <= (FIGURE_LINES_KEPT_TOGETHER if figures else WORD_LINES_KEPT_TOGETHER)


def _lines(table: b.Table) -> int:
    """About how many lines a table takes: each row as many as its fullest cell."""
    letter = _LETTER * POINTS[table.step] * _MM_A_POINT
    lines = 0
    for row in table.body:
        place, deepest = 0, 1
        for cell in row.cells:
            room = max(4, int(sum(column.width for column in table.columns[place : place + cell.span]) / letter))
            deepest = max(deepest, sum(1 + len(line) // room for line in _words(cell).split("\n")))
            place += cell.span
        lines += deepest
    return lines


def _turned(blocks: Sequence[b.Block]) -> list[b.Block]:
    """Tables in a row that are too wide share turned pages, with the headings before and the notes after them."""
    found: list[b.Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, b.Table):
            fitted, room = _fitted(block, _WAYS)
            if room == UPRIGHT:
                found.append(fitted)
            elif isinstance(last, b.Turned):
                found[-1] = b.Turned((*last.blocks, fitted))
            else:
                found.append(b.Turned((*_leading(found), fitted)))
        elif isinstance(block, b.Note) and isinstance(last, b.Turned):
            found[-1] = b.Turned((*last.blocks, block))
        else:
            found.append(_inside(block))
    return found


def _inside(block: b.Block) -> b.Block:
    """The block with the tables within it fitted."""
    match block:
        case b.Table():
            return _fitted(block, _WAYS_INSIDE)[0]
        case b.Bullets():
            return replace(block, items=tuple(tuple(map(_inside, item)) for item in block.items))
        case b.KeyValue():
            return replace(block, rows=tuple((label, tuple(map(_inside, inside))) for label, inside in block.rows))
        case _:
            return block


def _leading(found: list[b.Block]) -> tuple[b.Block, ...]:
    """Takes the headings at the end away: a page is not to end with one."""
    at = len(found)
    while at and (isinstance(found[at - 1], b.Heading) or _is_label(found[at - 1])):
        at -= 1
    taken = tuple(found[at:])
    del found[at:]
    return taken


def _is_label(block: b.Block) -> bool:
    return isinstance(block, b.Paragraph) and block.style in ("label", "kicker")


def _fitted(table: b.Table, ways: Sequence[tuple[float, int]]) -> tuple[b.Table, float]:
    """The table with its columns' widths and its type, and the width of the page it needs."""
    shares = [max(column.share, 1) for column in table.columns]
    for room, step in ways:
        needed = _needed(table, POINTS[step] * _MM_A_POINT)
        if sum(needed) <= room:
            break
    widths = _widths(shares, needed, room)
    columns = tuple(replace(column, width=width) for column, width in zip(table.columns, widths, strict=True))
    return replace(table, columns=columns, step=step), room


def _widths(shares: Sequence[int], needed: Sequence[float], room: float) -> list[float]:
    """The room by shares, but to no column less than it needs; all are cut alike where there is too little."""
    if sum(needed) >= room:
        return [need * room / sum(needed) for need in needed]
    fixed: set[int] = set()
    while True:
        rest = room - sum(needed[place] for place in fixed)
        whole = sum(share for place, share in enumerate(shares) if place not in fixed)
        widths = [needed[at] if at in fixed else share * rest / whole for at, share in enumerate(shares)]
        tight = {place for place, width in enumerate(widths) if width < needed[place]}
        if not tight - fixed:
            return widths
        fixed |= tight


def _needed(table: b.Table, size: float) -> list[float]:
    """The least width of each column in type of this size; columns of figures of one share are alike. All mm."""
    least = _least(table.body, len(table.columns))
    for place, column in enumerate(table.columns):
        if column.align == "left" and column.share >= _GENEROUS_SHARE and len(table.columns) > 1:
            least[place] = max(least[place], _GENEROUS / size)
    alike = [[at for at, other in enumerate(table.columns) if other == column] for column in table.columns]
    figures = [column.align == "right" for column in table.columns]
    level = [max(least[at] for at in alike[place]) if figures[place] else least[place] for place in range(len(least))]
    heads = _least(table.header, len(table.columns))
    return [max(pair) * size for pair in zip(level, heads, strict=True)]


def _least(rows: Sequence[b.Row], columns: int) -> list[float]:
    """The least width of each column, in the size of its type, for the cells that stand in it alone."""
    least = [0.0] * columns
    taken: set[int] = set()
    for row in rows:
        place, filled = 0, set()
        for number, cell in enumerate(row.cells):
            while place in taken:
                place += 1
            if cell.span == 1:
                indent = _INDENT * row.indent if number == 0 else 0.0
                least[place] = max(least[place], _PADDING + _widest(cell) + indent)
            if cell.rows > 1:
                filled |= set(range(place, place + cell.span))
            place += cell.span
        taken = filled
    return least


def _widest(cell: b.Cell) -> float:
    """The longest word's width; long words can be hyphenated, others and figures never."""
    parts = (word[:_LETTERS] if _LONG_WORD.search(word) else word for word in _WORDS.findall(_words(cell)))
    return max(map(_width, parts), default=0.0)


def _width(word: str) -> float:
    return sum(_NARROW if sign in _NARROW_SIGNS else _WIDE for sign in word)


def _words(cell: b.Cell) -> str:
    return cell.display if isinstance(cell, b.AmountCell) else b.plain(cell.content)
