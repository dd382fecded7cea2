"""Reads a workbook back: figures against the computed ones, totals as formulas, formulas calculated again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from appendix.content import blocks as b
from appendix.content.computed import Computed
from appendix.content.proposal import proposal_title
from appendix.content.tables import CAPTION_1, CAPTION_2, CAPTION_3, TABLE_2_COLUMNS

from .formulas import Calculator, Unknown
from .result import Deviation, Proof
from .workbook import Sheet, open_workbook, split

# Floats: a millionth of a thousand kroner is nothing.
_NEAR = 1e-6
_SUMS = ("subtotal", "total", "result")


@dataclass(frozen=True)
class _Row:
    """A row that should be in a sheet: the words that name it by column, its figures, and whether they are sums.

    `optional`: a sum of nothing, which the sheet may leave out.
    """

    names: dict[str, str]
    figures: list[float]
    sums: bool = False
    optional: bool = False

    @property
    def name(self) -> str:
        return " ".join(self.names.values())


def prove(computed: Computed, path: Path) -> Proof:
    """Tables 1–3 and each proposal's sheet row by row, and every formula of the workbook."""
    sheets = open_workbook(path)
    by_title = {sheet.words("A1"): sheet for sheet in sheets.values()}
    tables = figures = 0
    deviations: list[Deviation] = []
    for title, rows in _expected(computed):
        sheet = by_title.get(title)
        if sheet is None:
            deviations.append(Deviation(title, "", "Ark", "arket", "–"))
            continue
        tables += 1
        figures += sum(len(row.figures) for row in rows)
        deviations += _compared(title, rows, sheet)
    formulas, unknown, wrong = recalculated(sheets)
    return Proof(tables, figures, deviations + wrong, formulas, unknown)


def _expected(computed: Computed) -> Iterator[tuple[str, list[_Row]]]:
    """The sheets by the title in their first cell, and the rows with figures each should have."""
    scale = 1000 if computed.presentation.summary_unit == "mio_kr" else 1
    turned = -1 if computed.presentation.efficiency_sign == "positive" else 1
    one, two, three = computed.tables.table1, computed.tables.table2, computed.tables.table3

    def first(row) -> list[float]:
        counts = [row.number_of_proposals, row.number_of_innovation]
        return [*counts, row.investment_tkr / scale, turned * row.efficiency_tkr / scale]

    def second(row, *, total: bool = False) -> Iterator[float]:
        for name in (name for name in TABLE_2_COLUMNS if name in computed.presentation.table2_columns):
            if name != "payback":
                sign = turned if name in ("efficiency_service", "transfers") else 1
                yield sign * getattr(row, f"{name}_tkr") / scale
            elif not total and row.payback_years is not None:
                yield row.payback_years

    total = {"A": "I alt"}
    yield (
        computed.heading(CAPTION_1),
        [*(_Row({"A": row.committee}, first(row)) for row in one.rows), _Row(total, first(one.total), True)],
    )
    rows = [_Row({"C": row.number, "D": row.title}, list(second(row))) for row in two.rows]
    yield computed.heading(CAPTION_2), [*rows, _Row(total, list(second(two.total, total=True)), sums=bool(rows))]
    rows = [_Row({"C": row.number, "D": row.title}, [row.amount_tkr / scale]) for row in three.rows]
    yield computed.heading(CAPTION_3), [*rows, _Row(total, [three.total.amount_tkr / scale], sums=bool(rows))]
    for proposal, part in zip(computed.in_full, computed.tree.parts[1:], strict=True):
        yield proposal_title(proposal.snapshot), list(_economy(part))


def _economy(part: b.Part) -> Iterator[_Row]:
    """The rows with amounts of the proposal's first table of posts by area."""
    for table in b.tables_of(part.blocks):
        header = table.header[:1] if isinstance(table, b.Table) else ()
        heads = [b.plain(cell.content) for row in header for cell in row.cells]
        if heads[:2] == ["Post", "Styringsområde"]:
            break
    else:
        return
    for row in table.body:
        amounts = [cell.amount_tkr for cell in row.cells if isinstance(cell, b.AmountCell)]
        words = [b.plain(cell.content) for cell in row.cells if isinstance(cell, b.TextCell)]
        if amounts:
            sums = row.kind in _SUMS
            yield _Row(dict(zip("AB", words, strict=False)), [*amounts], sums, optional=sums and not any(amounts))


def _compared(title: str, rows: list[_Row], sheet: Sheet) -> Iterator[Deviation]:
    """Each row against the first one of its name that no row before it took."""
    left = list(sheet.rows)
    for row in rows:
        at = next(
            (number for number in left if all(sheet.words(f"{c}{number}") == w for c, w in row.names.items())), None
        )
        if at is None:
            if not row.optional:
                yield Deviation(title, row.name, "Række", "rækken", "–")
            continue
        left.remove(at)
        found = sheet.numbers(at)
        if len(found) != len(row.figures):
            yield Deviation(title, row.name, "Antal tal", str(len(row.figures)), str(len(found)))
            continue
        for (place, number), figure in zip(found.items(), row.figures, strict=True):
            heading = sheet.words(f"{split(place)[0]}4") or place
            named = f"{place}: {row.name}"
            if abs(number - figure) > _NEAR:
                yield Deviation(title, named, heading, _shown(figure), _shown(number))
            elif row.sums and place not in sheet.formulas:
                yield Deviation(title, named, heading, "en formel", "et tal")


def recalculated(sheets: dict[str, Sheet]) -> tuple[int, int, list[Deviation]]:
    """How many formulas were calculated again, how many could not be, and where the stored value is another."""
    calculator = Calculator(sheets)
    known = unknown = 0
    wrong = []
    for sheet in sheets.values():
        for place in sheet.formulas:
            try:
                value = calculator.value(sheet.name, place)
            except Unknown:
                unknown += 1
                continue
            known += 1
            stored = sheet.values.get(place)
            if not isinstance(stored, float) or abs(stored - value) > _NEAR:
                found = _shown(stored) if isinstance(stored, float) else str(stored)
                label = " ".join(filter(None, map(sheet.words, sheet.rows.get(split(place)[1], []))))
                named = f"{place}: {label}" if label else place
                wrong.append(Deviation(sheet.name, named, "Formel regnet efter", _shown(value), found))
    return known, unknown, wrong


def _shown(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")
