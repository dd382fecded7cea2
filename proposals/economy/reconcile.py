"""What a round printed held against what the rules give: every difference by its place, rule and kind.

Print is a record and never a source of figures (DOMAIN.md §2: where print and rule differ, the rule is right).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from proposals.economy.distribution import DistributionError, UnitTable, by_committee, shared, technical_tables
from proposals.economy.figures import Figures
from proposals.economy.model import Economy, LineKind, UnitBook, YearRow
from proposals.economy.numbers import MINUS
from proposals.economy.summary import SummaryTables

Printed = Mapping[str, Any]
"""A part of a round file that says what was printed; amounts in 1.000 kr. by year as text."""

_RULES = {
    **dict.fromkeys(("permanent", "implementation", "net"), 1),
    **dict.fromkeys(("payback_total", "payback_service"), 3),
    "administration": 4,
    "2.1": 5,
    **dict.fromkeys("ABCDE", 6),
    **dict.fromkeys(("table1", "table2", "table3"), 9),
}
_SHARED = ("2.1", *"ABCDE")
# The row of a table that says from which year its heading counts.
HEADING = "heading from"
# Print has no rows for these two: it counts them under the committee they report to.
_FOLDED = {"Borgerrådgiveren": "ØKF", "Intern Revision": "ØKF"}
_COLUMNS = {
    "table1": ("committee", "count", "investment", "efficiency"),
    "table2": (
        *("committee", "marks", "number", "title", "service", "anlaeg"),
        *("efficiency_service", "transfers", "payback"),
    ),
    "table3": ("committee", "marks", "number", "title", "kind", "amount"),
}


class Kind(StrEnum):
    """Why print differs: a mistake, parts rounded one by one, thousands that a rounded row has lost, other words."""

    MISPRINT = "misprint"
    ROUNDING = "rounding"
    PRECISION = "precision"
    WORDING = "wording"


@dataclass(frozen=True)
class Difference:
    """One place where print and rule differ. `proposal` is "" in the summary tables; `rule` counts as DOMAIN.md §2."""

    proposal: str
    table: str
    row: str
    column: str
    printed: object
    computed: object
    kind: Kind = Kind.MISPRINT

    @property
    def rule(self) -> int:
        return _RULES[self.table]

    @property
    def place(self) -> str:
        return " ".join(filter(None, (self.proposal, self.table, self.row, self.column)))


_Cell = tuple[str, str, str, object, object]
"""Table, row, column, printed, computed."""


def reconcile_proposal(
    number: str, printed: Printed, administration: Printed | None, economy: Economy, figures: Figures, book: UnitBook
) -> list[Difference]:
    """A proposal's totals, net, paybacks, distribution and technical tables, as far as they are printed.

    `administration` is the printed total of the effect on administration, by year.
    """
    cells = [
        *_totals(printed, administration, figures),
        *_paybacks(printed, figures),
        *_technical_tables(printed, economy, book),
        *_distributions(printed, economy, book),
    ]
    return [
        Difference(number, table, row, column, was, now, _kind_in_proposal(table, row, was, now))
        for table, row, column, was, now in cells
        if was != now
    ]


def reconcile_tables(tables: SummaryTables, published: Printed, zero: str, rounded: Iterable[str]) -> list[Difference]:
    """Tables 1–3 in every cell, in printed form, rows by their order.

    `zero` is how the round prints it; `rounded` names the rows (committee, number, "total") with a proposal that is
    known from a rounded row alone.
    """
    lost = frozenset(rounded)
    found = []
    for table in _COLUMNS:
        for row, column, was, now in _table(table, published[table], getattr(tables, table), zero):
            if was != now:
                kind = _kind_in_table(row, column, was, now, lost)
                found.append(Difference("", table, row, column, was, now, kind))
    return found


def _kind_in_proposal(table: str, row: str, printed: object, computed: object) -> Kind:
    amounts = table in _SHARED and row != HEADING and isinstance(printed, int) and isinstance(computed, int)
    near = amounts and abs(printed - computed) == 1  # type: ignore[operator]
    return Kind.ROUNDING if near else Kind.MISPRINT


def _kind_in_table(row: str, column: str, printed: object, computed: object, rounded: frozenset[str]) -> Kind:
    if column == "title":
        return Kind.WORDING
    amounts = [_tenths(value) for value in (printed, computed)]
    if row in rounded and None not in amounts and abs(amounts[0] - amounts[1]) == 1:  # type: ignore[operator]
        return Kind.PRECISION
    return Kind.MISPRINT


def _tenths(value: object) -> int | None:
    """A printed amount of mio. kr. in tenths; None for what is no such amount."""
    text = str(value).replace(MINUS, "-").replace(".", "")
    whole, comma, tenth = text.partition(",")
    return int(whole + tenth) if comma and (whole + tenth).lstrip("-").isdecimal() else None


# A proposal's own figures.


def _totals(printed: Printed, administration: Printed | None, figures: Figures) -> Iterator[_Cell]:
    totals = figures.totals
    for name, row in (
        ("permanent", totals.permanent_total),
        ("implementation", totals.implementation_total),
    ):
        yield from _years(name, "", printed[f"{name}_total"], row)
    yield from _years("net", "", printed["net"], totals.net)
    for name, by_area in (("permanent", totals.permanent), ("implementation", totals.implementation)):
        for area, amounts in printed[f"{name}_by_area"].items():
            yield from _years(name, area, amounts, by_area.get(area, {}))
    yield from _years("administration", "", administration or {}, figures.administration.total)


def _paybacks(printed: Printed, figures: Figures) -> Iterator[_Cell]:
    for name in ("payback_total", "payback_service"):
        payback, told = getattr(figures, name), printed[name]
        if told is not None:
            right = told in (payback.full, payback.short, f"{payback.short} år")
            yield name, "", "", told, told if right else payback.full


def _years(table: str, row: str, printed: Printed, computed: Mapping[int, int]) -> Iterator[_Cell]:
    """Year by year, a blank counting as 0; nothing for a row that is not printed at all."""
    if not printed:
        return
    by_year = {int(year): amount for year, amount in printed.items()}
    for year in sorted({*by_year, *computed}):
        yield table, row, str(year), by_year.get(year, 0), computed.get(year, 0)


def _blank_years(table: str, row: str, printed: Printed, computed: YearRow) -> Iterator[_Cell]:
    """As `_years`, but a row without amounts is printed as nothing but zeros."""
    yield from _years(table, row, printed or dict.fromkeys(map(str, computed), 0), computed)


def _technical_tables(printed: Printed, economy: Economy, book: UnitBook) -> Iterator[_Cell]:
    if not printed["technical_tables"]:
        return
    try:
        tables = technical_tables(economy, book)
    except DistributionError as error:
        yield "A", "", "", "printed", str(error)
        return
    for one in printed["technical_tables"]:
        letter = _letter(one["caption"])
        if "og bevillingsmæssig effekt" in one["caption"]:
            yield letter.upper(), "equal", "", True, tables.equal
        yield from _technical(letter.upper(), one, getattr(tables, letter), book)


def _letter(caption: str) -> str:
    """Which of today's tables a caption names; the round of 2023 used other letters."""
    if "Måltalseffekt" in caption:
        return "a"
    if "ikke indarbejdes" in caption or "varig drift" in caption:
        return "b"
    return "c" if "Bevillingsmæssig" in caption else "d"


