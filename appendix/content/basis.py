"""The basis of a proposal's economy: its assumptions as a table, and what they come to year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proposals.calculations import calculation_from
from proposals.contents import CalculationContent, EconomyContent
from proposals.economy.basis import Calculation, amounts, explain
from proposals.economy.measures import measure
from proposals.template import SectionSpec

from . import economy_tables
from .blocks import Block, Column, Row, Table, TextCell, text
from .rich import rich

UNNAMED = "Beregning uden navn"
BY_YEAR = "Beregningernes virkning år for år"


def basis(
    content: CalculationContent, spec: SectionSpec, economy: EconomyContent | None, level: int, price_level: int
) -> Iterator[Block]:
    """Prose and tables where the template asks for the table "calculation"; else nothing is printed."""
    if "calculation" not in spec.tables:
        return
    yield from rich(content.text, level)
    calculations = [calculation_from(item) for item in content.calculations]
    if not calculations:
        return
    years = list(economy.years) if economy else []
    yield Table(
        caption=spec.tables["calculation"],
        columns=(Column(share=70), Column("right", 30)),
        header=(Row((TextCell(text("Forudsætning")), TextCell(text("Værdi")))),),
        body=tuple(row for one in calculations for row in _assumptions(one, _users(one, economy))),
    )
    ready = [one for one in calculations if not one.missing]
    if ready and years:
        yield Table(
            caption=spec.tables.get("calculation_years", BY_YEAR),
            unit=economy_tables.unit_in(price_level),
            columns=economy_tables.year_columns(40, years),
            header=economy_tables.header("Beregning", years),
            body=tuple(row for one in ready for row in _by_year(one, years)),
        )


def _users(calculation: Calculation, economy: EconomyContent | None) -> str:
    """The labels of the lines that take their amounts from it."""
    lines = economy.lines if economy else []
    return ", ".join(line.label for line in lines if line.calculation == calculation.id and line.label)


def _assumptions(calculation: Calculation, users: str) -> Iterator[Row]:
    yield Row((TextCell(text(calculation.label or UNNAMED), span=2),), "group")
    for label, value in explain(calculation, ()).inputs:
        yield Row((TextCell(text(label)), TextCell(text(value))))
    if users:
        yield Row((TextCell(text("Bruges i linjen")), TextCell(text(users))))


def _by_year(calculation: Calculation, years: Sequence[int]) -> Iterator[Row]:
    """The amounts; above them the phase-in, where a year is not fully phased in."""
    label = calculation.label or UNNAMED
    if any(calculation.phase_in.get(year, 100) != 100 for year in years):
        percentages = [f"{measure(calculation.phase_in.get(year, 100))} %" for year in years]
        yield Row((TextCell(text(f"{label}, indfasning")), *(TextCell(text(percent)) for percent in percentages)))
    yield Row((TextCell(text(label)), *economy_tables.amounts(amounts(calculation, years) or {}, years)))
