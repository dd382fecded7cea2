"""The tables of one proposal's economy: Tabel 1, the tables by area, the loan, administration and committees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from proposals.contents import AdministrationContent
from proposals.economy.figures import Figures
from proposals.economy.model import AREA_LABELS, Area, Economy, Line, LineKind, UnitBook, YearRow
from proposals.economy.numbers import million, thousand
from proposals.economy.totals import totals

from .blocks import AmountCell, Block, Cell, Column, Note, Paragraph, Row, RowKind, Table, TextCell, text

PERMANENT = "Varige ændringer (effektiviseringer og drift)"
IMPLEMENTATION = "Implementeringsomkostninger (midler fra investeringspuljen)"
IMPLEMENTATION_INNOVATION = "Implementeringsomkostninger (midler fra innovationspuljen)"
THOUSANDS = "1.000 kr."
NET = "Samlet økonomisk påvirkning"
PAYBACK_SERVICE = "Tilbagebetalingstid baseret på serviceeffektivisering"
PAYBACK_TOTAL = "Tilbagebetalingstid baseret på totaløkonomi"


def unit_in(price_level: int) -> str:
    """What the amounts of a table are stated in, where its caption does not tell the price level."""
    return f"{THOUSANDS} {price_level} p/l"


def amounts(row: Mapping[int, int], years: Iterable[int]) -> tuple[Cell, ...]:
    """The row's amounts, a cell a year."""
    return tuple(AmountCell(row.get(year, 0), thousand(row.get(year, 0))) for year in years)


def area_label(line: Line) -> str:
    """The area a line counts in."""
    return AREA_LABELS[line.counted_area]


def year_columns(first: int, years: Sequence[int], second: int = 0) -> tuple[Column, ...]:
    """A wide column, perhaps a narrower second one, and a column of figures for each year."""
    share = 9 if len(years) < 9 else 13
    return (Column(share=first), *([Column(share=second)] if second else []), *(Column("right", share) for _ in years))


def header(first: str, years: Iterable[int], second: str | None = None) -> tuple[Row, ...]:
    """One header row."""
    words = [first, *([second] if second is not None else []), *map(str, years)]
    return (Row(tuple(TextCell(text(word)) for word in words)),)


def economy_table(caption: str, economy: Economy, figures: Figures, unit: str, *, all_areas: bool) -> Table:
    """Tabel 1: lines in groups, subtotals by area, totals, the net and both paybacks.

    Without permanent lines (innovation proposals and preliminary studies) there is nothing to pay back: the
    net and the paybacks are left out.
    """
    years = economy.years
    has_permanent = bool(economy.of_kind(LineKind.PERMANENT)) or all_areas
    sums = totals(economy, all_areas=all_areas)
    rows: list[Row] = []
    if has_permanent:
        rows.append(_group(PERMANENT, years))
        rows += _lines(economy, LineKind.PERMANENT)
        rows += _subtotals("Samlet varig ændring", sums.permanent, years)
        rows.append(_sum("Samlet varig ændring", sums.permanent_total, years, "total"))
    rows.append(_group(IMPLEMENTATION if has_permanent else IMPLEMENTATION_INNOVATION, years))
    rows += _lines(economy, LineKind.IMPLEMENTATION)
    rows += _subtotals("Samlede implementeringsomkostninger", sums.implementation, years)
    rows.append(_sum("Samlede implementeringsomkostninger", sums.implementation_total, years, "total"))
    if has_permanent:
        rows.append(_sum(NET, sums.net, years, "result"))
        rows.append(_payback(PAYBACK_SERVICE, figures.payback_service.full, years))
        rows.append(_payback(PAYBACK_TOTAL, figures.payback_total.full, years))
    return Table(
        caption=caption,
        unit=unit,
        columns=year_columns(40, years, 17),
        header=header("Post", years, "Styringsområde"),
        body=tuple(rows),
    )


def base_investment_notes(figures: Figures) -> list[Note]:
    """What of the implementation costs is base investments and so left out of the payback; nothing where none is."""
    if not figures.base_investment:
        return []
    amount = million(figures.base_investment)
    words = (
        f"Der indgår grundinvesteringer for {amount} mio. kr., som ikke indgår i beregningen af tilbagebetalingstiden."
    )
    return [Note(text(words))]


def _group(words: str, years: tuple[int, ...]) -> Row:
    return Row((TextCell(text(words), span=len(years) + 2),), "group")


def _lines(economy: Economy, kind: LineKind) -> Iterator[Row]:
    """The lines in their order; lines of one group stand under its name."""
    group: str | None = None
    for line in economy.of_kind(kind):
        if line.group and line.group != group:
            yield Row((TextCell(text(line.group), span=len(economy.years) + 2),), "subtotal")
        group = line.group
        label = f"{line.label} (grundinvestering)" if line.base_investment else line.label
        cells = (TextCell(text(label)), TextCell(text(area_label(line))), *amounts(line.amounts, economy.years))
        yield Row(cells, indent=1 if line.group else 0)


def _subtotals(words: str, areas: Mapping[Area, YearRow], years: tuple[int, ...]) -> Iterator[Row]:
    for area, row in areas.items():
        yield _sum(f"{words}, {AREA_LABELS[area].lower()}", row, years, "subtotal")


