"""What happened to a proposal, and its frozen versions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policy import may
from proposals.access import get_proposal
from proposals.confidentiality import redacted

from ..comments import seen_events
from ..events import events_for
from ..history import told
from ..reading import readable
from ..reads import KIND
from ..revisions import document_of

PER_PAGE = 40
READS = "laesninger"


def history_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what, when and why, the newest first; with `?vis=laesninger` who read what is confidential instead."""
    proposal = get_proposal(request, pk)
    may_see_reads = bool(may(request.user, "see_reads", proposal))
    reads = may_see_reads and request.GET.get("vis") == READS
    told_here = seen_events(events_for(request.user, proposal.events.all()), request.user)
    events = told_here.filter(kind=KIND) if reads else told_here.exclude(kind=KIND)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    trusted = bool(may(request.user, "read_confidential", proposal))
    context = {
        "proposal": proposal,
        "page": page,
        "rows": [told(event, trusted=trusted) for event in page],
        "may_see_reads": may_see_reads,
        "reads": reads,
        "tab": "history",
    }
    return render(request, "reviews/history.html", context)


def revision_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The text of a frozen version with its fingerprint and signatures."""
    proposal = get_proposal(request, pk)
    revision = get_object_or_404(proposal.revisions, number=number)
    document = redacted(document_of(revision), proposal.hidden)
    context = {
        "proposal": proposal,
        "revision": revision,
        "document": document,
        "sections": readable(document),
        "sign_offs": revision.sign_offs.all(),
        "tab": "process",
    }
    return render(request, "reviews/revision.html", context)
