"""Where a proposal stands, and the page of each step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.policy import may
from proposals.access import get_proposal
from proposals.models import Proposal, ProposalState

from ..actions import ACTIONS, perform
from ..decisions import open_decisions
from ..events import KINDS
from ..forms.actions import FORMS
from ..meetings.offers import offered_chain
from ..process import STEPS, Step, available
from ..revisions import submitted_revision
from ..signatures import signatures
from ..since_last import SinceLast, since_last
from ..standing import standing
from .steps import posted, step_page

# Steps that are about the version that was submitted.
SEES_VERSION = ("preapprove", "approve", "decide", "return", "treat")


def process_page(request: HttpRequest, pk: int) -> HttpResponse:
    """State, steps on offer, versions with their signatures, returns and treatments."""
    proposal = get_proposal(request, pk)
    offers = available(request.user, proposal)
    allowed = [offer for offer in offers if offer.allowed]
    context = {
        "proposal": proposal,
        "offers": sorted(allowed, key=lambda offer: (offer.danger, not offer.main)),
        "blocked": [offer for offer in offers if offer.has_right and not offer.allowed],
        "others": [offer for offer in offers if not offer.has_right],
        "standing": standing(proposal),
        "signatures": signatures(proposal),
        "decided": open_decisions(proposal) if may(request.user, "release", proposal) else [],
        "since": _to_decide_on(request, proposal),
        "chain": offered_chain(proposal, request.user),
        "tab": "process",
    }
    return render(request, "reviews/process.html", context)


def _to_decide_on(request: HttpRequest, proposal: Proposal) -> SinceLast | None:
    """What changed since last, for CFØ while it has the proposal before it."""
    if proposal.state != ProposalState.SUBMITTED or not may(request.user, "return", proposal):
        return None
    return since_last(proposal, submitted_revision(proposal))


def action_page(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One step: what it does, what it asks for; POST takes it."""
    if action not in ACTIONS:
        raise Http404(_("Siden findes ikke."))
    step = STEPS[action]
    proposal = get_proposal(request, pk, step.right)
    seen = submitted_revision(proposal) if action in SEES_VERSION else None
    return step_page(
        request,
        proposal,
        step,
        FORMS[action](posted(request), proposal=proposal),
        lambda given: perform(action, proposal, request.user, **given),
        done=lambda: _done(step, proposal),
        back="process",
        revision=seen,
        since=since_last(proposal, seen),
    )


def _done(step: Step, proposal: Proposal) -> str:
    """What has happened, in the words of the history: a signature of several is not the approval."""
    events = [step.event, *([step.partly.event] if step.partly else [])]
    return f"{KINDS[proposal.events.filter(kind__in=events).latest('id').kind]}."
