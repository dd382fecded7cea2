"""Copying a proposal into a round, copying a section, and beginning one with the template's guidance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policy import may, visible_proposals

from ..access import get_proposal, get_round
from ..assemble import read_content
from ..confidentiality import hidden_sections
from ..contents import EconomyContent
from ..drafts import DraftError
from ..forms.readout import readout
from ..forms.reuse import CarryForm, CopyProposalForm, SourceForm
from ..models import Proposal, Round, Section
from ..reuse import (
    COPIED_ALONE,
    begin_with_guidance,
    copy_proposal,
    copy_section,
    has_words,
    may_begin,
    section_for_copy,
    takes_new,
)
from ..search import search
from .sections import desk_for

PER_PAGE = 20


def _written(source: Proposal) -> dict[str, int]:
    """The source's price level and first year."""
    economy = source.sections.filter(kind="economy").first()
    content = read_content(economy) if economy else None
    if isinstance(content, EconomyContent):
        return {"written": content.price_level, "first_year": content.years[0]}
    return {"written": source.round.price_level, "first_year": source.round.first_year}


def _sources(request: HttpRequest, proposals: QuerySet) -> dict[str, Any]:
    """The proposals the person may copy from, searched; the newest round first."""
    form = SourceForm(request.GET)
    form.is_valid()
    found = proposals.filter(visible_proposals(request.user), row_figures__isnull=True)
    if chosen := form.cleaned_data.get("runde"):
        found = found.filter(round=chosen)
    found = search(found, form.cleaned_data.get("q", ""), request.user).select_related("round", "administration")
    ordered = found.order_by("-round__price_level", "-round__created_at", "title", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("side", request.GET.get("page")))
    active = bool(chosen or form.cleaned_data.get("q"))
    return {"filter_form": form, "page": page, "active": active}


def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposals to begin a new one from, in this round."""
    round = get_round(request, pk, "create")
    if not takes_new(round):
        messages.error(request, _("Runden er lukket. Der kan ikke oprettes nye forslag i den."))
        return redirect("round", pk=round.pk)
    types = list(round.templates.values_list("type", flat=True))
    context = _sources(request, Proposal.objects.filter(type__in=types, round__replaced_at=None))
    return render(request, "proposals/reuse/proposals.html", {"round": round, **context})


def copy(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """What the copy is called, whose it is, and what happens to its figures."""
    round = get_round(request, pk, "create")
    found = get_proposal(request, source)
    posted = request.POST if request.method == "POST" else None
    form = CopyProposalForm(posted, source=found, user=request.user, round=round, **_written(found))
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = copy_proposal(
                    found,
                    round=round,
                    administration=data["administration"],
                    title=data["title"],
                    by=request.user,
                    **form.choices,
                )
            except DraftError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Forslaget er kopieret."))
                return redirect(made)
    context = {"round": round, "source": found, "form": form}
    return render(request, "proposals/reuse/copy.html", context, status=status)


def section_reuse(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Begin a section with the guidance, or choose a section of another proposal to copy."""
    desk = desk_for(request, pk, key)
    may(request.user, "edit", desk.proposal).require()
    others = Proposal.objects.filter(round__replaced_at=None, sections__kind=desk.section.kind).exclude(pk=pk)
    context = {**desk.context(), "locked": desk.locked, "may_copy": desk.section.kind in COPIED_ALONE}
    context |= _sources(request, others.distinct())
    context["may_begin"] = may_begin(desk.section, desk.content, desk.page.spec.guidance)
    rows = []
    for proposal in context["page"].object_list:
        hidden = hidden_sections(request.user, proposal)
        same_kind = proposal.sections.filter(kind=desk.section.kind).exclude(key__in=hidden)
        sections = [s for s in same_kind if has_words(read_content(s))]
        headings = {spec.key: f"{spec.number} {spec.heading}".strip() for spec in proposal.template.spec().sections}
        rows.append((proposal, [(section, headings.get(section.key, section.key)) for section in sections]))
    return render(request, "proposals/reuse/section.html", {**context, "rows": rows})


@require_POST
def section_begin(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Puts the guidance into the empty section."""
    desk = desk_for(request, pk, key)
    try:
        begin_with_guidance(desk.section, base_version=desk.posted_version, by=request.user)
    except DraftError as refused:
        messages.error(request, str(refused))
        return redirect("section-reuse", pk=pk, key=key)
    messages.success(request, _("Vejledningen står i afsnittet mellem ⟦ og ⟧. Skriv i stedet for den."))
    return redirect(desk.address)


def section_copy(request: HttpRequest, pk: int, key: str, source: int) -> HttpResponse:
    """Shows what would be copied beside what stands, and copies it."""
    desk = desk_for(request, pk, key)
    may(request.user, "edit", desk.proposal).require()
    found = get_object_or_404(Section.objects.filter(kind=desk.section.kind), pk=source)
    other = get_proposal(request, found.proposal_id)
    if found.key in other.hidden:
        raise PermissionDenied(may(request.user, "read_confidential", other).reason)
    found.proposal = other
    posted = request.POST if request.method == "POST" else None
    round: Round = desk.proposal.round
    form = CarryForm(posted, round=round, **_written(other))
    status, mine = 200, desk.section
    mine.proposal = desk.proposal
    if posted is not None and form.is_valid():
        try:
            copy_section(found, mine, base_version=desk.posted_version, by=request.user, **form.choices)
        except DraftError as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("Afsnittet er kopieret."))
            return redirect(desk.address)
    context = {
        **desk.context(),
        "locked": desk.locked,
        "form": form,
        "other": other,
        "version": desk.section.version,
        "stands": readout(desk.content, desk.page) if has_words(desk.content) else [],
        "comes": readout(section_for_copy(found, mine, by=request.user, price=False, years=False), desk.page),
        "forms": [form],
    }
    return render(request, "proposals/reuse/section_copy.html", context, status=status)
