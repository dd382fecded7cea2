"""The rettelsesblad of an edition: what it prints otherwise than an earlier one, on screen and as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from ..content.errata_document import errata_body
from ..errata import compare, earlier, order_files
from ..forms import ErrataFilesForm, ErrataForm
from ..models import Edition, Errata
from ..writers.html import blocks_html
from .jobs import require_appendix, to_job


@require_GET
def errata_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?fra=2`: since edition 2; without it since the one before."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round"), pk=pk)
    form = ErrataForm(request.GET if "fra" in request.GET else None, edition=edition)
    if form.is_bound:
        old = form.cleaned_data["fra"] if form.is_valid() else None
    else:
        old = earlier(edition).first()
        form.initial["fra"] = old
    return render(request, "appendix/errata.html", _context(edition, old, form))


def _context(
    edition: Edition, old: Edition | None, form: ErrataForm, files_form: ErrataFilesForm | None = None
) -> dict[str, Any]:
    context = {"edition": edition, "round": edition.round, "old": old, "form": form, "forms": [form]}
    if old is None:
        return context
    found, page_of = compare(old, edition)
    files_form = files_form or ErrataFilesForm(old=old, edition=edition)
    stored = Errata.objects.filter(old=old, edition=edition).first()
    return context | {
        "found": found,
        "printed": blocks_html(errata_body(found, page_of)),
        "files_form": files_form,
        "files": stored.files.all() if stored else [],
        "forms": [form, files_form],
    }


@require_POST
def build_errata(request: HttpRequest, pk: int, old: int) -> HttpResponse:
    """Queues a job that makes the files."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round"), pk=pk)
    from_edition = get_object_or_404(earlier(edition), number=old)
    files_form = ErrataFilesForm(request.POST, old=from_edition, edition=edition)
    if not files_form.is_valid():
        form = ErrataForm(initial={"fra": from_edition}, edition=edition)
        return render(request, "appendix/errata.html", _context(edition, from_edition, form, files_form))
    job = order_files(from_edition, edition, files_form.cleaned_data["formats"], request.user)
    return to_job(request, job)
