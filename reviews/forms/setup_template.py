"""Forms for a round's template: its headings and notes, and one section of it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout as FormLayout
from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.crispy import Section
from proposals.forms.fields import RichTextField
from proposals.models import Template
from proposals.models.template import TemplateSection
from proposals.own_templates import SINGLE_KINDS
from proposals.template import Layout, SectionSpec, TemplateSpec

from ..setup.words import HEADINGS, LAYOUT
from .setup_fields import SentencesField

KINDS = {
    "facts": _("Titel, resumé og stamdata"),
    "text": _("Tekst"),
    "economy": _("Økonomi"),
    "distribution": _("Fordeling på udvalg"),
    "calculation": _("Beregningsgrundlag"),
    "administration": _("Effekt på administration"),
    "follow_up": _("Opfølgningsmål"),
    "risks": _("Risici"),
    "prioritisation": _("Kriterier for prioritering"),
    "partners": _("Samarbejdspartnere"),
    "hearings": _("Høringer"),
    "technical": _("Tekniske tabeller"),
}
# The tables a section of the kind prints, and what their captions are for.
CAPTIONS: dict[str, dict[str, Any]] = {
    "economy": {
        "economy": _("Tabellen over økonomien"),
        "loan": _("Tilbagebetalingsplanen"),
        "economy_service": _("Varige ændringer på service"),
        "economy_service_investment": _("Investeringer på service"),
        "economy_anlaeg": _("Investeringer på anlæg"),
        "curve": _("Kurven over den akkumulerede påvirkning; tomt: trykkes ikke"),
    },
    "distribution": {"distribution": _("Tabellen over fordelingen")},
    "calculation": {"calculation": _("Tabellen over beregningen; tomt: trykkes ikke")},
    "administration": {"administration": _("Tabellen over administrationen")},
    "follow_up": {
        "follow_up": _("Tabellen over opfølgningsmål"),
        "follow_up_implementation": _("Gruppen om implementering"),
        "follow_up_realisation": _("Gruppen om realisering"),
        "follow_up_other": _("Gruppen af øvrige mål"),
    },
    "prioritisation": {"prioritisation": _("Tabellen over kriterier")},
    "partners": {"partners": _("Tabellen over partnere")},
    "hearings": {
        "hearings_cfo": _("Tabellen over CFØ’s godkendelse"),
        "partners": _("Tabellen over partnere"),
        "hearings": _("Tabellen over høringer"),
    },
    "technical": {
        "technical_a": _("Teknisk tabel A"),
        "technical_b": _("Teknisk tabel B"),
        "technical_c": _("Teknisk tabel C"),
        "technical_equal": _("Teknisk tabel, når A og C er ens"),
        "technical_d": _("Teknisk tabel D"),
        "technical_e": _("Teknisk tabel E"),
    },
}
CAPTION = "caption_"


def _plain(helper: FormHelper) -> FormHelper:
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class HeadingsForm(forms.Form):
    """What the whole form prints around its sections."""

    use_required_attribute = False

    name = forms.CharField(label=_("Skabelonens navn"), max_length=100, help_text=_("Trykkes ikke."))
    heading = forms.CharField(label=_("Overskrift"), max_length=100)
    heading_cross_cutting = forms.CharField(label=_("Overskrift på tværgående forslag"), max_length=100)
    annex_heading = forms.CharField(label=_("Overskrift på bilaget"), max_length=120)
    annex_heading_cross_cutting = forms.CharField(label=_("Overskrift på bilaget til tværgående"), max_length=120)
    notes = SentencesField(
        label=_("Noter under økonomitabellerne"),
        help_text=_("Én note på hver linje. {price_level} bliver til rundens pris- og lønniveau."),
    )

    economy_tables = forms.ChoiceField(label=_("Økonomien trykkes som"), widget=forms.RadioSelect)
    table_numbering = forms.ChoiceField(label=_("Tabellerne nummereres"), widget=forms.RadioSelect)
    page_numbers = forms.ChoiceField(label=_("Sidetal"), widget=forms.RadioSelect)
    origin_in = forms.ChoiceField(label=_("Forslagets ophav trykkes"), widget=forms.RadioSelect)
    economy_first = forms.BooleanField(label=_("Økonomien trykkes før teksterne"), required=False)
    print_all_areas = forms.BooleanField(label=_("Alle styringsområder trykkes, også tomme"), required=False)

    def __init__(self, data: Any = None, *, template: Template) -> None:
        stored = {name: getattr(template, name) for name in (*HEADINGS, "notes")}
        super().__init__(data, initial=stored | Layout.model_validate(template.layout).model_dump())
        for name, choices in LAYOUT.items():
            self.fields[name].choices = [(code, label()) for code, label in choices.items()]
        self.helper = _plain(FormHelper(self))
        printed = (*LAYOUT, "economy_first", "print_all_areas")
        self.helper.layout = FormLayout(*HEADINGS, "notes", Section(_("Sådan trykkes formularen"), *printed))

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned fields of a Template; `layout` as one."""
        cleaned = dict(self.cleaned_data)
        layout = {name: cleaned.pop(name) for name in Layout.model_fields}
        return cleaned | {"layout": layout}


