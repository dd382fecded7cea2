"""A section's own history: every saved version with what it changed, and restoring one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import may

from ..autosave import milestones
from ..compare.labels import Labels
from ..compare.shown import ShownDifference, shown_difference
from ..drafts import NotEditable, StaleSave
from ..forms.readout import readout
from ..merging import content_of_version, restore
from ..models import SectionVersion
from .sections import SectionDesk, desk_for

PER_PAGE = 15


def _desk(request: HttpRequest, pk: int, key: str) -> SectionDesk:
    """The section for those who may see what was written on the way: not all of it was signed."""
    desk = desk_for(request, pk, key)
    may(request.user, "see_versions", desk.proposal).require()
    return desk


@dataclass(frozen=True)
class ShownVersion:
    """One version; `change` is what it changed from the one before, None for the first."""

    number: int
    saved_at: datetime.datetime
    saved_by: Any
    newest: bool
    change: ShownDifference | None


@require_safe
def versions(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The newest first; each with author, time and what it changed."""
    desk = _desk(request, pk, key)
    page = Paginator(milestones(desk.section.versions.select_related("saved_by").defer("content")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page)
    before = list(desk.section.versions.filter(version__lt=shown[-1].version)[:1]) if shown else []
    contents = {row.version: content_of_version(desk.section, row.version) for row in [*shown, *before]}
    labels = Labels.of(tuple(contents.values()), desk.page.book, desk.page.administrations, (desk.page.document,))
    rows = []
    for row, older in zip(shown, [*shown[1:], *before, None], strict=False):
        change = None
        if older is not None:
            change = shown_difference(contents[older.version], contents[row.version], labels)
        newest = row.version == desk.section.version
        rows.append(ShownVersion(row.version, row.saved_at, row.saved_by, newest, change))
    context = {**desk.context(), "page": page, "rows": rows, "locked": desk.locked}
    return render(request, "proposals/sections/versions.html", context)


@require_safe
def version(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """One version whole, to read."""
    desk = _desk(request, pk, key)
    saved = get_object_or_404(desk.section.versions.select_related("saved_by"), version=number)
    said = readout(content_of_version(desk.section, number), desk.page)
    context = {**desk.context(), "number": number, "saved": saved, "said": said, "locked": desk.locked}
    return render(request, "proposals/sections/version.html", context)


@require_POST
def restore_version(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """Makes the version the newest; refused when somebody saved since the list was read."""
    desk = _desk(request, pk, key)
    if desk.locked:
        raise PermissionDenied(desk.locked)
    try:
        restore(desk.section, number, base_version=desk.posted_version, by=request.user)
    except SectionVersion.DoesNotExist as unknown:
        raise BadRequest("version") from unknown
    except (StaleSave, NotEditable) as refusal:
        messages.error(request, str(refusal))
        return redirect("section-versions", pk, key)
    messages.success(request, _("Version %d er gendannet.") % number)
    return redirect(desk.address)
