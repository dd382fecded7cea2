"""The date of an answer: reminding the body, its wish for another date, and the answer to that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from proposals.access import get_proposal

from ..actions import hearing_date
from ..forms.hearings import ConfirmForm, DateForm, DecideDateForm
from ..process import STEPS
from .answer import answerable, asked_of
from .steps import posted, step_page


def remind_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_of(pk)
    return step_page(
        request,
        get_proposal(request, asked.proposal_id, "ask_hearing"),
        STEPS["remind_hearing"],
        ConfirmForm(posted(request)),
        lambda _given: hearing_date.remind(asked, request.user),
        done=_("Høringsparten er påmindet."),
        back="hearings",
        about=asked.named,
    )


def propose_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = answerable(request, pk)
    return step_page(
        request,
        asked.proposal,
        STEPS["propose_date"],
        DateForm(posted(request)),
        lambda given: hearing_date.propose_date(asked, request.user, **given),
        done=_("Forslaget til dato er sendt."),
        back="hearings",
        about=asked.named,
        subject=asked,
    )


def decide_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_of(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    proposed = get_object_or_404(asked.date_proposals.select_related("request__proposal"), accepted=None)
    return step_page(
        request,
        proposal,
        STEPS["decide_date"],
        DecideDateForm(posted(request)),
        lambda given: hearing_date.decide_date(proposed, request.user, **given),
        done=_("Høringsparten får besked."),
        back="hearings",
        template="reviews/hearing_date_decide.html",
        about=asked.named,
        proposed=proposed,
    )
