"""The form of the distribution: keys with a basis for each unit, and where each line is booked and counted."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..contents import (
    AllocationContent,
    DistributionContent,
    EconomyContent,
    KeyContent,
    KeyEntryContent,
    LineAllocation,
    LineContent,
)
from ..document import economy_of
from ..economy.distribution import SIDES, Side
from ..economy.model import UnitBook
from .base import ContentForm, Page, SectionEditor
from .distribution_preview import DistributionPreview
from .fields import BasisField, RichTextField, text_field
from .rows import RowForm, RowSet
from .unit_amounts import ShownSums, UnitGrid, field_name, line_name, part_of, unit_label

OWN, AMOUNTS = "", "amounts"
SIDE_LABELS: dict[Side, Any] = {"booking": _("bogføres hos"), "target": _("måltal hos")}


class DistributionForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    layout = Layout("text")


def basis_name(code: str) -> str:
    """The name of a unit's cell in a key, without the spaces of its code: they would part the id made of it."""
    return f"u_{code.replace(' ', '_')}"


class KeyForm(RowForm):
    """A key: its name, what the basis counts, and a basis for each unit that has a part."""

    named = True

    label = text_field(_("Nøglens navn"), needed=True, max_length=200)
    basis_unit = text_field(
        _("Hvad fordeles der efter?"), needed=True, max_length=60, help_text=_("For eksempel timer, m² eller kr.")
    )

    def __init__(self, *args: Any, book: UnitBook, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        name = self["label"].value() or gettext("ny nøgle")
        for code in codes:
            label = book.unit(code).label if code in book else code
            field = BasisField(label=f"{name}, {label}")
            field.widget.attrs.update({"class": "form-input amount", "aria-label": f"{name}, {label}"})
            self.fields[basis_name(code)] = field
        self._labels = {code: book.unit(code).label if code in book else code for code in codes}

    @property
    def units(self) -> list[tuple[str, str, BoundField]]:
        """Code, name and cell of every unit."""
        return [(code, self._labels[code], self[basis_name(code)]) for code in self.codes]


class AllocationForm(forms.Form):
    """Booking and target of each line: the own committee, a key, a unit, or amounts by unit."""

    use_required_attribute = False

    def __init__(self, *args: Any, lines: list[LineContent], choices: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            for side in SIDES[line.kind]:
                label = f"{line_name(line)}: {SIDE_LABELS[side]}"
                field = forms.ChoiceField(label=label, required=False, choices=choices)
                field.widget.attrs.update({"class": "form-select", "aria-label": label})
                self.fields[field_name(side, line)] = field

    @property
    def shown(self) -> list[tuple[LineContent, list[BoundField | None]]]:
        """Each line with its booking and, for a permanent line, its target."""
        names = [(line, [field_name(side, line) for side in SIDE_LABELS]) for line in self.lines]
        return [(line, [self[name] if name in self.fields else None for name in cells]) for line, cells in names]


class DistributionEditor(SectionEditor):
    form_class = DistributionForm
    template = "proposals/sections/distribution.html"
    preview_template = "proposals/sections/distribution_figures.html"

    def __init__(self, page: Page, content: DistributionContent, data: QueryDict | None = None) -> None:
        economy = page.document.first(EconomyContent)
        self.lines = [line for line in economy.lines if SIDES[line.kind]] if economy else []
        self.stored = {allocation.line: allocation for allocation in content.allocations}
        grids = [
            UnitGrid(side, line, part_of(self.stored.get(line.id), side), economy.years, page.book, data)
            for line in self.lines
            for side in SIDES[line.kind]
        ]
        initial = {grid.prefix: _chosen(grid.stored) for grid in grids}
        chosen = initial if data is None else data
        self.grids = {grid.prefix: grid for grid in grids if chosen.get(grid.prefix) == AMOUNTS}
        # What was typed in a grid stays on the page when another choice is made, and comes back with the first.
        self.set_aside = [field for grid in grids if grid.prefix not in self.grids for field in grid.sent]
        super().__init__(page, content, data)
        self.allocations = AllocationForm(data, initial=initial, lines=self.lines, choices=self._choices())

    def _choices(self) -> list:
        book, own = self.page.book, self.page.document.administration
        own_label = book.unit(own).label if own in book else own
        units = [(f"unit:{code}", book.unit(code).label) for code in book.ordered(unit.code for unit in book.units)]
        keys = [
            (f"key:{form.row_id}", gettext("Nøgle: %s") % (form["label"].value() or gettext("uden navn")))
            for form in self.rows["keys"].forms
        ]
        used = [part for a in self.content.allocations for part in (a.booking, a.target) if part]
        gone = {part.unit for part in used if part.unit and part.unit not in book}
        return [
            (OWN, gettext("Eget udvalg (%s)") % own_label),
            *keys,
            (AMOUNTS, gettext("Beløb pr. enhed")),
            *units,
            *((f"unit:{code}", unit_label(code, book)) for code in sorted(gone)),
        ]

    def row_sets(self, data: QueryDict | None) -> list[RowSet]:
        book = self.page.book
        named = {entry.unit for key in self.content.keys for entry in key.entries}
        self.codes = book.ordered({unit.code for unit in book.units} | named)
        initial = []
        for key in self.content.keys:
            bases: dict[str, int] = {}
            for entry in key.entries:
                bases[entry.unit] = bases.get(entry.unit, 0) + entry.basis
            cells = {basis_name(code): basis for code, basis in bases.items()}
            initial.append({"id": key.id, "label": key.label, "basis_unit": key.basis_unit, **cells})
        kwargs = {"book": book, "codes": self.codes}
        return [
            RowSet("keys", KeyForm, initial, data, form_kwargs=kwargs),
            *(grid.rows for grid in self.grids.values()),
        ]

    @property
    def forms(self) -> list:
        return [*super().forms, self.allocations]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.allocations.is_valid()])

    def hush(self) -> None:
        super().hush()
        self.allocations.is_valid()
        self.allocations._errors = ErrorDict()

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        keys = [self._key(row) for row in self.rows["keys"].cleaned]
        self.allocations.is_valid()
        chosen = getattr(self.allocations, "cleaned_data", {})
        allocations = []
        for line in self.lines:
            parts = {side: self._allocation(chosen, field_name(side, line)) for side in SIDES[line.kind]}
            # A line left with its own committee on both sides needs no row, but one that was there stays.
            if any(parts.values()) or line.id in self.stored:
                allocations.append(LineAllocation(line=line.id, **parts))
        return {**cleaned, "keys": keys, "allocations": allocations}

    def _key(self, row: dict[str, Any]) -> KeyContent:
        entries = [
            KeyEntryContent(unit=code, basis=basis)
            for code in self.codes
            if (basis := row.get(basis_name(code))) is not None
        ]
        stored = next((key for key in self.content.keys if key.id == row["id"]), None)
        if stored is not None:
            # The stored order stays, so that a save without a change is no change.
            order = {entry.unit: place for place, entry in enumerate(stored.entries)}
            entries.sort(key=lambda entry: order.get(entry.unit, len(order)))
        return KeyContent(
            id=row["id"], label=row.get("label", ""), basis_unit=row.get("basis_unit", ""), entries=entries
        )

    def _allocation(self, chosen: dict[str, str], name: str) -> AllocationContent | None:
        if name in self.grids:
            return self.grids[name].content()
        kind, _colon, code = chosen.get(name, OWN).partition(":")
        return AllocationContent(**{kind: code}) if code else None

    def preview(self, content: DistributionContent) -> dict[str, Any]:
        economy = economy_of(self.page.document_with(content))
        shown = DistributionPreview.of(economy, self.page.book) if economy and economy.lines else None
        written = {allocation.line: allocation for allocation in content.allocations}
        grids = [(grid, ShownSums.of(grid, written.get(grid.line.id))) for grid in self.grids.values()]
        return {"distribution": shown, "grids": grids, "unreadable": self.unreadable}


def _chosen(allocation: AllocationContent | None) -> str:
    """The choice that stands for an allocation."""
    if allocation is None:
        return OWN
    if allocation.amounts is not None:
        return AMOUNTS
    if allocation.key:
        return f"key:{allocation.key}"
    return f"unit:{allocation.unit}" if allocation.unit else OWN
