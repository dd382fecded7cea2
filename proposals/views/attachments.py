"""Files attached to a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policy import may

from ..access import get_proposal
from ..attachments import attach, remove, why_not_attach
from ..confidentiality import shown_files
from ..downloads import download
from ..drafts import NotEditable
from ..forms.attachment import AttachmentForm


def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal's files, and the form for attaching one."""
    posted = request.method == "POST"
    proposal = get_proposal(request, pk, "attach" if posted else "view")
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if posted and form.is_valid():
        try:
            attach(proposal, by=request.user, **form.cleaned_data)
        except NotEditable as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Filen er vedhæftet."))
        return redirect("attachments", pk=pk)
    return render(
        request,
        "proposals/attachments.html",
        {
            "proposal": proposal,
            "files": shown_files(request.user, proposal).select_related("uploaded_by"),
            "form": form,
            "may_attach": may(request.user, "attach", proposal) and not why_not_attach(proposal),
            "may_remove": may(request.user, "attach", proposal) and proposal.editable,
            "tab": "attachments",
        },
    )


def attachment(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """One file, as a download, for whoever may see the proposal."""
    proposal = get_proposal(request, pk)
    found = get_object_or_404(shown_files(request.user, proposal), pk=file)
    return download(request, found.file, found.name, sha256=found.sha256)


@require_POST
def attachment_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    proposal = get_proposal(request, pk, "attach")
    found = get_object_or_404(proposal.attachments, pk=file, removed_at=None)
    try:
        remove(found, request.user)
    except NotEditable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Filen er fjernet."))
    return redirect("attachments", pk=pk)
