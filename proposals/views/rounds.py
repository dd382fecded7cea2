"""Rounds and the proposals in them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.policy import may, visible_proposals

from ..access import get_round, show_list
from ..drafts import create_proposal
from ..figures_shown import shown_figures
from ..forms.filters import ProposalFilter
from ..forms.new import NewProposalForm
from ..list_columns import FACTS, FIGURES, facts, figures
from ..models import Proposal, Round
from ..saved_filters import offered
from ..workbook import list_workbook, workbook_response
from .saved_filters import opens_with_default

PER_PAGE = 50


def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, the newest first, with how many of its proposals the person may see."""
    seen = Proposal.objects.filter(visible_proposals(request.user)).values("pk")
    counted = Round.objects.current().annotate(seen=Count("proposals", filter=Q(proposals__in=seen)))
    # A query that counts leaves the model's own order out.
    listed = counted.order_by(*Round._meta.ordering)
    context = {"rounds": listed, "newest": listed.first() if may(request.user, "set_up_round") else None}
    return render(request, "proposals/rounds.html", context)


@opens_with_default("round")
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A round and the proposals in it that the person may see, searched and filtered."""
    round = get_round(request, pk)
    visible, filters, found = _filtered(request, round)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side", request.GET.get("page")))
    show_list(request, round, page.object_list)
    return render(
        request,
        "proposals/round.html",
        {
            "round": round,
            "filter_form": filters,
            "filters": offered(request.user, "round", request.GET),
            "page": page,
            "rows": [(proposal, shown_figures(proposal)) for proposal in page.object_list],
            "total": visible.count(),
            "may_create": _takes_new(round) and may(request.user, "create", round),
            "may_appendix": may(request.user, "appendix", round),
            "may_desk": may(request.user, "desk", round),
            "may_see_outbox": may(request.user, "outbox", round),
            "may_set_up": may(request.user, "set_up_round", round),
        },
    )


@require_safe
def round_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The round's list as the person may see it and has filtered it, as a workbook."""
    round = get_round(request, pk)
    _visible, _filters, found = _filtered(request, round)
    show_list(request, round, found)
    with override("da"):
        rows = [facts(proposal) + figures(proposal) for proposal in found]
        content = list_workbook("Forslag", [*FACTS, *FIGURES], rows)
    return workbook_response(content, f"Forslag {round.name}")


def _filtered(request: HttpRequest, round: Round) -> tuple[QuerySet[Proposal], ProposalFilter, QuerySet[Proposal]]:
    """What the person may see of the round, the filters in the address, and what passes them in the list's order."""
    visible = Proposal.objects.filter(visible_proposals(request.user), round=round)
    filters = ProposalFilter(request.GET)
    found = filters.apply(visible, request.user).select_related("administration", "committee")
    return visible, filters, found


def _takes_new(round: Round) -> bool:
    return round.state == Round.State.OPEN and not round.why_closed()


def new_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a draft in an open round."""
    round = get_round(request, pk, "create")
    if not _takes_new(round):
        messages.error(request, _("Runden er lukket. Der kan ikke oprettes nye forslag i den."))
        return redirect("round", pk=round.pk)
    form = NewProposalForm(request.POST or None, round=round, user=request.user)
    if form.is_valid():
        proposal = create_proposal(round=round, by=request.user, **form.cleaned_data)
        messages.success(request, _("Forslaget er oprettet."))
        return redirect(proposal)
    return render(request, "proposals/new.html", {"round": round, "form": form})
