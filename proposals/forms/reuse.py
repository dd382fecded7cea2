"""Forms for a copy: of a proposal into a round, and of a section."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.policy import actor

from ..models import Administration, Proposal, Round


class CarryForm(forms.Form):
    """What is to happen to the figures on their way to another round."""

    use_required_attribute = False

    price = forms.BooleanField(label=_("Omregn beløbene med rundens p/l-indeks"), required=False)
    years = forms.BooleanField(label=_("Flyt beløbene til rundens år"), required=False)

    def __init__(self, data: Any = None, *, written: int, first_year: int, round: Round) -> None:
        super().__init__(data)
        if written == round.price_level:
            del self.fields["price"]
        else:
            words = gettext("Fra %(written)s p/l til %(wanted)s p/l. Uden kryds overtages tallene, som de står.")
            self.fields["price"].help_text = words % {"written": written, "wanted": round.price_level}
            self.fields["price"].initial = bool(round.price_indices)
        if first_year == round.first_year:
            del self.fields["years"]
        else:
            words = gettext("Det, der stod i %(before)s, kommer til at stå i %(after)s.")
            self.fields["years"].help_text = words % {"before": first_year, "after": round.first_year}
            self.fields["years"].initial = True
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def choices(self) -> dict[str, bool]:
        return {name: bool(self.cleaned_data.get(name)) for name in ("price", "years")}


class CopyProposalForm(CarryForm):
    title = forms.CharField(label=_("Titel"), max_length=300)
    administration = forms.ModelChoiceField(
        label=_("Forvaltning"), queryset=Administration.objects.none(), empty_label=None
    )

    def __init__(self, data: Any = None, *, source: Proposal, user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["title"].initial = source.title
        own = actor(user).writes_for
        self.fields["administration"].queryset = Administration.objects.filter(pk__in=own)
        if source.administration_id in own:
            self.fields["administration"].initial = source.administration_id
        self.helper.layout = Layout("title", "administration", *(n for n in ("price", "years") if n in self.fields))


class SourceForm(forms.Form):
    """Search among what the person may see."""

    q = forms.CharField(label=_("Søg"), required=False, max_length=200)
    runde = forms.ModelChoiceField(
        label=_("Runde"), queryset=Round.objects.current(), required=False, empty_label=_("Alle")
    )
