"""A proposal's hearings: who must be heard, asking, writing down an answer, overruling."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.policy import actor, may
from proposals.access import get_proposal
from proposals.assemble import assemble
from proposals.models import HearingBody

from ..actions import hearing
from ..actions.hearing_need import judge_need
from ..comparison import frozen_choices
from ..forms.hearings import AskForm, NeedForm, ReasonForm, RecordForm
from ..hearings import BodyStatus, statuses, to_prefetch
from ..hearings.asked import of_requests
from ..hearings.sections import concerned, section_choices
from ..meetings.offers import offered_chain
from ..process import STEPS, offer
from .steps import posted, step_page


def hearings_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every body: whether it is needed and why, where it stands, what it holds back, what it answered."""
    proposal = get_proposal(request, pk)
    prefetch_related_objects([proposal], *to_prefetch(), *of_requests())
    found = statuses(proposal)
    context = {
        "proposal": proposal,
        "needed": [status for status in found if status.need.needed or status.asked],
        "others": [status for status in found if not (status.need.needed or status.asked)],
        "holding": [_held(status) for status in found if status.holding],
        "ask": offer(STEPS["ask_hearing"], request.user, proposal),
        "judge": offer(STEPS["judge_need"], request.user, proposal),
        "record": offer(STEPS["record_hearing"], request.user, proposal),
        "answers_for_all": actor(request.user).is_cfo,
        "overrule": offer(STEPS["overrule"], request.user, proposal),
        "withdrawn": proposal.hearing_requests.exclude(withdrawn_at=None).select_related("body"),
        "chain": offered_chain(proposal, request.user, found),
        "member_of": _requests(request, found, "answer_hearing"),
        "may_attach": _requests(request, found, "attach_minutes"),
        "tab": "hearings",
    }
    return render(request, "reviews/hearings.html", context)


def _held(status: BodyStatus) -> str:
    values = {"body": status.body.name, "what": status.holds_back_label, "status": status.label.lower()}
    return _("%(body)s holder %(what)s tilbage (%(status)s)") % values


def _requests(request: HttpRequest, found: list[BodyStatus], action: str) -> set[int]:
    """Ids of the requests on which the person may do that."""
    asked = [once.request for status in found for once in status.asked]
    return {one.pk for one in asked if may(request.user, action, one)}


def ask_page(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_proposal(request, pk, "ask_hearing")
    document, body = assemble(proposal), _named(request)
    initial = {"body": body, "sections": concerned(proposal, body, document) if body else []}
    return step_page(
        request,
        proposal,
        STEPS["ask_hearing"],
        AskForm(posted(request), initial=initial, sections=section_choices(document)),
        lambda given: hearing.ask(proposal, request.user, **given),
        done=_("Høringsparten er spurgt og får besked."),
        back="hearings",
    )


def record_page(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_proposal(request, pk, "record_hearing")
    return step_page(
        request,
        proposal,
        STEPS["record_hearing"],
        RecordForm(posted(request), initial={"body": _named(request)}, versions=frozen_choices(proposal)),
        lambda given: hearing.record(proposal, request.user, **given),
        done=_("Svaret er registreret."),
        back="hearings",
    )


def _named(request: HttpRequest) -> HearingBody | None:
    """The body the link named. Looked for here: PostgreSQL takes no null characters."""
    code = request.GET.get("part", "")
    return next((body for body in HearingBody.objects.all() if body.code == code), None)


def overrule_page(request: HttpRequest, pk: int, body: str) -> HttpResponse:
    proposal = get_proposal(request, pk, "overrule")
    overruled = get_object_or_404(HearingBody, code=body)
    return step_page(
        request,
        proposal,
        STEPS["overrule"],
        ReasonForm(posted(request)),
        lambda given: hearing.overrule(proposal, request.user, overruled, **given),
        done=_("%(body)s er tilsidesat.") % {"body": overruled.name},
        back="hearings",
        about=overruled.name,
    )


def need_page(request: HttpRequest, pk: int, body: str) -> HttpResponse:
    """A person judges whether the body must be heard."""
    proposal = get_proposal(request, pk, "judge_hearing_need")
    judged = get_object_or_404(HearingBody, code=body)
    return step_page(
        request,
        proposal,
        STEPS["judge_need"],
        NeedForm(posted(request)),
        lambda given: judge_need(proposal, request.user, judged, **given),
        done=_("Vurderingen er gemt."),
        back="hearings",
        about=judged.name,
        template="reviews/hearing_need.html",
        status=next((one for one in statuses(proposal) if one.body == judged), None),
    )
