"""What CFØ has decided in a round and not announced: what will happen to each, chosen here and released together."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.access import get_round
from proposals.models import Proposal

from ..decisions import decided_proposals, open_decisions
from ..desk.bulk import BULK
from ..desk.bulk.decide import RELEASE
from ..models import Decision
from ..process import STEPS, refusal


@dataclass(frozen=True)
class Waiting:
    """A proposal with what is decided on it; `why_not` "" where it can be released."""

    proposal: Proposal
    decisions: list[Decision]
    why_not: str


@require_safe
def decisions_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The decisions that wait; those ticked go to the desk's preview of the release."""
    round = get_round(request, pk, "release")
    rows = [
        Waiting(proposal, open_decisions(proposal), refusal(STEPS["release"], request.user, proposal))
        for proposal in decided_proposals(round)
    ]
    return render(request, "reviews/decisions.html", {"round": round, "rows": rows, "action": BULK[RELEASE.code]})
