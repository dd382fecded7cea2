"""Two versions of a section as a page shows them: the text in one with marks, rows and cells before and after."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..contents import Content
from .difference import CellChange, RowChange, difference
from .labels import HIDDEN, Labels
from .words import rich_difference, word_sides

RICH_TEXT = "text"


@dataclass(frozen=True)
class ShownCell:
    """One value before and after, with its words marked, and the change of an amount with its sign."""

    label: str
    old: SafeString
    new: SafeString
    change: str


@dataclass(frozen=True)
class ShownRow:
    """A row that changed; `status` in words."""

    label: str
    status: str
    kind: str
    cells: list[ShownCell]


@dataclass(frozen=True)
class ShownDifference:
    """All that differs; falsy when nothing does. `text`: both texts in one, "" where they are the same."""

    text: SafeString | str
    fields: list[ShownCell]
    rows: list[ShownRow]

    def __bool__(self) -> bool:
        return bool(self.text or self.fields or self.rows)

    @property
    def count(self) -> int:
        return bool(self.text) + len(self.fields) + len(self.rows)


def shown_difference(old: Content, new: Content, labels: Labels, *, shorten: bool = True) -> ShownDifference:
    """What changed from one version to the other, in words."""
    change = difference(old, new)
    before, after = getattr(old, RICH_TEXT, ""), getattr(new, RICH_TEXT, "")
    return ShownDifference(
        text=rich_difference(before, after, shorten=shorten) if before != after else "",
        fields=shown_cells([cell for cell in change.fields if cell.name != RICH_TEXT], labels),
        rows=[shown_row(row, labels) for row in change.rows],
    )


def shown_cells(cells: list[CellChange], labels: Labels) -> list[ShownCell]:
    """The cells that mean something to people, and differ in words."""
    found = []
    for cell in cells:
        old, new = labels.value(cell.name, cell.old), labels.value(cell.name, cell.new)
        if cell.name in HIDDEN or old == new:
            continue
        found.append(ShownCell(labels.cell(cell.name), *word_sides(old, new), labels.amount_change(cell)))
    return found


def shown_row(row: RowChange, labels: Labels) -> ShownRow:
    words = {
        "added": (_("Tilføjet"), "success"),
        "removed": (_("Fjernet"), "problem"),
        "kept": (_("Ændret"), "attention"),
    }
    status, kind = words[row.status]
    if row.moved:
        status = _("Flyttet og ændret") if row.cells else _("Flyttet")
    return ShownRow(labels.row(row.list_name, row.row), status, kind, shown_cells(list(row.cells), labels))
