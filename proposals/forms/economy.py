"""The form of the economy: prose, the years shown, and the entry grid of lines."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..calculations import calculations_of, with_amounts
from ..contents import EconomyContent, LineContent
from ..document import economy_of
from ..economy import basis
from ..economy.basis import Calculation
from ..economy.model import AREA_LABELS, Area, LineKind
from ..economy.numbers import thousand
from .base import ContentForm, Page, SectionEditor
from .fields import RichTextField, YearField, or_none, text_field
from .grid import AmountRowForm, amounts, cell_name, initial_row, posted_years
from .preview import GROUPS, EconomyPreview
from .rows import RowSet

MOST_YEARS = 12
# Row actions of lines and calculations: fill in its amounts; let the line have amounts of its own again.
TAKE, RELEASE = "take", "release"


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
    calculation = forms.ChoiceField(
        label=_("Beløb fra beregning"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, calculations: dict[str, Calculation], known: set[str], **kwargs: Any) -> None:
        """`calculations`: those there are; `known`: besides them, what stored lines refer to."""
        super().__init__(*args, **kwargs)
        self.source = calculations.get(self["calculation"].value() or "")
        named = [(key, found.label or gettext("Beregning uden navn")) for key, found in calculations.items()]
        gone = [(key, gettext("En beregning, der ikke findes længere")) for key in sorted(known - set(calculations))]
        if not named and not gone:
            del self.fields["calculation"]
            return
        self.fields["calculation"].choices = [("", gettext("Ingen: beløbene skrives i linjen")), *named, *gone]
        if self.source and not self.source.missing:
            for year in self.years:
                self.fields[cell_name(year)].widget.attrs.update(
                    {"readonly": True, "class": "form-input amount taken"}
                )

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
        return any(name in self.errors for name in ("group", "profit_centre", "calculation"))

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

    def __init__(self, page: Page, content: EconomyContent, data: QueryDict | None = None) -> None:
        self.calculations = calculations_of(page.document)
        super().__init__(page, content, data)

    @property
    def basis_key(self) -> str:
        """The key of the section the calculations stand in; "" without one."""
        return next((s.key for s in self.page.document.sections if s.content.kind == "calculation"), "")

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
        known = {line.calculation for line in self.content.lines if line.calculation}
        return [
            RowSet(
                "lines",
                LineForm,
                [
                    initial_row(line.model_dump(mode="json", exclude={"amounts"}) | {"amounts": line.amounts})
                    for line in self.content.lines
                ],
                data,
                form_kwargs={
                    "years": self.years(),
                    "kept_years": kept,
                    "calculations": self.calculations,
                    "known": known,
                },
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

    def rows_changed(self, action: str) -> tuple[QueryDict, str]:
        """Besides rows themselves: a line takes the amounts of its calculation, or is released from it."""
        verb, place = (*action.split(":"), "", "")[1:3]
        row = next(
            (row for row in self.rows["lines"].forms if verb in (TAKE, RELEASE) and str(row.place) == place), None
        )
        if self.data is None or row is None:
            return super().rows_changed(action)
        data = self.data.copy()
        if verb == RELEASE:
            data[row.add_prefix("calculation")] = ""
        taken = basis.amounts(row.source, self.years()) if verb == TAKE and row.source else None
        for year, amount in (taken or {}).items():
            data[row.add_prefix(cell_name(year))] = thousand(amount)
        return data, row.prefix

    def to_content(self) -> EconomyContent:
        return with_amounts(super().to_content(), self.calculations)

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
            calculation=or_none(row.get("calculation")),
        )

    def preview(self, content: EconomyContent) -> dict[str, Any]:
        economy = economy_of(self.page.document_with(content))
        return {
            "economy": EconomyPreview(economy, content.years, self.page.document.type),
            "unreadable": self.unreadable,
        }
