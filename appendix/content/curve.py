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
from .computed import ComputedProposal
from .tables import anchor

AT_YEARS_END = "Akkumuleret påvirkning ved årets udgang"


def curve_blocks(one: ComputedProposal, economy: Economy, figures: Figures, caption: str) -> Iterator[Block]:
    """Nothing where there is nothing to pay back. The proposal's number gives ids of its own on a page of many."""
    amounts = cumulative(economy)
    if not figures.totals.permanent or len(amounts) < 2 or not any(amounts.values()):
        return
    paid = figures.payback_total.year
    caption = one.heading(caption)
    first, last = min(amounts), max(amounts)
    course = f"Fra {thousand(amounts[first])} i {first} til {thousand(amounts[last])} i {last} ({one.unit})."
    result = f"Forslaget er tilbagebetalt i {paid}." if paid else "Forslaget bliver ikke tilbagebetalt."
    words = Words(caption, f"{course} {result}", one.unit, f"Tilbagebetalt {paid}" if paid else "")
    drawing = draw(amounts, paid, words, f"curve-{anchor(one.snapshot.number)}")
    yield Figure(drawing, caption, f"{caption}. {course} {result}")
    years = tuple(amounts)
    yield Table(
        caption=f"{one.heading(AT_YEARS_END)}. {result}",
        unit=one.unit,
        columns=economy_tables.year_columns(30, years),
        header=economy_tables.header("Akkumuleret", years),
        body=(Row((TextCell(text("Påvirkning i alt")), *economy_tables.amounts(amounts, years)), "total"),),
    )
