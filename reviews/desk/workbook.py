"""The desk's list as a workbook. Stored texts and headings are Danish in both languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from proposals.models import Round
from proposals.workbook import Column, list_workbook, workbook_response

from ..events import record
from .rows import DeskRow

COLUMNS = (
    Column("Nr.", 9),
    Column("Forslag", 50),
    Column("Type", 20),
    Column("Forvaltning", 12),
    Column("Udvalg", 28),
    Column("Tilstand", 20),
    Column("Siden", 12, "date"),
    Column("Dage i tilstanden", 10, "count"),
    Column("Mangler høring", 40),
    Column("Svar på ældre tekst", 28),
    Column("Næste frist", 17, "moment"),
    Column("Frist overskredet", 11),
    Column("Kriterier", 26),
    Column("Begrundelse", 40),
    Column("Tværgående", 11),
    Column("Fortroligt", 10),
    Column("Investering, service, 1.000 kr.", 14, "amount"),
    Column("Investering, anlæg, 1.000 kr.", 14, "amount"),
    Column("Effektivisering, service, 1.000 kr.", 14, "amount"),
    Column("Tilbagebetaling, år", 14, "count"),
)


def desk_workbook(round: Round, rows: list[DeskRow], by: Any) -> HttpResponse:
    """A download of exactly these rows, with an event that tells who took it."""
    with override("da"):
        content = list_workbook("Forslag", COLUMNS, map(_cells, rows))
    record("list_exported", round=round, actor=by, data={"count": len(rows)})
    return workbook_response(content, f"Overblik {round.name}")


def _cells(row: DeskRow) -> list[Any]:
    proposal, figures = row.proposal, row.figures
    return [
        proposal.number,
        proposal.title,
        proposal.get_type_display(),
        proposal.administration.code,
        proposal.committee.name,
        proposal.get_state_display(),
        timezone.localdate(proposal.state_since),
        row.days,
        "; ".join(f"{label}: {names}" for label, names in row.missing_groups),
        ", ".join(hearing.name for hearing in row.stale),
        row.deadline,
        _yes(row.late),
        proposal.get_criteria_display(),
        proposal.criteria_reason,
        _yes(proposal.cross_cutting),
        _yes(proposal.confidential),
        *((figures["service"], figures["anlaeg"], figures["efficiency_service"]) if figures else (None, None, None)),
        figures["payback_years"] if figures else None,
    ]


def _yes(value: bool) -> str:
    return "Ja" if value else ""
