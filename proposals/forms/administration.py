"""The form of the effect on administration: prose, a tick for none, and rows by year."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..contents import AdministrationContent, AdministrationRow, EconomyContent
from ..economy.administration import AdministrationRow as EffectRow
from ..economy.administration import administration_total
from ..economy.numbers import thousand
from .base import ContentForm, SectionEditor
from .fields import RichTextField
from .grid import AmountRowForm, amounts, initial_row, posted_years
from .preview import ShownRow
from .rows import RowSet


class AdministrationForm(ContentForm):
    none = forms.BooleanField(label=_("Forslaget har ingen effekt på administrationen"), required=False)
    text = RichTextField(label=_("Tekst"))
    layout = Layout("none", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class AdministrationEditor(SectionEditor):
    form_class = AdministrationForm
    template = "proposals/sections/administration.html"
    preview_template = "proposals/sections/administration_total.html"

    def make_form(self, data: QueryDict | None) -> forms.Form:
        return AdministrationForm(data, initial=self.initial())

    @property
    def years(self) -> list[int]:
        """The years of the proposal's economy, which the effect is a part of."""
        economy = self.page.document.first(EconomyContent)
        written = {year for row in self.content.rows for year in row.amounts}
        shown = economy.years if economy else []
        return sorted({*shown, *written})

    def row_sets(self, data: QueryDict | None) -> list[RowSet]:
        initial = [initial_row(row.model_dump()) for row in self.content.rows]
        kwargs = {"years": self.years, "kept_years": posted_years(data, "rows")}
        return [RowSet("rows", AmountRowForm, initial, data, form_kwargs=kwargs)]

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        rows = [
            AdministrationRow(id=row["id"], label=row.get("label", ""), amounts=amounts(row))
            for row in self.rows["rows"].cleaned
        ]
        return {**cleaned, "rows": rows}

    def preview(self, content: AdministrationContent) -> dict[str, Any]:
        effect = administration_total([EffectRow(row.label, row.amounts) for row in content.rows], self.years)
        cells = [thousand(effect.total[year]) for year in self.years]
        total = ShownRow(gettext("Effekt på administration i alt"), cells, strong=True)
        rows = [ShownRow.written(row.label, row.amounts, self.years) for row in content.rows]
        return {"total": total, "rows": rows, "unreadable": self.unreadable}
