"""Two edits of one content joined: what only one changed is taken, a cell both changed is never taken silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..contents import Content
from ..richtext import clean
from .blocks import TextClash, merge_text
from .difference import FIELDS, Difference, difference, place, same_lists
from .flat import Cells, Flat, build, flatten, rows_within, with_rows

RICH_TEXT = "text"
# The name of a clash that is about a whole row (removed here, changed there) or about the order of a list.
ROW, ORDER = "*", "*order"
Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Clash:
    """Something both changed, each to something else. A value is None where a version does not have it.

    `list_name` of a row inside a cell is "list/row/cell". `name` is the cell; ROW for a row that one removed and
    the other changed (the values are its cells), ORDER for a list that both put in another order. `number` tells
    the stretches of one text apart.
    """

    list_name: str
    row: str
    name: str
    base: Any
    mine: Any
    theirs: Any
    number: int = 0

    @property
    def place(self) -> str:
        """Names the clash within its section; the same for the same three versions."""
        start = place(self.list_name, self.row, self.name)
        return f"{start}/{self.number}" if self.name == RICH_TEXT and not self.list_name else start


@dataclass(frozen=True)
class Merged:
    """`content`: all that could be joined, and of each clash the chosen side (mine where none was chosen).

    `open`: clashes without a choice. `taken`: what of theirs came into mine.
    """

    content: Content
    clashes: tuple[Clash, ...]
    open: tuple[Clash, ...]
    taken: Difference


def merge(base: Content, mine: Content, theirs: Content, choices: Mapping[str, Side | str] | None = None) -> Merged:
    """Joins two edits of `base`. `choices`: place of a clash → "mine" or "theirs".

    ValueError (as pydantic's) when the three are not of one kind.
    """
    flats = same_lists(*map(flatten, (base, mine, theirs)))
    joining = _Joining(choices or {})
    merged = joining.contents(*flats)
    content = build(merged)
    return Merged(content, tuple(joining.clashes), tuple(joining.open), difference(mine, content))


class _Joining:
    """One merge under way: collects the clashes and settles them by the choices."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.clashes: list[Clash] = []
        self.open: list[Clash] = []

    def contents(self, base: Flat, mine: Flat, theirs: Flat) -> Flat:
        fields = dict(self.cells(FIELDS, "", base.fields, mine.fields, theirs.fields))
        texts = [flat.fields.get(RICH_TEXT) for flat in (base, mine, theirs)]
        if all(isinstance(text, str) for text in texts):
            fields[RICH_TEXT] = self.text(*texts)  # type: ignore[arg-type]
        lists = {name: self.rows(name, base.lists[name], mine.lists[name], theirs.lists[name]) for name in mine.lists}
        return Flat(mine.kind, fields, lists)

    def settle(self, clash: Clash) -> Side:
        self.clashes.append(clash)
        chosen = self.choices.get(clash.place)
        if chosen not in ("mine", "theirs"):
            self.open.append(clash)
        return "theirs" if chosen == "theirs" else "mine"

    def cells(self, list_name: str, row: str, base: Cells, mine: Cells, theirs: Cells) -> Cells:
        merged: Cells = {}
        # The order of a row's cells, such as a key's units, is that of whoever changed it.
        leading, following = (theirs, mine) if list(mine) == list(base) else (mine, theirs)
        for name in {**leading, **following}:
            if list_name == FIELDS and name == RICH_TEXT:
                continue
            if name in mine and name in theirs and mine[name] != theirs[name]:
                within = self._within(place(list_name, row, name), base.get(name), mine[name], theirs[name])
                if within is not None:
                    merged[name] = within
                    continue
            source = self._side(list_name, row, name, base, mine, theirs)
            if name in source:
                merged[name] = source[name]
        return merged

    def _within(self, list_name: str, base: Any, mine: Any, theirs: Any) -> Any:
        """Rows inside a cell joined as rows; None where the cell is one value."""
        rows = [rows_within(value) for value in (base, mine, theirs)]
        if any(found is None for found in rows):
            return None
        return with_rows(mine, self.rows(list_name, *rows))  # type: ignore[arg-type]

    def _side(self, list_name: str, row: str, name: str, base: Cells, mine: Cells, theirs: Cells) -> Cells:
        if _same(mine, theirs, name) or _same(base, theirs, name):
            return mine
        if _same(base, mine, name):
            return theirs
        clash = Clash(list_name, row, name, base.get(name), mine.get(name), theirs.get(name))
        return theirs if self.settle(clash) == "theirs" else mine

    def text(self, base: str, mine: str, theirs: str) -> str:
        parts, number = [], 0
        for part in merge_text(base, mine, theirs):
            if isinstance(part, TextClash):
                values = ["".join(blocks) for blocks in (part.base, part.mine, part.theirs)]
                side = self.settle(Clash(FIELDS, "", RICH_TEXT, *values, number=number))
                parts.append(values[2] if side == "theirs" else values[1])
                number += 1
            else:
                parts.append(part)
        joined = "".join(parts)
        # Paragraphs of two texts side by side, such as headings, may need mending; a text of one is left alone.
        return joined if joined in (mine, theirs) else clean(joined)

    def rows(self, name: str, base: dict[str, Cells], mine: dict[str, Cells], theirs: dict[str, Cells]) -> dict:
        found: dict[str, Cells] = {}
        for row in {**mine, **theirs}:
            cells = self.row(name, row, base.get(row), mine.get(row), theirs.get(row))
            if cells is not None:
                found[row] = cells
        return {row: found[row] for row in self.order(name, list(base), list(mine), list(theirs)) if row in found}

    def row(self, name: str, row: str, base: Cells | None, mine: Cells | None, theirs: Cells | None) -> Cells | None:
        if mine is not None and theirs is not None:
            return self.cells(name, row, base or {}, mine, theirs)
        one = mine if theirs is None else theirs
        if base is None:
            return one  # added
        if one == base:
            return None  # removed by the other, untouched here
        side = self.settle(Clash(name, row, ROW, base, mine, theirs))
        return theirs if side == "theirs" else mine

    def order(self, name: str, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        """Rows in the order of whoever moved them; the other's new rows after the row they stood after."""
        shared = set(base) & set(mine) & set(theirs)
        was, own, other = ([row for row in rows if row in shared] for rows in (base, mine, theirs))
        leading, following = mine, theirs
        if own == was != other:
            leading, following = theirs, mine
        elif was not in (own, other) and own != other:
            side = self.settle(Clash(name, "", ORDER, was, own, other))
            leading, following = (theirs, mine) if side == "theirs" else (mine, theirs)
        order = list(leading)
        for index, row in enumerate(following):
            if row not in order:
                before = next((order.index(other) for other in reversed(following[:index]) if other in order), -1)
                order.insert(before + 1, row)
        return order


def _same(one: Cells, other: Cells, name: str) -> bool:
    return (name in one) == (name in other) and one.get(name) == other.get(name)
