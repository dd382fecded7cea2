"""Forms of the appendix page: its introduction, and what is to be built."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.models import Round
from proposals.richtext import clean

from .content.rich import is_rich
from .introduction import own_words, seen_mark
from .models import Format


class IntroductionForm(forms.Form):
    """CFØ's own words; `seen` says which introduction they were written over."""

    intro = forms.CharField(
        label=_("Indledning med egne ord"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000,
        help_text=_("En tom linje skiller afsnit. Den trykkes i stedet for den beregnede, til den slås til igen."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, round: Round, computed: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intro"].initial = own_words(round) or round.intro or computed
        self.fields["seen"].initial = seen_mark(own_words(round))
        self.helper = FormHelper()
        self.helper.form_action = reverse("appendix-intro", args=[round.pk])
        self.helper.layout = Layout("intro", "seen")
        self.helper.add_input(Submit("own", _("Gem indledning")))

    def clean_intro(self) -> str:
        words = self.cleaned_data["intro"].replace("\r\n", "\n").strip()
        return clean(words) if is_rich(words) else words


class BuildForm(forms.Form):
    """Which files to make."""

    formats = forms.MultipleChoiceField(
        label=_("Formater"),
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Format.values,
        error_messages={"required": _("Vælg mindst ét format.")},
    )
    include_submitted = forms.BooleanField(
        label=_("Tag forslag med, som endnu ikke er godkendt"),
        required=False,
        help_text=_("De mærkes som ikke godkendt, og filerne mærkes som kladde."),
    )

    def __init__(self, *args, round: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = reverse("appendix-build", args=[round.pk])
        self.helper.layout = Layout("formats", "include_submitted")
        self.helper.add_input(Submit("build", _("Dan Bilag 7")))
