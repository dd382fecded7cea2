"""What a published round printed against what the rules give: every difference by its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from proposals.economy.distribution import (
    TechnicalTables,
    UnitTable,
    by_committee,
    shared,
    technical_tables,
)
from proposals.economy.figures import Figures
from proposals.economy.model import Economy, LineKind, YearRow
from proposals.economy.numbers import MINUS
from proposals.economy.summary import Footnote, Presentation, SummaryTables, summary_tables
from tests.rounds import amounts, economy, figures, load, summary_row, unit_book

Differences = dict[str, tuple[object, object]]
"""{place: (printed, computed)}"""

BOOK = unit_book()


def differences(pairs: Iterator[tuple[str, object, object]]) -> Differences:
    return {place: (printed, computed) for place, printed, computed in pairs if printed != computed}


def proposal_differences(name: str) -> Differences:
    """Totals, net, paybacks and the administration's totals of every proposal with a body."""

    def pairs() -> Iterator[tuple[str, object, object]]:
        for entry in load(name)["proposals"]:
            if entry["row_figures"]:
                continue
            computed = figures(entry)
            for place, printed, row in _rows(entry, computed):
                yield from _years(f"{entry['number']} {place}", printed, row)
            for basis in ("total", "service"):
                payback = getattr(computed, f"payback_{basis}")
                printed = entry["published"][f"payback_{basis}"]
                if printed is not None:
                    forms = {payback.full, payback.short, f"{payback.short} år"}
                    shown = printed if printed in forms else payback.full
                    yield f"{entry['number']} payback_{basis}", printed, shown

    return differences(pairs())


def _rows(entry: dict[str, Any], computed: Figures) -> Iterator[tuple[str, dict[str, int], YearRow]]:
    published = entry["published"]
    totals = computed.totals
    yield "permanent", published["permanent_total"], totals.permanent_total
    yield "implementation", published["implementation_total"], totals.implementation_total
    yield "net", published["net"], totals.net
    for kind, by_area in (("permanent", totals.permanent), ("implementation", totals.implementation)):
        for area, printed in published[f"{kind}_by_area"].items():
            yield f"{kind} {area}", printed, by_area.get(area, {})
    administration = entry["administration_effect"]
    if administration:
        yield "administration", administration["total"], computed.administration.total


def _years(
    place: str, printed: Mapping[str, int], computed: Mapping[int, int]
) -> Iterator[tuple[str, object, object]]:
    """Year by year, a blank counting as 0; nothing for a row that is not printed at all."""
    if not printed:
        return
    by_year = amounts(dict(printed))
    for year in sorted({*by_year, *computed}):
        yield f"{place} {year}", by_year.get(year, 0), computed.get(year, 0)


def table_differences(name: str) -> Differences:
    """Distribution on committees and the technical tables, as far as they are printed."""

    def pairs() -> Iterator[tuple[str, object, object]]:
        for entry in load(name)["proposals"]:
            published = entry["published"]
            if published["technical_tables"]:
                tables = technical_tables(economy(entry), BOOK)
                for printed in published["technical_tables"]:
                    yield from _technical(entry["number"], printed, tables)
            for printed in published["committee_distribution"]:
                yield from _distribution(entry["number"], printed, economy(entry))

    return differences(pairs())


def _technical(number: str, printed: dict[str, Any], tables: TechnicalTables) -> Iterator[tuple[str, object, object]]:
    letter = _letter(printed["caption"])
    table: UnitTable | None = getattr(tables, letter)
    place = f"{number} {letter.upper()}"
    if "og bevillingsmæssig effekt" in printed["caption"]:
        yield f"{place} equal", True, tables.equal
    if table is None:
        yield place, "printed", "not shared"
        return
    computed = _folded(table, {row["unit"] for row in printed["rows"]})
    if not any(row["amounts"] for row in printed["rows"]):
        yield place, "blank", "blank" if not table.filled else "filled"
        return
    years = {int(year) for row in printed["rows"] for year in row["amounts"]}
    late = max(0, min(table.total) - min(years))
    yield f"{place} heading from", min(years), min(years) + late
    for row in printed["rows"]:
        yield from _blank_years(f"{place} {row['unit']}", _later(row["amounts"], late), computed[row["unit"]])
    if printed["total"]:
        yield from _blank_years(f"{place} total", _later(printed["total"], late), table.total)


def _later(row: dict[str, int], years: int) -> dict[str, int]:
    """The row under the years it is for, where the heading names others."""
    return {str(int(year) + years): amount for year, amount in row.items()}


