"""What happened, to a proposal, in a round and by a person, on screen and as CSV; and a frozen version's text."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import may, may_read_acts_of
from proposals.access import get_proposal, get_round
from proposals.confidentiality import redacted
from proposals.downloads import private

from ..audit.reading import confidential_reads, readable_events, security_events
from ..audit.table import history_lines
from ..forms.history import READS, HistoryFilter
from ..history import folded, told
from ..models import Event
from ..reading import readable
from ..revisions import document_of

PER_PAGE = 40


def history_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who did what, when and why, the newest first; with `?vis=laesninger` who read what is confidential instead."""
    proposal = get_proposal(request, pk)
    may_see_reads = bool(may(request.user, "see_reads", proposal))
    reads = may_see_reads and request.GET.get("vis") == READS
    events = (
        confidential_reads(request.user, proposal)
        if reads
        else readable_events(request.user).filter(proposal=proposal)
    )
    context = {"proposal": proposal, "may_see_reads": may_see_reads, "reads": reads, "tab": "history"}
    return _history(request, events, "reviews/history.html", f"historik-forslag-{pk}", context)


def round_history_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What happened in the round: its proposals as far as the person may see them, and its set-up for some."""
    round = get_round(request, pk)
    events = readable_events(request.user).filter(round=round)
    return _history(request, events, "reviews/history_round.html", f"historik-runde-{pk}", {"round": round})


def person_history_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a person did, for themself, CFØ and administrators; nobody else learns that there is such a person."""
    if not may_read_acts_of(request.user, pk):
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    person = get_object_or_404(User, pk=pk)
    events = readable_events(request.user).filter(actor=person)
    return _history(request, events, "reviews/history_person.html", f"historik-person-{pk}", {"person": person})


def security_log_page(request: HttpRequest) -> HttpResponseBase:
    """Sign-ins, attempts and changes of rights, for administrators."""
    may(request.user, "read_security_log").require()
    return _history(request, security_events(), "reviews/security_log.html", "sikkerhedslog", {})


def _history(
    request: HttpRequest, events: QuerySet[Event], template: str, filename: str, context: dict[str, Any]
) -> HttpResponseBase:
    """A page of the events that pass the filter, or with `fil=csv` all of them as a file."""
    filters = HistoryFilter(request.GET, events, of_one_person="person" in context)
    found = filters.apply(events).select_related("proposal", "round")
    if request.GET.get("fil") == "csv":
        return _file(found, filename)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [told(event, trusted=event.trusted) for event in folded(page)]
    context |= {"page": page, "rows": rows, "filter_form": filters, "total": events.count()}
    context["may_read_acts"] = may(request.user, "read_acts")
    return render(request, template, context)


def _file(events: QuerySet[Event], name: str) -> StreamingHttpResponse:
    lines = history_lines(events.iterator(chunk_size=1000))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return private(response)


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
