"""Keeping, deleting and choosing one's own filters; each answers by going back to the list."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..forms.filters import SavedFilterForm
from ..models import SavedFilter
from ..saved_filters import PAGES, NotSaved, default_query, make_default, save_filter


def opens_with_default(page: str):
    """A list that is opened with nothing in its address is shown with the person's default filters for the page."""

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.GET and (usual := default_query(request.user, page)):
                return redirect(f"{request.path}?{usual}")
            return view(request, *args, **kwargs)

        return opened

    return decorator


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keeps what the list is filtered by under a name."""
    form = SavedFilterForm(request.POST)
    if request.POST.get("page") not in PAGES:
        raise Http404(_("Siden findes ikke."))
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return _back(request)
    try:
        saved = save_filter(request.user, **form.cleaned_data)
    except NotSaved as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Filteret “%(name)s” er gemt.") % {"name": saved.name})
    return _back(request)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    saved = _own(request, pk)
    saved.delete()
    messages.success(request, _("Filteret “%(name)s” er slettet.") % {"name": saved.name})
    return _back(request)


@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """The list opens with it from now on; where it already does, no longer."""
    saved = _own(request, pk)
    make_default(saved, not saved.is_default)
    words = _("Listen åbner med alle forslag.") if saved.is_default else _("Listen åbner med filteret “%(name)s”.")
    messages.success(request, words % {"name": saved.name})
    return _back(request)


def _own(request: HttpRequest, pk: int) -> SavedFilter:
    return get_object_or_404(SavedFilter, pk=pk, user=request.user)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list the button was on; never out of the program."""
    wanted = request.POST.get("next", "")
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if inside else "rounds")
