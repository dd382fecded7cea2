"""Forms of the set-up that are tables: price indices and footnotes, a row each; and what such forms share."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.economy.model import AREA_LABELS, Area
from proposals.forms.fields import YearField
from proposals.models import Round
from proposals.roundfile import FootnoteEntry

from .setup import TopicForm

LARGEST_INDEX = 100_000


class IndexField(forms.CharField):
    """An index above zero with at most four decimals, as decimal text; "" when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal"}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            index = Decimal(typed.replace(",", "."))
            if index.is_finite() and 0 < index < LARGEST_INDEX and -index.as_tuple().exponent <= 4:
                return format(index, "f")
        except InvalidOperation:
            pass
        words = gettext("Skriv et indeks over 0, fx 103,2. “%(text)s” kan ikke bruges.")
        raise ValidationError(words % {"text": typed})

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value).replace(".", ",")


class SetupRow(forms.Form):
    use_required_attribute = False


class IndexRow(SetupRow):
    """A year's indices. A row without a year and without indices is no row."""

    year = YearField(label=_("År"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in Area:
            self.fields[area.value] = IndexField(label=_(AREA_LABELS[area]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = [area for area in Area if cleaned.get(area)]
        if typed and not cleaned.get("year") and "year" not in self.errors:
            self.add_error("year", _("Skriv, hvilket år indeksene gælder."))
        return cleaned


class FootnoteRow(SetupRow):
    """A footnote; one without a text is no row."""

    table = forms.ChoiceField(
        label=_("Tabel"), choices=[("table2", _("Tabel 2")), ("table3", _("Tabel 3"))], initial="table2"
    )
    text = forms.CharField(label=_("Tekst"), required=False, max_length=500)
    proposals = forms.CharField(label=_("Forslagenes numre"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("proposals") and not cleaned.get("text"):
            self.add_error("text", _("Skriv fodnoten, eller slet numrene."))
        return cleaned


class RowsForm(TopicForm):
    """A topic that is a table of rows: `rows_stored` shows them, `keep` writes `rows`."""

    row_class: type[forms.Form]
    caption: Any = ""
    blank_rows = 3

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data, round=round)
        made = forms.formset_factory(self.row_class, extra=self.blank_rows, max_num=200, absolute_max=250)
        self.formset = made(data, initial=self.rows_stored(round), prefix="rows", form_kwargs=self.row_options(round))
        self.formset_helper = FormHelper()
        self.formset_helper.template = "dkfds/table_inline_formset.html"
        self.formset_helper.form_tag = False
        self.formset_helper.disable_csrf = True
        self.formset_helper.caption = self.caption

    def rows_stored(self, round: Round) -> list[dict[str, Any]]:
        raise NotImplementedError

    def row_options(self, round: Round) -> dict[str, Any]:
        """What every row's form is made with."""
        return {}

    def is_valid(self) -> bool:
        assert self.formset is not None
        return all([super().is_valid(), self.formset.is_valid()])

    @property
    def rows(self) -> list[dict[str, Any]]:
        assert self.formset is not None
        return [form.cleaned_data for form in self.formset.forms if form.cleaned_data]


class IndicesForm(RowsForm):
    row_class = IndexRow
    caption = _("P/l-indeks, et år i hver række")

    def rows_stored(self, round: Round) -> list[dict[str, Any]]:
        stored = round.price_indices
        years = sorted({int(year) for values in stored.values() for year in values})
        return [{"year": year, **{area.value: stored.get(area, {}).get(str(year)) for area in Area}} for year in years]

    def is_valid(self) -> bool:
        valid = super().is_valid()
        seen: set[int] = set()
        assert self.formset is not None
        for form in self.formset.forms if valid else []:
            year = form.cleaned_data.get("year")
            if year in seen:
                form.add_error("year", _("Året står der allerede."))
                valid = False
            if year:
                seen.add(year)
        return valid

    def keep(self, round: Round) -> None:
        indices: dict[str, dict[str, str]] = {}
        for row in self.rows:
            for area in Area:
                if row.get("year") and row.get(area):
                    indices.setdefault(area.value, {})[str(row["year"])] = row[area]
        round.price_indices = indices
        round.save(update_fields=["price_indices"])


class FootnotesForm(RowsForm):
    row_class = FootnoteRow
    caption = _("Fodnoter til tabel 2 og 3")

    def rows_stored(self, round: Round) -> list[dict[str, Any]]:
        return [{**note, "proposals": ", ".join(note["proposals"])} for note in round.footnotes]

    def keep(self, round: Round) -> None:
        round.footnotes = [
            FootnoteEntry(
                table=row["table"],
                text=row["text"],
                proposals=[number.upper() for number in row["proposals"].replace(",", " ").split()],
            ).model_dump()
            for row in self.rows
            if row["text"]
        ]
        round.save(update_fields=["footnotes"])
