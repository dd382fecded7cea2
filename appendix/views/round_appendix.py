"""The appendix page of a round: as it would be printed now, its introduction, and building it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from proposals.access import get_round, show_list
from proposals.economy.numbers import million
from proposals.economy.price import PriceError
from proposals.models import Pool, Round

from ..bilag import BILAG, INFORMATION
from ..content.build import computed_introduction, introduction_blocks
from ..content.tables import anchor, summary_blocks
from ..editions import NotFinal, NothingToPrint, create_edition
from ..errata import to_prefetch as errata_to_prefetch
from ..forms import BuildForm, IntroductionForm
from ..introduction import StaleIntroduction, change_introduction, own_words
from ..jobs import enqueue
from ..overview import Overview, overview
from ..writers.html import blocks_html

EDITIONS_PER_PAGE = 10


@require_GET
def appendix(request: HttpRequest, pk: int, bilag: int = INFORMATION) -> HttpResponse:
    return _page(request, _round(request, pk, bilag), bilag)


def _round(request: HttpRequest, pk: int, bilag: int) -> Round:
    """The round, for those who work with its appendices; Http404 for an appendix there is not."""
    round = get_round(request, pk, "appendix")
    if bilag not in BILAG:
        raise Http404(_("Det bilag findes ikke."))
    return round


def _page(
    request: HttpRequest,
    round: Round,
    bilag: int,
    intro_form: IntroductionForm | None = None,
    build_form: BuildForm | None = None,
) -> HttpResponse:
    """The whole page; a form that was refused is shown with what was typed."""
    found = overview(round, bilag)
    show_list(request, round, [*found.going_in, *(one.proposal for one in found.left_out)])
    computed_words = "\n\n".join(computed_introduction(found.computed))
    intro_form = intro_form or IntroductionForm(round=round, bilag=bilag, computed=computed_words)
    build_form = build_form or BuildForm(round=round, bilag=bilag)
    editions = (
        round.editions.filter(bilag=bilag).defer("snapshot").prefetch_related("jobs", "files", *errata_to_prefetch())
    )
    return render(
        request,
        "appendix/appendix.html",
        {
            "round": round,
            "bilag": BILAG[bilag],
            "every_bilag": BILAG.values(),
            "overview": found,
            "tables": blocks_html(summary_blocks(found.computed), _preview_addresses(found)),
            "pools": _pools(found),
            "own_words": own_words(round, bilag),
            "own_blocks": blocks_html(introduction_blocks(found.computed)),
            "computed_words": computed_words,
            "intro_form": intro_form,
            "build_form": build_form,
            "forms": [intro_form, build_form],
            "page": Paginator(editions.order_by("-number"), EDITIONS_PER_PAGE).get_page(request.GET.get("page")),
        },
    )


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
def change_intro(request: HttpRequest, pk: int, bilag: int) -> HttpResponse:
    """Keeps CFØ's own introduction, or goes back to the computed one."""
    round = _round(request, pk, bilag)
    back_to_computed = "computed" in request.POST
    form = IntroductionForm(request.POST, round=round, bilag=bilag, computed="")
    if not back_to_computed and not form.is_valid():
        return _page(request, round, bilag, intro_form=form)
    words = None if back_to_computed else form.cleaned_data["intro"]
    try:
        change_introduction(round, bilag, words, request.user, seen=request.POST.get("seen", ""))
    except StaleIntroduction as stale:
        return _page(request, round, bilag, intro_form=_refused(request, round, bilag, stale))
    messages.success(request, _("Indledningen beregnes igen.") if words is None else _("Indledningen er gemt."))
    return redirect("appendix", pk=pk, bilag=bilag)


def _refused(request: HttpRequest, round: Round, bilag: int, stale: StaleIntroduction) -> IntroductionForm:
    """The form with what was typed, what stands now, and a mark by which it can be saved over that."""
    data = request.POST.copy()
    form = IntroductionForm(data, round=round, bilag=bilag, computed="")
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
def build_appendix(request: HttpRequest, pk: int, bilag: int) -> HttpResponse:
    """Freezes an edition and queues a job that makes its files."""
    round = _round(request, pk, bilag)
    form = BuildForm(request.POST, round=round, bilag=bilag)
    if not form.is_valid():
        return _page(request, round, bilag, build_form=form)
    chosen = dict(form.cleaned_data)
    formats = chosen.pop("formats")
    try:
        with transaction.atomic():
            job = enqueue(create_edition(round, request.user, bilag=bilag, **chosen), formats)
    except PriceError as error:
        form.add_error("price_level", _(error.message.text) % error.message.values)
    except NothingToPrint:
        form.add_error(None, _("Der er ingen godkendte forslag at trykke endnu."))
    except NotFinal as refused:
        form.add_error("final", refused.reasons)
    else:
        return redirect("job", pk=job.pk)
    return _page(request, round, bilag, build_form=form)
