"""Links for people without an account: sending (again) and revoking them, and the page they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from proposals.access import get_proposal
from proposals.confidentiality import redacted

from ..actions import hearing_link
from ..forms.hearings import ConfirmForm, LinkAnswerForm, LinkForm
from ..hearings.limits import within
from ..hearings.links import link_of
from ..models import HearingLink
from ..process import STEPS
from ..reading import readable
from ..refusal import Refused
from ..revisions import document_of
from .answer import asked_of
from .steps import posted, step_page

OPENED_AN_HOUR, GUESSED_AN_HOUR, HOUR = 60, 30, 60 * 60


def send_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_of(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    return step_page(
        request,
        proposal,
        STEPS["send_link"],
        LinkForm(posted(request), proposal=proposal),
        lambda given: hearing_link.send_link(asked, request.user, **given),
        done=_("Linket bliver sendt."),
        back="hearings",
        about=asked.named,
    )


def resend_page(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    return _link_step(request, pk, link, "resend_link", hearing_link.resend_link, _("Linket bliver sendt."))


def revoke_page(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    return _link_step(request, pk, link, "revoke_link", hearing_link.revoke_link, _("Linket er trukket tilbage."))


def _link_step(
    request: HttpRequest, pk: int, link: int, step: str, take: Callable[[HearingLink, Any], None], done: str
) -> HttpResponse:
    asked = asked_of(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    found = get_object_or_404(asked.links.select_related("request__proposal"), pk=link)
    return step_page(
        request,
        proposal,
        STEPS[step],
        ConfirmForm(posted(request)),
        lambda _given: take(found, request.user),
        done=done,
        back="hearings",
        about=asked.named,
    )


# The secret in the address is the proof; no cookie gives any right here. And a page that tells nobody where it was
# read from sends the origin "null", which the check of the token takes for another site.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """The frozen version with the sections that are asked about, and the form for the answer."""
    link = link_of(token)
    if link is None:
        few = within(f"link-guess:{get_adapter().get_client_ip(request)}", GUESSED_AN_HOUR, HOUR)
        why = _("Linket findes ikke. Se efter, om hele adressen er kommet med.")
        return _closed(request, why, 404 if few else 429)
    if why := link.why_closed():
        return _closed(request, why, 410)
    if not within(f"link:{link.pk}", OPENED_AN_HOUR, HOUR):
        return _closed(request, _("Linket er åbnet for mange gange. Prøv igen om en time."), 429)
    form = LinkAnswerForm(posted(request))
    try:
        if request.method != "POST":
            hearing_link.open_link(link)
        elif form.is_valid():
            hearing_link.answer_by_link(link, **form.cleaned_data)
            return _private(render(request, "reviews/link_thanks.html", _context(link)))
    except Refused as refused:
        if request.method != "POST":
            return _closed(request, str(refused), 410)
        form.add_error(None, str(refused))
    return _private(render(request, "reviews/link.html", _context(link) | {"form": form}))


def _context(link: HearingLink) -> dict[str, Any]:
    asked, proposal = link.request, link.request.proposal
    hidden = () if link.confidential else proposal.confidential_sections
    sections = readable(redacted(document_of(asked.revision), hidden))
    answers = asked.answers.all()
    return {
        "link": link,
        "asked": asked,
        # It may be about what is hidden, as in the letter.
        "question": "" if hidden else asked.question,
        "proposal": proposal,
        "sections": [one for one in sections if not asked.sections or one.key in asked.sections],
        "answered": answers[0] if answers and answers[0].link_id == link.pk else None,
        "closed": bool(answers),
    }


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return _private(render(request, "reviews/link_closed.html", {"why": why}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by no search engine, and telling no other page where the reader came from."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
