"""A round and its proposals as a round file's data, HTML in the prose; hearings and process come from reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import html as lxml_html

from ..assemble import assemble
from ..contents import (
    AdministrationContent,
    CalculationContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    PartnersContent,
    PrioritisationContent,
    RisksContent,
    TablesContent,
)
from ..document import Document
from ..drafts import figures_of
from ..models import Proposal, Round
from ..richtext import to_plain
from ..roundfile import MessagesEntry, RoundProcessEntry
from ..seeds import shipped_templates
from .sections import heading_of

_LEADING_HEADING = re.compile(r"^<h3>(.*?)</h3>", re.DOTALL)


def round_entry(round: Round) -> dict[str, Any]:
    """The key `round` of the file."""
    deadlines = {name: getattr(round, f"{name}_deadline") for name in ("submission", "hearing", "committee")}
    entry: dict[str, Any] = {
        "name": round.name,
        "kind": round.kind,
        "price_level": round.price_level,
        "years": [round.first_year, round.last_year],
        "template": _template(round),
        "pools": [{"kind": pool.kind, "remaining_before": pool.remaining_before} for pool in round.pools.all()],
        "criteria": round.criteria,
        "presentation": round.presentation,
        "intro": round.published_intro,
        "introductions": round.introductions,
        "footnotes": round.footnotes,
        "number_prefix": round.number_prefix,
        "process": {name: getattr(round, name) for name in RoundProcessEntry.model_fields},
        "messages": {name: getattr(round, name) for name in MessagesEntry.model_fields},
    }
    if round.price_indices:
        entry["indices"] = round.price_indices
    if any(deadlines.values()):
        entry["deadlines"] = {name: time and time.isoformat() for name, time in deadlines.items()}
    return entry


def _template(round: Round) -> str | dict[str, Any]:
    """The code where the round uses the templates of that code as the program is delivered with them."""
    specs = [chosen.template.spec() for chosen in round.templates.select_related("template").order_by("type")]
    code = specs[0].code if specs else ""
    shipped = sorted((spec for spec in shipped_templates() if spec.code == code), key=lambda spec: spec.type)
    if specs == shipped:
        return code
    return {"code": code, "forms": [spec.model_dump(mode="json") for spec in specs]}


def proposal_entry(proposal: Proposal) -> dict[str, Any]:
    """One of the file's `proposals`, without `hearings` and `process`; figures computed now, in 1.000 kr."""
    document = assemble(proposal)
    published = dict(proposal.published or {})
    headings = published.pop("headings", {})
    published.pop("administration", None)
    return {
        "number": proposal.number,
        **document_entry(document, headings),
        "title": document.title or proposal.title,
        "confidential": proposal.confidential,
        "criteria": proposal.criteria,
        "body_in_appendix": proposal.body_in_appendix,
        "row_figures": proposal.row_figures,
        "published": published or None,
    }


def document_entry(document: Document, headings: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a document says of the proposal, figures computed now in 1.000 kr.

    `headings`: those printed for a section instead of the template's, by its key.
    """
    figures = figures_of(document)
    facts = document.facts
    economy = document.first(EconomyContent)
    prioritisation = document.first(PrioritisationContent)
    return {
        "title": facts.title,
        "type": document.type,
        "cross_cutting": facts.cross_cutting,
        "administration": document.administration,
        "committee": document.committee,
        "affected_administrations": facts.affected_administrations,
        "summary": facts.summary or None,
        "origin_innovation": facts.origin_innovation.model_dump() if facts.origin_innovation else None,
        "origin_simplification_programme": facts.origin_simplification_programme,
        "price_level": economy.price_level if economy else document.round.price_level,
        "years": economy.years if economy else [],
        "lines": _lines(document),
        "keys": _rows(document, DistributionContent, "keys"),
        "calculations": _rows(document, CalculationContent, "calculations"),
        "administration_effect": _administration(document),
        "prioritisation": _plain_fields(prioritisation),
        "follow_up": _rows(document, FollowUpContent, "rows"),
        "risks": _risks(document),
        "partners": _partners(document),
        "sections": _sections(document, headings or {}),
        "other_tables": _rows(document, TablesContent, "tables"),
        "figures": figures.as_json() if figures else None,
    }


def _lines(document: Document) -> list[dict[str, Any]]:
    economy = document.first(EconomyContent)
    distribution = document.first(DistributionContent)
    places = {item.line: item for item in distribution.allocations} if distribution else {}
    lines = []
    for line in economy.lines if economy else []:
        place = places.get(line.id)
        entry = line.model_dump(mode="json")
        for name in ("booking", "target"):
            allocation = getattr(place, name, None)
            # An allocation with nothing chosen yet is the proposal's own committee, as null is.
            entry[name] = (allocation.model_dump(mode="json", exclude_none=True) or None) if allocation else None
        lines.append(entry)
    return lines


def _rows(document: Document, kind: type[Content], name: str) -> list[dict[str, Any]]:
    content = document.first(kind)
    return content.model_dump(mode="json")[name] if content else []


def _plain_fields(content: Content | None) -> dict[str, Any] | None:
    """The fields besides the prose; None where none of them says anything."""
    if content is None:
        return None
    fields = content.model_dump(mode="json", exclude={"schema_number", "kind", "text"})
    return fields if any(value is not None for value in fields.values()) else None


def _administration(document: Document) -> dict[str, Any]:
    content = document.first(AdministrationContent) or AdministrationContent()
    total: dict[str, int] = {}
    for row in content.rows:
        for year, amount in row.amounts.items():
            total[str(year)] = total.get(str(year), 0) + amount
    entry = content.model_dump(mode="json", include={"none", "caption", "rows"})
    return {"text": content.text or None, **entry, "total": dict(sorted(total.items()))}


def _risks(document: Document) -> dict[str, Any]:
    content = document.first(RisksContent) or RisksContent()
    return content.model_dump(mode="json", include={"overall", "items"})


def _partners(document: Document) -> str | None:
    content = document.first(PartnersContent) or PartnersContent()
    return content.partners or to_plain(content.text) or None


def _sections(document: Document, headings: Mapping[str, str]) -> list[dict[str, str]]:
    """Every section with prose: under its printed heading, or the template's where none was recorded."""
    sections = []
    for section in document.sections:
        text = getattr(section.content, "text", "")
        if not text or isinstance(section.content, FactsContent):
            continue
        spec = document.template.section(section.key)
        heading = headings.get(section.key) or (heading_of(spec) if spec else "")
        if spec is None and (match := _LEADING_HEADING.match(text)):
            heading = lxml_html.fromstring(match[0]).text_content()
            text = text[match.end() :]
        sections.append({"key": section.key, "heading": heading, "text": text})
    return sections
