"""A proposal's comments: the page of them all, one thread with its answers, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import may
from proposals.access import get_proposal
from proposals.forms.rows import whole
from proposals.models import Proposal

from ..actions import comment as actions
from ..comments import OPEN, seen, threads
from ..forms.comments import AnswerForm, CommentForm, TextForm
from ..models import Comment, Revision
from ..process import STEPS, refusal
from ..refusal import Refused
from .steps import posted

# Value of ?vis= → what the filter is called.
SHOWN = {
    "aabne": gettext_lazy("Åbne"),
    "loeste": gettext_lazy("Løste"),
    "mine": gettext_lazy("Mine"),
    "alle": gettext_lazy("Alle"),
}
# Last part of the address → the step's code, what takes it, and what is said afterwards.
TAKEN: dict[str, tuple[str, Callable[[Comment, Any], None], Any]] = {
    "loes": ("resolve_comment", actions.resolve, gettext_lazy("Kommentaren er løst.")),
    "aabn": ("reopen_comment", actions.reopen, gettext_lazy("Kommentaren er åben igen.")),
    "traek-tilbage": ("withdraw_comment", actions.withdraw, gettext_lazy("Kommentaren er trukket tilbage.")),
}


@require_http_methods(["GET", "POST"])
def comments_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every section's comments, filtered; POST writes one, from here, a section's page or a frozen version's."""
    proposal = get_proposal(request, pk, "comment" if request.method == "POST" else "view")
    revision = _posted_revision(request, proposal)
    form = CommentForm(posted(request), proposal=proposal, user=request.user, revision=revision)
    if written := _taken(form, lambda: actions.add(proposal, request.user, **form.given())):
        messages.success(request, _("Kommentaren er skrevet."))
        return _back(request, written)
    shown = request.GET.get("vis", "aabne")
    found = _filtered(seen(proposal, request.user), shown, request.user)
    context = {
        "proposal": proposal,
        "threads": threads(proposal, request.user, found),
        "shown": shown,
        "filters": SHOWN.items(),
        "form": form,
        "revision": revision,
        "closed": refusal(STEPS["comment"], request.user, proposal),
        "tab": "comments",
    }
    return render(request, "reviews/comments/page.html", context, status=422 if form.is_bound else 200)


def _filtered(found: QuerySet[Comment], shown: str, user: Any) -> QuerySet[Comment]:
    if shown == "aabne":
        return found.filter(OPEN)
    if shown == "loeste":
        return found.exclude(resolved_at=None)
    if shown == "mine":
        own = (found.filter(by=user) | found.filter(mentions=user)).values_list("pk", "parent")
        return found.filter(pk__in={parent or pk for pk, parent in own})
    return found


@require_http_methods(["GET", "POST"])
def comment_page(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """One thread; POST answers it."""
    found = _comment(request, pk, comment, "answer_comment" if request.method == "POST" else "read_comment")
    first = found.parent or found
    form = AnswerForm(posted(request), comment=first, user=request.user)
    if _taken(form, lambda: actions.answer(first, request.user, **form.cleaned_data)):
        messages.success(request, _("Svaret er skrevet."))
        return _back(request, first)
    return _thread_page(request, first, form, "answer_comment", first)


@require_http_methods(["GET", "POST"])
def comment_edit(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Corrects one's own comment or answer."""
    corrected = _comment(request, pk, comment, "change_comment")
    form = TextForm(posted(request), initial={"text": corrected.text})
    if _taken(form, lambda: actions.edit(corrected, request.user, **form.cleaned_data)):
        messages.success(request, _("Kommentaren er rettet."))
        return _back(request, corrected)
    return _thread_page(request, corrected.parent or corrected, form, "edit_comment", corrected)


@require_POST
def comment_step(request: HttpRequest, pk: int, comment: int, step: str) -> HttpResponse:
    """Settles the comment, opens it again or takes it back."""
    if step not in TAKEN:
        raise Http404(_("Siden findes ikke."))
    action, take, said = TAKEN[step]
    found = _comment(request, pk, comment, STEPS[action].right)
    try:
        take(found, request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return _back(request, found)


def _comment(request: HttpRequest, pk: int, comment: int, right: str) -> Comment:
    """The comment for this person and action; one that is not to them is as one that is not there."""
    proposal = get_proposal(request, pk)
    found = get_object_or_404(seen(proposal, request.user).select_related("parent"), pk=comment)
    found.proposal = proposal
    if found.parent is not None:
        found.parent.proposal = proposal
    may(request.user, right, found).require()
    return found


def _posted_revision(request: HttpRequest, proposal: Proposal) -> Revision | None:
    """The frozen version that the form was shown under."""
    sent = request.POST.get("revision", "")
    if not sent:
        return None
    number = whole(sent)
    if number < 0:
        raise BadRequest("revision")
    return get_object_or_404(proposal.revisions, number=number)


def _taken(form: forms.Form, take: Callable[[], Comment]) -> Comment | None:
    """What the step made; None where nothing was sent, or what was sent cannot be taken and the form says why."""
    if not form.is_valid():
        return None
    try:
        return take()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _thread_page(
    request: HttpRequest, first: Comment, form: forms.Form, action: str, subject: Comment
) -> HttpResponse:
    proposal, step = first.proposal, STEPS[action]
    [thread] = threads(proposal, request.user, seen(proposal, request.user).filter(pk=first.pk))
    context = {
        "proposal": proposal,
        "thread": thread,
        "form": form,
        "step": step,
        "closed": refusal(step, request.user, proposal, subject),
        "tab": "comments",
    }
    return render(request, "reviews/comments/thread_page.html", context, status=422 if form.is_bound else 200)


def _back(request: HttpRequest, comment: Comment) -> HttpResponseRedirect:
    """To the comment on the page it was seen on: its section, its version, its thread, or all of them."""
    proposal, first = comment.proposal_id, comment.parent_id or comment.pk
    pages = {"thread": reverse("comment", args=[proposal, first])}
    if comment.section:
        pages["section"] = reverse("section", args=[proposal, comment.section])
    if comment.revision is not None:
        pages["revision"] = reverse("revision", args=[proposal, comment.revision.number])
    address = pages.get(request.POST.get("back", ""), reverse("comments", args=[proposal]))
    return HttpResponseRedirect(f"{address}#comment-{first}")
