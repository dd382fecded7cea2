"""The page that holds a printed appendix against the rules; for CFØ."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from proposals.access import get_round
from proposals.economy.reconcile import Kind

from ..reconciliation import EXPLAINED, KINDS, reconcile, told


@require_GET
def reconciliation(request: HttpRequest, pk: int) -> HttpResponse:
    """Every difference; `?slags=misprint` shows one kind alone."""
    round = get_round(request, pk, "appendix")
    found = [told(difference) for difference in reconcile(round)]
    counts = Counter(one.difference.kind for one in found)
    chosen = request.GET.get("slags", "")
    shown = [one for one in found if one.difference.kind == chosen] if chosen in set(Kind) else found
    kinds = [
        {"code": kind, "label": label, "explained": EXPLAINED[kind], "count": counts[kind]}
        for kind, label in KINDS.items()
    ]
    context = {"round": round, "found": found, "shown": shown, "kinds": kinds, "chosen": chosen}
    return render(request, "appendix/reconciliation.html", context)
