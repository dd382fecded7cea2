"""An edition as a page, for CFØ and, where its link is switched on, for everybody."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.policy import visible_proposals
from proposals.access import show_list
from proposals.downloads import Response, download, private
from reviews.hearings.limits import within

from ..bilag import BILAG
from ..editions import read_snapshot
from ..models import Edition
from ..publishing import NotPublished, public_edition, public_files, publish, unpublish
from ..web import WebEdition, web_edition
from .jobs import require_appendix

# Longer words are in no appendix.
LONGEST_QUERY = 100
# Of strangers, by their address: each search reads the whole appendix.
SEARCHES, HOUR = 300, 60 * 60
KEPT_SECONDS = 10 * 60


@require_GET
def edition_web(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with ways to the proposals that the person may see."""
    require_appendix(request)
    edition = get_object_or_404(Edition.objects.select_related("round"), pk=pk)
    seen = edition.round.proposals.filter(visible_proposals(request.user))
    files = [file for file in edition.files.all() if file.released]
    context = _context(request, edition, set(seen.values_list("pk", flat=True)))
    printed = {part.proposal for part in context["web"].parts}
    show_list(request, edition.round, seen.filter(pk__in=printed), with_texts=BILAG[edition.bilag].closed)
    context["files"] = [(file, reverse("export-file", args=[file.pk])) for file in files]
    return private(render(request, "appendix/web.html", context))


@login_not_required
@require_GET
def public_web(request: HttpRequest, token: str) -> HttpResponse:
    """The page for whoever has the link; as if there were none where it is switched off."""
    edition = _public(token)
    if request.GET.get("q", "").strip() and not within(f"web:{get_adapter().get_client_ip(request)}", SEARCHES, HOUR):
        return _unlisted(render(request, "429.html", status=429))
    files = [(file, reverse("public-file", args=[token, file.format])) for file in public_files(edition)]
    return _unlisted(render(request, "appendix/web_public.html", _context(request, edition, set()) | {"files": files}))


@login_not_required
@require_GET
def public_file(request: HttpRequest, token: str, format: str) -> HttpResponseBase:
    """One of the edition's files; nobody is known who fetches it."""
    found = next((file for file in public_files(_public(token)) if file.format == format), None)
    if found is None:
        raise Http404(_("Siden findes ikke."))
    return _unlisted(download(request, found.file, found.name, sha256=found.sha256))


def _public(token: str) -> Edition:
    edition = public_edition(token)
    if edition is None:
        raise Http404(_("Siden findes ikke."))
    return edition


def _unlisted(response: Response) -> Response:
    """Kept by nobody, so that it ends with the link, and found by no search engine."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return private(response)


def _context(request: HttpRequest, edition: Edition, seen: Collection[int]) -> dict[str, object]:
    """`seen`: the ids of the proposals the reader may see."""
    query = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY]
    web = web_edition(read_snapshot(edition), query) if query.strip() else _unsearched(edition)
    parts = [(part, part.proposal if part.proposal in seen else None) for part in web.parts]
    return {"edition": edition, "round": edition.round, "web": web, "parts": parts, "query": query.strip()}


def _unsearched(edition: Edition) -> WebEdition:
    """The page as most read it, kept for a while: an edition never changes."""
    key = f"edition-web-{edition.pk}-{edition.sha256}"
    found = cache.get(key)
    if found is None:
        found = web_edition(read_snapshot(edition))
        cache.set(key, found, KEPT_SECONDS)
    return found


@require_POST
def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches the public link on or off."""
    require_appendix(request)
    edition = get_object_or_404(Edition, pk=pk)
    try:
        if request.POST.get("public") == "1":
            publish(edition, request.user)
            messages.success(request, _("Linket er slået til. Alle, der har det, kan læse udgaven."))
        else:
            unpublish(edition, request.user)
            messages.success(request, _("Linket er slået fra og virker ikke længere."))
    except NotPublished as refused:
        messages.error(request, str(refused))
    return redirect("edition", pk=pk)
