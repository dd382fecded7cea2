"""A round's outbox: the list with its steps, and one mail as it goes."""

from __future__ import annotations

from django.contrib import messages as page_messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.access import get_round, show_list
from proposals.models import Round

from ..forms.outbox import OutboxFilter, OutboxStep
from ..messages.outbox import available_steps, counts, mail_of, messages_in, take
from ..messages.wording import in_full
from ..refusal import Refused

PER_PAGE = 50


def outbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Every message of the round; POST sends, throws away or tries again."""
    round = get_round(request, pk, "outbox")
    if request.method == "POST":
        _step(request, round)
        return redirect(request.get_full_path())
    found = messages_in(round)
    filters = OutboxFilter(request.GET)
    page = Paginator(filters.apply(found), PER_PAGE).get_page(request.GET.get("page"))
    show_list(request, round, [message.event.proposal for message in page], with_texts=True)
    context = {
        "round": round,
        "filter_form": filters,
        "page": page,
        "rows": [(message, in_full(message.event)) for message in page],
        "total": found.count(),
        "counts": counts(round),
        "steps": available_steps(round),
    }
    return render(request, "reviews/messages/outbox.html", context)


def _step(request: HttpRequest, round: Round) -> None:
    form = OutboxStep(request.POST, messages=messages_in(round))
    if not form.is_valid() or form.messages == []:
        page_messages.error(request, _("Vælg de beskeder, det gælder, og hvad der skal ske med dem."))
        return
    try:
        count = take(round, form.cleaned_data["step"], request.user, form.messages)
    except Refused as refused:
        page_messages.error(request, str(refused))
    else:
        page_messages.success(request, ngettext("%d besked er behandlet.", "%d beskeder er behandlet.", count) % count)


def message(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """One message: its mail, word by word, and how it went."""
    round = get_round(request, pk, "outbox")
    found = get_object_or_404(messages_in(round), pk=message)
    show_list(request, round, [found.event.proposal], with_texts=True)
    subject, text = mail_of(found)
    context = {"round": round, "message": found, "told": in_full(found.event), "subject": subject, "text": text}
    return render(request, "reviews/messages/outbox_message.html", context)
