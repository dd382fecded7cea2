"""Sharing money between units: keys, distribution on committees, the tables for Kvantum (DOMAIN.md §2.5–6)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from proposals.economy.model import Allocation, Area, Economy, Key, Line, LineKind, UnitBook, YearRow
from proposals.economy.numbers import thousand
from proposals.economy.words import Message, gettext_noop

UNKNOWN_KEY = gettext_noop("“%(line)s” er fordelt med en fordelingsnøgle, som ikke findes: %(key)s.")
KEY_WITHOUT_BASIS = gettext_noop("Fordelingsnøglen “%(key)s” har intet grundlag at fordele efter.")
UNKNOWN_UNIT = gettext_noop("Enheden “%(unit)s” findes ikke.")
AMOUNTS_DIFFER = gettext_noop(
    "“%(line)s”: beløbene fordelt på enheder giver %(allocated)s i %(year)s, men linjen er på %(amount)s (1.000 kr.)."
)

Side = Literal["booking", "target"]
SIDES: dict[LineKind, tuple[Side, ...]] = {
    LineKind.PERMANENT: ("booking", "target"),
    LineKind.IMPLEMENTATION: ("booking",),
    LineKind.LOAN_REPAYMENT: (),
}
"""What is asked of a line: money from the pool is booked, a lasting effect also counts as somebody's."""

Shares = dict[str, YearRow]
"""Amounts in 1.000 kr. by unit code and year."""


