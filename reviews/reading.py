"""A frozen document as plain pages to read: headings, texts and tables, in the order of its template.

Documents are Danish; the printed layout is the appendix's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from proposals.contents import (
    AdministrationContent,
    AllocationContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    LineContent,
    PartnersContent,
    PrioritisationContent,
    RisksContent,
    TablesContent,
)
from proposals.document import Document
from proposals.economy.model import AREA_LABELS, Area, LineKind
from proposals.economy.numbers import thousand
from proposals.richtext import clean

LINE_KINDS = {
    LineKind.PERMANENT: "Varig ændring",
    LineKind.IMPLEMENTATION: "Implementeringsomkostning",
    LineKind.LOAN_REPAYMENT: "Tilbagebetaling af lån",
}


@dataclass(frozen=True)
class Table:
    """A table in words. `columns` and `rows` as templates/components/table.html takes them."""

    caption: str
    columns: list[dict[str, Any]]
    rows: list[dict[str, list[str]]]


@dataclass(frozen=True)
class ReadSection:
    """One section: heading, rich text (cleaned), facts as label and value, tables."""

    key: str
    heading: str
    text: SafeString
    facts: list[tuple[str, str]]
    tables: list[Table]


def readable(document: Document) -> list[ReadSection]:
    """The sections in the document's order; a section with nothing in it is kept, so that it is seen to be empty."""
    specs = {spec.key: spec for spec in document.template.sections}
    result = []
    for section in document.sections:
        spec = specs.get(section.key)
        heading = f"{spec.number} {spec.heading}".strip() if spec else section.key
        content = section.content
        facts = _FACTS.get(type(content), _none)(content)
        if isinstance(content, DistributionContent):
            tables = _distribution(content, document)
        else:
            tables = _TABLES.get(type(content), _none)(content)
        tables = [table for table in tables if table.rows]
        result.append(ReadSection(section.key, heading, _html(getattr(content, "text", "")), facts, tables))
    return result


def _html(text: str) -> SafeString:
    # Cleaned on saving already; cleaned again because a frozen text may be older than the allow-list of today.
    return mark_safe(clean(text))  # noqa: S308


def _none(_content: Content) -> list:
    return []


def _columns(*labels: str, years: list[int] | None = None) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels] + [{"label": str(year), "numeric": True} for year in years or []]


def _amounts(amounts: dict[int, int], years: list[int]) -> list[str]:
    return [thousand(amounts.get(year, 0)) for year in years]


def _economy(content: EconomyContent) -> list[Table]:
    rows = [
        {
            "cells": [
                _named(line),
                LINE_KINDS[line.kind],
                AREA_LABELS[line.area or Area.SERVICE],
                *_amounts(line.amounts, content.years),
            ]
        }
        for line in content.lines
    ]
    caption = f"1.000 kr., {content.price_level} p/l"
    return [Table(caption, _columns("Linje", "Art", "Styringsområde", years=content.years), rows)]


def _named(line: LineContent) -> str:
    """The line's label with what else is said of it: group, profit centre, base investment."""
    more = [line.group, line.profit_centre and f"profitcenter {line.profit_centre}"]
    words = [word for word in (*more, "grundinvestering" if line.base_investment else "") if word]
    return f"{line.label} ({', '.join(words)})" if words else line.label


def _administration(content: AdministrationContent) -> list[Table]:
    years = sorted({year for row in content.rows for year in row.amounts})
    rows = [
        {"cells": [row.label, *_amounts(row.amounts, years)]} for row in content.rows if years and not content.none
    ]
    return [Table(content.caption or "1.000 kr.", _columns("Række", years=years), rows)]


def _distribution(content: DistributionContent, document: Document) -> list[Table]:
    economy = document.first(EconomyContent)
    lines = {line.id: line.label for line in economy.lines} if economy else {}
    keys = {key.id: key.label for key in content.keys}
    places = [
        {"cells": [lines.get(one.line, one.line), _place(one.booking, keys), _place(one.target, keys)]}
        for one in content.allocations
    ]
    booked = Table("Bogføring og måltal", _columns("Linje", "Bogføres hos", "Måltal hos"), places)
    return [*_keys(content), booked]


