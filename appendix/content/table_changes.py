"""What is printed differently in two tables: frame, columns, rows, cells and the order of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from proposals.compare.difference import moved_rows
from proposals.economy.numbers import thousand

from . import blocks as b
from .changes import ByNumber, Change, numbered, only

# Begins a name that is a place: no printed word does.
WIDE = "\x1f"
Key = tuple[str, int]


def table_changes(old: b.Table | None, new: b.Table | None, by_number: ByNumber) -> list[Change]:
    """Caption, unit, columns, cells, rows and their order; a table that only one side has is told row by row."""
    if old == new:
        return []
    if old is not None and new is not None:
        caption = new.caption
        found = [*_frame(old, new), *_body(old, new, by_number)]
    else:
        table = old or new
        assert table is not None
        caption, added = table.caption, old is None
        found = [only(added, "text", caption), *(_whole_row(table, row, added=added) for row in table.body)]
    return [replace(change, table=caption) for change in found]


def _frame(old: b.Table, new: b.Table) -> Iterator[Change]:
    """Caption, unit and columns."""
    for was, now in ((old.caption, new.caption), (old.unit, new.unit)):
        if was != now:
            yield Change("text", old=was or None, new=now or None)
    before, after = column_names(old), column_names(new)
    yield from (only(True, "column", name) for name in after if name not in before)
    yield from (only(False, "column", name) for name in before if name not in after)
    shared = [name for name in before if name in after]
    if shared != [name for name in after if name in before]:
        yield Change("order")


def _body(old: b.Table, new: b.Table, by_number: ByNumber) -> Iterator[Change]:
    before, after = _keyed(old), _keyed(new)
    if new.caption in by_number.captions:
        # The old rows under the numbers their proposals have now, without those that are told elsewhere.
        renumbered = {
            (by_number.renumbered.get(name, name), place): row
            for (name, place), row in before.items()
            if name not in by_number.gone
        }
        before, after = renumbered, {key: row for key, row in after.items() if key[0] not in by_number.come}
        partner = {key: key for key in after if key in before}
    else:
        partner = {key: key for key in after if key in before} | _renamed(old, new, before, after)
    shared = set(column_names(old)) & set(column_names(new))
    for key, row in after.items():
        if key in partner:
            yield from _cells(old, before[partner[key]], new, row, shared)
        else:
            yield _whole_row(new, row, added=True)
    taken = set(partner.values())
    yield from (_whole_row(old, row, added=False) for key, row in before.items() if key not in taken)
    places = {key: str(place) for place, key in enumerate(before)}
    now = [places[partner[key]] for key in after if key in partner]
    if moved_rows(list(places.values()), now):
        yield Change("order")


def _keyed(table: b.Table) -> dict[Key, b.Row]:
    """The rows by the words that name them, and how often those stood before."""
    names = [row_name(table, row, place) for place, row in enumerate(table.body)]
    return dict(zip(numbered(names), table.body, strict=True))


def _renamed(old: b.Table, new: b.Table, before: Mapping[Key, b.Row], after: Mapping[Key, b.Row]) -> dict[Key, Key]:
    """New key → old key of rows that were given another name: those that share half of their other cells, in order."""
    free = [key for key in before if key not in after]
    found: dict[Key, Key] = {}
    for key in (key for key in after if key not in before):
        best = next((one for one in free if _alike(old, before[one], new, after[key])), None)
        if best is not None:
            free.remove(best)
            found[key] = best
    return found


def _alike(old: b.Table, was: b.Row, new: b.Table, now: b.Row) -> bool:
    before, after = _by_column(old, was), _by_column(new, now)
    others = [name for name in before if name in after][1:]
    same = sum(shown(before[name]) == shown(after[name]) for name in others)
    return was.kind == now.kind and bool(others) and 2 * same >= len(others)


def _cells(old: b.Table, was: b.Row, new: b.Table, now: b.Row, shared: set[str]) -> Iterator[Change]:
    """The cells that differ, in the columns that both tables have."""
    before, after = _by_column(old, was), _by_column(new, now)
    for name in [*after, *(name for name in before if name not in after)]:
        earlier, later = before.get(name), after.get(name)
        if (name not in shared and name[:1] != WIDE) or _same(earlier, later):
            continue
        # Amounts that print alike but are not: the workbook and the data have them in full.
        exact = earlier is not None and later is not None and shown(earlier) == shown(later)
        yield Change(
            "cell",
            row=row_name(new, now),
            column="" if name[:1] == WIDE else name,
            old=_told(earlier, exact),
            new=_told(later, exact),
            old_tkr=_amount(earlier),
            new_tkr=_amount(later),
        )


def _same(old: b.Cell | None, new: b.Cell | None) -> bool:
    if old is None or new is None:
        return old is new
    return shown(old) == shown(new) and _amount(old) == _amount(new)


def _amount(cell: b.Cell | None) -> int | None:
    return cell.amount_tkr if isinstance(cell, b.AmountCell) else None


def _told(cell: b.Cell | None, exact: bool) -> str | None:
    if cell is None:
        return None
    if exact and isinstance(cell, b.AmountCell):
        return f"{cell.display} ({thousand(cell.amount_tkr)} t.kr.)"
    return words_of(cell)


def _whole_row(table: b.Table, row: b.Row, *, added: bool) -> Change:
    words = " · ".join(filter(None, map(words_of, row.cells)))
    return replace(only(added, "row", words), row=row_name(table, row))


def words_of(cell: b.Cell) -> str:
    """What is printed in the cell."""
    return cell.display if isinstance(cell, b.AmountCell) else b.plain(cell.content)


def shown(cell: b.Cell) -> str:
    """The same with its styles."""
    return cell.display if isinstance(cell, b.AmountCell) else form(cell.content)


def row_name(table: b.Table, row: b.Row, place: int | None = None) -> str:
    """The words of the cell that names the row; a row without one is named by its place, or not at all."""
    head = table.head_of(row)
    if head is None:
        return "" if place is None else f"{WIDE}{place}"
    name = words_of(row.cells[head]) if head < len(row.cells) else ""
    # A proposal that has no number yet is known by its title, which stands beside it.
    return name or (words_of(row.cells[head + 1]) if head + 1 < len(row.cells) else "")


def column_names(table: b.Table) -> list[str]:
    """A name for each column, of all header cells over it; the same name twice is told apart by a number."""
    names = ["" for _column in table.columns]
    taken: dict[int, set[int]] = {}
    for depth, row in enumerate(table.header):
        place = 0
        for cell in row.cells:
            while place in taken.get(depth, set()):
                place += 1
            for column in range(place, min(place + cell.span, len(names))):
                names[column] = " ".join(filter(None, (names[column], words_of(cell))))
            for below in range(depth + 1, depth + cell.rows):
                taken.setdefault(below, set()).update(range(place, place + cell.span))
            place += cell.span
    return [f"{name} ({place + 1})" if place else name for name, place in numbered(names)]


def _by_column(table: b.Table, row: b.Row) -> dict[str, b.Cell]:
    """The row's cells by the column they stand in; those over several columns by their place among them."""
    names = column_names(table)
    found: dict[str, b.Cell] = {}
    place = 0
    for index, cell in enumerate(row.cells):
        found[names[place] if cell.span == 1 and place < len(names) else f"{WIDE}{index}"] = cell
        place += cell.span
    return found


def form(content: b.Inlines) -> str:
    """The words with their styles and the addresses they lead to; links within the document lead where they must."""
    found = ""
    for item in content:
        if isinstance(item, b.Styled):
            found += f"<{item.style}>{form(item.content)}</>"
        elif isinstance(item, b.Link):
            inside = form(item.content)
            found += inside if item.href.startswith("#") else f"<{item.href}>{inside}</>"
        else:
            found += b.plain((item,))
    return found
