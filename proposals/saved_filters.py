"""Saved filters: keeping what a list is filtered by, and using it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from .forms.filters import ProposalFilter
from .models import SavedFilter

# The list's name → the form that reads its filters. Rooms further up add their lists when they are ready.
PAGES: dict[str, type[forms.Form]] = {"round": ProposalFilter}
MOST = 20


class NotSaved(Exception):
    """A filter that was not kept; the text is for the person."""


def filters_in(page: str, query: QueryDict) -> str:
    """The filters of the page that can be read, as they stand in an address; "" where there are none."""
    form = PAGES[page](query)
    form.is_valid()
    kept = QueryDict(mutable=True)
    for name in form.fields:
        if form.cleaned_data.get(name):
            kept.setlist(name, query.getlist(name)[-1:])
    return kept.urlencode()


@transaction.atomic
def save_filter(user: Any, page: str, name: str, query: str) -> SavedFilter:
    """Keeps the filters under the name, in place of what had it; NotSaved where there is nothing to keep."""
    kept = filters_in(page, QueryDict(query))
    if not kept:
        raise NotSaved(_("Vælg mindst ét filter, før du gemmer."))
    others = SavedFilter.objects.select_for_update().filter(user=user, page=page).exclude(name=name)
    if others.count() >= MOST:
        raise NotSaved(_("Du har %(most)s gemte filtre. Slet et, før du gemmer flere.") % {"most": MOST})
    return SavedFilter.objects.update_or_create(user=user, page=page, name=name, defaults={"query": kept})[0]


@transaction.atomic
def make_default(saved: SavedFilter, wanted: bool) -> None:
    """Makes it the one the list opens with, in place of another; or no longer."""
    own = SavedFilter.objects.filter(user=saved.user_id, page=saved.page)
    list(own.select_for_update())
    own.filter(is_default=True).update(is_default=False)
    if wanted:
        own.filter(pk=saved.pk).update(is_default=True)


def default_query(user: Any, page: str) -> str:
    """The filters the person's list opens with, as they stand in an address; "" where there are none."""
    saved = SavedFilter.objects.filter(user=user, page=page, is_default=True).first()
    return saved.query if saved else ""


def offered(user: Any, page: str, query: QueryDict) -> dict[str, Any]:
    """What components/saved_filters.html shows: the person's filters of the page, and what it is filtered by now."""
    return {
        "page": page,
        "now": filters_in(page, query),
        "saved": SavedFilter.objects.filter(user=user, page=page),
        "most_letters": SavedFilter._meta.get_field("name").max_length,
    }
