"""The control sheet of an edition, and building again what a proof found wrong; for CFØ alone."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from proposals.downloads import made
from reviews.events import record

from ..control_sheet import control_sheet, control_sheet_name
from ..editions import read_snapshot
from ..expiry import expired_formats
from ..jobs import enqueue
from ..leftovers import scratch_folder
from ..models import Edition
from ..writers import pdf
from .jobs import require_appendix, to_job


@require_GET
def control_sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as PDF, made while the person waits, with an event that says who fetched it."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round"), pk=pk)
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        path = Path(folder) / "kontrolark.pdf"
        pdf.write_tree(control_sheet(edition), path)
        content = path.read_bytes()
    name = control_sheet_name(read_snapshot(edition))
    data = {"file": name, "sha256": hashlib.sha256(content).hexdigest()}
    record("file_downloaded", round=edition.round, actor=request.user, data=data)
    return made(content, name, "application/pdf")


@require_POST
def build_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues a job that replaces the files whose proof failed, and those of a draft that were removed by age.

    With none of them the page is shown again.
    """
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.defer("snapshot"), pk=pk)
    formats = [file.format for file in edition.files.all() if file.failed_proof] + expired_formats(edition)
    return to_job(request, enqueue(edition, formats)) if formats else redirect("edition", pk=pk)