def _sum(words: str, row: YearRow, years: tuple[int, ...], kind: RowKind) -> Row:
    return Row((TextCell(text(words), span=2), *amounts(row, years)), kind)


def _payback(words: str, shown: str, years: tuple[int, ...]) -> Row:
    return Row((TextCell(text(words), span=2), TextCell(text(shown), span=len(years))))


def area_tables(captions: Mapping[str, str], economy: Economy, unit: str) -> list[Block]:
    """The separate tables of a template that parts service and anlæg: only those with lines."""
    wanted = (
        ("economy_service", LineKind.PERMANENT, Area.SERVICE, "Varige ændringer totalt, service"),
        ("economy_service_investment", LineKind.IMPLEMENTATION, Area.SERVICE, "Investeringer totalt, service"),
        ("economy_anlaeg", LineKind.IMPLEMENTATION, Area.ANLAEG, "Investeringer totalt, anlæg"),
    )
    found: list[Block] = []
    for key, kind, area, total in wanted:
        lines = [line for line in economy.of_kind(kind) if line.counted_area is area]
        if key in captions and lines:
            found.append(_area_table(captions[key], lines, economy, total, unit))
    return found


def _area_table(caption: str, lines: list[Line], economy: Economy, total: str, unit: str) -> Table:
    years = economy.years
    rows = [
        Row(
            (
                TextCell(text(line.label)),
                TextCell(text(line.profit_centre or area_label(line))),
                *amounts(line.amounts, years),
            )
        )
        for line in lines
    ]
    rows.append(Row((TextCell(text(total), span=2), *amounts(economy.row(lines), years)), "total"))
    return Table(
        caption=caption,
        unit=unit,
        columns=year_columns(40, years, 17),
        header=header("Post", years, "Bevilling, profitcenter"),
        body=tuple(rows),
    )


def loan_blocks(caption: str, economy: Economy, figures: Figures, unit: str) -> list[Block]:
    """The repayment plan of an internal loan with its sum, and what it falls short of the loan."""
    plan = figures.loan
    if plan is None:
        return []
    years = economy.years
    rows = [
        Row((TextCell(text(line.label or "Tilbagebetaling")), *amounts(line.amounts, years)))
        for line in economy.of_kind(LineKind.LOAN_REPAYMENT)
    ]
    rows.append(Row((TextCell(text("Tilbagebetaling i alt")), *amounts(plan.repayments, years)), "total"))
    table = Table(
        caption=caption,
        unit=unit,
        columns=year_columns(38, years),
        header=header("Tilbagebetaling", years),
        body=tuple(rows),
    )
    said = f"Lånet er på {thousand(plan.loan)} t.kr., og der tilbagebetales i alt {thousand(plan.repaid)} t.kr."
    if plan.shortfall:
        said += f" Planen mangler {thousand(plan.shortfall)} t.kr. i at dække lånet."
    return [table, Note(text(said))]


def administration_table(
    caption: str, content: AdministrationContent, figures: Figures | None, years: tuple[int, ...], unit: str
) -> Table | None:
    """The effect on administration by year with its total; None where no row has an amount."""
    if figures is None or not any(any(row.amounts.values()) for row in content.rows):
        return None
    effect = figures.administration
    shown = tuple(sorted({*years, *effect.total}))
    rows = [Row((TextCell(text(row.label)), *amounts(row.amounts, shown))) for row in effect.rows]
    rows.append(
        Row((TextCell(text("Varige ændringer totalt, administration")), *amounts(effect.total, shown)), "total")
    )
    return Table(
        caption=caption,
        unit=unit,
        columns=year_columns(40, shown),
        header=header("Nettoeffekt på administrative udgifter", shown),
        body=tuple(rows),
    )


def distribution_blocks(
    caption: str, shares: Mapping[str, YearRow], economy: Economy, book: UnitBook, unit: str
) -> list[Block]:
    """2.1 Fordeling på udvalg: the net by committee, implementation included, and the keys it was shared by."""
    years = economy.years
    names = {committee.code: committee.label for committee in book.committees}
    rows = [Row((TextCell(text(names[code])), *amounts(row, years))) for code, row in shares.items()]
    total = {year: sum(row[year] for row in shares.values()) for year in years}
    rows.append(Row((TextCell(text("I alt")), *amounts(total, years)), "total"))
    table = Table(
        caption=caption,
        unit=unit,
        columns=year_columns(40, years),
        header=header("Udvalg", years),
        body=tuple(rows),
    )
    return [table, *_keys(economy, book)]


def _keys(economy: Economy, book: UnitBook) -> Iterator[Block]:
    for key in economy.keys:
        entries = [(book.unit(one.unit).label if one.unit in book else one.unit, one.basis) for one in key.entries]
        listed = ", ".join(f"{label} {thousand(basis)}" for label, basis in entries)
        basis_unit = f" ({key.basis_unit})" if key.basis_unit else ""
        yield Note(text(f"Fordelingsnøgle: {key.label or key.id}{basis_unit}: {listed}."))


def sentence(words: str) -> Paragraph:
    """Plain words as a paragraph."""
    return Paragraph(text(words))
