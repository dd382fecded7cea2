"""Filters above a history: what happened, who did it, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..events import KINDS
from ..models import Event

ANY = [("", _("Alle"))]
# What the address asks for to see who read, instead of who changed.
READS = "laesninger"


class HistoryFilter(forms.Form):
    """Offers the kinds and people there are among the events, and no others."""

    kind = forms.ChoiceField(label=_("Hændelse"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    since = forms.DateField(label=_("Fra og med"), required=False, help_text=_("For eksempel 3.3.2026"))
    until = forms.DateField(label=_("Til og med"), required=False, help_text=_("For eksempel 3.3.2026"))
    vis = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[("", ""), (READS, "")])

    def __init__(self, data: Any, events: QuerySet[Event], *, of_one_person: bool = False) -> None:
        super().__init__(data)
        kinds = {(kind, str(KINDS.get(kind, kind))) for kind in _distinct(events, "kind")}
        self.fields["kind"].choices = ANY + sorted(kinds, key=lambda pair: pair[1].casefold())
        if of_one_person:
            del self.fields["person"]
            return
        names = sorted(_distinct(events, "actor_name"), key=str.casefold)
        self.fields["person"].choices = ANY + [(name, name) for name in names]

    def apply(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that pass; an unreadable filter is reported at its field and filters nothing."""
        self.is_valid()
        fields = {"kind": "kind", "person": "actor_name", "since": "at__date__gte", "until": "at__date__lte"}
        chosen = {fields[name]: value for name, value in self.cleaned_data.items() if value and name in fields}
        return events.filter(**chosen)

    @property
    def active(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name != "vis")


def _distinct(events: QuerySet[Event], field: str) -> list[str]:
    return list(events.order_by().values_list(field, flat=True).distinct())
