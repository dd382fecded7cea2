"""The desk's list as a workbook. Stored texts and headings are Danish in both languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from proposals.list_columns import FACTS, FIGURES, facts, figures, yes
from proposals.models import Round
from proposals.workbook import Column, list_workbook, workbook_response

from ..events import record
from .rows import DeskRow

COLUMNS = (
    *FACTS,
    Column("Siden", 12, "date"),
    Column("Dage i tilstanden", 10, "count"),
    Column("Mangler høring", 40),
    Column("Svar på ældre version", 28),
    Column("Næste frist", 17, "moment"),
    Column("Frist overskredet", 11),
    Column("Næste møde", 12, "date"),
    Column("Møde i", 24),
    Column("Mødekæden holder ikke", 40),
    Column("Kriterier", 26),
    Column("Begrundelse", 40),
    *FIGURES,
)


def desk_workbook(round: Round, rows: list[DeskRow], by: Any) -> HttpResponse:
    """A download of exactly these rows, with an event that tells who took it."""
    with override("da"):
        content = list_workbook("Forslag", COLUMNS, map(_cells, rows))
    record("list_exported", round=round, actor=by, data={"count": len(rows)})
    return workbook_response(content, f"Overblik {round.name}")


def _cells(row: DeskRow) -> list[Any]:
    proposal, meeting = row.proposal, row.booking.meeting if row.booking else None
    return [
        *facts(proposal),
        timezone.localdate(proposal.state_since),
        row.days,
        "; ".join(f"{label}: {names}" for label, names in row.missing_groups),
        ", ".join(hearing.name for hearing in row.stale),
        row.deadline,
        yes(row.late),
        meeting.date if meeting else None,
        str(meeting.holder) if meeting else None,
        "; ".join(row.broken),
        proposal.get_criteria_display(),
        proposal.criteria_reason,
        *figures(proposal),
    ]
