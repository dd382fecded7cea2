"""Several people on one proposal: signs of life from an open section, and giving a section to a colleague."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import may

from ..drafts import NotEditable
from ..forms.assign import AssignForm
from ..sharing import assign, colleagues, left, present, present_words, seen
from .sections import desk_for


@require_POST
def section_present(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A sign of life from the section's form, or with `left` its end; answers who else has it open."""
    desk = desk_for(request, pk, key)
    if desk.locked:
        left(desk.section, request.user)
        return JsonResponse({"words": ""})
    if "left" in request.POST:
        left(desk.section, request.user)
        return JsonResponse({"words": ""})
    seen(desk.section, request.user)
    return JsonResponse({"words": present_words(present(desk.proposal, request.user)[desk.section.pk])})


@require_http_methods(["GET", "POST"])
def section_assign(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Gives the section to one of the administration's writers and signers, or takes it back."""
    desk = desk_for(request, pk, key)
    may(request.user, "edit", desk.proposal).require()
    initial = {"assignee": desk.section.assignee_id}
    form = AssignForm(request.POST or None, initial=initial, people=colleagues(desk.proposal))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["assignee"]
        heading = f"{desk.page.spec.number} {desk.page.spec.heading}".strip()
        try:
            assign(desk.section, to, by=request.user, heading=heading)
        except NotEditable as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Afsnittet er givet til %s.") % to if to else _("Afsnittet har ingen bestemt ansvarlig.")
            )
        return redirect(desk.proposal)
    return render(request, "proposals/sections/assign.html", {**desk.context(), "form": form})
