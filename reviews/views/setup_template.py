"""A round's template: its headings, the list of its sections, and one section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from proposals.access import get_round
from proposals.models import Round, RoundTemplate, Template
from proposals.models.template import ProposalType
from proposals.own_templates import FOLLOWING, NEVER_REMOVED

from ..forms.setup_template import KINDS, HeadingsForm, SectionForm
from ..refusal import Refused
from ..setup import forms_of_round as changes
from ..setup.change import StaleSetup, danish, seen_mark
from .steps import posted

ACTIONS = ("op", "ned", "tag-ud")


def _found(request: HttpRequest, pk: int, type: str) -> tuple[Round, Template]:
    round = get_round(request, pk, "set_up_round")
    try:
        return round, changes.template_of(round, type)
    except RoundTemplate.DoesNotExist:
        raise Http404(_("Runden har ingen skabelon af den type.")) from None


def _context(round: Round, type: str, template: Template) -> dict[str, Any]:
    drafts = round.proposals.filter(type=type, state__in=FOLLOWING).count()
    return {
        "round": round,
        "type": type,
        "type_label": ProposalType(type).label,
        "template": template,
        "drafts": drafts,
        "submitted": round.proposals.filter(type=type).count() - drafts,
        "closed": round.why_closed(),
    }


def template_page(request: HttpRequest, pk: int, type: str) -> HttpResponse:
    """The sections in their order, with what each asks; buttons move them and take them out."""
    round, template = _found(request, pk, type)
    if request.method == "POST":
        verb, _colon, key = request.POST.get("action", "").partition(":")
        if verb not in ACTIONS:
            raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
        seen = request.POST.get("seen", "")
        try:
            if verb == "tag-ud":
                changes.remove_section(round, type, key, request.user, seen=seen)
            else:
                changes.move_section(round, type, key, verb, request.user, seen=seen)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Skabelonen er ændret."))
        return redirect("round-setup-template", pk=round.pk, type=type)
    sections = [
        {"spec": section, "kind": KINDS.get(section.kind, section.kind), "fixed": section.kind in NEVER_REMOVED}
        for section in template.spec().sections
    ]
    seen = seen_mark(danish(changes.sections_words(type), round))
    context = _context(round, type, template) | {"sections": sections, "seen": seen}
    return render(request, "reviews/setup/template.html", context)


def headings_page(request: HttpRequest, pk: int, type: str) -> HttpResponse:
    round, template = _found(request, pk, type)
    form = HeadingsForm(posted(request), template=template)
    said = changes.headings_words(type)

    def keep(seen: str) -> None:
        changes.change_headings(round, type, form.values, request.user, seen=seen)

    context = _context(round, type, template) | {"heading": _("Overskrifter og noter")}
    return _edit(request, form, said, keep, context)


def section_page(request: HttpRequest, pk: int, type: str, key: str) -> HttpResponse:
    round, template = _found(request, pk, type)
    spec = template.spec()
    section = spec.section(key)
    if section is None:
        raise Http404(_("Afsnittet er taget ud af skabelonen."))
    form = SectionForm(posted(request), spec=spec, section=section)
    said = changes.section_words(type, key)

    def keep(seen: str) -> None:
        changes.change_section(round, type, key, form.values, request.user, seen=seen)

    heading = f"{section.number} {section.heading}".strip()
    context = _context(round, type, template) | {"heading": heading, "kind": KINDS.get(section.kind, section.kind)}
    return _edit(request, form, said, keep, context)


def section_new_page(request: HttpRequest, pk: int, type: str) -> HttpResponse:
    round, template = _found(request, pk, type)
    form = SectionForm(posted(request), spec=template.spec())
    said = changes.sections_words(type)

    def keep(seen: str) -> None:
        data = form.cleaned_data
        changes.add_section(round, type, data["kind"], form.values, request.user, after=data["after"], seen=seen)

    return _edit(request, form, said, keep, _context(round, type, template) | {"heading": _("Nyt afsnit")})


def _edit(request: HttpRequest, form: Any, said: Any, keep: Any, context: dict[str, Any]) -> HttpResponse:
    """Shows a form of the template and keeps it; back to the template's page afterwards."""
    round, type = context["round"], context["type"]
    seen = request.POST.get("seen") or seen_mark(danish(said, round))
    stale, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                keep(seen)
            except StaleSetup as refused:
                stale, seen, status = refused, refused.mark, 409
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Skabelonen er gemt."))
                return redirect("round-setup-template", pk=round.pk, type=type)
    context |= {"form": form, "forms": [form], "seen": seen, "stale": stale}
    return render(request, "reviews/setup/template_form.html", context, status=status)
