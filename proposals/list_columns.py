"""What every workbook of proposals has in common: the facts and the figures of a proposal. Headings are Danish."""

from __future__ import annotations

from typing import Any

from .figures_shown import stored_row
from .models import Proposal
from .workbook import Column

FACTS = (
    Column("Nr.", 9),
    Column("Forslag", 50),
    Column("Type", 20),
    Column("Forvaltning", 12),
    Column("Udvalg", 28),
    Column("Tilstand", 20),
    Column("Tværgående", 11),
    Column("Fortroligt", 10),
)
FIGURES = (
    Column("Investering, service, 1.000 kr.", 14, "amount"),
    Column("Investering, anlæg, 1.000 kr.", 14, "amount"),
    Column("Effektivisering, service, 1.000 kr.", 14, "amount"),
    Column("Tilbagebetaling, år", 14, "count"),
)


def facts(proposal: Proposal) -> list[Any]:
    """A cell for each of FACTS."""
    return [
        proposal.number,
        proposal.title,
        proposal.get_type_display(),
        proposal.administration.code,
        proposal.committee.name,
        proposal.get_state_display(),
        yes(proposal.cross_cutting),
        yes(proposal.confidential) or ("Delvist" if proposal.confidential_sections else ""),
    ]


def figures(proposal: Proposal) -> list[Any]:
    """A cell for each of FIGURES, empty where nothing is known."""
    row = stored_row(proposal)
    if row is None:
        return [None] * len(FIGURES)
    return [row["service"], row["anlaeg"], row["efficiency_service"], row["payback_years"]]


def yes(value: bool) -> str:
    return "Ja" if value else ""
