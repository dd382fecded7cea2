"""What a proposal of a round file holds, as the contents of its sections by key."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..contents import (
    CONTENT_TYPES,
    AdministrationContent,
    AdministrationRow,
    AllocationContent,
    CalculationContent,
    CalculationItem,
    ComponentContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    FollowUpRow,
    KeyContent,
    LineAllocation,
    LineContent,
    OriginInnovation,
    PartnersContent,
    PrintedTable,
    PrioritisationContent,
    RiskItem,
    RisksContent,
    TablesContent,
)
from ..richtext import as_words, clean, from_plain, to_plain
from ..roundfile import AllocationEntry, CalculationEntry, LineEntry, ProposalEntry
from ..template import SectionSpec, TemplateSpec

OTHER_TABLES = "other_tables"


@dataclass
class Taken:
    """The contents by section key, and the printed headings that are not the template's own."""

    contents: dict[str, Content] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


def take(entry: ProposalEntry, spec: TemplateSpec, markup: str) -> Taken:
    """The proposal's sections: the template's, and after them what has no home in it.

    Prose goes to the section of its key, several of one key joined in order; rows go to the first section of
    their kind. A proposal known only as a row has its facts alone.
    """
    taken = Taken()
    if entry.row_figures is not None:
        key = next((section.key for section in spec.sections if section.kind == "facts"), "facts")
        taken.contents[key] = _facts(entry)
        return taken
    structured = _structured(entry, markup)
    prose = _prose(entry, markup)
    for section in spec.sections:
        content = structured.pop(section.kind, None) or CONTENT_TYPES[section.kind]()
        taken.contents[section.key] = _with_prose(content, prose.pop(section.key, []), section, taken)
    for kind, content in structured.items():
        if _says_something(content):
            key = OTHER_TABLES if kind == "tables" else kind
            taken.contents[key] = _with_prose(content, prose.pop(key, []), None, taken)
    for key, parts in prose.items():
        text = "".join(_heading(heading) + words for heading, words in parts)
        taken.contents[key] = CONTENT_TYPES["text"](text=clean(text))
    return taken


def heading_of(section: SectionSpec) -> str:
    """The section's printed heading: "3. Økonomi", "2.1 Fordeling på udvalg"."""
    if not section.number:
        return section.heading
    return f"{section.number}{'' if '.' in section.number else '.'} {section.heading}"


Parts = list[tuple[str, str]]


def _prose(entry: ProposalEntry, markup: str) -> dict[str, Parts]:
    """Key → (heading, rich text) in order."""
    parts: dict[str, Parts] = {}
    for section in entry.sections:
        parts.setdefault(section.key, []).append((section.heading, _rich(section.text, markup)))
    return parts


def _rich(text: str, markup: str) -> str:
    return clean(text) if markup == "html" else from_plain(text)


def _heading(heading: str) -> str:
    return f"<h3>{html.escape(heading, quote=False)}</h3>" if heading.strip() else ""


def _with_prose(content: Content, parts: Parts, section: SectionSpec | None, taken: Taken) -> Content:
    """The content with the prose of its key: the first part under the section's heading, the others their own."""
    if not parts:
        return content
    if section is not None and parts[0][0] not in ("", heading_of(section)):
        taken.headings[section.key] = parts[0][0]
    text = "".join(words if not place else _heading(heading) + words for place, (heading, words) in enumerate(parts))
    said = getattr(content, "text", "")
    if said and not _says(text, said):
        text = said + text
    update: dict[str, Any] = {"text": clean(text)}
    if isinstance(content, PartnersContent) and _says(text, content.partners):
        update["partners"] = ""
    return content.model_copy(update=update)


def _says(text: str, words: str) -> bool:
    """Whether the words stand in the text already; each thing is kept and printed once."""
    return " ".join(as_words(words).split()) in " ".join(to_plain(text).split())


def _says_something(content: Content) -> bool:
    return any(value for name, value in content if name not in ("schema_number", "kind", "price_level", "years"))


def _structured(entry: ProposalEntry, markup: str) -> dict[str, Content]:
    """Kind → content without prose, for every kind the file has rows or fields for."""
    lines = list(_numbered("l", entry.lines))
    return {
        "facts": _facts(entry),
        "economy": EconomyContent(
            price_level=entry.price_level,
            years=entry.years,
            lines=[LineContent(id=key, **line.model_dump(exclude={"id", "booking", "target"})) for key, line in lines],
        ),
        "distribution": DistributionContent(
            keys=[KeyContent(**key.model_dump()) for key in entry.keys],
            allocations=[_allocation(key, line) for key, line in lines if line.booking or line.target],
        ),
        "calculation": CalculationContent(calculations=[_calculation(item) for item in entry.calculations]),
        "administration": _administration(entry, markup),
        "follow_up": FollowUpContent(
            rows=[
                FollowUpRow(id=key, **row.model_dump(exclude={"id"})) for key, row in _numbered("f", entry.follow_up)
            ]
        ),
        "risks": _risks(entry),
        "prioritisation": PrioritisationContent(**(entry.prioritisation.model_dump() if entry.prioritisation else {})),
        "partners": PartnersContent(partners=entry.partners or ""),
        "tables": TablesContent(
            tables=[
                PrintedTable(id=key, **table.model_dump(exclude={"id"}))
                for key, table in _numbered("t", entry.other_tables)
            ]
        ),
    }


def _calculation(entry: CalculationEntry) -> CalculationItem:
    components = [
        ComponentContent(id=key, **part.model_dump(exclude={"id"})) for key, part in _numbered("c", entry.components)
    ]
    return CalculationItem(components=components, **entry.model_dump(exclude={"components"}))


def _facts(entry: ProposalEntry) -> FactsContent:
    origin = entry.origin_innovation
    return FactsContent(
        title=entry.title,
        summary=entry.summary or "",
        cross_cutting=entry.cross_cutting,
        affected_administrations=entry.affected_administrations,
        origin_innovation=OriginInnovation(**origin.model_dump()) if origin else None,
        origin_simplification_programme=entry.origin_simplification_programme,
    )


def _administration(entry: ProposalEntry, markup: str) -> AdministrationContent:
    effect = entry.administration_effect
    if effect is None:
        return AdministrationContent()
    return AdministrationContent(
        text=_rich(effect.text or "", markup),
        none=effect.none,
        caption=effect.caption,
        rows=[
            AdministrationRow(id=key, label=row.label, amounts=row.amounts) for key, row in _numbered("a", effect.rows)
        ],
    )


def _risks(entry: ProposalEntry) -> RisksContent:
    if entry.risks is None:
        return RisksContent()
    items = [RiskItem(id=key, **item.model_dump(exclude={"id"})) for key, item in _numbered("r", entry.risks.items)]
    return RisksContent(overall=entry.risks.overall, items=items)


def _allocation(line: str, entry: LineEntry) -> LineAllocation:
    def place(given: AllocationEntry | None) -> AllocationContent | None:
        return AllocationContent(**given.model_dump()) if given else None

    return LineAllocation(line=line, booking=place(entry.booking), target=place(entry.target))


def _numbered(prefix: str, entries: Iterable[Any] | None) -> Iterator[tuple[str, Any]]:
    """Each row with its id; a row without one gets its place as id, so that one file gives one document."""
    rows = list(entries or ())
    taken = {row.id for row in rows if row.id}
    for place, row in enumerate(rows, start=1):
        key = row.id or f"{prefix}{place}"
        while not row.id and key in taken:
            key += "x"
        taken.add(key)
        yield key, row
