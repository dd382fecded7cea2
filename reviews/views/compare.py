"""The page that compares any two versions of a proposal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals.access import get_proposal

from ..comparison import DRAFT, choices, compare, version


@require_safe
def compare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?fra=1&til=2`, or "kladde" for the proposal as it stands; the last two where nothing is asked for."""
    proposal = get_proposal(request, pk)
    offered = choices(proposal)
    names = [name for name, _label in offered]
    new = request.GET.get("til") or (DRAFT if proposal.editable or len(names) < 3 else names[1])
    later = names.index(new) + 1 if new in names else 0
    old = request.GET.get("fra") or names[min(later, len(names) - 1)]
    if old not in names or new not in names:
        raise Http404(_("Forslaget har ikke den version."))
    context = {
        "proposal": proposal,
        "choices": offered,
        "fra": old,
        "til": new,
        "comparison": compare(version(proposal, old), version(proposal, new)) if old != new else None,
        "tab": "process",
    }
    return render(request, "reviews/compare.html", context)
