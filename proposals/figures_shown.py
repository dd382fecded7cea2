"""A proposal's figures as lists show them, read from what was stored, never computed again."""

from dataclasses import dataclass

from .economy.numbers import thousand
from .economy.payback import NO_PAYBACK
from .economy.summary_rows import RowFigures, known_row_figures, row_figures
from .models import Proposal


@dataclass(frozen=True)
class ShownFigures:
    """Amounts in 1.000 kr. in their printed form, "" where nothing is known; `payback` in years."""

    investment: str = ""
    efficiency: str = ""
    payback: str = NO_PAYBACK


def shown_figures(proposal: Proposal) -> ShownFigures:
    """From the derived figures, or from the row where the proposal is known only as one."""
    row = stored_row(proposal)
    if row is None:
        return ShownFigures()
    return ShownFigures(
        investment=thousand(row["service"] + row["anlaeg"]),
        efficiency=thousand(row["efficiency_service"]),
        payback=NO_PAYBACK if row["payback_years"] is None else str(row["payback_years"]),
    )


def stored_row(proposal: Proposal) -> RowFigures | None:
    """The proposal as a row of the summary tables, in 1.000 kr.; None where it has no economy."""
    if proposal.row_figures is not None:
        return known_row_figures(proposal.row_figures)
    return row_figures(proposal.figures) if proposal.figures else None
