"""A person's own messages: the list, the way to what a message is about, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..forms.messages import ChoicesForm
from ..messages.choices import keep
from ..messages.inbox import mark_read, messages_of, unread
from ..messages.wording import in_program
from .steps import posted

PER_PAGE = 30


def inbox(request: HttpRequest) -> HttpResponse:
    """My messages, the newest first."""
    found = messages_of(request.user).select_related("event__proposal__round")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(message, in_program(message, request.user)) for message in page]
    return render(request, "reviews/messages/inbox.html", {"page": page, "rows": rows})


def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks the message as read and leads to what it is about."""
    found = get_object_or_404(messages_of(request.user).select_related("event__proposal"), pk=pk)
    mark_read(messages_of(request.user).filter(pk=pk))
    return redirect(in_program(found, request.user).path or "messages")


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    mark_read(unread(request.user))
    return redirect("messages")


def choices(request: HttpRequest) -> HttpResponse:
    """How I want to be told."""
    form = ChoicesForm(posted(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        keep(request.user, form.cleaned_data)
        messages.success(request, _("Dine valg er gemt."))
        return redirect("messages")
    status = 422 if form.is_bound else 200
    return render(request, "reviews/messages/choices.html", {"form": form}, status=status)
