"""The form for a new round as a copy of another, and the reason for a change of state."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.crispy import Section
from proposals.models import Round

from ..setup.copying import PARTS, NewRound
from .setup import BasicsForm


class CopyRoundForm(BasicsForm):
    """Name and years of the new round, and a tick for each part that is copied."""

    number_prefix = None
    deadline_years = forms.IntegerField(
        label=_("Flyt fristerne antal år"),
        min_value=0,
        max_value=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    parts = forms.MultipleChoiceField(
        label=_("Det kopieres"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Forslag, numre, fodnoter, møder, indledning og udgaver af bilaget kopieres aldrig."),
    )

    def __init__(self, data: Any = None, *, source: Round) -> None:
        self.source = source
        # As an unsaved round: nothing is settled yet, and its name must be new.
        super().__init__(data, round=Round())
        self.fields["parts"].choices = [(code, part.label) for code, part in PARTS.items()]
        self.helper.layout = Layout(
            Section(_("Den nye runde"), "name", "kind", "price_level", "first_year", "last_year"),
            Section(_("Hvad der kopieres"), "parts", "deadline_years"),
        )

    def stored(self, round: Round) -> dict[str, Any]:
        source = self.source
        return {
            "kind": source.kind,
            "price_level": source.price_level + 1,
            "first_year": source.first_year + 1,
            "last_year": source.last_year + 1,
            "deadline_years": 1,
            "parts": list(PARTS),
        }

    @property
    def new(self) -> NewRound:
        names = ("name", "kind", "price_level", "first_year", "last_year", "deadline_years")
        return NewRound(**{name: self.cleaned_data[name] for name in names})


class StateForm(forms.Form):
    """Why the round's state is changed."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Begrundelse"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
