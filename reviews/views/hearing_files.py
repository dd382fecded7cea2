"""Minutes of a body: attaching, serving and removing the files."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.policy import may
from proposals.access import get_proposal
from proposals.downloads import download

from ..actions import hearing_file
from ..forms.hearings import MinutesForm, ReasonForm
from ..models import HearingRequest
from ..process import STEPS
from .answer import asked_of
from .steps import posted, step_page


def attach_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _allowed(request, pk, "attach_minutes")
    return step_page(
        request,
        asked.proposal,
        STEPS["attach_minutes"],
        MinutesForm(posted(request), request.FILES or None),
        lambda given: hearing_file.attach_minutes(asked, request.user, **given),
        done=_("Filen er vedhæftet."),
        back="hearings",
        about=asked.named,
        subject=asked,
    )


@require_safe
def serve(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The file as a download, for those who may read the minutes; never shown in the browser."""
    found = get_object_or_404(_allowed(request, pk, "read_minutes").files, pk=file, removed_at=None)
    return download(request, found.file, found.name, sha256=found.sha256, content_type=found.content_type)


def remove_page(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    asked = _allowed(request, pk, "attach_minutes")
    found = get_object_or_404(asked.files.select_related("request__proposal"), pk=file, removed_at=None)
    return step_page(
        request,
        asked.proposal,
        STEPS["remove_minutes"],
        ReasonForm(posted(request)),
        lambda given: hearing_file.remove_minutes(found, request.user, **given),
        done=_("Filen er fjernet."),
        back="hearings",
        about=found.name,
        subject=asked,
    )


def _allowed(request: HttpRequest, pk: int, action: str) -> HearingRequest:
    """The request; Http404 where its proposal is not the person's to see, PermissionDenied where the files are not."""
    asked = asked_of(pk)
    asked.proposal = get_proposal(request, asked.proposal_id)
    may(request.user, action, asked).require()
    return asked
