"""A body's or committee's meetings as a calendar file, and taken in from one after a preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.downloads import made

from ..forms.meetings import MeetingFileForm
from ..meetings.agenda import agendas
from ..meetings.calendar import coming, difference, entries, keep, mark
from ..meetings.files.csv_file import write_csv
from ..meetings.files.ics_file import write_ics
from ..meetings.shown import shown_in_calendar
from ..refusal import Refused
from .meetings import get_round_and_place
from .steps import posted


def import_page(request: HttpRequest, pk: int, kind: str, code: str) -> HttpResponse:
    """First the file, then what it would add and change, then it is stored."""
    round, place = get_round_and_place(request, pk, kind, code, "keep_meetings")
    form = MeetingFileForm(posted(request), request.FILES or None)
    context = {"round": round, "place": place, "form": form, "closed": round.why_closed()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reviews/meetings/import.html", context, status=422 if form.is_bound else 200)
    found = difference(coming(place), entries(place, form.rows, form.cleaned_data["days"]), whole=False)
    kept = [*found.added, *(entry for _meeting, entry in found.changed)]
    if "confirmed" in request.POST:
        try:
            keep(round, place, request.user, kept, seen=request.POST.get("seen", ""), whole=False)
        except Refused as refused:
            form.add_error(None, str(refused))
            return render(request, "reviews/meetings/import.html", context, status=409)
        messages.success(request, _("Mødedatoerne er gemt."))
        return redirect("meeting-place", round.pk, place.kind, place.code)
    context |= {"found": found, "seen": mark(place), "days": form.cleaned_data["days"]}
    context["text"] = write_csv((entry.date, entry.papers_by, entry.note) for entry in kept)
    return render(request, "reviews/meetings/import_preview.html", context)


def calendar_file(request: HttpRequest, pk: int, kind: str, code: str) -> HttpResponse:
    """The coming meetings as iCalendar, with the open proposals on them that the person may see."""
    round, place = get_round_and_place(request, pk, kind, code)
    listed = agendas(coming(place), request.user)
    url = request.build_absolute_uri(reverse("meeting-place", args=[round.pk, place.kind, place.code]))
    text = write_ics([shown_in_calendar(place, agenda, url) for agenda in listed], place.name, timezone.now())
    return made(text, f"møder-{place.code}.ics", "text/calendar; charset=utf-8")
