"""The typed data the rules work on: lines, distribution keys and units of one proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from proposals.economy.words import gettext_noop

YearRow = dict[int, int]
"""Amounts in 1.000 kr. by year; every year of the economy is present, 0 where nothing is written."""


class Area(StrEnum):
    """Budget area (styringsområde) of a line."""

    SERVICE = "service"
    ANLAEG = "anlaeg"
    EFTERSPOERGSELSSTYRET_INDSATS = "efterspoergselsstyret_indsats"
    EFTERSPOERGSELSSTYREDE_OVERFOERSLER = "efterspoergselsstyrede_overfoersler"
    FINANSPOSTER = "finansposter"


AREA_LABELS: dict[Area, str] = {
    Area.SERVICE: gettext_noop("Service"),
    Area.ANLAEG: gettext_noop("Anlæg"),
    Area.EFTERSPOERGSELSSTYRET_INDSATS: gettext_noop("Efterspørgselsstyret indsats"),
    Area.EFTERSPOERGSELSSTYREDE_OVERFOERSLER: gettext_noop("Efterspørgselsstyrede overførsler"),
    Area.FINANSPOSTER: gettext_noop("Finansposter"),
}


class LineKind(StrEnum):
    """What a line is: a lasting change, one-off money from the pool, or the repayment of an internal loan."""

    PERMANENT = "permanent"
    IMPLEMENTATION = "implementation"
    LOAN_REPAYMENT = "loan_repayment"


@dataclass(frozen=True)
class Allocation:
    """Where a line is booked or counted: one unit, a key, or amounts by unit; none of them: the own committee."""

    unit: str | None = None
    key: str | None = None
    amounts: Mapping[str, Mapping[int, int]] | None = None

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.unit, self.key, self.amounts)) > 1:
            raise ValueError("an allocation is one unit, one key, or amounts by unit, not several of them")


@dataclass(frozen=True)
class Line:
    """One line of the economy table; `amounts` in 1.000 kr. by year, savings negative."""

    id: str
    kind: LineKind
    label: str
    area: Area | None
    amounts: Mapping[int, int]
    group: str | None = None
    profit_centre: str | None = None
    base_investment: bool = False
    booking: Allocation | None = None
    target: Allocation | None = None

    @property
    def counted_area(self) -> Area:
        """The line's area; a line without one counts as service (DOMAIN.md §2.1)."""
        return self.area or Area.SERVICE


@dataclass(frozen=True)
class KeyEntry:
    """A unit's basis (hours, m², kr.) in a distribution key; never a percentage."""

    unit: str
    basis: int

    def __post_init__(self) -> None:
        if self.basis < 0:
            raise ValueError(f"basis of {self.unit} is negative")


@dataclass(frozen=True)
class Key:
    """A named distribution key."""

    id: str
    label: str
    basis_unit: str
    entries: tuple[KeyEntry, ...]


@dataclass(frozen=True)
class Committee:
    """A standing committee (udvalg)."""

    code: str
    label: str


@dataclass(frozen=True)
class Unit:
    """Where money is booked; an administration's own code is a unit that is its committee."""

    code: str
    label: str
    committee: str
    is_committee: bool = False


@dataclass(frozen=True)
class UnitBook:
    """Committees and units in their fixed order: a committee's own unit first, its other units after it."""

    committees: tuple[Committee, ...]
    units: tuple[Unit, ...]

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _order(self) -> dict[str, int]:
        committees = {committee.code: place for place, committee in enumerate(self.committees)}
        placed = sorted(
            self.units,
            key=lambda unit: (committees[unit.committee], not unit.is_committee),
        )
        return {unit.code: place for place, unit in enumerate(placed)}

    def __post_init__(self) -> None:
        known = {committee.code for committee in self.committees}
        astray = [unit.code for unit in self.units if unit.committee not in known]
        if astray:
            raise ValueError(f"units under an unknown committee: {', '.join(astray)}")

    @classmethod
    def build(
        cls,
        committees: Iterable[tuple[str, str]],
        administrations: Iterable[tuple[str, str]],
        units: Iterable[tuple[str, str, str]],
    ) -> "UnitBook":
        """A book of committees (code, label), administrations (code, committee), units (code, label, committee).

        An administration's code is the unit that is its committee and is printed under the committee's name.
        """
        labels = dict(committees)
        own = [Unit(code, labels[committee], committee, is_committee=True) for code, committee in administrations]
        reported = [Unit(code, label, committee) for code, label, committee in units]
        return cls(tuple(Committee(code, label) for code, label in labels.items()), tuple(own + reported))

    def unit(self, code: str) -> Unit:
        """The unit of that code; KeyError when the book does not know it."""
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def place(self, code: str) -> tuple[int, str]:
        """Sort key for a unit code: the book's order, unknown units last in alphabetical order."""
        return (self._order.get(code, len(self._order)), code)

    def committee_of(self, code: str) -> str:
        """The committee code a unit reports under; KeyError when the book does not know the unit."""
        return self._by_code[code].committee

    def ordered(self, codes: Iterable[str]) -> list[str]:
        """The codes in the book's order."""
        return sorted(codes, key=self.place)


@dataclass(frozen=True)
class Economy:
    """The figures of one proposal: years shown, lines, keys, and the unit that is its administration.

    The years are widened to a whole range that holds every amount, so that no money stands outside the totals.
    """

    years: tuple[int, ...]
    lines: tuple[Line, ...] = ()
    keys: tuple[Key, ...] = ()
    own_unit: str = ""

    def __post_init__(self) -> None:
        written = {year for line in self.lines for year, amount in line.amounts.items() if amount}
        written.update(self.years)
        if written:
            object.__setattr__(self, "years", tuple(range(min(written), max(written) + 1)))

    @property
    def last_year(self) -> int | None:
        """The last year shown, or None when the economy is empty."""
        return self.years[-1] if self.years else None

    def of_kind(self, kind: LineKind) -> tuple[Line, ...]:
        """The lines of one kind, in their written order."""
        return tuple(line for line in self.lines if line.kind is kind)

    def key(self, key_id: str) -> Key:
        """The distribution key of that id; KeyError when it is not defined."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyError(key_id)

    def row(self, lines: Iterable[Line]) -> YearRow:
        """The lines' sum by year, 1.000 kr."""
        row = dict.fromkeys(self.years, 0)
        for line in lines:
            for year, amount in line.amounts.items():
                if amount:
                    row[year] += amount
        return row

    def without_base_investments(self) -> "Economy":
        """The same economy with base investments left out, as the payback counts it."""
        return replace(self, lines=tuple(line for line in self.lines if not line.base_investment))