def _folded(table: UnitTable, printed: set[str]) -> dict[str, YearRow]:
    """The computed rows by label; a unit that has no row in print stands in its committee's."""
    committees = {committee.code: committee.label for committee in BOOK.committees}
    folded: dict[str, YearRow] = {}
    for row in table.rows:
        label = row.label if row.label in printed else committees[row.committee]
        whole = folded.setdefault(label, dict.fromkeys(row.amounts, 0))
        for year, amount in row.amounts.items():
            whole[year] += amount
    return folded


def _blank_years(place: str, printed: dict[str, int], computed: YearRow) -> Iterator[tuple[str, object, object]]:
    yield from _years(place, printed or dict.fromkeys(map(str, computed), 0), computed)


def _letter(caption: str) -> str:
    """Which of today's tables a caption names; the round of 2023 used other letters."""
    if "Måltalseffekt" in caption:
        return "a"
    if "ikke indarbejdes" in caption or "varig drift" in caption:
        return "b"
    return "c" if "Bevillingsmæssig" in caption else "d"


def _distribution(number: str, printed: dict[str, Any], whole: Economy) -> Iterator[tuple[str, object, object]]:
    committees = {committee.label: committee.code for committee in BOOK.committees}
    net = by_committee(whole, BOOK)
    signed = {kind: _booked_by_label(whole, kind) for kind in ("saving", "cost")}
    for row in printed["rows"]:
        place = f"{number} 2.1 {row['unit']} {row['kind']}"
        if row["kind"] == "net":
            computed = net.get(committees[row["unit"]], {})
        else:
            computed = signed[row["kind"]].get(row["unit"], {})
        yield from _blank_years(place, row["amounts"], computed)
    if "total" in printed:
        yield from _years(f"{number} 2.1 total", printed["total"], figures_net(whole))


def figures_net(whole: Economy) -> YearRow:
    return whole.row(line for line in whole.lines if line.kind is not LineKind.LOAN_REPAYMENT)


def _booked_by_label(whole: Economy, kind: str) -> dict[str, YearRow]:
    """Savings or running costs by unit, as the template of 2023 distributed them."""
    lines = [
        line for line in whole.of_kind(LineKind.PERMANENT) if (sum(line.amounts.values()) < 0) == (kind == "saving")
    ]
    shares = shared(lines, "booking", whole, BOOK)
    rows: dict[str, YearRow] = {}
    for unit, row in shares.items():
        # Print has no rows for these two: it counts them under the committee they report to.
        of = "ØKF" if unit in ("Borgerrådgiveren", "Intern Revision") else unit
        booked = rows.setdefault(BOOK.unit(of).label, dict.fromkeys(whole.years, 0))
        for year, amount in row.items():
            booked[year] += amount
    return rows


def tables_of(name: str, footnotes: tuple[Footnote, ...] = ()) -> SummaryTables:
    """The summary tables of a round by its own presentation."""
    data = load(name)
    presentation = Presentation.from_json(data["round"]["presentation"])
    return summary_tables(map(summary_row, data["proposals"]), presentation, footnotes)


def summary_differences(name: str, footnotes: tuple[Footnote, ...] = ()) -> Differences:
    """Tables 1–3 in every cell, in printed form, rows by their order."""
    data = load(name)
    zero = data["round"]["presentation"]["zero"]
    columns = {
        "table1": ("committee", "count", "investment", "efficiency"),
        "table2": (
            *("committee", "marks", "number", "title", "service", "anlaeg"),
            *("efficiency_service", "transfers", "payback"),
        ),
        "table3": ("committee", "marks", "number", "title", "kind", "amount"),
    }

    def pairs() -> Iterator[tuple[str, object, object]]:
        tables = tables_of(name, footnotes)
        for table, cells in columns.items():
            printed = data["published_tables"][table]
            computed = getattr(tables, table)
            yield f"{table} rows", len(printed["rows"]), len(computed.rows)
            for row, ours in zip(printed["rows"], computed.rows, strict=True):
                place = f"{table} {row.get('number') or row['committee']}"
                for cell in cells:
                    yield f"{place} {cell}", _printed(row[cell], zero, cell), getattr(ours, cell)
            for cell, value in printed["total"].items():
                if cell != "payback":
                    yield f"{table} total {cell}", _printed(value, zero, cell), getattr(computed.total, cell)
            if table != "table1" and "footnotes" in printed:
                ours = [note.mark + note.text for note in computed.footnotes]
                yield f"{table} footnotes", printed["footnotes"], ours

    return differences(pairs())


def _printed(value: object, zero: str, cell: str) -> object:
    """A figure of the file as it stood in print."""
    if value is None:
        return zero
    if isinstance(value, str):
        return value
    if cell == "payback":
        return str(value)
    return f"{value:.1f}".replace(".", ",").replace("-", MINUS)
