"""The typed document: exactly what an administration signs, in canonical form with a fingerprint.

Process facts (number, hearings, sign-offs, criteria, marks, dates) are not part of it, so they never
change its fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, TypeAlias, TypeVar

from pydantic import ConfigDict, Field

from .contents import (
    AdministrationContent,
    AllocationContent,
    AnyContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    Strict,
    Year,
)
from .economy.model import Allocation, Economy, Key, KeyEntry, Line
from .template import ProposalTypeCode, TemplateSpec
from .upgrades import upgrade_document

SCHEMA = 2
C = TypeVar("C", bound=Content)
# Named here, since `type` is a field within the class.
ContentType: TypeAlias = type[C]


class RoundIdentity(Strict):
    name: str
    kind: Literal["budget", "ofs"]
    price_level: Year


class DocumentSection(Strict):
    key: str
    content: AnyContent


class Document(Strict):
    """The signed content of one proposal.

    `template` carries headings, order, captions and printed notes, so that the document can be printed
    unchanged when the round's template has moved on. `sections` are in the template's order; a section
    without a home in the template comes last and is kept.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_number: Literal[2] = Field(default=2, alias="schema")
    round: RoundIdentity
    type: ProposalTypeCode
    administration: str
    committee: str
    template: TemplateSpec
    sections: list[DocumentSection]

    def content(self, key: str) -> Content | None:
        return next((section.content for section in self.sections if section.key == key), None)

    def first(self, content_type: ContentType[C]) -> C | None:
        """The first section's content of the given type, or None."""
        return next((s.content for s in self.sections if isinstance(s.content, content_type)), None)

    @property
    def facts(self) -> FactsContent:
        return self.first(FactsContent) or FactsContent()

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def cross_cutting(self) -> bool:
        return self.facts.cross_cutting


def parse(raw: dict[str, Any]) -> Document:
    """A stored document of any schema as today's type; raises pydantic.ValidationError."""
    return Document.model_validate(upgrade_document(raw))


def dump(document: Document) -> dict[str, Any]:
    """The document as JSON data, with `schema` under its printed name."""
    return document.model_dump(mode="json", by_alias=True)


def canonical_bytes(raw: dict[str, Any]) -> bytes:
    """One byte string for one content: sorted keys, no spaces, UTF-8, whole numbers only."""
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(canonical: bytes) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical).hexdigest()


def economy_of(document: Document) -> Economy | None:
    """The document's economy as the rules take it, with distribution keys joined in; None without an economy."""
    content = document.first(EconomyContent)
    if content is None:
        return None
    return economy_from(content, document.first(DistributionContent), document.administration)


def economy_from(content: EconomyContent, distribution: DistributionContent | None, administration: str) -> Economy:
    """Lines in 1.000 kr. of the content's own price level, each with its booking and target."""
    allocations = {item.line: item for item in distribution.allocations} if distribution else {}
    lines = tuple(
        Line(
            id=line.id,
            kind=line.kind,
            label=line.label,
            area=line.area,
            amounts=dict(line.amounts),
            group=line.group,
            profit_centre=line.profit_centre,
            base_investment=line.base_investment,
            booking=_allocation(allocations[line.id].booking) if line.id in allocations else None,
            target=_allocation(allocations[line.id].target) if line.id in allocations else None,
        )
        for line in content.lines
    )
    keys = tuple(
        Key(
            id=key.id,
            label=key.label,
            basis_unit=key.basis_unit,
            entries=tuple(KeyEntry(unit=entry.unit, basis=entry.basis) for entry in key.entries),
        )
        for key in (distribution.keys if distribution else [])
    )
    return Economy(years=tuple(content.years), lines=lines, keys=keys, own_unit=administration)


def _allocation(content: AllocationContent | None) -> Allocation | None:
    if content is None:
        return None
    return Allocation(unit=content.unit, key=content.key, amounts=content.amounts)


def administration_of(document: Document) -> AdministrationContent | None:
    return document.first(AdministrationContent)