def _technical(name: str, printed: Printed, table: UnitTable | None, book: UnitBook) -> Iterator[_Cell]:
    if table is None:
        yield name, "", "", "printed", "not shared"
        return
    if not any(row["amounts"] for row in printed["rows"]):
        yield name, "", "", "blank", "blank" if not table.filled else "filled"
        return
    years = {int(year) for row in printed["rows"] for year in row["amounts"]}
    late = max(0, min(table.total) - min(years))
    yield name, HEADING, "", min(years), min(years) + late
    computed = _folded(table, {row["unit"] for row in printed["rows"]}, book)
    for row in printed["rows"]:
        yield from _blank_years(name, row["unit"], _later(row["amounts"], late), computed[row["unit"]])
    if printed["total"]:
        yield from _blank_years(name, "total", _later(printed["total"], late), table.total)


def _later(row: Printed, years: int) -> Printed:
    """The row under the years it is for, where the heading names others."""
    return {str(int(year) + years): amount for year, amount in row.items()}


def _folded(table: UnitTable, printed: set[str], book: UnitBook) -> dict[str, YearRow]:
    """The computed rows by label; a unit that has no row in print stands in its committee's."""
    committees = {committee.code: committee.label for committee in book.committees}
    folded: dict[str, YearRow] = {label: dict.fromkeys(table.total, 0) for label in printed}
    for row in table.rows:
        label = row.label if row.label in printed else committees[row.committee]
        whole = folded.setdefault(label, dict.fromkeys(row.amounts, 0))
        for year, amount in row.amounts.items():
            whole[year] += amount
    return folded


