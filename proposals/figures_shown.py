"""A proposal's figures as lists show them, read from what was stored, never computed again."""

from dataclasses import dataclass

from .economy.numbers import thousand
from .models import Proposal


@dataclass(frozen=True)
class ShownFigures:
    """Amounts in 1.000 kr. with their printed form; `payback` in years, "–" when there is none."""

    investment: int | None
    efficiency: int | None
    payback: str

    @property
    def investment_text(self) -> str:
        return "" if self.investment is None else thousand(self.investment)

    @property
    def efficiency_text(self) -> str:
        return "" if self.efficiency is None else thousand(self.efficiency)


def shown_figures(proposal: Proposal) -> ShownFigures:
    """From the derived figures, or from the row where the proposal is known only as one."""
    row = proposal.row_figures
    if row is not None:
        investment = (row.get("service") or 0) + (row.get("anlaeg") or 0)
        years = row.get("payback_years")
        return ShownFigures(investment, row.get("efficiency_service"), str(years) if years else "–")
    figures = proposal.figures
    if not figures:
        return ShownFigures(None, None, "–")
    years = figures["payback_total"]["years"]
    return ShownFigures(figures["investment"], figures["efficiency_service"], str(years) if years else "–")
