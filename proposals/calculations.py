"""Joins the basis with the budget lines that take their amounts from it.

The amounts of such a line are stored with the line and written anew whenever basis or economy is saved, so
that every rule, table and export reads amounts from one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .contents import CalculationContent, CalculationItem, Content, EconomyContent, LineContent
from .document import Document
from .economy.basis import Calculation, Component, amounts


def calculation_from(item: CalculationItem) -> Calculation:
    """The calculation as the rules take it."""
    return Calculation(
        id=item.id,
        label=item.label,
        components=tuple(Component(part.label, part.quantity, part.minutes) for part in item.components),
        hours_per_fte=item.hours_per_fte,
        price_per_fte=item.price_per_fte,
        share=item.share,
        effect=item.effect,
        phase_in=dict(item.phase_in),
    )


def calculations_in(contents: Iterable[Content]) -> dict[str, Calculation]:
    """Every calculation of the contents by its id."""
    return {
        item.id: calculation_from(item)
        for content in contents
        if isinstance(content, CalculationContent)
        for item in content.calculations
    }


def calculations_of(document: Document) -> dict[str, Calculation]:
    return calculations_in(section.content for section in document.sections)


def with_amounts(economy: EconomyContent, calculations: Mapping[str, Calculation]) -> EconomyContent:
    """The economy with the amounts of lines that refer to a calculation taken from it, in the economy's years.

    A line whose calculation is gone or lacks an assumption keeps the amounts it has; the checks tell of it.
    """
    lines = [_line(line, calculations, economy.years) for line in economy.lines]
    return economy.model_copy(update={"lines": lines})


def _line(line: LineContent, calculations: Mapping[str, Calculation], years: list[int]) -> LineContent:
    calculation = calculations.get(line.calculation or "")
    taken = amounts(calculation, years) if calculation else None
    return line if taken is None else line.model_copy(update={"amounts": taken})
