"""The meetings of a round: everybody who meets, one body's or committee's agendas, and its dates as a grid."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import may
from proposals.access import get_round
from proposals.models import Round

from ..forms.meetings import grid_helper, meeting_rows, typed
from ..meetings.agenda import agendas, overview
from ..meetings.calendar import coming, keep, mark, meetings_of
from ..meetings.places import Place, find_place
from ..refusal import Refused
from .steps import posted


def meetings_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who meets, with the next meeting."""
    round = get_round(request, pk)
    return render(request, "reviews/meetings/round.html", {"round": round, "rows": overview(round, request.user)})


def place_page(request: HttpRequest, pk: int, kind: str, code: str) -> HttpResponse:
    """The coming meetings with their agendas, and those that are over."""
    round, place = get_round_and_place(request, pk, kind, code)
    of_place = meetings_of(round).filter(body=place.body_id, committee=place.committee_id)
    context = {
        "round": round,
        "place": place,
        "coming": agendas(of_place.filter(date__gte=timezone.localdate()), request.user),
        "held": agendas(of_place.filter(date__lt=timezone.localdate()).reverse(), request.user),
        "may_keep": may(request.user, "keep_meetings", place) and not round.why_closed(),
    }
    return render(request, "reviews/meetings/place.html", context)


def edit_page(request: HttpRequest, pk: int, kind: str, code: str) -> HttpResponse:
    """The coming meetings as a grid; kept when it is sound and nobody else has changed it meanwhile."""
    round, place = get_round_and_place(request, pk, kind, code, "keep_meetings")
    rows = meeting_rows(posted(request), coming(place))
    seen = request.POST.get("seen") or mark(place)
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        try:
            keep(round, place, request.user, typed(rows), seen=seen, whole=True)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Mødedatoerne er gemt."))
            return redirect("meeting-place", round.pk, place.kind, place.code)
    context = {"round": round, "place": place, "formset": rows, "helper": grid_helper(), "seen": seen}
    context |= {"refusal": refusal, "closed": round.why_closed()}
    return render(request, "reviews/meetings/edit.html", context, status=422 if request.method == "POST" else 200)


def get_round_and_place(
    request: HttpRequest, pk: int, kind: str, code: str, action: str | None = None
) -> tuple[Round, Place]:
    """The round and the place of an address; Http404 when there is none, PermissionDenied with the reason."""
    round, place = get_round(request, pk), find_place(kind, code)
    if place is None:
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    if action is not None:
        may(request.user, action, place).require()
    return round, place
