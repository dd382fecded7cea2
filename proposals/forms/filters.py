"""Search and filters above the list of a round's proposals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Administration, ProposalState, SavedFilter
from ..models.template import ProposalType
from ..search import search

ANY = [("", _("Alle"))]


class ProposalFilter(forms.Form):
    # Fields that are columns of the proposal and filter by being equal.
    columns = ("state", "type", "administration")

    q = forms.CharField(label=_("Søg"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("Tilstand"), required=False, choices=ANY + ProposalState.choices)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=ANY + ProposalType.choices)
    administration = forms.ModelChoiceField(
        label=_("Forvaltning"), required=False, queryset=Administration.objects.all(), empty_label=_("Alle")
    )

    def apply(self, proposals: QuerySet, reader: Any) -> QuerySet:
        """The proposals that pass, searched in what the person may read.

        An unreadable filter is reported at its field and filters nothing.
        """
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.columns}
        chosen = {name: value for name, value in given.items() if value}
        return search(proposals.filter(**chosen), self.cleaned_data.get("q", ""), reader)

    @property
    def active(self) -> bool:
        return any(self.cleaned_data.values())


class SavedFilterForm(forms.Form):
    """What a list is filtered by, to be kept under a name."""

    page = forms.CharField()
    query = forms.CharField(
        required=False,
        max_length=SavedFilter._meta.get_field("query").max_length,
        error_messages={"max_length": _("Filtrene er for lange til at blive gemt.")},
    )
    name = forms.CharField(
        max_length=SavedFilter._meta.get_field("name").max_length,
        error_messages={
            "required": _("Skriv et navn til filteret."),
            "max_length": _("Navnet må højst have %(limit_value)s tegn."),
        },
    )
