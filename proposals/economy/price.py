"""Conversion between price levels by a table of yearly indices by area (DOMAIN.md §2.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from proposals.economy.model import AREA_LABELS, Allocation, Area, Economy, Line, UnitBook
from proposals.economy.numbers import round_half_away
from proposals.economy.words import Message, gettext_noop

NO_INDEX = gettext_noop("Der er intet p/l-indeks for %(area)s i %(year)s.")
NOT_POSITIVE = gettext_noop("P/l-indekset for %(area)s i %(year)s skal være større end nul.")


class PriceError(ValueError):
    """A conversion the index table cannot make; `message` is the Danish sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class IndexTable:
    """Price and wage indices by area and year on a common base, e.g. 2025: 100, 2026: 103.2."""

    indices: Mapping[Area, Mapping[int, Decimal]]

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, str | int]]) -> "IndexTable":
        """From `{area: {year: index}}` with indices as whole numbers or decimal text (`"103.2"`, `"103,2"`)."""
        return cls(
            {
                Area(area): {int(year): Decimal(str(index).replace(",", ".")) for year, index in years.items()}
                for area, years in data.items()
            }
        )

    def index(self, area: Area, year: int) -> Decimal:
        """The index of an area's price level; PriceError when it is missing or not above zero."""
        values: dict[str, str | int] = {"area": AREA_LABELS[area], "year": year}
        try:
            index = self.indices[area][year]
        except KeyError:
            raise PriceError(Message(NO_INDEX, values)) from None
        if index <= 0:
            raise PriceError(Message(NOT_POSITIVE, values))
        return index


def convert(amount: int, area: Area, table: IndexTable, written: int, wanted: int) -> int:
    """An amount of 1.000 kr. from price level `written` to `wanted`, rounded half away from zero."""
    return _rounded(_exact(amount, area, table, written, wanted))


def converted(economy: Economy, table: IndexTable, book: UnitBook, written: int, wanted: int) -> Economy:
    """A converted copy, line by line, so that totals are still the sums of the lines shown.

    Amounts by unit that sum to their line still do, by largest remainder; ties go to the larger amount, then to the
    book's order. Those that do not are rounded one by one, as they are a draft's.
    """

    def line_in(line: Line) -> Line:
        def exact(amount: int) -> Fraction:
            return _exact(amount, line.counted_area, table, written, wanted)

        def allocation_in(allocation: Allocation | None) -> Allocation | None:
            if allocation is None or allocation.amounts is None:
                return allocation
            parts: dict[str, dict[int, int]] = {unit: {} for unit in allocation.amounts}
            for year in {year for row in allocation.amounts.values() for year in row}:
                given = {unit: row.get(year, 0) for unit, row in allocation.amounts.items()}
                in_full = sum(given.values()) == line.amounts.get(year, 0)
                found = {unit: exact(part) for unit, part in given.items()}
                apart = {unit: _rounded(part) for unit, part in found.items()}
                for unit, part in (_rounded_together(found, book) if in_full else apart).items():
                    parts[unit][year] = part
            return Allocation(amounts=parts)

        return replace(
            line,
            amounts={year: _rounded(exact(amount)) for year, amount in line.amounts.items()},
            booking=allocation_in(line.booking),
            target=allocation_in(line.target),
        )

    return replace(economy, lines=tuple(line_in(line) for line in economy.lines))


def _exact(amount: int, area: Area, table: IndexTable, written: int, wanted: int) -> Fraction:
    if written == wanted:
        return Fraction(amount)
    return amount * Fraction(table.index(area, wanted)) / Fraction(table.index(area, written))


def _rounded(exact: Fraction) -> int:
    return round_half_away(*exact.as_integer_ratio())


def _rounded_together(exact: Mapping[str, Fraction], book: UnitBook) -> dict[str, int]:
    """Whole parts next to the exact ones, by largest remainder, that make the rounded sum of them."""
    whole = _rounded(sum(exact.values(), Fraction()))
    if whole < 0:
        # A saving is shared as an expense of the same size is.
        return {unit: -part for unit, part in _rounded_together({u: -e for u, e in exact.items()}, book).items()}
    parts = {unit: floor(part) for unit, part in exact.items()}
    by_remainder = sorted(exact, key=lambda unit: (parts[unit] - exact[unit], -abs(exact[unit]), book.place(unit)))
    for unit in by_remainder[: whole - sum(parts.values())]:
        parts[unit] += 1
    return parts


def converted_heading(heading: str, written: int, wanted: int) -> str:
    """The heading of a table in price level `wanted`; one that was converted says so. Danish, for print."""
    if written == wanted:
        return f"{heading} ({wanted} p/l)"
    return f"{heading} ({wanted} p/l, omregnet fra {written} p/l)"
