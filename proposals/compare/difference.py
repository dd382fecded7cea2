"""What changed from one content to another of the same kind: fields, rows and cells, told by their stable ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..contents import Content
from .flat import Cells, Flat, build, flatten

FIELDS = ""


@dataclass(frozen=True)
class CellChange:
    """One value before and after. `list_name` and `row` are "" for a field of the section itself.

    `had` and `has` tell a cell that is not there from one that holds None.
    """

    list_name: str
    row: str
    name: str
    old: Any
    new: Any
    had: bool = True
    has: bool = True

    @property
    def place(self) -> str:
        """Names the cell within its section."""
        return place(self.list_name, self.row, self.name)


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed, changed, or moved among the rows that both versions have."""

    list_name: str
    row: str
    status: Literal["added", "removed", "kept"]
    moved: bool
    cells: tuple[CellChange, ...]
    names: tuple[str, ...]
    """The row's cells after the change, in order; empty when the row is removed."""


@dataclass(frozen=True)
class Difference:
    """Everything that differs; falsy when nothing does. `order`: list → its row ids afterwards."""

    fields: tuple[CellChange, ...]
    rows: tuple[RowChange, ...]
    order: tuple[tuple[str, tuple[str, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


def place(list_name: str, row: str, name: str) -> str:
    return "/".join((list_name, row, name))


def difference(old: Content, new: Content) -> Difference:
    """What one has to change in `old` to have `new`. ValueError for contents of different kinds."""
    before, after = flatten(old), flatten(new)
    if before.kind != after.kind:
        raise ValueError(f"{before.kind} is no {after.kind}")
    before, after = same_lists(before, after)
    rows, order = [], []
    for name in after.lists:
        rows += _row_changes(name, before.lists[name], after.lists[name])
        order.append((name, tuple(after.lists[name])))
    return Difference(cell_changes(FIELDS, "", before.fields, after.fields), tuple(rows), tuple(order))


def same_lists(*flats: Flat) -> tuple[Flat, ...]:
    """The contents with those fields as rows that are rows in all of them; else as one value each."""
    shared = set.intersection(*(set(flat.lists) for flat in flats))
    result = []
    for flat in flats:
        odd = {name: list(rows.values()) for name, rows in flat.lists.items() if name not in shared}
        if odd:
            whole = build(flat).model_dump(mode="json")
            odd = {name: whole[name] for name in odd}
        lists = {name: rows for name, rows in flat.lists.items() if name in shared}
        result.append(Flat(flat.kind, {**flat.fields, **odd}, lists))
    return tuple(result)


def apply(change: Difference, old: Content) -> Content:
    """`old` with the change made to it."""
    flat = flatten(old)
    names = {name for name, _ids in change.order}
    if odd := set(flat.lists) - names:
        whole = old.model_dump(mode="json")
        for name in odd:
            flat.fields[name] = whole[name]
            del flat.lists[name]
    for cell in change.fields:
        _put(flat.fields, cell)
    for row in change.rows:
        rows = flat.lists[row.list_name]
        if row.status == "removed":
            del rows[row.row]
            continue
        cells = rows.setdefault(row.row, {})
        for cell in row.cells:
            _put(cells, cell)
        rows[row.row] = {name: cells[name] for name in row.names}
    for list_name, ids in change.order:
        flat.lists[list_name] = {row_id: flat.lists[list_name][row_id] for row_id in ids}
    return build(flat)


def _put(cells: Cells, change: CellChange) -> None:
    if change.has:
        cells[change.name] = change.new
    else:
        cells.pop(change.name, None)


def cell_changes(list_name: str, row: str, old: Cells, new: Cells) -> tuple[CellChange, ...]:
    """The cells that differ: those of the new row in their order, then those it no longer has."""
    names = list(new) + [name for name in old if name not in new]
    return tuple(
        CellChange(list_name, row, name, old.get(name), new.get(name), name in old, name in new)
        for name in names
        if (name in old) != (name in new) or old.get(name) != new.get(name)
    )


def _row_changes(name: str, old: dict[str, Cells], new: dict[str, Cells]) -> list[RowChange]:
    moved = moved_rows(list(old), list(new))
    changes = []
    for row_id, cells in new.items():
        changed = cell_changes(name, row_id, old.get(row_id, {}), cells)
        reordered = row_id in old and tuple(old[row_id]) != tuple(cells) and not changed
        if row_id not in old:
            changes.append(RowChange(name, row_id, "added", False, changed, tuple(cells)))
        elif changed or row_id in moved or reordered:
            changes.append(RowChange(name, row_id, "kept", row_id in moved, changed, tuple(cells)))
    for row_id, cells in old.items():
        if row_id not in new:
            changes.append(RowChange(name, row_id, "removed", False, cell_changes(name, row_id, cells, {}), ()))
    return changes


def moved_rows(old: list[str], new: list[str]) -> set[str]:
    """The fewest rows that one must have moved: those outside the longest run that kept its order."""
    before, after = [row for row in old if row in new], [row for row in new if row in old]
    if before == after:
        return set()
    # Ids are unique, so the longest common subsequence is the longest rising run of places.
    places = {row: place for place, row in enumerate(before)}
    best: list[tuple[int, int]] = []  # for each row: length of the longest run that ends with it, and the row before
    for index, row in enumerate(after):
        length, previous = 1, -1
        for earlier in range(index):
            if places[after[earlier]] < places[row] and best[earlier][0] + 1 > length:
                length, previous = best[earlier][0] + 1, earlier
        best.append((length, previous))
    kept, index = set(), max(range(len(after)), key=lambda place: best[place][0])
    while index >= 0:
        kept.add(after[index])
        index = best[index][1]
    return set(after) - kept


def empty_like(content: Content) -> Content:
    """What the content is without anything written in it: what it must have, and nothing else."""
    required = {name for name, field in type(content).model_fields.items() if field.is_required()}
    return type(content).model_validate({name: getattr(content, name) for name in required})
