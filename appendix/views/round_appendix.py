"""The appendix page of a round: as it would be printed now, its introduction, and building it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from proposals.access import get_round
from proposals.economy.numbers import million
from proposals.models import Pool, Round

from ..content.build import introduction_blocks
from ..content.intro import introduction_paragraphs
from ..content.tables import anchor, summary_blocks
from ..editions import NothingToPrint, create_edition
from ..forms import BuildForm, IntroductionForm
from ..introduction import StaleIntroduction, change_introduction, own_words
from ..jobs import enqueue
from ..overview import Overview, overview
from ..writers.html import blocks_html

EDITIONS_PER_PAGE = 10


@require_GET
def appendix(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_round(request, pk, "appendix"))


def _page(
    request: HttpRequest,
    round: Round,
    intro_form: IntroductionForm | None = None,
    build_form: BuildForm | None = None,
) -> HttpResponse:
    """The whole page; a form that was refused is shown with what was typed."""
    found = overview(round)
    computed_words = _computed_words(found)
    intro_form = intro_form or IntroductionForm(round=round, computed=computed_words)
    build_form = build_form or BuildForm(round=round)
    editions = round.editions.defer("snapshot").prefetch_related("jobs", "files").order_by("-bilag", "-number")
    return render(
        request,
        "appendix/appendix.html",
        {
            "round": round,
            "overview": found,
            "tables": blocks_html(summary_blocks(found.computed), _preview_addresses(found)),
            "pools": _pools(found),
            "own_words": own_words(round),
            "own_blocks": blocks_html(introduction_blocks(found.computed)),
            "computed_words": computed_words,
            "intro_form": intro_form,
            "build_form": build_form,
            "forms": [intro_form, build_form],
            "page": Paginator(editions, EDITIONS_PER_PAGE).get_page(request.GET.get("page")),
        },
    )


def _computed_words(found: Overview) -> str:
    snapshot = found.computed.snapshot
    paragraphs = introduction_paragraphs(found.computed.introduction, snapshot.round.name, snapshot.round.price_level)
    return "\n\n".join(paragraphs)


def _preview_addresses(found: Overview) -> dict[str, str]:
    """The tables' links lead to the proposals' pages, since the screen shows the tables alone."""
    return {
        f"#{anchor(proposal.number)}": reverse("preview", args=[proposal.pk])
        for proposal in found.going_in
        if proposal.number
    }


def _pools(found: Overview) -> dict[str, Any]:
    """The pools as components/table.html takes them: before, asked for, left if all is adopted."""
    rows = [
        [str(Pool.Kind(pool.kind).label), *map(_million, (pool.remaining_before, pool.asked, pool.remaining_after))]
        for pool in found.computed.introduction.pools
    ]
    headings = [_("Resterer før runden"), _("Søgt"), _("Resterer, hvis alt vedtages")]
    return {
        "caption": _("Mio. kr. i %(year)s p/l") % {"year": found.computed.snapshot.round.price_level},
        "columns": [{"label": _("Pulje")}, *({"label": heading, "numeric": True} for heading in headings)],
        "rows": [{"cells": cells} for cells in rows],
    }


def _million(amount: int | None) -> str:
    return "–" if amount is None else million(amount)


@require_POST
def change_intro(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps CFØ's own introduction, or goes back to the computed one."""
    round = get_round(request, pk, "appendix")
    back_to_computed = "computed" in request.POST
    form = IntroductionForm(request.POST, round=round, computed="")
    if not back_to_computed and not form.is_valid():
        return _page(request, round, intro_form=form)
    words = None if back_to_computed else form.cleaned_data["intro"]
    try:
        change_introduction(round, words, request.user, seen=request.POST.get("seen", ""))
    except StaleIntroduction as stale:
        return _page(request, round, intro_form=_refused(request, round, stale))
    messages.success(request, _("Indledningen beregnes igen.") if words is None else _("Indledningen er gemt."))
    return redirect("appendix", pk=pk)


def _refused(request: HttpRequest, round: Round, stale: StaleIntroduction) -> IntroductionForm:
    """The form with what was typed, what stands now, and a mark by which it can be saved over that."""
    data = request.POST.copy()
    form = IntroductionForm(data, round=round, computed="")
    form.is_valid()
    data["seen"] = form.fields["seen"].initial
    if stale.current is None:
        form.add_error("intro", _("En anden har imens slået den beregnede indledning til. Gem igen for at bruge din."))
    else:
        form.add_error(
            "intro",
            _("En anden har imens gemt en anden indledning: “%(words)s”. Gem igen for at bruge din i stedet.")
            % {"words": stale.current},
        )
    return form


@require_POST
def build_appendix(request: HttpRequest, pk: int) -> HttpResponse:
    """Freezes an edition and queues a job that makes its files."""
    round = get_round(request, pk, "appendix")
    form = BuildForm(request.POST, round=round)
    if not form.is_valid():
        return _page(request, round, build_form=form)
    try:
        with transaction.atomic():
            edition = create_edition(round, request.user, include_submitted=form.cleaned_data["include_submitted"])
            job = enqueue(edition, form.cleaned_data["formats"])
    except NothingToPrint:
        form.add_error(None, _("Der er ingen godkendte forslag at trykke endnu."))
        return _page(request, round, build_form=form)
    return redirect("job", pk=job.pk)
