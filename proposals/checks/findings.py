"""What a check finds, and the register of checks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from proposals.document import Document
from proposals.economy.model import Economy, UnitBook

# Fields that are no rows: their ids on the section's page.
FIELDS = {
    "text": "id_text-editor",
    "title": "id_title",
    "summary": "id_summary",
    "affected_administrations": "id_affected_administrations",
    "origin_title": "id_origin_title",
    "expense": "id_expense",
    "lines": "section-rows",
    "rows": "section-rows",
    "items": "section-rows",
    "allocations": "section-rows",
}


@dataclass(frozen=True)
class Quote:
    """Words of a text with some of what stands around them; `sentence` is the whole sentence they stand in."""

    before: str
    words: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Finding:
    """`section` is the key of the section it is about; `place` the field or row in it, "" for the whole.

    A finding about words of the prose quotes them; `live` names the live figure that would follow the tables.
    """

    code: str
    severity: Literal["error", "warning"]
    section: str
    message: str
    place: str = ""
    quote: Quote | None = None
    live: str = ""

    @property
    def anchor(self) -> str:
        """Where on the section's page it is: a row, or a field's editor or input; "" for the whole section."""
        if not self.place:
            return ""
        return f"#{FIELDS.get(self.place, f'row-{self.place}')}"

    @property
    def key(self) -> str:
        """Names the finding as long as its words stand in their sentence; "" for one that quotes no words."""
        if self.quote is None:
            return ""
        words = (self.code, self.section, self.quote.words, " ".join(self.quote.sentence.split()))
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


@dataclass(frozen=True)
class Subject:
    """What a check looks at: the document, its economy by the rules (None without one), the unit book, and the
    round's criteria (see `economy.criteria.judge`; None where no round's are asked for).
    """

    document: Document
    economy: Economy | None
    book: UnitBook
    criteria: Mapping[str, Any] | None = None

    def heading(self, key: str) -> str:
        spec = self.document.template.section(key)
        return spec.heading if spec else key

    def key_of(self, kind: str) -> str:
        """The key of the first section of a kind; the kind itself when there is none."""
        return next((s.key for s in self.document.sections if s.content.kind == kind), kind)


Check = Callable[[Subject], Iterable[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Registers a check."""
    CHECKS.append(function)
    return function


def run(document: Document, book: UnitBook, criteria: Mapping[str, Any] | None = None) -> list[Finding]:
    """All findings, errors first, then in the order of the document's sections."""
    from proposals.document import economy_of

    subject = Subject(document, economy_of(document), book, criteria)
    order = {section.key: place for place, section in enumerate(document.sections)}
    found = [finding for function in CHECKS for finding in function(subject)]
    return sorted(found, key=lambda f: (f.severity != "error", order.get(f.section, len(order))))
