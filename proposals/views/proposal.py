"""A proposal's home: the task list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access import get_proposal
from ..figures_shown import shown_figures
from ..returned import asked_for
from ..task_list import days_left, task_groups


def proposal_home(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list: sections in groups, what is missing, who edited last, the deadline."""
    proposal = get_proposal(request, pk)
    asked = asked_for(proposal)
    groups, findings = task_groups(proposal, request.user, asked)
    errors = sum(finding.severity == "error" for finding in findings)
    return render(
        request,
        "proposals/proposal.html",
        {
            "proposal": proposal,
            "groups": groups,
            "asked": asked,
            "days_left": days_left(proposal),
            "errors": errors,
            "warnings": len(findings) - errors,
            "figures": shown_figures(proposal),
            "tab": "proposal",
        },
    )
