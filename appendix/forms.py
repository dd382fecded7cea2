"""Forms of the appendix page: its introduction, and what is to be built."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.models import Round
from proposals.richtext import clean, is_rich

from .errata import FORMATS, earlier
from .introduction import kept_words, own_words, seen_mark
from .models import Edition, ErrataFile, Format


class IntroductionForm(forms.Form):
    """CFØ's own words; `seen` says which introduction they were written over."""

    intro = forms.CharField(
        label=_("Indledning med egne ord"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000,
        help_text=_("En tom linje skiller afsnit. Den trykkes i stedet for den beregnede, til den slås til igen."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, round: Round, bilag: int, computed: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intro"].initial = kept_words(round, bilag) or computed
        self.fields["seen"].initial = seen_mark(own_words(round, bilag))
        self.helper = FormHelper()
        self.helper.form_action = reverse("appendix-intro", args=[round.pk, bilag])
        self.helper.layout = Layout("intro", "seen")
        self.helper.add_input(Submit("own", _("Gem indledning")))

    def clean_intro(self) -> str:
        words = self.cleaned_data["intro"].replace("\r\n", "\n").strip()
        return clean(words) if is_rich(words) else words


class BuildForm(forms.Form):
    """Which files to make of which kind of edition."""

    final = forms.TypedChoiceField(
        label=_("Udgave"),
        choices=[("draft", _("Udkast, mærket som det på hver side")), ("final", _("Endelig, kan ikke ændres"))],
        coerce=lambda value: value == "final",
        initial="draft",
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om udgaven er et udkast eller endelig.")},
    )
    formats = forms.MultipleChoiceField(
        label=_("Formater"),
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Format.PDF, Format.DOCX, Format.XLSX, Format.JSON],
        help_text=_("Kvantum: de tekniske tabeller A–E for hele runden, en række for hvert beløb."),
        error_messages={"required": _("Vælg mindst ét format.")},
    )
    include_submitted = forms.BooleanField(
        label=_("Tag forslag med, som endnu ikke er godkendt"),
        required=False,
        help_text=_("De mærkes som ikke godkendte med den begrundelse, du skriver."),
    )
    price_level = forms.TypedChoiceField(
        label=_("Pris- og lønniveau"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Et andet end rundens: tabellernes beløb omregnes med rundens p/l-indeks, som trykkes med. "
            "Forslagene selv ændres ikke."
        ),
    )
    attach_data = forms.BooleanField(
        label=_("Vedhæft forslagene som data i PDF-filen"),
        required=False,
        help_text=_("Andre systemer kan læse dem ind. Filen er PDF/A-3a i stedet for PDF/A-2a."),
    )
    unapproved_reason = forms.CharField(
        label=_("Hvorfor tages de med?"),
        required=False,
        max_length=200,
        help_text=_("Trykkes under tabellerne og ved hvert forslag, der ikke er godkendt."),
    )

    def __init__(self, *args, round: Round, bilag: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = reverse("appendix-build", args=[round.pk, bilag])
        self.helper.layout = Layout(
            "final", "formats", "attach_data", "price_level", "include_submitted", "unapproved_reason"
        )
        levels = {int(year) for indices in round.price_indices.values() for year in indices} | {round.price_level}
        self.fields["price_level"].choices = [(year, f"{year} p/l") for year in sorted(levels)]
        self.fields["price_level"].initial = round.price_level
        if len(levels) == 1:
            del self.fields["price_level"]
            self.helper.layout.fields.remove("price_level")
        self.helper.add_input(Submit("build", _("Dan Bilag %(number)s") % {"number": bilag}))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("include_submitted") and not given.get("unapproved_reason"):
            self.add_error("unapproved_reason", _("Skriv, hvorfor forslag, der ikke er godkendt, tages med."))
        if not given.get("include_submitted"):
            given["unapproved_reason"] = ""
        return given


class ErrataForm(forms.Form):
    """Which earlier edition a rettelsesblad begins from; asked by GET, so that its address can be kept."""

    fra = forms.ModelChoiceField(
        queryset=Edition.objects.none(),
        to_field_name="number",
        label=_("Rettelser i forhold til"),
        empty_label=None,
        error_messages={"invalid_choice": _("Vælg en tidligere udgave af samme bilag.")},
    )

    def __init__(self, *args, edition: Edition, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fra"].queryset = earlier(edition)
        self.fields["fra"].label_from_instance = edition_label
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("errata", args=[edition.pk])
        self.helper.add_input(Submit("", _("Vis rettelser")))


def edition_label(edition: Edition) -> str:
    """Number, kind and day: "Udgave 2, endelig, 3. marts 2026"."""
    kind = _("endelig") if edition.final else _("udkast")
    words = {"number": edition.number, "kind": kind, "date": date_format(localtime(edition.created_at), "DATE_FORMAT")}
    return gettext("Udgave %(number)s, %(kind)s, %(date)s") % words


class ErrataFilesForm(forms.Form):
    """Which files of a rettelsesblad to make, of the formats there are none of yet."""

    formats = forms.MultipleChoiceField(
        label=_("Formater"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst ét format.")},
    )

    def __init__(self, *args, old: Edition, edition: Edition, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        built = ErrataFile.objects.filter(errata__old=old, errata__edition=edition).values_list("format", flat=True)
        missing = [one for one in FORMATS if one not in set(built)]
        self.fields["formats"].choices = [(one.value, one.label) for one in missing]
        self.fields["formats"].initial = [one.value for one in missing]
        self.helper = FormHelper()
        self.helper.form_action = reverse("errata-build", args=[edition.pk, old.number])
        self.helper.add_input(Submit("build", _("Dan rettelsesbladet")))
