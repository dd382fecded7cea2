"""The form of the basis: named calculations, each with its sorts of cases, its prices and its phase-in by year."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..calculations import calculation_from
from ..contents import CalculationContent, CalculationItem, ComponentContent, EconomyContent
from ..economy.basis import WHOLE
from ..economy.measures import measure, parse_measure
from ..economy.numbers import NumberError
from .base import ContentForm, SectionEditor
from .calculation_preview import ShownCalculation
from .fields import DraftField, RichTextField, text_field
from .rows import RowForm, RowSet, changed, whole

CALCULATIONS, COMPONENTS = "calculations", "components"


class MeasureField(DraftField):
    """A number that is not negative, with at most two decimals; None when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: str | None) -> Decimal | None:
        try:
            return parse_measure(value or "")
        except NumberError as error:
            raise ValidationError(gettext(error.message.text) % error.message.values) from None

    def prepare_value(self, value: Any) -> Any:
        return measure(value) if isinstance(value, int | Decimal) else value


class PercentField(MeasureField):
    """A percentage from 0 to 100."""

    def to_python(self, value: str | None) -> Decimal | None:
        percent = super().to_python(value)
        if percent is not None and percent > WHOLE:
            raise ValidationError(gettext("Skriv en procent fra 0 til 100. “%s” er for meget.") % value)
        return percent


class KronerField(MeasureField):
    """A price in whole kroner."""

    def to_python(self, value: str | None) -> int | None:
        price = super().to_python(value)
        if price is not None and price != int(price):
            raise ValidationError(gettext("Skriv prisen i hele kroner, fx 629.000."))
        return None if price is None else int(price)


