"""Sharing money between units: keys, the distribution on committees and the tables for Kvantum (DOMAIN.md §2.5–6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proposals.economy.model import Allocation, Area, Economy, Key, Line, LineKind, UnitBook, YearRow
from proposals.economy.numbers import thousand
from proposals.economy.words import Message, gettext_noop

UNKNOWN_KEY = gettext_noop("“%(line)s” er fordelt med en fordelingsnøgle, som ikke findes: %(key)s.")
KEY_WITHOUT_BASIS = gettext_noop("Fordelingsnøglen “%(key)s” har intet grundlag at fordele efter.")
UNKNOWN_UNIT = gettext_noop("Enheden “%(unit)s” findes ikke.")
AMOUNTS_DIFFER = gettext_noop(
    "“%(line)s”: beløbene fordelt på enheder giver %(allocated)s i %(year)s, men linjen er på %(amount)s (1.000 kr.)."
)

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


def allocate(line: Line, allocation: Allocation | None, economy: Economy, book: UnitBook) -> Shares:
    """A line's amounts by unit; without an allocation all of it lies at the proposal's own committee.

    Raises DistributionError for an unknown unit or key, a key without basis, and amounts that do not sum to the line.
    """
    row = economy.row([line])
    if allocation is not None and allocation.key is not None:
        shares = spread(row, _key(line, allocation.key, economy), book)
    elif allocation is not None and allocation.amounts is not None:
        shares = _written(line, row, allocation.amounts)
    else:
        unit = allocation.unit if allocation is not None and allocation.unit is not None else economy.own_unit
        shares = {unit: row}
    for unit in shares:
        if unit not in book:
            raise DistributionError(Message(UNKNOWN_UNIT, {"unit": unit}))
    return shares


def faults(economy: Economy, book: UnitBook) -> list[Message]:
    """Why the proposal's money cannot be distributed, one sentence for each booking or target; empty when it can."""
    found: dict[str, Message] = {}
    for line in economy.lines:
        for allocation in (line.booking, line.target):
            try:
                allocate(line, allocation, economy, book)
            except DistributionError as error:
                found.setdefault(str(error), error.message)
    return list(found.values())


@dataclass(frozen=True)
class UnitRow:
    """A unit's amounts by year in 1.000 kr.; a reported unit stands under its committee."""

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

    `a` is the target effect, `c` the appropriation effect if the proposal is worked in, `b` = `c` − `a`, which sums
    to 0. Where `equal`, A and C are printed as one table. `d` (anlæg) and `e` (service) share the investments by unit
    and profit centre, with rows only where there is money; None when not more than one unit has a part.
    """

    a: UnitTable
    b: UnitTable
    c: UnitTable
    equal: bool
    d: UnitTable | None
    e: UnitTable | None


def technical_tables(economy: Economy, book: UnitBook) -> TechnicalTables:
    """Tables A–E of a proposal that touches several committees; raises DistributionError when it cannot be shared."""
    lines = economy.of_kind(LineKind.PERMANENT)
    targets = _Ledger(economy, book)
    bookings = _Ledger(economy, book)
    difference = _Ledger(economy, book)
    for line in lines:
        counted = allocate(line, line.target, economy, book)
        booked = allocate(line, line.booking, economy, book)
        targets.add(line, counted)
        bookings.add(line, booked)
        difference.add(line, booked)
        difference.add(line, counted, sign=-1)
    a, b, c = targets.table(), difference.table(), bookings.table()
    return TechnicalTables(
        a=a,
        b=b,
        c=c,
        equal=all(row.empty for row in b.rows),
        d=_investments(economy, book, Area.ANLAEG),
        e=_investments(economy, book, Area.SERVICE),
    )


def by_committee(economy: Economy, book: UnitBook) -> dict[str, YearRow]:
    """The net by committee code, implementation included and units folded in: C + D + E, in the book's order.

    Only committees with an amount in some year; raises DistributionError when a line cannot be shared.
    """
    rows = {committee.code: dict.fromkeys(economy.years, 0) for committee in book.committees}
    for line in economy.lines:
        if line.kind is LineKind.LOAN_REPAYMENT:
            continue
        for unit, row in allocate(line, line.booking, economy, book).items():
            committee = rows[book.committee_of(unit)]
            for year, amount in row.items():
                committee[year] += amount
    return {code: row for code, row in rows.items() if any(row.values())}


class _Ledger:
    """Amounts gathered by unit, with the profit centres of the lines that brought them."""

    def __init__(self, economy: Economy, book: UnitBook) -> None:
        self._years = economy.years
        self._book = book
        self._amounts = {unit.code: dict.fromkeys(economy.years, 0) for unit in book.units}
        self._profit_centres: dict[str, list[str]] = {}

    def add(self, line: Line, shares: Shares, sign: int = 1) -> None:
        for unit, row in shares.items():
            for year, amount in row.items():
                self._amounts[unit][year] += sign * amount
            centres = self._profit_centres.setdefault(unit, [])
            if line.profit_centre and line.profit_centre not in centres:
                centres.append(line.profit_centre)

    def table(self) -> UnitTable:
        return _table(
            self._book,
            [
                (code, ", ".join(self._profit_centres.get(code, [])) or None, self._amounts[code])
                for code in self._book.ordered(self._amounts)
            ],
            self._years,
        )


def _investments(economy: Economy, book: UnitBook, area: Area) -> UnitTable | None:
    """One-off money of one area by unit and profit centre, or None when not more than one unit has a part."""
    parts: dict[tuple[str, str | None], YearRow] = {}
    for line in economy.of_kind(LineKind.IMPLEMENTATION):
        if line.counted_area is not area:
            continue
        for unit, row in allocate(line, line.booking, economy, book).items():
            part = parts.setdefault((unit, line.profit_centre), dict.fromkeys(economy.years, 0))
            for year, amount in row.items():
                part[year] += amount
    placed = sorted(parts, key=lambda place: (book.place(place[0]), place[1] or ""))
    filled = [(unit, centre, parts[unit, centre]) for unit, centre in placed if any(parts[unit, centre].values())]
    if len({unit for unit, _, _ in filled}) < 2:
        return None
    return _table(book, filled, economy.years)


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
