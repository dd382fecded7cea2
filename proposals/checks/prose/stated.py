"""What the tables say: every row of figures that prose may speak of, from single lines to the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from proposals.economy.model import Economy, Line, LineKind
from proposals.economy.payback import payback

Family = Literal["investment", "effect", "other"]
Scope = Literal["total", "net", "base", "area", "part", "line"]


@dataclass(frozen=True)
class Stated:
    """A row of amounts in 1.000 kr. a year.

    `scope`: "total" and "area" are the printed totals of the family, "net" is both families together, "base" the
    investment without base investments, "part" a sum of some lines. `area` is the code where the row is of one
    area alone.
    """

    family: Family
    scope: Scope
    amounts: Mapping[int, int]
    area: str = ""

    @property
    def total(self) -> int:
        return sum(self.amounts.values())

    def values(self, years: tuple[int, ...] = ()) -> set[int]:
        """The sizes, without sign, that words can mean: each year's amount and the sum; of `years` where named."""
        if not years:
            return {abs(amount) for amount in self.amounts.values()} | {abs(self.total)}
        within = {abs(self.amounts.get(year, 0)) for year in years}
        within.add(abs(sum(self.amounts.get(year, 0) for year in years)))
        return within

    def years(self) -> set[int]:
        """The years with an amount."""
        return {year for year, amount in self.amounts.items() if amount}


@dataclass(frozen=True)
class Tables:
    """The rows, the paybacks (years; None without one), and from which years an effect stays as it is."""

    rows: tuple[Stated, ...]
    paybacks: frozenset[int]
    steady_from: frozenset[int]
    has_payback: bool

    @classmethod
    def of(cls, economy: Economy, more: Iterable[Mapping[int, int]] = ()) -> Tables:
        """`more`: rows of other tables, such as the effect on administration or a committee's share."""
        rows = [*_rows(economy), *(Stated("other", "line", dict(row)) for row in more)]
        found = [payback(economy, "total"), payback(economy, "service")]
        permanent = economy.of_kind(LineKind.PERMANENT)
        total = Stated("effect", "total", economy.row(permanent))
        lines = [total, *(Stated("effect", "line", economy.row([line])) for line in permanent if _saves(line))]
        return cls(
            tuple(row for row in rows if row.years()),
            frozenset(one.years for one in found if one.years is not None),
            frozenset(year for row in lines for year in [steady_from(row.amounts)] if year),
            bool(permanent),
        )

    def of_family(self, *families: Family) -> list[Stated]:
        return [row for row in self.rows if row.family in families]

    def total_of(self, family: Family) -> Stated | None:
        return next((row for row in self.rows if row.family == family and row.scope == "total"), None)


def steady_from(amounts: Mapping[int, int]) -> int | None:
    """The first year from which the amount is that of the last year; None for a row without amounts."""
    years = sorted(amounts)
    if not years or not amounts[years[-1]]:
        return None
    first = years[-1]
    for year in reversed(years):
        if amounts[year] != amounts[years[-1]]:
            break
        first = year
    return first


def _rows(economy: Economy) -> Iterator[Stated]:
    permanent, investment = economy.of_kind(LineKind.PERMANENT), economy.of_kind(LineKind.IMPLEMENTATION)
    yield from _of_lines(economy, "effect", permanent)
    yield from _of_lines(economy, "investment", investment)
    yield Stated("effect", "net", economy.row(permanent + investment))
    for kept in ([line for line in permanent if _saves(line)], [line for line in permanent if not _saves(line)]):
        yield Stated("effect", "part", economy.row(kept))
    without_base = [line for line in investment if not line.base_investment]
    yield Stated("investment", "base", economy.row(without_base))
    for line in economy.of_kind(LineKind.LOAN_REPAYMENT):
        yield Stated("other", "line", economy.row([line]))


def _saves(line: Line) -> bool:
    return sum(line.amounts.values()) < 0


def _of_lines(economy: Economy, family: Family, lines: tuple[Line, ...]) -> Iterator[Stated]:
    yield Stated(family, "total", economy.row(lines))
    for area in {line.counted_area for line in lines}:
        of_area = [line for line in lines if line.counted_area is area]
        yield Stated(family, "area", economy.row(of_area), area.value)
    for line in lines:
        yield Stated(family, "line", economy.row([line]), line.counted_area.value)
    for group in {line.group for line in lines if line.group}:
        yield Stated(family, "part", economy.row([line for line in lines if line.group == group]))
    for one, other in combinations(lines, 2):
        yield Stated(family, "part", economy.row([one, other]))
    if len(lines) > 3:
        for line in lines:
            yield Stated(family, "part", economy.row([other for other in lines if other is not line]))
