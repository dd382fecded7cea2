"""The form of the economy: prose, the years shown, and the entry grid of lines."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..contents import EconomyContent, LineContent
from ..document import economy_of
from ..economy.model import AREA_LABELS, Area, LineKind
from .base import ContentForm, SectionEditor
from .fields import RichTextField, YearField, or_none, text_field
from .grid import AmountRowForm, amounts, initial_row, posted_years
from .preview import GROUPS, EconomyPreview
from .rows import RowSet

MOST_YEARS = 12


def area_choices() -> list[tuple[str, str]]:
    return [("", gettext("Vælg")), *((area.value, gettext(label)) for area, label in AREA_LABELS.items())]


class EconomyForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    first_year = YearField(label=_("Første år"))
    last_year = YearField(label=_("Sidste år"))
    # The years are set beside the grid they belong to.
    layout = Layout("text")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and not 0 <= last - first < MOST_YEARS:
            self.add_error(
                "last_year",
                gettext("Sidste år skal ligge efter første år, og der kan højst vises %d år.") % MOST_YEARS,
            )
        return cleaned


class LineForm(AmountRowForm):
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(required=False, choices=area_choices, widget=forms.Select(attrs={"class": "form-select"}))
    group = text_field(_("Gruppe"), max_length=200)
    profit_centre = text_field(_("Profitcenter"), max_length=60)
    base_investment = forms.BooleanField(label=_("Grundinvestering"), required=False)

    def _name_controls(self) -> None:
        super()._name_controls()
        self.fields["area"].label = gettext("Styringsområde, %s") % self.row_name
        self.fields["area"].widget.attrs["aria-label"] = self.fields["area"].label

    @property
    def implementation(self) -> bool:
        return self["kind"].value() == LineKind.IMPLEMENTATION

    @property
    def more_problems(self) -> bool:
        """Whether a folded-in field could not be read."""
        return any(name in self.errors for name in ("group", "profit_centre"))

    @property
    def more(self) -> str:
        """What the folded-in fields hold, in a few words."""
        words = [self["group"].value(), self["profit_centre"].value()]
        if self["base_investment"].value():
            words.append(gettext("grundinvestering"))
        return ", ".join(filter(None, words))


class EconomyEditor(SectionEditor):
    form_class = EconomyForm
    template = "proposals/sections/economy.html"
    preview_template = "proposals/sections/economy_figures.html"

    def initial(self) -> dict[str, Any]:
        years = self.content.years
        return {"text": self.content.text, "first_year": years[0], "last_year": years[-1]}

    def row_sets(self, data: QueryDict | None) -> list[RowSet]:
        kinds = [LineKind.PERMANENT, LineKind.IMPLEMENTATION, LineKind.LOAN_REPAYMENT]
        present = {line.kind for line in self.content.lines}
        # A loan is what a foranalyse borrows; an innovation proposal has no lasting effect of its own.
        if self.page.document.type != "preliminary_study" and LineKind.LOAN_REPAYMENT not in present:
            kinds.remove(LineKind.LOAN_REPAYMENT)
        if self.page.document.type != "investment" and LineKind.PERMANENT not in present:
            kinds.remove(LineKind.PERMANENT)
        kept = {year for line in self.content.lines for year in line.amounts} | posted_years(data, "lines")
        return [
            RowSet(
                "lines",
                LineForm,
                [
                    initial_row(line.model_dump(mode="json", exclude={"amounts"}) | {"amounts": line.amounts})
                    for line in self.content.lines
                ],
                data,
                form_kwargs={"years": self.years(), "kept_years": kept},
                group_field="kind",
                groups=[(kind.value, str(GROUPS[kind])) for kind in kinds],
            )
        ]

    def years(self) -> list[int]:
        """The years to show: those typed where they are years, else the content's."""
        self.form.is_valid()
        cleaned = getattr(self.form, "cleaned_data", {})
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        return list(range(first, last + 1)) if first and last else list(self.content.years)

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        update: dict[str, Any] = {
            "years": self.years(),
            "lines": [self._line(row) for row in self.rows["lines"].cleaned],
        }
        if "text" in cleaned:
            update["text"] = cleaned["text"]
        return update

    def _line(self, row: dict[str, Any]) -> LineContent:
        kinds = [value for value, _heading in self.rows["lines"].groups]
        return LineContent(
            id=row["id"],
            kind=row.get("kind") if row.get("kind") in kinds else kinds[0],
            group=or_none(row.get("group")),
            label=row.get("label", ""),
            area=Area(row["area"]) if row.get("area") else None,
            profit_centre=or_none(row.get("profit_centre")),
            base_investment=row.get("base_investment", False),
            amounts=amounts(row),
        )

    def preview(self, content: EconomyContent) -> dict[str, Any]:
        economy = economy_of(self.page.document_with(content))
        return {
            "economy": EconomyPreview(economy, content.years, self.page.document.type),
            "unreadable": self.unreadable,
        }
