"""CFØ's desk of a round: its proposals as a board, as a list and as a workbook, by the same filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policy import visible_proposals
from proposals.access import get_round, show_list
from proposals.models import Proposal, Round
from proposals.saved_filters import offered
from proposals.views.saved_filters import opens_with_default

from ..desk.board import board_columns
from ..desk.bulk import BULK
from ..desk.charts import charts
from ..desk.order import Order
from ..desk.rows import DeskRow, desk_rows, work_out
from ..desk.workbook import desk_workbook
from ..forms.desk import DeskFilter

PER_PAGE = 100


@dataclass(frozen=True)
class Desk:
    """What the person asked to see of the round; `total` is what there is without filters."""

    round: Round
    filters: DeskFilter
    rows: list[DeskRow]
    total: int
    saved: dict[str, Any]

    @property
    def proposals(self) -> list[Proposal]:
        return [row.proposal for row in self.rows]

    @property
    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "filter_form": self.filters,
            "filters": self.saved,
            "shown": len(self.rows),
            "total": self.total,
        }


def open_desk(request: HttpRequest, pk: int) -> Desk:
    """The round's proposals that pass the filters in the address; Http404 or PermissionDenied as `get_round`."""
    round = get_round(request, pk, "desk")
    visible = Proposal.objects.filter(visible_proposals(request.user), round=round)
    filters = DeskFilter(request.GET)
    found = (
        filters.apply(visible, request.user)
        .select_related("administration", "committee")
        .defer("search_text", "confidential_words", "published")
    )
    rows = filters.among(desk_rows(round, found))
    return Desk(round, filters, rows, visible.count(), offered(request.user, "desk", request.GET))


@require_safe
@opens_with_default("desk")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """A column a state."""
    desk = open_desk(request, pk)
    show_list(request, desk.round, desk.proposals)
    columns = board_columns(desk.rows)
    work_out(row for column in columns for row in column.rows)
    context = {**desk.context, "columns": columns, "tab": "board"}
    return render(request, "reviews/desk/board.html", context)


@require_safe
@opens_with_default("desk")
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """A row a proposal, ordered by the column that is asked for."""
    desk = open_desk(request, pk)
    order = Order(request.GET.get("sorter", ""))
    page = Paginator(order.of(desk.rows), PER_PAGE).get_page(request.GET.get("page"))
    work_out(page)
    show_list(request, desk.round, [row.proposal for row in page])
    context = {
        **desk.context,
        "page": page,
        "headings": order.headings(),
        "asked": [(name, value) for name, values in request.GET.lists() if name != "page" for value in values],
        "actions": BULK.values(),
        "tab": "list",
    }
    return render(request, "reviews/desk/list.html", context)


@require_safe
@opens_with_default("desk")
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the proposals stand and what they ask for, as pictures with tables."""
    desk = open_desk(request, pk)
    found = charts(desk.round, desk.rows) if desk.rows else []
    return render(request, "reviews/desk/charts.html", {**desk.context, "charts": found, "tab": "charts"})


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is filtered and ordered, as a workbook."""
    desk = open_desk(request, pk)
    show_list(request, desk.round, desk.proposals)
    return desk_workbook(desk.round, Order(request.GET.get("sorter", "")).of(desk.rows), request.user)
