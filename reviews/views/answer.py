"""One request: the page where a member of the body answers it, and those where it is sent again or withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policy import may
from proposals.access import get_proposal

from ..actions import hearing
from ..forms.hearings import BodyAnswerForm, ReasonForm, RenewForm, SeenForm
from ..hearings.reading import reading
from ..models import HearingRequest
from ..process import STEPS
from ..refusal import Refused
from .steps import posted, step_page


def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, a link to the frozen version, and the answer."""
    asked = answerable(request, pk)
    proposal = asked.proposal
    read = reading(asked)
    if read is None:
        raise Http404(_("Der er ingen version af forslaget at svare på."))
    return step_page(
        request,
        proposal,
        STEPS["answer_hearing"],
        BodyAnswerForm(posted(request), initial={"revision": read.revision.number}),
        lambda given: hearing.answer(asked, request.user, **given),
        done=_("Tak. Svaret er registreret."),
        back="hearings",
        template="reviews/answer.html",
        subject=asked,
        asked=asked,
        reading=read,
    )


@require_POST
def affirm_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One click on the page of the answer: it holds for the new version too."""
    asked = answerable(request, pk)
    seen = SeenForm(request.POST)
    try:
        if not seen.is_valid():
            raise Refused(_("Siden mangler oplysning om, hvilken version I har læst."))
        hearing.affirm(asked, request.user, **seen.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("hearing-answer", asked.pk)
    messages.success(request, _("Tak. Jeres svar gælder nu den nye version."))
    return redirect("hearings", asked.proposal_id)


def renew_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_of(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    return step_page(
        request,
        proposal,
        STEPS["renew_hearing"],
        RenewForm(posted(request)),
        lambda given: hearing.renew(asked, request.user, **given),
        done=_("Høringsparten er spurgt igen og får besked."),
        back="hearings",
        about=asked.named,
    )


def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_of(pk)
    proposal = get_proposal(request, asked.proposal_id, "ask_hearing")
    return step_page(
        request,
        proposal,
        STEPS["withdraw_hearing"],
        ReasonForm(posted(request)),
        lambda given: hearing.withdraw_request(asked, request.user, **given),
        done=_("Høringen er trukket tilbage."),
        back="hearings",
        about=asked.named,
    )


def answerable(request: HttpRequest, pk: int) -> HearingRequest:
    """The request, for a member of its body."""
    asked = asked_of(pk)
    asked.proposal = get_proposal(request, asked.proposal_id)
    may(request.user, "answer_hearing", asked).require()
    return asked


def asked_of(pk: int) -> HearingRequest:
    return get_object_or_404(HearingRequest.objects.select_related("body", "revision", "proposal"), pk=pk)