class SectionForm(forms.Form):
    """One section of the form. `kind` is chosen for a new one and never changes."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Art"), widget=forms.RadioSelect)
    heading = forms.CharField(label=_("Overskrift"), max_length=200)
    number = forms.CharField(label=_("Nummer"), required=False, max_length=10, help_text=_("Fx 2 eller 2.1."))
    part = forms.ChoiceField(label=_("Del"), choices=TemplateSection.Part.choices, widget=forms.RadioSelect)
    required = forms.BooleanField(label=_("Skal udfyldes, før forslaget kan indsendes"), required=False)
    only_cross_cutting = forms.BooleanField(label=_("Kun i tværgående forslag"), required=False)
    guidance = RichTextField(
        label=_("Vejledning til skribenten"), required=False, help_text=_("Vises ved afsnittet og trykkes aldrig.")
    )
    notes_before = SentencesField(label=_("Trykte noter før afsnittet"), help_text=_("Én note på hver linje."))
    notes_after = SentencesField(label=_("Trykte noter efter afsnittet"), help_text=_("Én note på hver linje."))
    after = forms.ChoiceField(label=_("Står efter"), required=False)

    def __init__(self, data: Any = None, *, spec: TemplateSpec, section: SectionSpec | None = None) -> None:
        initial: dict[str, Any] = {"kind": "text", "part": "body", "required": True}
        if section is not None:
            initial = section.model_dump()
        elif spec.sections:
            initial["after"] = spec.sections[-1].key
        super().__init__(data, initial=initial)
        shown = ["heading", "number", "part", "required", "only_cross_cutting"]
        parts = [Section(_("Vejledning og noter"), "guidance", "notes_before", "notes_after")]
        if section is None:
            taken = {one.kind for one in spec.sections}
            self.fields["kind"].choices = [
                (kind, label) for kind, label in KINDS.items() if kind not in SINGLE_KINDS or kind not in taken
            ]
            self.fields["after"].choices = [("", _("Først"))] + [
                (one.key, f"{one.number} {one.heading}".strip()) for one in spec.sections
            ]
            shown = ["kind", *shown, "after"]
        else:
            del self.fields["kind"], self.fields["after"]
            self._add_captions(section)
            captions = [name for name in self.fields if name.startswith(CAPTION)]
            if captions:
                hint = _("Trykkes over tabellerne. Tomt: programmets egne ord, eller at tabellen ikke trykkes.")
                parts.append(Section(_("Tabeloverskrifter"), *captions, hint=hint))
        self.helper = _plain(FormHelper(self))
        self.helper.layout = FormLayout(*shown, *parts)

    def _add_captions(self, section: SectionSpec) -> None:
        known = CAPTIONS.get(section.kind, {})
        for name in [*known, *(key for key in section.tables if key not in known)]:
            self.fields[CAPTION + name] = forms.CharField(
                label=known.get(name, name), required=False, max_length=300, initial=section.tables.get(name, "")
            )

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned fields of a SectionSpec."""
        names = ("heading", "number", "part", "required", "only_cross_cutting", "guidance")
        names += ("notes_before", "notes_after")
        found = {name: self.cleaned_data[name] for name in names}
        tables = {
            name.removeprefix(CAPTION): caption
            for name, caption in self.cleaned_data.items()
            if name.startswith(CAPTION) and caption
        }
        return found | {"tables": tables}
