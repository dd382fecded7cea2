"""The curve of the cumulative effect as printed: the drawing, and its figures as a table."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.economy.curve import Words, draw
from proposals.economy.figures import Figures
from proposals.economy.model import Economy
from proposals.economy.numbers import thousand
from proposals.economy.payback import cumulative

from . import economy_tables
from .blocks import Block, Figure, Row, Table, TextCell, text
from .tables import anchor

AT_YEARS_END = "Akkumuleret påvirkning ved årets udgang"


def curve_blocks(caption: str, economy: Economy, figures: Figures, price_level: int, number: str) -> Iterator[Block]:
    """Nothing where there is nothing to pay back. `number`: the proposal's, for ids of its own on a page of many."""
    amounts = cumulative(economy)
    if not figures.totals.permanent or len(amounts) < 2 or not any(amounts.values()):
        return
    paid = figures.payback_total.year
    unit = economy_tables.unit(price_level)
    first, last = min(amounts), max(amounts)
    course = f"Fra {thousand(amounts[first])} i {first} til {thousand(amounts[last])} i {last}, {unit}."
    result = f"Forslaget er tilbagebetalt i {paid}." if paid else "Forslaget bliver ikke tilbagebetalt."
    words = Words(caption, f"{course} {result}", unit, f"Tilbagebetalt {paid}" if paid else "")
    yield Figure(draw(amounts, paid, words, f"curve-{anchor(number)}"), caption, f"{caption}. {course} {result}")
    years = tuple(amounts)
    yield Table(
        caption=f"{AT_YEARS_END}. {result}",
        unit=unit,
        columns=economy_tables.year_columns(30, years),
        header=economy_tables.header("Akkumuleret", years),
        body=(Row((TextCell(text("Påvirkning i alt")), *economy_tables.amounts(amounts, years)), "total"),),
    )
