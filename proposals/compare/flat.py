"""A content as fields and rows of cells, so that every kind is compared and merged by the same few rules.

A list of rows is told by its rows' ids; a row's numbers by year and a key's units are cells of their own. Rows inside
a cell (the cases of a calculation, amounts by unit) are one value here and told apart by `rows_within`. Everything
else (an origin, a place where money is booked, the years shown) is one value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..contents import CONTENT_TYPES, Content

# What names a row in its list: its own id, or the line that a booking belongs to.
ROW_NAMES = ("id", "line")
ENTRIES, AMOUNTS = "entries", "amounts"

Cells = dict[str, Any]


@dataclass
class Flat:
    """`fields`: name → value; `lists`: name → row id → cell name → value, in order. Values are plain JSON."""

    kind: str
    fields: Cells = field(default_factory=dict)
    lists: dict[str, dict[str, Cells]] = field(default_factory=dict)


def flatten(content: Content) -> Flat:
    """The content's values; a cell that is not there has no entry."""
    flat = Flat(content.kind)  # type: ignore[attr-defined]
    for name, value in content.model_dump(mode="json").items():
        if _is_rows(content, name, value):
            flat.lists[name] = {row[_row_name(row)]: _cells(row) for row in value}
        else:
            flat.fields[name] = value
    return flat


def build(flat: Flat) -> Content:
    """The content of these values; pydantic.ValidationError when they are none."""
    values: dict[str, Any] = dict(flat.fields)
    for name, rows in flat.lists.items():
        values[name] = [_row(cells) for cells in rows.values()]
    return CONTENT_TYPES[flat.kind].model_validate(values)


def rows_within(value: Any) -> dict[str, Cells] | None:
    """The rows inside a cell: by id where it is a list of rows, by unit where it is amounts by unit; else None."""
    if isinstance(value, list) and _have_names(value):
        return {row[_row_name(row)]: _cells(row) for row in value}
    if isinstance(value, dict) and isinstance(value.get(AMOUNTS), dict) and not _other_values(value):
        return {unit: _cells({AMOUNTS: years}) for unit, years in value[AMOUNTS].items()}
    return None


def with_rows(value: Any, rows: dict[str, Cells]) -> Any:
    """The cell with other rows inside it; `value` is one that `rows_within` reads."""
    if isinstance(value, list):
        return [_row(cells) for cells in rows.values()]
    return {**value, AMOUNTS: {unit: _row(cells).get(AMOUNTS, {}) for unit, cells in rows.items()}}


def _other_values(value: dict[str, Any]) -> list[Any]:
    return [other for name, other in value.items() if name != AMOUNTS and other is not None]


def _is_rows(content: Content, name: str, value: Any) -> bool:
    """Whether the field is a list of rows with ids, each id once: only then can rows be told apart."""
    return isinstance(value, list) and bool(value or name in _row_fields(type(content))) and _have_names(value)


def _have_names(rows: list[Any]) -> bool:
    """Whether each is a row with a name of its own."""
    names = [row[_row_name(row)] for row in rows if isinstance(row, dict) and _row_name(row)]
    return len(names) == len(rows) == len(set(names))


def _row_fields(content_type: type[Content]) -> set[str]:
    """The fields that hold rows, told from their types: an empty list does not say what it is a list of."""
    found = set()
    for name, about in content_type.model_fields.items():
        inner = getattr(about.annotation, "__args__", ())
        if inner and any(row_name in getattr(inner[0], "model_fields", {}) for row_name in ROW_NAMES):
            found.add(name)
    return found


def _row_name(row: dict[str, Any]) -> str:
    return next((name for name in ROW_NAMES if name in row), "")


def _cells(row: dict[str, Any]) -> Cells:
    cells: Cells = {}
    for name, value in row.items():
        if isinstance(value, dict) and all(key.isdecimal() for key in value):
            cells |= {f"{name}.{year}": value[year] for year in sorted(value)}
        elif name == ENTRIES:
            cells |= {f"{ENTRIES}.{entry['unit']}": entry["basis"] for entry in value}
        else:
            cells[name] = value
    return cells


def _row(cells: Cells) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in cells.items():
        start, dot, rest = name.partition(".")
        if not dot:
            row[name] = value
        elif start == ENTRIES:
            row.setdefault(ENTRIES, []).append({"unit": rest, "basis": value})
        else:
            row.setdefault(start, {})[rest] = value
    return row
