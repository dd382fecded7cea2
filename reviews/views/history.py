"""What happened to a proposal, and its frozen versions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policy import may
from proposals.access import get_proposal
from proposals.confidentiality import redacted

from ..history import told
from ..reading import readable
from ..revisions import document_of

PER_PAGE = 40


def history_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what, when and why, the newest first."""
    proposal = get_proposal(request, pk)
    page = Paginator(proposal.events.all(), PER_PAGE).get_page(request.GET.get("page"))
    trusted = bool(may(request.user, "read_confidential", proposal))
    rows = [told(event, trusted=trusted) for event in page]
    context = {"proposal": proposal, "page": page, "rows": rows, "tab": "history"}
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
