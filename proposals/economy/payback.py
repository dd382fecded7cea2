"""The payback of a proposal: how many years until it has paid for itself for good (DOMAIN.md §2.3)."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from proposals.economy.explain import Explanation
from proposals.economy.model import Area, Economy, LineKind, YearRow
from proposals.economy.numbers import thousand
from proposals.economy.words import gettext_noop

LONGEST_YEARS = 30
"""A payback not reached within this many years is shown as a dash."""

NO_PAYBACK = "–"

Basis = Literal["total", "service"]

RULE_TOTAL = gettext_noop(
    "Antal år fra det første år med en økonomisk påvirkning til og med det første år, hvorfra den akkumulerede "
    "påvirkning forbliver nul eller negativ. Alle varige ændringer tæller med. Grundinvesteringer er holdt ude. "
    "Efter det sidste viste år fortsætter sidste års varige ændringer."
)
RULE_SERVICE = gettext_noop(
    "Antal år fra det første år med en økonomisk påvirkning til og med det første år, hvorfra den akkumulerede "
    "påvirkning forbliver nul eller negativ. Kun varige ændringer på service tæller med, holdt op mod alle "
    "implementeringsomkostninger. Grundinvesteringer er holdt ude. Efter det sidste viste år fortsætter sidste "
    "års varige ændringer."
)
HEADER = (
    gettext_noop("År"),
    gettext_noop("Varige ændringer"),
    gettext_noop("Implementeringsomkostninger"),
    gettext_noop("Påvirkning"),
    gettext_noop("Akkumuleret påvirkning"),
)


@dataclass(frozen=True)
class Payback:
    """Years until paid back and the year it happens; both None when it does not within thirty years."""

    years: int | None
    year: int | None
    explanation: Explanation

    @property
    def full(self) -> str:
        """As printed with the proposal: `4 år (2028)` or a dash."""
        return _full(self.years, self.year)

    @property
    def short(self) -> str:
        """As printed in tables: `4` or a dash."""
        return NO_PAYBACK if self.years is None else str(self.years)


def _full(years: int | None, year: int | None) -> str:
    return NO_PAYBACK if years is None else f"{years} år ({year})"


@dataclass(frozen=True)
class _Year:
    year: int
    permanent: int
    implementation: int
    cumulative: int

    @property
    def net(self) -> int:
        return self.permanent + self.implementation


def payback(economy: Economy, basis: Basis) -> Payback:
    """The payback on the total economy or on the service efficiency, both counted from the same first year."""
    first, rows = _course(economy, basis)
    paid = _paid_back(rows, first, sum(row.implementation for row in rows))
    years = None if paid is None or first is None else paid - first + 1
    return Payback(years, paid, _explanation(economy, basis, rows, first, years, paid))


def cumulative(economy: Economy, basis: Basis = "total") -> YearRow:
    """The cumulative effect at the end of each year shown, and on to the year it is paid back, 1.000 kr.

    Counted as the payback counts it, so that it is at or below zero from that year; empty where nothing is written.
    """
    first, rows = _course(economy, basis)
    paid = _paid_back(rows, first, sum(row.implementation for row in rows))
    last = max(economy.years[-1] if economy.years else 0, paid or 0)
    return {row.year: row.cumulative for row in rows if row.year <= last}


def _course(economy: Economy, basis: Basis) -> tuple[int | None, list[_Year]]:
    """The first year with an effect, and the years from the first one shown."""
    counted = economy.without_base_investments()
    permanent_lines = counted.of_kind(LineKind.PERMANENT)
    implementation = counted.row(counted.of_kind(LineKind.IMPLEMENTATION))
    all_permanent = counted.row(permanent_lines)
    permanent = (
        all_permanent
        if basis == "total"
        else counted.row(line for line in permanent_lines if line.counted_area is Area.SERVICE)
    )
    first = next((year for year in counted.years if all_permanent[year] + implementation[year]), None)
    return first, _yearly(permanent, implementation, first)


def _yearly(permanent: YearRow, implementation: YearRow, first: int | None) -> list[_Year]:
    """The years shown and, with the last permanent total going on, all years the payback may take."""
    if first is None:
        return []
    shown = list(permanent)
    years = range(shown[0], max(shown[-1], first + LONGEST_YEARS - 1) + 1)
    lasting = permanent[shown[-1]]
    nets = [(year, permanent.get(year, lasting), implementation.get(year, 0)) for year in years]
    cumulative = accumulate(effect + cost for _, effect, cost in nets)
    return [_Year(*net, so_far) for net, so_far in zip(nets, cumulative, strict=True)]


def _paid_back(rows: list[_Year], first: int | None, investment: int) -> int | None:
    """The first year from which the cumulative net stays at or below zero, or None."""
    if first is None or investment <= 0:
        return None
    if rows[-1].permanent > 0:
        # A lasting cost eats any gain in the end, however far away: the net does not stay below zero.
        return None
    unpaid = [row.year for row in rows if row.year >= first and row.cumulative > 0]
    paid = unpaid[-1] + 1 if unpaid else first
    return paid if paid - first + 1 <= LONGEST_YEARS else None


def _explanation(
    economy: Economy,
    basis: Basis,
    rows: list[_Year],
    first: int | None,
    years: int | None,
    paid: int | None,
) -> Explanation:
    base = sum(sum(line.amounts.values()) for line in economy.of_kind(LineKind.IMPLEMENTATION) if line.base_investment)
    last_shown = max(economy.years[-1] if economy.years else 0, paid or 0)
    inputs = [
        (gettext_noop("Første år med en påvirkning"), str(first) if first else NO_PAYBACK),
        (gettext_noop("Implementeringsomkostninger i alt"), thousand(sum(row.implementation for row in rows))),
        (gettext_noop("Grundinvesteringer, holdt ude"), thousand(base)),
        (gettext_noop("Varige ændringer efter sidste viste år"), thousand(rows[-1].permanent if rows else 0)),
    ]
    return Explanation(
        rule=RULE_TOTAL if basis == "total" else RULE_SERVICE,
        inputs=tuple(inputs),
        header=HEADER,
        steps=tuple(
            (
                str(row.year),
                thousand(row.permanent),
                thousand(row.implementation),
                thousand(row.net),
                thousand(row.cumulative),
            )
            for row in rows
            if row.year <= last_shown
        ),
        result=_full(years, paid),
    )
