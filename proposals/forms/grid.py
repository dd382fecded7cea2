"""Rows of amounts by year: what the entry grids of the economy, the effect on administration and units share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from .fields import AmountField, text_field
from .rows import RowForm


class YearsForm(RowForm):
    """A row with a cell for each year; years that are not shown keep their amounts in hidden cells."""

    named = True

    def __init__(self, *args: Any, years: Iterable[int], kept_years: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = list(years)
        for year in self.years:
            self.fields[cell_name(year)] = AmountField()
        for year in sorted(set(kept_years) - set(self.years)):
            self.fields[cell_name(year)] = AmountField(widget=forms.HiddenInput)
        self._name_controls()

    def _name_controls(self) -> None:
        """Every control is named in full: a screen reader in the middle of a table has nothing else to go by."""
        row, unit = self.row_name, _("1.000 kr.")
        for year in self.years:
            field = self.fields[cell_name(year)]
            field.label = f"{row}, {year}"
            field.widget.attrs.update(
                {
                    "class": "form-input amount",
                    "aria-label": f"{row}, {year}, {unit}",
                    "data-year": str(year),
                    "data-unit": unit,
                }
            )

    @property
    def row_name(self) -> str:
        """What the row is called."""
        return _("linje %d") % (self.place + 1)

    @property
    def cells(self) -> list[BoundField]:
        """The cells of the years shown."""
        return [self[cell_name(year)] for year in self.years]


class AmountRowForm(YearsForm):
    """A row whose label is written beside its amounts."""

    label = text_field("", rows=1, max_length=300)

    def _name_controls(self) -> None:
        super()._name_controls()
        label = self.fields["label"]
        label.label = _("Tekst, %s") % self.row_name
        label.widget.attrs.update({"aria-label": label.label, "class": "form-input row-label"})

    def clean_label(self) -> str:
        """One line of text, however it was pasted."""
        return " ".join(self.cleaned_data["label"].split())

    @property
    def row_name(self) -> str:
        """The row's label, or its number while it has none."""
        return self["label"].value() or super().row_name


def cell_name(year: int) -> str:
    return f"y{year}"


def initial_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row's form values from its content: amounts each in a cell of its own."""
    cells = {cell_name(year): amount for year, amount in row["amounts"].items()}
    return {**{name: value for name, value in row.items() if name != "amounts"}, **cells}


def amounts(cleaned: Mapping[str, Any]) -> dict[int, int]:
    """The amounts typed, by year; empty cells are left out, a typed 0 is kept."""
    return {
        int(name[1:]): value
        for name, value in sorted(cleaned.items())
        if name[0] == "y" and name[1:].isdecimal() and value is not None
    }


def posted_years(data: QueryDict | None, prefix: str) -> set[int]:
    """The years of all cells that were posted for the rows of a prefix."""
    years = set()
    for key in data or ():
        start, _dash, name = key.rpartition("-")
        if start.startswith(f"{prefix}-") and name[:1] == "y" and name[1:].isdecimal() and len(name) == 5:
            years.add(int(name[1:]))
    return {year for year in years if 1990 <= year <= 2100}
