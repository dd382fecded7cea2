"""Doing something to many proposals of the desk: a preview of what will happen to each, then what came of it.

Which proposals stands in the address, with the list's filters; what the action asks for, in the form.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.policy import visible_proposals
from proposals.access import get_round
from proposals.models import Proposal

from ..desk.bulk import BULK
from ..desk.bulk.plan import carry_out, mark
from ..desk.rows import DeskRow
from .desk import Desk, open_desk

# Parameters of the list's form that are no filters.
ACTION, CHOSEN, ALL = "handling", "valgt", "alle"
STEP, CONFIRM = "trin", "gennemfoer"


def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST show what will happen; a POST that confirms what was shown does it."""
    desk = open_desk(request, pk)
    action = BULK.get(request.GET.get(ACTION, ""))
    rows = _chosen(request, desk)
    back = _list_address(request, pk)
    if action is None or not rows:
        messages.error(request, _("Vælg mindst ét forslag, og hvad der skal ske."))
        return redirect(back)
    form = action.form(request.POST if request.method == "POST" else action.defaults)
    outcomes = action.plan(rows, request.user, form.cleaned_data) if form.is_valid() else []
    confirmed = request.POST.get(STEP) == CONFIRM and bool(outcomes)
    if confirmed and request.POST.get("seen") == mark(outcomes):
        results = [asdict(result) for result in carry_out(action, outcomes, request.user)]
        request.session[_key(pk)] = {"action": action.code, "back": back, "results": results}
        return redirect("desk-bulk-done", pk)
    context = {
        "round": desk.round,
        "action": action,
        "form": form,
        "chosen": len(rows),
        "outcomes": outcomes,
        "happening": sum(outcome.happens for outcome in outcomes),
        "seen": mark(outcomes),
        "changed": confirmed,
        "back": back,
    }
    return render(request, "reviews/desk/bulk.html", context)


@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of the person's latest bulk action in the round, proposal by proposal."""
    round = get_round(request, pk, "desk")
    kept = request.session.get(_key(pk))
    if kept is None:
        return redirect("desk-list", pk)
    results = _told(request, kept["results"])
    context = {
        "round": round,
        "action": BULK[kept["action"]],
        "done": [result for result in results if result["done"]],
        "refused": [result for result in results if not result["done"]],
        "back": kept["back"],
    }
    return render(request, "reviews/desk/bulk_done.html", context)


def _chosen(request: HttpRequest, desk: Desk) -> list[DeskRow]:
    """Of the rows that pass the filters, those ticked, or all of them."""
    if ALL in request.GET:
        return desk.rows
    ticked = set(request.GET.getlist(CHOSEN))
    return [row for row in desk.rows if str(row.proposal.pk) in ticked]


def _list_address(request: HttpRequest, pk: int) -> str:
    query: QueryDict = request.GET.copy()
    for name in (ACTION, CHOSEN, ALL):
        query.pop(name, None)
    address = reverse("desk-list", args=[pk])
    return f"{address}?{query.urlencode()}" if query else address


def _key(pk: int) -> str:
    return f"desk-bulk-{pk}"


def _told(request: HttpRequest, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results with their proposals, of those the person may still see."""
    pks = [result["proposal"] for result in results]
    proposals = Proposal.objects.filter(visible_proposals(request.user)).in_bulk(pks)
    return [result | {"proposal": proposals[pk]} for pk, result in zip(pks, results, strict=True) if pk in proposals]
