"""Amounts by unit: an entry grid of units and years for a line that is booked or counted at several of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..contents import AllocationContent, LineAllocation, LineContent, YearAmounts
from ..economy.distribution import Side
from ..economy.model import UnitBook
from ..economy.numbers import thousand
from .grid import YearsForm, amounts, initial_row, posted_years
from .preview import ShownRow
from .rows import RowSet

GRID_LABELS: dict[Side, Any] = {"booking": gettext_lazy("bogføring"), "target": gettext_lazy("måltal")}


def field_name(side: Side, line: LineContent) -> str:
    """The name of the choice of a line and side."""
    return f"{side}_{line.id}"


def line_name(line: LineContent) -> str:
    return line.label or _("Linje uden tekst")


def part_of(allocation: LineAllocation | None, side: Side) -> AllocationContent | None:
    """Where one side of a line lies; None is the own committee."""
    return getattr(allocation, side) if allocation else None


class UnitForm(YearsForm):
    """A unit's amounts, 1.000 kr.; its code is the row's id."""

    def __init__(self, *args: Any, book: UnitBook, grid_name: str, **kwargs: Any) -> None:
        self.book = book
        self.grid_name = grid_name
        super().__init__(*args, **kwargs)

    @property
    def label(self) -> str:
        return unit_label(self.row_id, self.book)

    @property
    def row_name(self) -> str:
        """The unit with the line and the side, since a page may have several grids of the same units."""
        return f"{self.grid_name}, {self.label}"


def unit_label(code: str, book: UnitBook) -> str:
    """The unit's name; a code the book does not know is said to be unknown."""
    return book.unit(code).label if code in book else _("%s (ukendt enhed)") % code


@dataclass(frozen=True)
class UnitGrid:
    """The grid of one line and side: as it was sent in `data`, else as the allocation is `stored`.

    `economy_years` are those the economy shows.
    """

    side: Side
    line: LineContent
    stored: AllocationContent | None
    economy_years: list[int]
    book: UnitBook
    data: QueryDict | None = None

    @property
    def prefix(self) -> str:
        """Begins the names of all its controls, and is the name of the choice that it belongs to."""
        return field_name(self.side, self.line)

    @property
    def name(self) -> str:
        return f"{line_name(self.line)}, {GRID_LABELS[self.side]}"

    @property
    def _amounts(self) -> dict[str, YearAmounts]:
        return (self.stored.amounts if self.stored else None) or {}

    @cached_property
    def years(self) -> list[int]:
        """The economy's years, and others that have an amount: only what is seen can be moved or taken out."""
        written = {year for row in self._amounts.values() for year in row}
        of_line = {year for year, amount in self.line.amounts.items() if amount}
        return sorted({*self.economy_years, *of_line, *written, *posted_years(self.data, self.prefix)})

    @cached_property
    def sent(self) -> list[tuple[str, str]]:
        """The fields of the grid that were sent, without empty cells; none where the page did not hold it."""
        data = self.data.items() if self.data else ()
        return [(name, value) for name, value in data if name.startswith(f"{self.prefix}-") and value]

    @cached_property
    def rows(self) -> RowSet:
        """A row for every unit, also for what is stored at units the book does not know."""
        codes = self.book.ordered({unit.code for unit in self.book.units} | set(self._amounts))
        initial = [initial_row({"id": code, "amounts": self._amounts.get(code, {})}) for code in codes]
        data = self.data if self.data is None or self.sent else self._begun(initial)
        kwargs = {"years": self.years, "book": self.book, "grid_name": self.name}
        return RowSet(self.prefix, UnitForm, initial, data, form_kwargs=kwargs)

    def _begun(self, initial: list[dict[str, Any]]) -> QueryDict:
        """What a page would send that holds the grid as it is stored."""
        fields = {f"{place}-{name}": value for place, row in enumerate(initial) for name, value in row.items()}
        fields |= {"TOTAL_FORMS": str(len(initial)), "INITIAL_FORMS": "0"}
        data = QueryDict(mutable=True)
        for name, value in fields.items():
            data[f"{self.prefix}-{name}"] = thousand(value) if isinstance(value, int) else value
        return data

    def content(self) -> AllocationContent:
        """The units with an amount, and those stored without one, so that a save without a change is none."""
        written = {row["id"]: amounts(row) for row in self.rows.cleaned}
        return AllocationContent(
            amounts={unit: row for unit, row in written.items() if row or self._amounts.get(unit) == {}}
        )


@dataclass(frozen=True)
class ShownSums:
    """What amounts by unit come to beside their line, 1.000 kr.; `rest` is what is missing in each year."""

    prefix: str
    rows: list[ShownRow]
    rest: ShownRow
    sentence: str

    @classmethod
    def of(cls, grid: UnitGrid, allocation: LineAllocation | None) -> ShownSums:
        part = part_of(allocation, grid.side)
        written = (part.amounts if part else None) or {}
        total = {year: sum(row.get(year, 0) for row in written.values()) for year in grid.years}
        line = {year: grid.line.amounts.get(year, 0) for year in total}
        rest = {year: line[year] - total[year] for year in total}
        missing = ", ".join(
            _("%(amount)s i %(year)s") % {"amount": thousand(amount), "year": year}
            for year, amount in rest.items()
            if amount
        )
        words = _("Rest til fordeling: %s (1.000 kr.).") % missing if missing else _("Hele linjen er fordelt.")
        return cls(
            grid.prefix,
            [
                ShownRow.written(_("Fordelt i alt"), total, total),
                ShownRow.written(_("Linjens beløb"), line, line),
            ],
            ShownRow.written(_("Rest til fordeling"), rest, rest),
            f"{grid.name}: {words}",
        )