def _distributions(printed: Printed, economy: Economy, book: UnitBook) -> Iterator[_Cell]:
    if not printed["committee_distribution"]:
        return
    try:
        net = by_committee(economy, book)
        signed = {kind: _booked_by_label(economy, kind, book) for kind in ("saving", "cost")}
    except DistributionError as error:
        yield "2.1", "", "", "printed", str(error)
        return
    committees = {committee.label: committee.code for committee in book.committees}
    for one in printed["committee_distribution"]:
        for row in one["rows"]:
            if row["kind"] == "net":
                computed = net.get(committees.get(row["unit"], ""), {})
            else:
                computed = signed[row["kind"]].get(row["unit"], {})
            yield from _blank_years("2.1", f"{row['unit']} {row['kind']}", row["amounts"], computed)
        if "total" in one:
            lines = (line for line in economy.lines if line.kind is not LineKind.LOAN_REPAYMENT)
            yield from _years("2.1", "total", one["total"], economy.row(lines))


def _booked_by_label(economy: Economy, kind: str, book: UnitBook) -> dict[str, YearRow]:
    """Savings or running costs by unit, as the template of 2023 distributed them."""
    lines = [
        line for line in economy.of_kind(LineKind.PERMANENT) if (sum(line.amounts.values()) < 0) == (kind == "saving")
    ]
    rows: dict[str, YearRow] = {}
    for unit, row in shared(lines, "booking", economy, book).items():
        label = book.unit(_FOLDED.get(unit, unit)).label
        booked = rows.setdefault(label, dict.fromkeys(economy.years, 0))
        for year, amount in row.items():
            booked[year] += amount
    return rows


# The summary tables.


def _table(name: str, printed: Printed, computed: Any, zero: str) -> Iterator[tuple[str, str, object, object]]:
    """Row, column, printed and computed; rows beyond the shorter of the two are told by their number alone."""
    yield "rows", "", len(printed["rows"]), len(computed.rows)
    for row, ours in zip(printed["rows"], computed.rows, strict=False):
        label = row.get("number") or row["committee"]
        for column in _COLUMNS[name]:
            yield label, column, _printed(row[column], zero, column), getattr(ours, column)
    for column, value in printed["total"].items():
        if column != "payback":
            yield "total", column, _printed(value, zero, column), getattr(computed.total, column)
    if "footnotes" in printed:
        yield "footnotes", "", printed["footnotes"], [note.mark + note.text for note in computed.footnotes]


def _printed(value: object, zero: str, column: str) -> object:
    """A figure of the file as it stood in print."""
    if value is None:
        return zero
    if isinstance(value, str):
        return value
    if column == "payback":
        return str(value)
    return f"{value:.1f}".replace(".", ",").replace("-", MINUS)
