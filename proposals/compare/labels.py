"""What fields, rows, cells and their values are called on pages that compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..contents import Content
from ..document import Document
from ..economy.model import AREA_LABELS, LineKind, UnitBook
from ..economy.numbers import thousand
from .difference import CellChange

CELLS: dict[str, Any] = {
    "title": gettext_lazy("Titel"),
    "summary": gettext_lazy("Kort resumé"),
    "cross_cutting": gettext_lazy("Tværgående"),
    "affected_administrations": gettext_lazy("Berørte forvaltninger"),
    "origin_innovation": gettext_lazy("Udspringer af et innovationsforslag"),
    "origin_simplification_programme": gettext_lazy(
        "Udspringer af arbejdsprogrammet for administrativ forenkling og effektivisering"
    ),
    "text": gettext_lazy("Tekst"),
    "price_level": gettext_lazy("Pris- og lønniveau"),
    "years": gettext_lazy("År, der vises"),
    "label": gettext_lazy("Tekst"),
    "kind": gettext_lazy("Art"),
    "group": gettext_lazy("Gruppe"),
    "area": gettext_lazy("Styringsområde"),
    "profit_centre": gettext_lazy("Profitcenter"),
    "base_investment": gettext_lazy("Grundinvestering"),
    "calculation": gettext_lazy("Beløb fra beregning"),
    "basis_unit": gettext_lazy("Enhed"),
    "booking": gettext_lazy("Bogføres hos"),
    "target": gettext_lazy("Måltal hos"),
    "none": gettext_lazy("Ingen effekt på administrationen"),
    "caption": gettext_lazy("Tabellens overskrift"),
    "category": gettext_lazy("Gruppe"),
    "goal": gettext_lazy("Mål"),
    "measure": gettext_lazy("Hvordan måles det?"),
    "responsible": gettext_lazy("Ansvarlig"),
    "when": gettext_lazy("Tidspunkt"),
    "overall": gettext_lazy("Samlet vurdering af risikoen"),
    "level": gettext_lazy("Hvor stor er den?"),
    "score": gettext_lazy("Score"),
    "handling": gettext_lazy("Hvad gøres der ved den?"),
    "expense": gettext_lazy("Forventet udgift"),
    "expected_adoption": gettext_lazy("Forventet vedtagelse"),
    "permanent_potential": gettext_lazy("Varigt potentiale"),
    "large_scale": gettext_lazy("Potentiale for storskala"),
    "new_technology": gettext_lazy("Moden anvendelse af ny teknologi"),
    "partners": gettext_lazy("Inddragede samarbejdspartnere"),
    "effect": gettext_lazy("Virkning"),
    "components": gettext_lazy("Sager og minutter"),
    "quantity": gettext_lazy("Antal"),
    "minutes": gettext_lazy("Minutter"),
    "hours_per_fte": gettext_lazy("Effektive timer pr. årsværk"),
    "price_per_fte": gettext_lazy("Pris pr. årsværk, kr."),
    "share": gettext_lazy("Andel, der regnes med"),
    "phase_in": gettext_lazy("Indfasning"),
    "header": gettext_lazy("Hoved"),
    "rows": gettext_lazy("Rækker"),
    "tables": gettext_lazy("Tabeller"),
}
CODES: dict[str, dict[str, Any]] = {
    "kind": {
        LineKind.PERMANENT: gettext_lazy("Varig ændring"),
        LineKind.IMPLEMENTATION: gettext_lazy("Implementeringsomkostning"),
        LineKind.LOAN_REPAYMENT: gettext_lazy("Tilbagebetaling af lån"),
    },
    "category": {
        "implementation": gettext_lazy("Implementering og anvendelse af midler"),
        "realisation": gettext_lazy("Realisering af effektiviseringer"),
        "other": gettext_lazy("Øvrige opfølgningsmål"),
    },
    "effect": {"saving": gettext_lazy("Besparelse"), "cost": gettext_lazy("Udgift")},
}
# The cell that names its row, the first that is there and not empty.
NAMING = ("label", "goal", "title", "caption")
# What is not for people: ids, the number of the form.
HIDDEN = frozenset({"id", "line", "schema", "schema_number"})
# Numbers that are no amounts of 1.000 kr.
YEARLY = "amounts"
PLAIN_NUMBERS = frozenset({"price_level", "score"})


@dataclass
class Labels:
    """Names for two versions of one section. A row's name is that of the newer version, else of the older."""

    book: UnitBook
    administrations: Mapping[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        contents: tuple[Content, ...],
        book: UnitBook,
        administrations: Mapping[str, str],
        documents: tuple[Document, ...] = (),
    ) -> Labels:
        """`contents`: the newest first. `documents`: where the lines of a distribution and keys are named."""
        labels = cls(book, administrations)
        named = [section.content for document in documents for section in document.sections]
        for content in (*contents, *named):
            for name, value in content:
                if isinstance(value, list):
                    labels._name_rows(name, value)
        return labels

    def _name_rows(self, list_name: str, rows: list[Any]) -> None:
        for place, row in enumerate(rows):
            row_id = getattr(row, "id", None)
            if row_id is None:
                continue
            self.places.setdefault((list_name, row_id), place + 1)
            name = next((getattr(row, cell) for cell in NAMING if getattr(row, cell, "")), "")
            if name:
                self.rows.setdefault((list_name, row_id), " ".join(name.split()))
            for cell, value in row:
                if isinstance(value, list):
                    self._name_rows(f"{list_name}/{row_id}/{cell}", value)

    def row(self, list_name: str, row: str) -> str:
        """A row's name; of a row inside a cell ("list/row/cell") after the name of the row it stands in."""
        outer_list, inside, rest = list_name.partition("/")
        if inside:
            outer_row, _slash, cell = rest.rpartition("/")
            own = self.unit(row) if cell in ("booking", "target") else self._own_name(list_name, row)
            return f"{self.row(outer_list, outer_row)}, {own}"
        return self._own_name(list_name, row)

    def _own_name(self, list_name: str, row: str) -> str:
        if list_name == "allocations":
            list_name = "lines"
        if named := self.rows.get((list_name, row)):
            return named
        return _("Række %d") % self.places.get((list_name, row), 0)

    def cell(self, name: str) -> str:
        start, dot, rest = name.partition(".")
        if not dot:
            return str(CELLS.get(name, name))
        if start == "entries":
            return self.unit(rest)
        return rest if start == YEARLY else f"{CELLS.get(start, start)} {rest}"

    def unit(self, code: str) -> str:
        return self.book.unit(code).label if code in self.book else code

    def value(self, name: str, value: Any) -> str:
        """A value in words; "" where there is nothing."""
        start = name.partition(".")[0]
        if value is None or value == "" or value == [] or value == {}:
            return ""
        if isinstance(value, bool):
            return _("Ja") if value else _("Nej")
        if isinstance(value, int):
            return str(value) if start in PLAIN_NUMBERS else thousand(value)
        if start == "area":
            return _(AREA_LABELS[value])
        if start in CODES:
            return str(CODES[start].get(value, value))
        if start == "calculation":
            return self.rows.get(("calculations", value), value)
        if start in ("booking", "target"):
            return self._place(value)
        if start == "years":
            return f"{value[0]}–{value[-1]}"
        if start == "affected_administrations":
            return ", ".join(self.administrations.get(code, code) for code in value)
        return self._words(value)

    def _place(self, value: dict[str, Any]) -> str:
        if value.get("key"):
            return _("nøglen “%s”") % self.rows.get(("keys", value["key"]), value["key"])
        if value.get("amounts") is not None:
            parts = (
                f"{self.unit(code)} "
                + " · ".join(f"{year}: {thousand(amount)}" for year, amount in value["amounts"][code].items())
                for code in self.book.ordered(value["amounts"])
            )
            return "\n".join(parts) or _("flere enheder, uden beløb endnu")
        return self.unit(value["unit"]) if value.get("unit") else _("eget udvalg")

    def _words(self, value: Any) -> str:
        """Anything else, such as the components of a calculation or a printed table: its parts, line by line."""
        if isinstance(value, dict):
            parts = ((name, self.value(name, part)) for name, part in value.items() if name not in HIDDEN)
            return ", ".join(f"{CELLS.get(name, name)}: {words}" for name, words in parts if words)
        if isinstance(value, list):
            flat = all(isinstance(part, str) for part in value)
            return (" | " if flat else "\n").join(self._words(part) for part in value)
        return str(value)

    def amount_change(self, change: CellChange) -> str:
        """The difference of two amounts with its sign; "" for what is no number of that kind."""
        start = change.name.partition(".")[0]
        values = (change.old, change.new)
        if start in PLAIN_NUMBERS or not any(isinstance(v, int) and not isinstance(v, bool) for v in values):
            return ""
        if not all(v is None or (isinstance(v, int) and not isinstance(v, bool)) for v in values):
            return ""
        return signed((change.new or 0) - (change.old or 0))


def signed(number: int) -> str:
    """A change in 1.000 kr. with its sign: "+540", "−540", "0"."""
    return f"+{thousand(number)}" if number > 0 else thousand(number)
