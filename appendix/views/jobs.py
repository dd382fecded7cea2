"""A job's progress, trying it again, and its files as downloads; for CFØ alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.policy import may
from proposals.downloads import download
from reviews.events import record

from ..jobs import cancel, try_again
from ..models import Edition, ErrataFile, ExportFile, Job, PackageFile, StoredFile
from ..rebuild import FileCheck

# htmx stops polling at this answer.
STOP_POLLING = 286
# A queued job older than this has no worker, or a busy one.
LONG_WAIT = timedelta(minutes=1)


def require_appendix(request: HttpRequest) -> None:
    """Asked before anything is looked up, so that nobody else learns which jobs and files there are."""
    may(request.user, "appendix").require()


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a job; for htmx only what has changed since the state it names, and 286 at the end."""
    require_appendix(request)
    found = get_object_or_404(
        Job.objects.select_related("edition__round", "errata__old").defer(
            "edition__snapshot", "errata__old__snapshot"
        ),
        pk=pk,
    )
    context = {
        "job": found,
        "edition": found.edition,
        "round": found.edition.round,
        "files": [] if found.kind == Job.Kind.PACKAGE else (found.errata or found.edition).files.all(),
        "packages": found.edition.packages.all() if found.kind == Job.Kind.PACKAGE else [],
        "checks": [FileCheck.from_json(one) for one in found.result],
        "state": _state(found),
        "long_wait": found.state == Job.State.QUEUED and found.created_at < timezone.now() - LONG_WAIT,
    }
    if not request.htmx:
        return render(request, "appendix/job.html", context)
    if not found.finished and request.GET.get("state") == _state(found):
        return _same(request, context)
    context["swapped"] = True
    return render(request, "appendix/job_progress.html", context, status=STOP_POLLING if found.finished else 200)


def _same(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Nothing a screen reader is to hear: only how far the step is, outside the live region."""
    if not context["job"].parts_total:
        return HttpResponse(status=204)
    response = render(request, "appendix/job_parts.html", context | {"swapped": True})
    response["HX-Reswap"] = "none"
    return response


def _state(job: Job) -> str:
    """What the page shows of the job, in short: a poll that finds the same again changes nothing."""
    return f"{job.state}-{job.attempts}-{job.steps_done}-{int(job.silent)}"


def to_job(request: HttpRequest, ordered: Job) -> HttpResponse:
    """The way to a job that was ordered; says so when it was under way already."""
    if ordered.already:
        messages.info(request, _("Det er allerede sat i gang. Her kan du se, hvor langt det er."))
    return redirect("job", pk=ordered.pk)


@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a job that waits or runs."""
    require_appendix(request)
    found = get_object_or_404(Job, pk=pk)
    if not cancel(found.pk, request.user):
        messages.info(request, _("Jobbet var allerede færdigt."))
    return redirect("job", pk=pk)


@require_POST
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a failed or cancelled job back in the queue."""
    require_appendix(request)
    found = get_object_or_404(Job, pk=pk)
    if not try_again(found.pk):
        messages.info(request, _("Jobbet er allerede sat i gang igen."))
    return redirect("job", pk=pk)


@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A finished file as a download, with an event that says who fetched it."""
    require_appendix(request)
    found = get_object_or_404(ExportFile.every.select_related("edition__round"), pk=pk)
    if not found.released:
        raise PermissionDenied(_("Filen er ikke frigivet: kontrollen fandt andre tal i den end de beregnede."))
    return _download(request, found, found.edition)


@require_GET
def errata_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A rettelsesblad's file in the same way."""
    require_appendix(request)
    found = get_object_or_404(ErrataFile.every.select_related("errata__edition__round"), pk=pk)
    return _download(request, found, found.errata.edition)


@require_GET
def package_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A package in the same way: it holds what is closed too."""
    require_appendix(request)
    found = get_object_or_404(PackageFile.every.select_related("edition__round"), pk=pk)
    return _download(request, found, found.edition)


def _download(request: HttpRequest, found: StoredFile, edition: Edition) -> HttpResponseBase:
    again = "" if edition.final else reverse("edition", args=[edition.pk])
    response = download(request, found.file, found.name, sha256=found.sha256, again=again)
    if response.status_code in (200, 206):
        data = {"file": found.name, "sha256": found.sha256}
        record("file_downloaded", round=edition.round, actor=request.user, data=data)
    return response
