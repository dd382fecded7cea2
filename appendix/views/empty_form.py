"""The empty form of a round as it would be printed, for those who set the round up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals.access import get_round
from proposals.models import RoundTemplate
from proposals.models.template import ProposalType
from proposals.richtext import clean

from ..content.build import build_preview
from ..taking import empty_snapshot
from ..writers.html import tree_html


@require_GET
def empty_form(request: HttpRequest, pk: int, type: str) -> HttpResponse:
    """The printed layout without a word in it, and beside it the guidance the writer sees. `?tvaergaaende=1`."""
    round = get_round(request, pk, "set_up_round")
    try:
        template = round.template_for(type)
    except RoundTemplate.DoesNotExist:
        raise Http404(_("Runden har ingen skabelon af den type.")) from None
    cross_cutting = request.GET.get("tvaergaaende") == "1"
    snapshot = empty_snapshot(round, template, cross_cutting=cross_cutting)
    guidance = [
        (f"{section.number} {section.heading}".strip(), mark_safe(clean(section.guidance)))  # noqa: S308 - cleaned
        for section in template.spec().sections
        if section.guidance and (cross_cutting or not section.only_cross_cutting)
    ]
    context = {
        "round": round,
        "type": type,
        "type_label": ProposalType(type).label,
        "template": template,
        "cross_cutting": cross_cutting,
        "guidance": guidance,
        "printed": tree_html(build_preview(snapshot, snapshot.proposals[0])),
    }
    return render(request, "appendix/empty_form.html", context)
