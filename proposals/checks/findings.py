"""What a check finds, and the register of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from proposals.document import Document
from proposals.economy.model import Economy, UnitBook


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


@dataclass(frozen=True)
class Subject:
    """What a check looks at: the document, its economy by the rules (None without one) and the unit book."""

    document: Document
    economy: Economy | None
    book: UnitBook

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


def run(document: Document, book: UnitBook) -> list[Finding]:
    """All findings, errors first, then in the order of the document's sections."""
    from proposals.document import economy_of

    subject = Subject(document, economy_of(document), book)
    order = {section.key: place for place, section in enumerate(document.sections)}
    found = [finding for function in CHECKS for finding in function(subject)]
    return sorted(found, key=lambda f: (f.severity != "error", order.get(f.section, len(order))))
