"""The home of a round's set-up, its topics, its state, and a new round as a copy."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.access import get_round
from proposals.models import Round
from proposals.models.template import ProposalType

from ..events import KINDS as EVENT_KINDS
from ..forms.setup_copy import CopyRoundForm, StateForm
from ..refusal import Refused
from ..setup import words
from ..setup.change import StaleSetup, changing, danish, seen_mark
from ..setup.copying import copy_round, plan
from ..setup.states import STEPS, consequences, set_state
from ..setup.told import changes_in, topic_words
from ..setup.topics import TOPICS, Topic
from .steps import posted

LATEST = 10
KINDS = ("round_created", "round_changed", "round_imported", "intro_changed", "edition_built", "errata_built")


def home(request: HttpRequest, pk: int) -> HttpResponse:
    """The topics as tasks, the round's templates, its state and what was changed last."""
    round = get_round(request, pk, "set_up_round")
    types = dict(ProposalType.choices)
    templates = [
        {
            "title": types[row.type],
            "url": reverse("round-setup-template", args=[round.pk, row.type]),
            "hint": _("%(name)s, version %(version)s") % {"name": row.template.name, "version": row.template.version},
            "status": _("%d afsnit") % row.template.sections.count(),
            "status_kind": "plain",
        }
        for row in sorted(round.templates.select_related("template"), key=lambda row: list(types).index(row.type))
    ]
    context = {
        "round": round,
        "tasks": [_task(round, topic) for topic in TOPICS.values()],
        "templates": templates,
        "steps": [(code, step) for code, step in STEPS.items() if round.state in step.sources],
        "events": [_said(event) for event in round.events.filter(kind__in=KINDS, proposal=None)[:LATEST]],
        "closed": round.why_closed(),
    }
    return render(request, "reviews/setup/home.html", context)


def _task(round: Round, topic: Topic) -> dict[str, str]:
    said = topic.words(round)
    values = [f"{label}: {value}" for label, value in said if value]
    hint = "; ".join(values[:3]) + ("; …" if len(values) > 3 else "")
    empty = not any(value for _label, value in said)
    return {
        "title": str(topic.label),
        "url": reverse("round-setup-topic", args=[round.pk, topic.code]),
        "hint": hint if len(hint) <= 240 else hint[:239] + "…",
        "status": _("Ikke udfyldt") if empty else _("Sat op"),
        "status_kind": "neutral" if empty else "plain",
    }


def _said(event: Any) -> dict[str, Any]:
    """An event with what it was about and what changed under each label, in the words that were stored."""
    return {
        "event": event,
        "what": EVENT_KINDS[event.kind],
        "topic": topic_words(event.data.get("topic", "")),
        "changed": changes_in(event.data) if event.kind == "round_changed" else [],
    }


def topic_page(request: HttpRequest, pk: int, topic: str) -> HttpResponse:
    """One topic: its form, kept when it is sound and nobody else has changed the topic meanwhile."""
    round = get_round(request, pk, "set_up_round")
    found = TOPICS.get(topic)
    if found is None:
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    form = found.form(posted(request), round=round)
    seen = request.POST.get("seen") or seen_mark(danish(found.words, round))
    stale, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with changing(round, request.user, found.code, found.words, seen=seen) as fresh:
                    form.keep(fresh)
            except StaleSetup as refused:
                stale, seen, status = refused, refused.mark, 409
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Opsætningen er gemt."))
                return redirect("round-setup", pk=round.pk)
    context = {"round": round, "topic": found, "form": form, "seen": seen, "stale": stale}
    context |= {"forms": [part for part in (form, form.formset) if part is not None], "closed": round.why_closed()}
    return render(request, "reviews/setup/topic.html", context, status=status)


def state_page(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Opens, closes or archives the round after a confirmation."""
    round = get_round(request, pk, "set_up_round")
    step = STEPS.get(action)
    if step is None:
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    form = StateForm(posted(request))
    seen = request.POST.get("seen") or seen_mark(danish(words.state, round))
    if request.method == "POST" and form.is_valid():
        try:
            set_state(round, action, request.user, seen=seen, reason=form.cleaned_data["reason"].strip())
        except Refused as refused:
            form.add_error(None, str(refused))
            seen = seen_mark(danish(words.state, Round.objects.get(pk=round.pk)))
        else:
            messages.success(request, _("Rundens tilstand er ændret."))
            return redirect("round-setup", pk=round.pk)
    context = {"round": round, "step": step, "form": form, "seen": seen, "consequences": consequences(round, step)}
    context["why_not"] = "" if round.state in step.sources else _("Runden er allerede i den tilstand.")
    return render(request, "reviews/setup/state.html", context)


def copy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A new round as a copy: first what and how, then the list of what it will hold, then it is made."""
    source = get_round(request, pk, "set_up_round")
    form = CopyRoundForm(posted(request), source=source)
    context: dict[str, Any] = {"round": source, "form": form}
    if request.method == "POST" and form.is_valid():
        parts = form.cleaned_data["parts"]
        if "confirmed" in request.POST:
            try:
                made = copy_round(source, form.new, parts, request.user)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Runden er oprettet. Den er lukket, til du åbner den."))
                return redirect("round-setup", pk=made.pk)
        elif "change" not in request.POST:
            kept = [(name, value) for name, values in request.POST.lists() for value in values]
            context["kept"] = [(name, value) for name, value in kept if name != "csrfmiddlewaretoken"]
            context["facts"] = [
                (_("Navn"), form.new.name),
                (_("Pris- og lønniveau"), form.new.price_level),
                (_("År i tabellerne"), f"{form.new.first_year}–{form.new.last_year}"),
            ]
            context["plan"] = plan(source, form.new, parts)
            return render(request, "reviews/setup/copy_plan.html", context)
    return render(request, "reviews/setup/copy.html", context)
