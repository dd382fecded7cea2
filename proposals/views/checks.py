"""The list of checks, and the judgement that a warning about words of the prose is no fault."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import may

from ..access import get_proposal
from ..assemble import assemble
from ..checks import Finding
from ..findings import DismissalError, Findings, bring_back, dismiss, findings_of
from ..forms.dismissal import DismissalForm
from ..models import Proposal


def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing or contradictory: errors hold the submission back, warnings are to be weighed."""
    proposal = get_proposal(request, pk)
    document = assemble(proposal)
    found = Findings([], []) if proposal.hidden else findings_of(proposal, document)
    headings = {s.key: f"{s.number} {s.heading}".strip() for s in document.template.sections}

    def rows(findings: list[Finding]) -> list[tuple[Finding, str]]:
        return [(finding, headings.get(finding.section, finding.section)) for finding in findings]

    context = {
        "proposal": proposal,
        "errors": rows(found.errors),
        "warnings": rows(found.warnings),
        "dismissed": [(f, headings.get(f.section, f.section), judged) for f, judged in found.dismissed],
        "may_judge": may_judge(request.user, proposal),
        "tab": "checks",
    }
    return render(request, "proposals/checks.html", context)


def may_judge(user: Any, proposal: Proposal) -> bool:
    """Whether the person may now say that a warning is no fault."""
    return bool(may(user, "edit", proposal)) and proposal.editable


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One warning with its words, and the form for judging it to be no fault."""
    proposal = get_proposal(request, pk, "edit")
    found = next((f for f in findings_of(proposal).warnings if f.key == key), None)
    if found is None and request.method == "GET":
        raise Http404(_("Advarslen er der ikke længere: teksten eller tabellen er ændret."))
    form = DismissalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            dismiss(proposal, key, reason=form.cleaned_data["reason"], by=request.user)
        except DismissalError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Advarslen er sat som “ikke en fejl”."))
        return redirect("checks", pk=pk)
    if found is None:
        messages.error(request, _("Advarslen er der ikke længere: teksten eller tabellen er ændret."))
        return redirect("checks", pk=pk)
    context = {
        "proposal": proposal,
        "finding": found,
        "form": form,
        "locked": proposal.why_locked(),
        "tab": "checks",
    }
    return render(request, "proposals/finding.html", context, status=422 if form.is_bound else 200)


@require_POST
def finding_bring_back(request: HttpRequest, pk: int, dismissal: int) -> HttpResponse:
    """Shows a warning again that was judged to be no fault."""
    proposal = get_proposal(request, pk, "edit")
    try:
        bring_back(proposal, dismissal, by=request.user)
    except DismissalError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Advarslen vises igen."))
    return redirect("checks", pk=pk)
