"""Forms of a round's set-up, a topic each: what stands is shown, what is typed is checked and kept on the round."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.crispy import Fieldset
from proposals.economy.criteria import DEFAULT_MAX_PAYBACK_YEARS
from proposals.economy.summary_rows import Presentation
from proposals.forms.fields import AmountField, YearField
from proposals.models import Pool, Round, Template
from proposals.models.template import ProposalType
from proposals.own_templates import follow_round

from ..setup import words
from .setup_fields import MomentField, SentencesField

PREFIX = re.compile(r"[A-ZÆØÅ]{1,6}")
MOST_YEARS = 12


class TopicForm(forms.Form):
    """A topic's form. `stored` is what the fields show, `keep` writes the cleaned values to the locked round.

    Both are given a round; `keep` runs in the transaction of the change.
    """

    use_required_attribute = False
    layout: ClassVar[Layout | None] = None
    # Rows beside the fields, and what the table of them is called; see reviews.forms.setup_rows.
    formset: forms.BaseFormSet | None = None
    formset_helper: FormHelper | None = None

    def __init__(self, data: Any = None, *, round: Round) -> None:
        self.round = round
        super().__init__(data, initial=self.stored(round))
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if self.layout is not None:
            self.helper.layout = self.layout

    def stored(self, round: Round) -> dict[str, Any]:
        return {}

    def keep(self, round: Round) -> None:
        raise NotImplementedError


class BasicsForm(TopicForm):
    name = forms.CharField(label=_("Navn"), max_length=100, help_text=_("Fx Budget 2027."))
    kind = forms.ChoiceField(label=_("Art"), choices=Round.Kind.choices, widget=forms.RadioSelect)
    price_level = YearField(label=_("Pris- og lønniveau"), help_text=_("Året, beløbene skrives i."))
    first_year = YearField(label=_("Første år i tabellerne"))
    last_year = YearField(label=_("Sidste år i tabellerne"))
    number_prefix = forms.CharField(
        label=_("Nummerserie"), max_length=6, help_text=_("Bogstaverne foran forslagenes numre, fx BC.")
    )

    # What every proposal's economy is written in: it stands once there is a proposal.
    SETTLED = ("price_level", "first_year", "last_year")

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data, round=round)
        if round.pk and round.proposals.exists():
            for name in self.SETTLED:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Kan ikke ændres, når der er forslag i runden.")

    def stored(self, round: Round) -> dict[str, Any]:
        return {name: getattr(round, name) for name in self.base_fields}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Round.objects.current().filter(name=name).exclude(pk=self.round.pk).exists():
            raise forms.ValidationError(_("Der er allerede en runde med det navn."))
        return name

    def clean_number_prefix(self) -> str:
        prefix = self.cleaned_data["number_prefix"].upper()
        if not PREFIX.fullmatch(prefix):
            raise forms.ValidationError(_("Skriv højst seks bogstaver, fx BC."))
        return prefix

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and first > last:
            self.add_error("last_year", _("Det sidste år ligger før det første."))
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("last_year", _("En runde kan højst vise 12 år."))
        return cleaned

    def keep(self, round: Round) -> None:
        settled = self.SETTLED if round.pk and round.proposals.exists() else ()
        for name, value in self.cleaned_data.items():
            if name not in settled:
                setattr(round, name, value)
        round.save(update_fields=list(self.base_fields))


class DeadlinesForm(TopicForm):
    submission_deadline = MomentField(label=_("Frist for indsendelse"))
    hearing_deadline = MomentField(label=_("Frist for høringer"))
    committee_deadline = MomentField(label=_("Frist for udvalgsbehandling"))

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data, round=round)
        hint = _("Fx 14. marts 2026 kl. 12. Uden klokkeslæt gælder fristen dagen ud.")
        for field in self.fields.values():
            field.help_text = hint

    def stored(self, round: Round) -> dict[str, Any]:
        return {name: getattr(round, name) for name in words.DEADLINES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sent: datetime | None = cleaned.get("submission_deadline")
        treated: datetime | None = cleaned.get("committee_deadline")
        if sent and treated and treated < sent:
            self.add_error("committee_deadline", _("Udvalgene kan ikke behandle forslagene, før de er indsendt."))
        return cleaned

    def keep(self, round: Round) -> None:
        for name in words.DEADLINES:
            stands, typed = getattr(round, name), self.cleaned_data[name]
            # The field shows whole minutes; seconds that were not typed are not lost.
            if stands is None or typed is None or stands.replace(second=0, microsecond=0) != typed:
                setattr(round, name, typed)
        round.save(update_fields=list(words.DEADLINES))


class PoolsForm(TopicForm):
    """Which pools the round draws on and what is left in them, 1.000 kr."""

    def __init__(self, data: Any = None, *, round: Round) -> None:
        self.base_fields = {}
        for kind, label in Pool.Kind.choices:
            self.base_fields[f"use_{kind}"] = forms.BooleanField(label=_("Med i runden"), required=False)
            self.base_fields[kind] = AmountField(
                label=_("Resterer før runden, 1.000 kr."), required=False, help_text=str(label)
            )
        self.layout = Layout(
            *(Fieldset(str(label), f"use_{kind}", kind) for kind, label in Pool.Kind.choices),
        )
        super().__init__(data, round=round)
        for kind, _label in Pool.Kind.choices:
            self.fields[kind].help_text = _("Ved en pulje, der ikke er med, skrives intet.")

    def stored(self, round: Round) -> dict[str, Any]:
        there = {pool.kind: pool.remaining_before for pool in round.pools.all()}
        return {f"use_{kind}": kind in there for kind in Pool.Kind.values} | there

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for kind in Pool.Kind.values:
            if cleaned.get(kind) is not None and not cleaned.get(f"use_{kind}"):
                self.add_error(f"use_{kind}", _("Sæt kryds, hvis puljen er med; ellers skal beløbet slettes."))
        return cleaned

    def keep(self, round: Round) -> None:
        for kind in Pool.Kind.values:
            if self.cleaned_data[f"use_{kind}"]:
                Pool.objects.update_or_create(
                    round=round, kind=kind, defaults={"remaining_before": self.cleaned_data[kind]}
                )
            else:
                round.pools.filter(kind=kind).delete()


class CriteriaForm(TopicForm):
    max_payback_years = forms.IntegerField(
        label=_("Højeste tilbagebetalingstid i år"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Tomt: intet krav."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    permanent_efficiency = forms.BooleanField(
        label=_("Investeringsforslag skal give en varig effektivisering"), required=False
    )
    future_proposal = forms.BooleanField(
        label=_("Innovationsforslag og foranalyser skal pege på et kommende investeringsforslag"), required=False
    )
    other = SentencesField(
        label=_("Andre kriterier"), help_text=_("Én sætning på hver linje. De vurderes af mennesker.")
    )

    def stored(self, round: Round) -> dict[str, Any]:
        defaults = {
            "max_payback_years": DEFAULT_MAX_PAYBACK_YEARS,
            "permanent_efficiency": True,
            "future_proposal": True,
            "other": [],
        }
        return {name: round.criteria.get(name, value) for name, value in defaults.items()}

    def keep(self, round: Round) -> None:
        # Criteria that the form does not know, from an imported round, are kept.
        round.criteria = {**round.criteria, **self.cleaned_data}
        round.save(update_fields=["criteria"])


def _choices(labels: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, label()) for code, label in labels.items()]


class PresentationForm(TopicForm):
    summary_unit = forms.ChoiceField(label=_("Beløb i tabellerne"), widget=forms.RadioSelect)
    efficiency_sign = forms.ChoiceField(label=_("Effektiviseringer skrives"), widget=forms.RadioSelect)
    zero = forms.CharField(label=_("Et nul i tabel 2 skrives"), max_length=10)
    count_style = forms.ChoiceField(label=_("Antal i tabel 1"), widget=forms.RadioSelect)
    table1_label = forms.ChoiceField(label=_("Rækker i tabel 1 hedder efter"), widget=forms.RadioSelect)
    cross_cutting_label = forms.CharField(label=_("Tværgående forslag hedder"), max_length=60)
    table2_columns = forms.MultipleChoiceField(label=_("Kolonner i tabel 2"), widget=forms.CheckboxSelectMultiple)
    table3_kind_column = forms.BooleanField(label=_("Tabel 3 har en kolonne med type"), required=False)
    cross_cutting_in_full = forms.BooleanField(label=_("Tværgående forslag trykkes i fuld længde"), required=False)

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data, round=round)
        self.fields["summary_unit"].choices = _choices(words.UNITS)
        self.fields["efficiency_sign"].choices = _choices(words.SIGNS)
        self.fields["count_style"].choices = _choices(words.COUNTS)
        self.fields["table1_label"].choices = _choices(words.LABELS)
        self.fields["table2_columns"].choices = _choices(words.COLUMNS)

    def stored(self, round: Round) -> dict[str, Any]:
        chosen = Presentation.from_json(round.presentation)
        return {name: getattr(chosen, name) for name in self.base_fields}

    def keep(self, round: Round) -> None:
        round.presentation = {**round.presentation, **self.cleaned_data}
        round.save(update_fields=["presentation"])


class TemplatesForm(TopicForm):
    """Which form the round uses for each type; the newest version of each, and the one it has."""

    def __init__(self, data: Any = None, *, round: Round) -> None:
        self.base_fields = {
            type: forms.ChoiceField(label=label, required=False) for type, label in ProposalType.choices
        }
        super().__init__(data, round=round)
        for type in ProposalType.values:
            newest: dict[str, Template] = {}
            for template in Template.objects.filter(type=type).order_by("-code", "-version"):
                newest.setdefault(template.code, template)
            has = round.templates.select_related("template").filter(type=type).first()
            offered = {template.pk: template for template in newest.values()}
            if has:
                offered[has.template_id] = has.template
            version = gettext("%(name)s, version %(version)s")
            self.fields[type].choices = [("", gettext("Ikke med i runden"))] + [
                (str(pk), version % {"name": template.name, "version": template.version})
                for pk, template in offered.items()
            ]

    def stored(self, round: Round) -> dict[str, Any]:
        return {row.type: str(row.template_id) for row in round.templates.all()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for type in ProposalType.values:
            if type in cleaned and not cleaned[type] and self.round.proposals.filter(type=type).exists():
                self.add_error(type, _("Der er forslag af typen i runden, så den skal have en skabelon."))
        return cleaned

    def keep(self, round: Round) -> None:
        for type in ProposalType.values:
            if chosen := self.cleaned_data[type]:
                round.templates.update_or_create(type=type, defaults={"template_id": int(chosen)})
                follow_round(round, type)
            else:
                round.templates.filter(type=type).delete()
