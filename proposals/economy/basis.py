"""The basis of a budget line: what cases, minutes, hours and a price per ÅV come to, year by year in 1.000 kr.

Everything is reckoned with exact fractions. Each year's amount is rounded once, to whole 1.000 kr., halves
away from zero. An ÅV (årsværk) is one person's effective working hours in a year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from proposals.economy.explain import Explanation
from proposals.economy.measures import measure
from proposals.economy.model import YearRow
from proposals.economy.numbers import round_half_away, thousand
from proposals.economy.words import gettext_noop

Effect = Literal["saving", "cost"]
Missing = Literal["components", "hours_per_fte", "price_per_fte"]
WHOLE = Decimal(100)

RULE = gettext_noop(
    "Antal × minutter lægges sammen og regnes om til timer. Timerne deles med de effektive timer pr. årsværk og "
    "ganges med prisen pr. årsværk, med den andel, der regnes med, og med årets indfasning. Hvert års beløb "
    "afrundes én gang til hele 1.000 kr. En besparelse er negativ."
)
INPUTS = {
    "hours": gettext_noop("Timer om året"),
    "hours_per_fte": gettext_noop("Effektive timer pr. årsværk"),
    "fte": gettext_noop("Årsværk"),
    "price_per_fte": gettext_noop("Pris pr. årsværk, kr."),
    "share": gettext_noop("Andel, der regnes med"),
}
UNNAMED = gettext_noop("Sager")
HEADER = (gettext_noop("År"), gettext_noop("Indfasning"), gettext_noop("1.000 kr."))


@dataclass(frozen=True)
class Component:
    """Cases of one sort: how many a year, and how many minutes each takes. None: not known yet."""

    label: str
    quantity: Decimal | None
    minutes: Decimal | None

    @property
    def product(self) -> Fraction:
        """Minutes a year; 0 while a factor is missing."""
        return Fraction(self.quantity or 0) * Fraction(self.minutes or 0)


@dataclass(frozen=True)
class Calculation:
    """The assumptions behind an amount. `price_per_fte` in kr. a year; `share` and `phase_in` in percent.

    A year without a percentage of its own is fully phased in.
    """

    id: str
    label: str
    components: tuple[Component, ...]
    hours_per_fte: Decimal | None
    price_per_fte: int | None
    share: Decimal = WHOLE
    effect: Effect = "saving"
    phase_in: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The assumptions without which there is no amount."""
        missing: list[Missing] = []
        if not any(part.quantity is not None and part.minutes is not None for part in self.components):
            missing.append("components")
        if not self.hours_per_fte:
            missing.append("hours_per_fte")
        if self.price_per_fte is None:
            missing.append("price_per_fte")
        return tuple(missing)


def hours(calculation: Calculation) -> Fraction:
    """Hours a year, exact."""
    return sum((part.product for part in calculation.components), Fraction(0)) / 60


def full_time(calculation: Calculation) -> Fraction:
    """ÅV, exact; 0 while the hours per ÅV are missing."""
    return hours(calculation) / Fraction(calculation.hours_per_fte) if calculation.hours_per_fte else Fraction(0)


def _amount(calculation: Calculation, phased_in: Decimal) -> int:
    """1.000 kr. at a phase-in in percent, rounded; savings negative."""
    kroner = full_time(calculation) * (calculation.price_per_fte or 0)
    exact = kroner * Fraction(calculation.share) / 100 * Fraction(phased_in) / 100 / 1000
    rounded = round_half_away(exact.numerator, exact.denominator)
    return -rounded if calculation.effect == "saving" else rounded


def full_effect(calculation: Calculation) -> int | None:
    """The yearly amount when fully phased in, 1.000 kr.; None while an assumption is missing."""
    return None if calculation.missing else _amount(calculation, WHOLE)


def amounts(calculation: Calculation, years: Iterable[int]) -> YearRow | None:
    """The amount of each year, 1.000 kr.; None while an assumption is missing."""
    if calculation.missing:
        return None
    return {year: _amount(calculation, calculation.phase_in.get(year, WHOLE)) for year in years}


def explain(calculation: Calculation, years: Iterable[int]) -> Explanation:
    """The account of the amounts: each sort of cases, the hours and ÅV they come to, and the phase-in by year."""
    unknown = "–"
    inputs = [
        (part.label or UNNAMED, f"{_shown(part.quantity)} × {_shown(part.minutes)} min.")
        for part in calculation.components
    ]
    price = calculation.price_per_fte
    inputs += [
        (INPUTS["hours"], measure(hours(calculation))),
        (INPUTS["hours_per_fte"], _shown(calculation.hours_per_fte)),
        (INPUTS["fte"], measure(full_time(calculation)) if calculation.hours_per_fte else unknown),
        (INPUTS["price_per_fte"], unknown if price is None else thousand(price)),
        (INPUTS["share"], f"{measure(calculation.share)} %"),
    ]
    by_year = amounts(calculation, years) or {}
    steps = [
        (str(year), f"{measure(calculation.phase_in.get(year, WHOLE))} %", thousand(amount))
        for year, amount in by_year.items()
    ]
    full = full_effect(calculation)
    return Explanation(RULE, tuple(inputs), HEADER, tuple(steps), unknown if full is None else thousand(full))


def _shown(number: Decimal | None) -> str:
    return "–" if number is None else measure(number)
