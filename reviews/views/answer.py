"""One request: the page where a member of the body answers it, and the one where it is withdrawn."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.policy import may
from proposals.access import get_proposal

from ..actions import hearing
from ..forms.hearings import AnswerForm, ReasonForm
from ..models import HearingRequest
from ..process import STEPS
from .steps import posted, step_page


def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, a link to the frozen version, and the answer."""
    asked = _asked(pk)
    proposal = get_proposal(request, asked.proposal_id)
    decision = may(request.user, "answer_hearing", asked)
    if not decision:
        raise PermissionDenied(decision.reason)
    return step_page(
        request,
        proposal,
        STEPS["answer_hearing"],
        AnswerForm(posted(request)),
        lambda given: hearing.answer(asked, request.user, **given),
        done=_("Tak. Svaret er registreret."),
        back="hearings",
        template="reviews/answer.html",
        subject=asked,
        asked=asked,
        answers=asked.answers.all(),
    )


def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    return step_page(
        request,
        proposal,
        STEPS["withdraw_hearing"],
        ReasonForm(posted(request)),
        lambda given: hearing.withdraw_request(asked, request.user, **given),
        done=_("Høringen er trukket tilbage."),
        back="hearings",
        about=f"{asked.body.name} {asked.detail}".strip(),
    )


def _asked(pk: int) -> HearingRequest:
    return get_object_or_404(HearingRequest.objects.select_related("body", "revision", "proposal"), pk=pk)