class DistributionError(ValueError):
    """An amount that cannot be shared as written; `message` is the Danish sentence for the writer."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def share(amount: int, key: Key, book: UnitBook) -> dict[str, int]:
    """`amount` by unit after the key's basis, by largest remainder: the parts sum to the whole.

    Ties go to the larger basis, then to the book's order. A unit that stands twice in a key has its bases added.
    Raises DistributionError when the key has no basis.
    """
    basis: dict[str, int] = {}
    for entry in key.entries:
        basis[entry.unit] = basis.get(entry.unit, 0) + entry.basis
    whole = sum(basis.values())
    if whole == 0:
        raise DistributionError(Message(KEY_WITHOUT_BASIS, {"key": key.label or key.id}))
    magnitude = abs(amount)
    parts = {unit: magnitude * part // whole for unit, part in basis.items()}
    left = magnitude - sum(parts.values())
    by_remainder = sorted(
        basis,
        key=lambda unit: (-(magnitude * basis[unit] % whole), -basis[unit], book.place(unit)),
    )
    for unit in by_remainder[:left]:
        parts[unit] += 1
    sign = -1 if amount < 0 else 1
    return {unit: sign * parts[unit] for unit in book.ordered(parts)}


def spread(row: Mapping[int, int], key: Key, book: UnitBook) -> Shares:
    """A row of years shared year by year."""
    shares: Shares = {}
    for year, amount in row.items():
        for unit, part in share(amount, key, book).items():
            shares.setdefault(unit, {})[year] = part
    return shares


def shared(lines: Iterable[Line], side: Side, economy: Economy, book: UnitBook) -> Shares:
    """The lines' amounts by unit, by where they are booked or whose efficiency they count as (their target).

    Lines on the same key are summed exactly and shared once, so that no unit is off by more than one rounding.
    A line without an allocation lies at the proposal's own committee. Raises DistributionError for an unknown
    unit or key, a key without basis, and amounts that do not sum to their line.
    """
    gathered: Shares = {}
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        allocation = _side(line, side)
        if allocation is not None and allocation.key is not None:
            by_key.setdefault(allocation.key, []).append(line)
        elif allocation is not None and allocation.amounts is not None:
            _add(gathered, _written(line, economy.row([line]), allocation.amounts))
        else:
            unit = allocation.unit if allocation is not None and allocation.unit is not None else economy.own_unit
            _add(gathered, {unit: economy.row([line])})
    for key_id, keyed in by_key.items():
        _add(gathered, spread(economy.row(keyed), _key(keyed[0], key_id, economy), book))
    for unit in gathered:
        if unit not in book:
            raise DistributionError(Message(UNKNOWN_UNIT, {"unit": unit}))
    return gathered


def _side(line: Line, side: Side) -> Allocation | None:
    return line.booking if side == "booking" else line.target


def _add(gathered: Shares, shares: Shares) -> None:
    for unit, row in shares.items():
        whole = gathered.setdefault(unit, {})
        for year, amount in row.items():
            whole[year] = whole.get(year, 0) + amount


def faults(economy: Economy, book: UnitBook) -> Iterator[tuple[Line, Message]]:
    """Each line that cannot be distributed with the reason in words; one that holds for both sides is told once."""
    for line in economy.lines:
        found: dict[str, Message] = {}
        for side in SIDES[line.kind]:
            try:
                shared([line], side, economy, book)
            except DistributionError as error:
                found.setdefault(str(error), error.message)
        yield from ((line, message) for message in found.values())


@dataclass(frozen=True)
class UnitRow:
    """A unit's amounts by year in 1.000 kr.; a reported unit stands under its committee.

    `profit_centre` is that of every amount of the row; None where they have none or several.
    """

    unit: str
    label: str
    committee: str
    is_committee: bool
    profit_centre: str | None
    amounts: YearRow

    @property
    def empty(self) -> bool:
        """Whether no year has an amount."""
        return not any(self.amounts.values())


@dataclass(frozen=True)
class UnitTable:
    """A row for every unit of the book in its order, those without amounts too, and the total by year."""

    rows: tuple[UnitRow, ...]
    total: YearRow

    @property
    def filled(self) -> tuple[UnitRow, ...]:
        """The rows with an amount."""
        return tuple(row for row in self.rows if not row.empty)


@dataclass(frozen=True)
class TechnicalTables:
    """The tables for Kvantum.

    `a` is the target effect, `c` the appropriation effect if the proposal is worked in, `b` = `c` − `a`, which
    sums to 0. Where `equal`, A and C are printed as one table. `d` (anlæg) and `e` (service) share the investments
    by unit and profit centre, with rows only where there is money; None when not more than one unit has a part.
    """

    a: UnitTable
    b: UnitTable
    c: UnitTable
    equal: bool
    d: UnitTable | None
    e: UnitTable | None


def technical_tables(economy: Economy, book: UnitBook) -> TechnicalTables:
    """Tables A–E of a proposal that touches several committees; raises DistributionError as `shared` does."""
    lines = economy.of_kind(LineKind.PERMANENT)
    counted = _rows(shared(lines, "target", economy, book), economy, book)
    booked = _rows(shared(lines, "booking", economy, book), economy, book)
    moved = {unit: {year: booked[unit][year] - counted[unit][year] for year in economy.years} for unit in booked}
    return TechnicalTables(
        a=_by_unit(lines, ("target",), counted, economy, book),
        b=_by_unit(lines, ("booking", "target"), moved, economy, book),
        c=_by_unit(lines, ("booking",), booked, economy, book),
        equal=counted == booked,
        d=_investments(economy, book, Area.ANLAEG),
        e=_investments(economy, book, Area.SERVICE),
    )


def by_committee(economy: Economy, book: UnitBook) -> dict[str, YearRow]:
    """The net by committee code, implementation included and units folded in: C + D + E, in the book's order.

    Only committees with an amount in some year; raises DistributionError when a line cannot be shared.
    """
    rows = {committee.code: dict.fromkeys(economy.years, 0) for committee in book.committees}
    parts = [shared(economy.of_kind(LineKind.PERMANENT), "booking", economy, book)]
    parts += [shared(lines, "booking", economy, book) for lines in _by_area_and_profit_centre(economy).values()]
    for shares in parts:
        for unit, row in shares.items():
            committee = rows[book.committee_of(unit)]
            for year, amount in row.items():
                committee[year] += amount
    return {code: row for code, row in rows.items() if any(row.values())}


def _by_area_and_profit_centre(economy: Economy) -> dict[tuple[Area, str | None], list[Line]]:
    lines: dict[tuple[Area, str | None], list[Line]] = {}
    for line in economy.of_kind(LineKind.IMPLEMENTATION):
        lines.setdefault((line.counted_area, line.profit_centre), []).append(line)
    return lines


def _investments(economy: Economy, book: UnitBook, area: Area) -> UnitTable | None:
    """One-off money of one area by unit and profit centre, or None when not more than one unit has a part."""
    parts = [
        (unit, centre, row)
        for (of_area, centre), lines in _by_area_and_profit_centre(economy).items()
        if of_area is area
        for unit, row in shared(lines, "booking", economy, book).items()
        if any(row.values())
    ]
    if len({unit for unit, _, _ in parts}) < 2:
        return None
    return _table(book, sorted(parts, key=lambda part: (book.place(part[0]), part[1] or "")), economy.years)


def _rows(shares: Shares, economy: Economy, book: UnitBook) -> Shares:
    """A row for every unit of the book, with every year."""
    return {
        code: {year: shares.get(code, {}).get(year, 0) for year in economy.years}
        for code in book.ordered(unit.code for unit in book.units)
    }


def _by_unit(
    lines: Iterable[Line], sides: tuple[Side, ...], rows: Shares, economy: Economy, book: UnitBook
) -> UnitTable:
    """A table of every unit; it names the profit centre that holds for all of a unit's amounts, if one does."""
    centres: dict[str, set[str | None]] = {}
    for line in lines:
        booked = _reached(line, "booking", economy)
        for unit in {unit for side in sides for unit in _reached(line, side, economy)}:
            # The centre is where the line is booked; what it counts as elsewhere lies on no centre that is known.
            centres.setdefault(unit, set()).add((line.profit_centre or None) if unit in booked else None)
    alone = {unit: centre for unit, found in centres.items() if len(found) == 1 for centre in found}
    return _table(book, [(code, alone.get(code), row) for code, row in rows.items()], economy.years)


