"""What a proposal says, carried over to another round: its years, and its amounts in the round's price level.

Row ids stay. Amounts are 1.000 kr.; the conversion is `economy.price`, line by line.
"""

from __future__ import annotations

from collections.abc import Mapping

from .contents import (
    AdministrationContent,
    AllocationContent,
    CalculationContent,
    Content,
    DistributionContent,
    EconomyContent,
    LineAllocation,
    PrioritisationContent,
    YearAmounts,
)
from .document import economy_from
from .economy.model import Allocation, Area
from .economy.price import IndexTable, convert, converted
from .models import Round
from .units import unit_book

Contents = dict[str, Content]


def first(contents: Mapping[str, Content], kind: type[Content]) -> Content | None:
    return next((content for content in contents.values() if isinstance(content, kind)), None)


def carried(
    contents: Contents, administration: str, written: int, first_year: int, round: Round, *, price: bool, years: bool
) -> Contents:
    """The contents as the round's own.

    `written` and `first_year` are the source's price level and first year, `administration` its code. With `price`
    amounts are converted by the round's index table (economy.price.PriceError where it lacks one), and lines no
    longer follow a calculation made at other prices. With `years` amounts are moved so that the first year shown
    becomes the round's. Otherwise they stand as they were and count as the round's.
    """
    found = dict(contents)
    if price and written != round.price_level:
        found = _converted(found, administration, written, round)
    if years and first_year != round.first_year:
        found = {key: _moved(content, round.first_year - first_year) for key, content in found.items()}
    for key, content in found.items():
        if isinstance(content, EconomyContent):
            update = {"price_level": round.price_level, "years": round.years}
            found[key] = content.model_copy(update=update)
    return found


def _converted(contents: Contents, administration: str, written: int, round: Round) -> Contents:
    table, wanted = IndexTable.from_json(round.price_indices), round.price_level
    economy, distribution = first(contents, EconomyContent), first(contents, DistributionContent)
    found = dict(contents)
    rules = None
    if isinstance(economy, EconomyContent):
        shared = distribution if isinstance(distribution, DistributionContent) else None
        rules = converted(economy_from(economy, shared, administration), table, unit_book(), written, wanted)
    lines = {line.id: line for line in rules.lines} if rules else {}

    def in_wanted(amounts: YearAmounts) -> YearAmounts:
        return {year: convert(amount, Area.SERVICE, table, written, wanted) for year, amount in amounts.items()}

    for key, content in contents.items():
        if isinstance(content, EconomyContent):
            update = [
                line.model_copy(update={"amounts": dict(lines[line.id].amounts), "calculation": None})
                for line in content.lines
            ]
            found[key] = content.model_copy(update={"lines": update, "converted_from": written})
        elif isinstance(content, DistributionContent):
            allocations = [_allocation(item, lines) for item in content.allocations]
            found[key] = content.model_copy(update={"allocations": allocations})
        elif isinstance(content, AdministrationContent):
            # The effect on administration is a part of the effect on service.
            rows = [row.model_copy(update={"amounts": in_wanted(row.amounts)}) for row in content.rows]
            found[key] = content.model_copy(update={"rows": rows})
        elif isinstance(content, PrioritisationContent) and content.expense is not None:
            expense = convert(content.expense, Area.SERVICE, table, written, wanted)
            found[key] = content.model_copy(update={"expense": expense})
    return found


def _allocation(item: LineAllocation, lines: Mapping) -> LineAllocation:
    line = lines.get(item.line)
    if line is None:
        return item
    return item.model_copy(
        update={"booking": _amounts(item.booking, line.booking), "target": _amounts(item.target, line.target)}
    )


def _amounts(content: AllocationContent | None, rule: Allocation | None) -> AllocationContent | None:
    if content is None or rule is None or rule.amounts is None:
        return content
    return content.model_copy(update={"amounts": {unit: dict(row) for unit, row in rule.amounts.items()}})


def _moved(content: Content, by: int) -> Content:
    """Every year of the content `by` years later."""

    def later(row: Mapping) -> dict:
        return {year + by: value for year, value in row.items()}

    def spread(part: AllocationContent | None) -> AllocationContent | None:
        if part is None or part.amounts is None:
            return part
        return part.model_copy(update={"amounts": {unit: later(row) for unit, row in part.amounts.items()}})

    if isinstance(content, EconomyContent):
        lines = [line.model_copy(update={"amounts": later(line.amounts)}) for line in content.lines]
        return content.model_copy(update={"lines": lines})
    if isinstance(content, AdministrationContent):
        rows = [row.model_copy(update={"amounts": later(row.amounts)}) for row in content.rows]
        return content.model_copy(update={"rows": rows})
    if isinstance(content, CalculationContent):
        items = [item.model_copy(update={"phase_in": later(item.phase_in)}) for item in content.calculations]
        return content.model_copy(update={"calculations": items})
    if isinstance(content, DistributionContent):
        allocations = [
            item.model_copy(update={"booking": spread(item.booking), "target": spread(item.target)})
            for item in content.allocations
        ]
        return content.model_copy(update={"allocations": allocations})
    return content
