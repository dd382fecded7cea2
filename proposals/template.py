"""The round's template as typed data: sections, order, headings, printed notes and guidance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from .contents import Strict
from .economy.summary import number_order

_NAMED = re.compile(r"Tabel ([\w.]+)")

SectionKind = Literal[
    "facts",
    "text",
    "economy",
    "distribution",
    "calculation",
    "administration",
    "follow_up",
    "risks",
    "prioritisation",
    "partners",
    "hearings",
    "technical",
    "tables",
]
ProposalTypeCode = Literal["investment", "innovation", "preliminary_study"]


def in_caption_order(names: Iterable[str], captions: dict[str, str]) -> list[str]:
    """Names of tables in the order their captions count them: Tabel A before Tabel B, those not counted first.

    The captions themselves keep no order: the canonical form sorts their names.
    """

    def place(name: str) -> tuple[tuple[int, int, str], ...]:
        named = _NAMED.match(captions.get(name, ""))
        return number_order(named[1]) if named else ()

    return sorted(names, key=place)


class SectionSpec(Strict):
    """One section of the form. `guidance` (HTML) is for the writer and never printed; notes are printed.

    `tables` names the captions of the section's tables, e.g. {"economy": "Tabel 1. …"}. A calculation section is
    printed only where it names the table "calculation"; without, it is the writer's alone. The curve of the
    cumulative effect is printed where the economy names it, "curve".
    """

    key: str
    kind: SectionKind
    number: str = ""
    heading: str
    part: Literal["front", "body", "annex"] = "body"
    required: bool = True
    only_cross_cutting: bool = False
    guidance: str = ""
    notes_before: list[str] = []
    notes_after: list[str] = []
    tables: dict[str, str] = {}


class Layout(Strict):
    """How the template prints its economy and numbers its tables and pages."""

    table_numbering: Literal["per_section", "through"] = "per_section"
    page_numbers: Literal["appendix", "within_proposal", "both"] = "appendix"
    economy_tables: Literal["one", "by_area"] = "one"
    economy_first: bool = False
    print_all_areas: bool = False
    origin_in: Literal["description", "annex"] = "description"


class TemplateSpec(Strict):
    """A template for one type of proposal. `notes` stand under the economy tables; {price_level} is filled in."""

    code: str
    type: ProposalTypeCode
    version: int = Field(ge=1, default=1)
    name: str
    heading: str
    heading_cross_cutting: str
    annex_heading: str
    annex_heading_cross_cutting: str
    notes: list[str] = []
    layout: Layout = Layout()
    sections: list[SectionSpec]

    def section(self, key: str) -> SectionSpec | None:
        return next((section for section in self.sections if section.key == key), None)

    def printed(self) -> TemplateSpec:
        """The template as it goes into the signed document: without guidance."""
        sections = [section.model_copy(update={"guidance": ""}) for section in self.sections]
        return self.model_copy(update={"sections": sections})
