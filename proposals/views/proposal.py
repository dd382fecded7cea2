"""A proposal's home (the task list) and its list of checks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access import get_proposal
from ..assemble import assemble
from ..checks import run
from ..figures_shown import shown_figures
from ..task_list import task_groups
from ..units import unit_book


def proposal_home(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list: sections in groups, what is missing, who edited last, the deadline."""
    proposal = get_proposal(request, pk)
    groups, findings = task_groups(proposal)
    errors = sum(finding.severity == "error" for finding in findings)
    return render(
        request,
        "proposals/proposal.html",
        {
            "proposal": proposal,
            "groups": groups,
            "errors": errors,
            "warnings": len(findings) - errors,
            "figures": shown_figures(proposal),
            "tab": "proposal",
        },
    )


def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing or contradictory: errors hold the submission back, warnings are to be weighed."""
    proposal = get_proposal(request, pk)
    document = assemble(proposal)
    findings = run(document, unit_book())
    headings = {s.key: f"{s.number} {s.heading}".strip() for s in document.template.sections}
    rows = [(finding, headings.get(finding.section, finding.section)) for finding in findings]
    return render(
        request,
        "proposals/checks.html",
        {
            "proposal": proposal,
            "errors": [row for row in rows if row[0].severity == "error"],
            "warnings": [row for row in rows if row[0].severity == "warning"],
            "tab": "checks",
        },
    )
