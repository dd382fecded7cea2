"""An edition's own page: what it was printed from, its files, and whether it can be built again as it was."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reviews.setup import words

from ..content.round_file import DESCRIPTION
from ..editions import read_snapshot
from ..expiry import expired_formats
from ..forms import ErrataForm
from ..jobs import enqueue
from ..models import Edition, Format, Job
from ..package import order_package, packed_editions
from ..publishing import why_not_public
from ..snapshot import Snapshot
from .jobs import require_appendix, to_job


@require_GET
def edition_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions it holds, its settings and fingerprint, its files and what was done with them."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round"), pk=pk)
    snapshot = read_snapshot(edition)
    frozen = date_format(snapshot.date, "DATETIME_FORMAT")
    facts = [
        {"label": _("Udgave"), "value": _("Endelig") if edition.final else _("Udkast")},
        {"label": _("Frosset"), "value": f"{frozen}, {edition.created_by_name}"},
        {"label": _("Reglernes version"), "value": snapshot.rules_version},
        {"label": _("Pris- og lønniveau"), "value": _price_level(snapshot)},
        {"label": _("Hvorfor ikke godkendte er med"), "value": snapshot.unapproved_reason or _("Alle er godkendt")},
        *([{"label": _("Vedhæftet i PDF-filen"), "value": DESCRIPTION}] if snapshot.attach_data else []),
        {"label": "SHA-256", "value": edition.sha256},
        *({"label": label, "value": value} for label, value in words.presentation(snapshot.round)),
    ]
    files = list(edition.files.all())
    context = {
        "edition": edition,
        "round": edition.round,
        "snapshot": snapshot,
        "facts": facts,
        "files": files,
        "expired": [Format(format).label for format in expired_formats(edition)],
        "draft_days": settings.DRAFT_FILES_DAYS,
        "failed": [file for file in files if file.failed_proof],
        "jobs": edition.jobs.all(),
        "packages": edition.packages.all(),
        "public_address": request.build_absolute_uri(reverse("public-edition", args=[edition.public_token]))
        if edition.public_token
        else "",
        "why_not_public": why_not_public(edition),
        "packed": packed_editions(edition),
        "errata_form": ErrataForm(edition=edition),
        "errata": edition.errata.select_related("old").defer("old__snapshot").prefetch_related("files"),
    }
    return render(request, "appendix/edition_page.html", context)


def _price_level(snapshot: Snapshot) -> str:
    if snapshot.price is None:
        return f"{snapshot.price_level} p/l"
    values = {"wanted": snapshot.price_level, "written": snapshot.round.price_level}
    return _("%(wanted)s p/l, omregnet fra %(written)s p/l") % values


@require_POST
def order_package_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues a job that packs the edition's files with those of the round's other appendices."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round").defer("snapshot"), pk=pk)
    return to_job(request, order_package(edition, request.user))


@require_POST
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues a job that builds the edition's files again and compares them with the stored ones."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.defer("snapshot"), pk=pk)
    formats = list(edition.files.values_list("format", flat=True))
    return to_job(request, enqueue(edition, formats, Job.Kind.CHECK))
