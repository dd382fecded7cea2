"""Joins a proposal's sections into the typed document that is checked, printed, submitted and compared."""

from __future__ import annotations

from collections.abc import Iterable

from .contents import CONTENT_TYPES, Content, FactsContent
from .document import Document, DocumentSection, RoundIdentity
from .live import resolved
from .models import Proposal, Section
from .template import TemplateSpec
from .upgrades import upgrade_content


def read_content(section: Section) -> Content:
    """The section's content raised to today's schema; pydantic.ValidationError when it is broken."""
    return CONTENT_TYPES[section.kind].model_validate(upgrade_content(section.content))


def dump_content(content: Content) -> dict:
    """Content as it is stored."""
    return content.model_dump(mode="json", by_alias=True)


def assemble(proposal: Proposal) -> Document:
    """The signed content of the proposal as it stands now: the template's sections in order, the rest after.

    Live figures hold their numbers.

    A section for cross-cutting proposals alone is left out of others unless something is written in it.
    """
    spec = proposal.template.spec()
    sections = {section.key: section for section in proposal.sections.all()}
    contents = {key: read_content(section) for key, section in sections.items()}
    facts = next((c for c in contents.values() if isinstance(c, FactsContent)), FactsContent())
    return resolved(
        Document(
            round=RoundIdentity(
                name=proposal.round.name, kind=proposal.round.kind, price_level=proposal.round.price_level
            ),
            type=proposal.type,
            administration=proposal.administration.code,
            committee=proposal.committee.code,
            template=spec.printed(),
            sections=[
                DocumentSection(key=key, content=contents[key])
                for key in section_order(spec, contents)
                if applies(spec, key, contents[key], facts.cross_cutting)
            ],
        )
    )


def section_order(spec: TemplateSpec, keys: Iterable[str]) -> list[str]:
    """The keys in the template's order; keys the template does not know come last."""
    known = [section.key for section in spec.sections]
    present = list(keys)
    return [key for key in known if key in present] + [key for key in present if key not in known]


def applies(spec: TemplateSpec, key: str, content: Content, cross_cutting: bool) -> bool:
    """Whether the section belongs in this proposal."""
    section = spec.section(key)
    if section is None or cross_cutting or not section.only_cross_cutting:
        return True
    return content != type(content).model_validate(_blank(content))


def _blank(content: Content) -> dict:
    required = {name for name, field in type(content).model_fields.items() if field.is_required()}
    return {name: getattr(content, name) for name in required}
