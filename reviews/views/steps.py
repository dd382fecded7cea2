"""What every page that takes a step does: offer it, take it, say what happened or why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from proposals.models import Proposal

from ..process import Step, refusal
from ..refusal import Refused


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None for a page that is only shown."""
    return request.POST if request.method == "POST" else None


def step_page(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    form: forms.Form,
    take: Callable[[dict[str, Any]], Any],
    *,
    done: str | Callable[[], str],
    back: str,
    template: str = "reviews/step.html",
    subject: Any = None,
    **context: Any,
) -> HttpResponse:
    """GET shows the form, or why the step cannot be taken; POST takes it.

    What was typed is kept when the step is refused. `back`: name of the page to return to; `done`: said there, or what
    gives the words once it is done.
    """
    if request.method == "POST" and form.is_valid():
        try:
            take(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done() if callable(done) else done)
            return redirect(back, proposal.pk)
    why_not = "" if form.is_bound else refusal(step, request.user, proposal, subject)
    values = {"proposal": proposal, "step": step, "form": form, "why_not": why_not, "back": back, "tab": back}
    return render(request, template, values | context)