def _reached(line: Line, side: Side, economy: Economy) -> set[str]:
    """The units with a part of the line, be it so small that it rounds to nothing where no other part joins it."""
    allocation = _side(line, side) or Allocation()
    if allocation.amounts is not None:
        return {unit for unit, years in allocation.amounts.items() if any(years.values())}
    if not any(economy.row([line]).values()):
        return set()
    if allocation.key is not None:
        return {entry.unit for entry in _key(line, allocation.key, economy).entries if entry.basis}
    return {economy.own_unit if allocation.unit is None else allocation.unit}


def _table(
    book: UnitBook,
    parts: Iterable[tuple[str, str | None, YearRow]],
    years: tuple[int, ...],
) -> UnitTable:
    rows = tuple(
        UnitRow(code, book.unit(code).label, book.committee_of(code), book.unit(code).is_committee, centre, amounts)
        for code, centre, amounts in parts
    )
    return UnitTable(rows, {year: sum(row.amounts[year] for row in rows) for year in years})


def _key(line: Line, key_id: str, economy: Economy) -> Key:
    try:
        return economy.key(key_id)
    except KeyError:
        raise DistributionError(Message(UNKNOWN_KEY, {"line": line.label, "key": key_id})) from None


def _written(line: Line, row: YearRow, amounts: Mapping[str, Mapping[int, int]]) -> Shares:
    written = {year for years in amounts.values() for year, amount in years.items() if amount}
    for year in sorted({*row, *written}):
        allocated = sum(years.get(year, 0) for years in amounts.values())
        if allocated != row.get(year, 0):
            raise DistributionError(
                Message(
                    AMOUNTS_DIFFER,
                    {
                        "line": line.label,
                        "year": year,
                        "allocated": thousand(allocated),
                        "amount": thousand(row.get(year, 0)),
                    },
                )
            )
    return {unit: {year: years.get(year, 0) for year in row} for unit, years in amounts.items()}