def _place(allocation: AllocationContent | None, keys: dict[str, str]) -> str:
    """Where an amount lies, in words."""
    if allocation is None:
        return "Eget udvalg"
    if allocation.key:
        return f"Nøgle: {keys.get(allocation.key, allocation.key)}"
    if allocation.amounts is not None:
        parts = (
            f"{unit} {year}: {thousand(amount)}"
            for unit, years in allocation.amounts.items()
            for year, amount in sorted(years.items())
        )
        return "; ".join(parts) or "Flere enheder, uden beløb endnu"
    return allocation.unit or "Eget udvalg"


def _keys(content: DistributionContent) -> list[Table]:
    return [
        Table(
            key.label or "Fordelingsnøgle",
            [{"label": "Enhed"}, {"label": key.basis_unit or "Grundlag", "numeric": True}],
            [{"cells": [entry.unit, thousand(entry.basis)]} for entry in key.entries],
        )
        for key in content.keys
    ]


def _follow_up(content: FollowUpContent) -> list[Table]:
    rows = [{"cells": [row.goal, row.measure, row.responsible, row.when]} for row in content.rows]
    columns = _columns("Mål", "Hvordan måles det", "Hvem er ansvarlig", "Hvornår")
    return [Table("Opfølgning", columns, rows)]


def _risks(content: RisksContent) -> list[Table]:
    rows = [
        {"cells": [item.title, item.level or "–", str(item.score or "–"), item.handling or "–"]}
        for item in content.items
    ]
    return [Table("Risici", _columns("Risiko", "Niveau", "Score", "Håndtering"), rows)]


def _printed_tables(content: TablesContent) -> list[Table]:
    return [
        Table(table.caption, _columns(*table.header), [{"cells": row} for row in table.rows])
        for table in content.tables
        if all(len(row) == len(table.header) for row in table.rows)
    ]


def _general(content: FactsContent) -> list[tuple[str, str]]:
    return [
        ("Titel", content.title),
        ("Kort resumé", content.summary),
        ("Berørte forvaltninger", ", ".join(content.affected_administrations or [])),
        ("Tværgående", _answer(content.cross_cutting)),
        *_origin(content),
    ]


def _answer(answer: bool | None) -> str:
    return {True: "Ja", False: "Nej", None: ""}[answer]


def _origin(content: FactsContent) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    if content.origin_innovation is not None:
        origin = content.origin_innovation
        words = [_answer(origin.answer), origin.title or "", origin.adopted or ""]
        said.append(("Udspringer af et innovationsforslag", ", ".join(word for word in words if word)))
    if content.origin_simplification_programme is not None:
        programme = "Udspringer af arbejdsprogrammet for administrativ forenkling og effektivisering"
        said.append((programme, _answer(content.origin_simplification_programme)))
    return said


def _prioritisation(content: PrioritisationContent) -> list[tuple[str, str]]:
    expense = "" if content.expense is None else f"{thousand(content.expense)} t.kr."
    return [
        ("Udgift til investering", expense),
        ("Forventet vedtagelse", content.expected_adoption or ""),
        ("Varigt potentiale", content.permanent_potential or ""),
        ("Tværgående effektivisering", _answer(content.cross_cutting)),
        ("Potentiale for storskala", _answer(content.large_scale)),
        ("Moden anvendelse af ny teknologi", _answer(content.new_technology)),
    ]


def _partners(content: PartnersContent) -> list[tuple[str, str]]:
    return [("Inddragede samarbejdspartnere", content.partners)]


def _overall(content: RisksContent) -> list[tuple[str, str]]:
    return [("Samlet vurdering af risikoen", content.overall)] if content.overall else []


def _no_effect(content: AdministrationContent) -> list[tuple[str, str]]:
    return [("Effekt på administration", "Ingen")] if content.none else []


_FACTS: dict[type[Content], Callable[[Any], list[tuple[str, str]]]] = {
    AdministrationContent: _no_effect,
    FactsContent: _general,
    PartnersContent: _partners,
    PrioritisationContent: _prioritisation,
    RisksContent: _overall,
}
_TABLES: dict[type[Content], Callable[[Any], list[Table]]] = {
    AdministrationContent: _administration,
    EconomyContent: _economy,
    FollowUpContent: _follow_up,
    RisksContent: _risks,
    TablesContent: _printed_tables,
}