class CalculationForm(RowForm):
    """A calculation without its cases; a cell a year for the phase-in."""

    named = True

    label = text_field(_("Beregningens navn"), needed=True, max_length=200)
    effect = forms.ChoiceField(
        label=_("Virkning"),
        choices=[("saving", _("Besparelse (minus)")), ("cost", _("Udgift (plus)"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    hours_per_fte = MeasureField(label=_("Effektive timer pr. årsværk"))
    price_per_fte = KronerField(label=_("Pris pr. årsværk, kr."))
    share = PercentField(label=_("Andel, der regnes med, procent"), help_text=_("Et tomt felt er 100 procent."))

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = list(years)
        # What is needed before there is an amount is not optional, though a draft may lack it.
        for name in ("hours_per_fte", "price_per_fte"):
            self.fields[name].required = True
        for name in ("label", "effect", "hours_per_fte", "price_per_fte", "share"):
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}, {self.row_name}"
        for year in self.years:
            field = PercentField(label=gettext("Indfasning %(year)s, procent") % {"year": year})
            field.widget.attrs.update({"class": "form-input amount", "aria-label": f"{field.label}, {self.row_name}"})
            self.fields[f"p{year}"] = field

    @property
    def row_name(self) -> str:
        return self["label"].value() or gettext("beregning %d") % (self.place + 1)

    @property
    def plain_fields(self) -> list[BoundField]:
        """What an amount needs besides the cases."""
        return [self[name] for name in ("hours_per_fte", "price_per_fte", "share")]

    @property
    def phase_in(self) -> list[tuple[int, BoundField]]:
        return [(year, self[f"p{year}"]) for year in self.years]


class ComponentForm(RowForm):
    """Cases of one sort within the calculation it names."""

    named = True

    calculation = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label = text_field("", max_length=200)
    quantity = MeasureField()
    minutes = MeasureField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.row_name
        words = {
            "label": gettext("Sager, %s") % name,
            "quantity": gettext("Antal om året, %s") % name,
            "minutes": gettext("Minutter pr. sag, %s") % name,
        }
        for field, label in words.items():
            self.fields[field].label = label
            self.fields[field].widget.attrs.update({"aria-label": label, "class": "form-input"})
        for field in ("quantity", "minutes"):
            self.fields[field].widget.attrs["class"] = "form-input amount"

    @property
    def row_name(self) -> str:
        return self["label"].value() or gettext("række %d") % (self.place + 1)


class CalculationContentForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    layout = Layout("text")


class CalculationEditor(SectionEditor):
    form_class = CalculationContentForm
    template = "proposals/sections/calculation.html"
    preview_template = "proposals/sections/calculation_results.html"

    @property
    def years(self) -> list[int]:
        """The years of the economy whose lines take their amounts from here."""
        economy = self.page.document.first(EconomyContent)
        return list(economy.years) if economy else []

    @property
    def economy_key(self) -> str:
        """The key of the section the lines stand in; "" without one."""
        found = (s.key for s in self.page.document.sections if isinstance(s.content, EconomyContent))
        return next(found, "")

    def row_sets(self, data: QueryDict | None) -> list[RowSet]:
        items: list[CalculationItem] = self.content.calculations
        calculations = RowSet(
            CALCULATIONS,
            CalculationForm,
            [
                item.model_dump(exclude={"components", "phase_in"})
                | {f"p{year}": percent for year, percent in item.phase_in.items()}
                for item in items
            ],
            data,
            form_kwargs={"years": self.years},
            add_label=gettext("Tilføj beregning"),
        )
        components = RowSet(
            COMPONENTS,
            ComponentForm,
            [part.model_dump() | {"calculation": item.id} for item in items for part in item.components],
            data,
            group_field="calculation",
        )
        return [calculations, components]

    @property
    def cards(self) -> list[tuple[CalculationForm, list[ComponentForm]]]:
        """Each calculation with its cases."""
        parts: dict[str, list[ComponentForm]] = {}
        for row in self.rows[COMPONENTS].forms:
            parts.setdefault(row["calculation"].value() or "", []).append(row)
        return [(card, parts.get(card.row_id, [])) for card in self.rows[CALCULATIONS].forms]

    def rows_changed(self, action: str) -> tuple[QueryDict, str]:
        """A new calculation begins with an empty row of cases; cases go with the calculation they belong to."""
        assert self.data is not None
        lists = self.rows.values()
        data, current = changed(self.data, action, lists)
        if action.startswith(f"{CALCULATIONS}:add:"):
            data, _row = changed(data, f"{COMPONENTS}:add:{data[f'{current}-id']}", lists)
        if action.startswith(f"{CALCULATIONS}:remove:"):
            gone = self.rows[CALCULATIONS].forms[whole(action.rsplit(":", 1)[1])].row_id
            for row in reversed(self.rows[COMPONENTS].forms):
                if row["calculation"].value() == gone:
                    data, _row = changed(data, f"{COMPONENTS}:remove:{row.place}", lists)
        return data, current

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        parts: dict[str, list[ComponentContent]] = {}
        for row in self.rows[COMPONENTS].cleaned:
            component = ComponentContent(
                id=row["id"], label=row.get("label", ""), quantity=row.get("quantity"), minutes=row.get("minutes")
            )
            parts.setdefault(row.get("calculation", ""), []).append(component)
        items = [self._item(row, parts.get(row["id"], [])) for row in self.rows[CALCULATIONS].cleaned]
        return {**cleaned, "calculations": items}

    def _item(self, row: dict[str, Any], components: list[ComponentContent]) -> CalculationItem:
        stored = next((item for item in self.content.calculations if item.id == row["id"]), None)
        # Years that are not shown keep what they have.
        phase_in = {year: p for year, p in stored.phase_in.items() if year not in self.years} if stored else {}
        phase_in |= {year: row[f"p{year}"] for year in self.years if row.get(f"p{year}") is not None}
        share = row.get("share")
        return CalculationItem(
            id=row["id"],
            label=row.get("label", ""),
            effect=row.get("effect") or "saving",
            components=components,
            hours_per_fte=row.get("hours_per_fte"),
            price_per_fte=row.get("price_per_fte"),
            share=WHOLE if share is None else share,
            phase_in=dict(sorted(phase_in.items())),
        )

    def preview(self, content: CalculationContent) -> dict[str, Any]:
        economy = self.page.document.first(EconomyContent)
        lines = economy.lines if economy else []
        results = [
            ShownCalculation.of(
                calculation_from(item), self.years, [line for line in lines if line.calculation == item.id]
            )
            for item in content.calculations
        ]
        return {
            "results": results,
            "cards": [(*card, result) for card, result in zip(self.cards, results, strict=True)],
            "unreadable": self.unreadable,
        }
