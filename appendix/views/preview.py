"""A proposal in the appendix's layout, on screen, as PDF and as Word: as it stands, or a version of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals.access import get_proposal
from proposals.downloads import made
from proposals.models import Proposal
from reviews.models import Revision

from ..build import file_safe
from ..content.blocks import Tree
from ..content.build import build_preview
from ..leftovers import scratch_folder
from ..taking import draft_snapshot
from ..writers import docx, pdf
from ..writers.html import tree_html
from ..writers.whole import WriterError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_proposal(request, pk)
    revision = chosen_revision(proposal, request.GET.get("revision"))
    tree = _tree(proposal, revision)
    versions = proposal.revisions.defer("canonical", "figures")
    return render(
        request,
        "appendix/preview.html",
        {
            "proposal": proposal,
            "revision": revision,
            "other_versions": versions.exclude(pk=revision.pk) if revision else versions,
            "mark": tree.mark if tree else "",
            "printed": tree_html(tree) if tree else "",
            "tab": "preview",
        },
    )


@require_GET
def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF, made while the person waits (a proposal takes a few tenths of a second).

    Where it cannot be made, the page on screen says why.
    """
    return _file(request, pk, "pdf", pdf.write_tree, "application/pdf", as_attachment=False)


@require_GET
def preview_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as Word, to be read and commented elsewhere: what is written in it does not come back."""
    return _file(request, pk, "docx", docx.write_tree, WORD, as_attachment=True)


def _file(
    request: HttpRequest,
    pk: int,
    format: str,
    write: Callable[[Tree, Path], None],
    content_type: str,
    *,
    as_attachment: bool,
) -> HttpResponse:
    proposal = get_proposal(request, pk)
    revision = chosen_revision(proposal, request.GET.get("revision"))
    tree = _tree(proposal, revision)
    if tree is None:
        raise Http404(_("Forslaget er kun kendt som en række i tabellerne."))
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        path = Path(folder) / f"preview.{format}"
        try:
            write(tree, path)
        except WriterError as error:
            messages.error(request, str(error))
            return redirect(f"{reverse('preview', args=[pk])}?{request.GET.urlencode()}")
        content = path.read_bytes()
    name = f"{_file_name(proposal, revision)}.{format}"
    return made(content, name, content_type, as_attachment=as_attachment)


def _file_name(proposal: Proposal, revision: Revision | None) -> str:
    """Number, title and version; a confidential proposal's title stays out of folders, mails and screens."""
    called = str(proposal)
    if proposal.confidential or proposal.confidential_title:
        called = _("Fortroligt forslag %(number)s") % {"number": proposal.number or proposal.pk}
    version = _("version %(number)s") % {"number": revision.number} if revision else _("kladde")
    return file_safe(f"{called}, {version}")


def chosen_revision(proposal: Proposal, number: str | None) -> Revision | None:
    """The version asked for; else the draft (None) while it is being written, and the newest version after that.

    Http404 for a version that is not there.
    """
    if number:
        found = proposal.revisions.filter(number=number).first() if number.isdecimal() and len(number) < 10 else None
        if found is None:
            raise Http404(_("Forslaget har ingen version med det nummer."))
        return found
    if proposal.editable:
        return None
    return proposal.revisions.exclude(purpose=Revision.Purpose.HEARING).first()


def _tree(proposal: Proposal, revision: Revision | None) -> Tree | None:
    """The proposal's pages; None where it is known only as a row in the tables."""
    if proposal.row_figures is not None:
        return None
    snapshot = draft_snapshot(proposal, revision, hidden=proposal.hidden)
    return build_preview(snapshot, snapshot.proposals[0])
