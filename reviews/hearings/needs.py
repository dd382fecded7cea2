"""Which bodies a proposal must be put before: follows from what the document says (DOMAIN.md §3).

The words are looked for in the proposal's texts and line labels. A rule that finds something says what it
found, so that a person can judge it; a need that is wrong is overruled with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from proposals.contents import EconomyContent
from proposals.document import Document
from proposals.economy.model import Area, LineKind
from proposals.models import HearingBody
from proposals.richtext import to_plain

Condition = HearingBody.Condition
TRANSFER_AREAS = (
    Area.EFTERSPOERGSELSSTYRET_INDSATS,
    Area.EFTERSPOERGSELSSTYREDE_OVERFOERSLER,
    Area.FINANSPOSTER,
)
# Prose about the hearings and tables would find the bodies' own words.
_NOT_READ = ("hearings", "technical", "partners", "tables")
_CODES = ("kind", "id", "key", "unit", "area", "line", "category", "booking", "target", "calculation", "effect")


def _words(*patterns: str) -> re.Pattern[str]:
    """Words that begin with a pattern; "word$" is that word alone. A figure may stand right before ("500m2")."""
    alternatives = "|".join(f"{p[:-1]}(?!\\w)" if p.endswith("$") else rf"{p}\w*" for p in patterns)
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives})", re.IGNORECASE)


SQUARE_METRES = _words(
    "m²$", "m2$", "kvm$", "kvadratmeter", "lejemål", "nybyg", "tilbygning", "ombyg", "renover", "samlokalis",
    "fraflyt", "indflyt", "udflyt", "lokaleareal", "arealoptimering",
)  # fmt: skip
EMPLOYER = _words(
    "arbejdsgiver", "overenskomst", "ansættelsesvilkår", "lønadministration", "personaleadministration",
    "sygefravær", "arbejdstid", "ferieregistrering",
)  # fmt: skip
DIGITALISATION = _words(
    "digital", "automatiser", r"it-løsning", r"it-udvikling", r"it-projekt", r"it-system", "robot", "app$", "apps$",
    "algoritme", "kunstig intelligens", "machine learning", "software",
)  # fmt: skip
IT_SYSTEMS = _words(
    r"it-system", r"it-anskaffelse", r"it-platform", "fagsystem", "systemanskaffelse", "systemudvikling",
    "systemudbud", "licens", "software",
)  # fmt: skip
IT_LINE = _words("it$", r"it-", "system", "software", "licens", "digital", "app$")
STAFF = _words("åv$", "årsværk", "medarbejder", "personale", "ansatte$", "stilling", "afskedig", "opnormering")


@dataclass(frozen=True)
class Need:
    """Whether a body is needed, and why in words the page shows."""

    needed: bool
    reason: str = ""


NOT_NEEDED = Need(False)


@dataclass(frozen=True)
class _Reading:
    """What the rules look at, gathered once: the document and its words."""

    document: Document
    words: str
    lines: tuple[Any, ...]


def needs(document: Document, conditions: set[str]) -> dict[str, Need]:
    """For each condition asked about, whether the document meets it."""
    content = document.first(EconomyContent)
    reading = _Reading(document, "\n".join(_texts(document)), tuple(content.lines) if content else ())
    return {condition: _RULES[Condition(condition)](reading) for condition in conditions}


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        if section.content.kind not in _NOT_READ:
            yield from _strings(section.content.model_dump(mode="json"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield to_plain(value) if "<" in value else value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _CODES:
                yield from _strings(item)


def _always(_reading: _Reading) -> Need:
    return Need(True, _("Skal altid godkende forslaget."))


def _cross_cutting(reading: _Reading) -> Need:
    return Need(True, _("Forslaget er tværgående.")) if reading.document.cross_cutting else NOT_NEEDED


def _mentions(pattern: re.Pattern[str]) -> Callable[[_Reading], Need]:
    def rule(reading: _Reading) -> Need:
        found = pattern.search(reading.words)
        return Need(True, _("Forslaget nævner “%(word)s”.") % {"word": found.group()}) if found else NOT_NEEDED

    return rule


def _employer(reading: _Reading) -> Need:
    """Efficiencies on the employer's side: the words, and a permanent saving."""
    saves = any(
        line.kind is LineKind.PERMANENT and any(amount < 0 for amount in line.amounts.values())
        for line in reading.lines
    )
    return _mentions(EMPLOYER)(reading) if saves else NOT_NEEDED


def _transfers(reading: _Reading) -> Need:
    found = next(
        (line for line in reading.lines if line.kind is LineKind.PERMANENT and line.area in TRANSFER_AREAS), None
    )
    if found is None:
        return NOT_NEEDED
    return Need(True, _("Linjen “%(line)s” har effekt på overførsler mv.") % {"line": found.label})


def _it_systems(reading: _Reading) -> Need:
    """Money for anlæg on a line about it is a new system; so are the words."""
    for line in reading.lines:
        if line.kind is LineKind.IMPLEMENTATION and line.area is Area.ANLAEG and IT_LINE.search(line.label):
            return Need(True, _("Anlægslinjen “%(line)s” handler om it.") % {"line": line.label})
    return _mentions(IT_SYSTEMS)(reading)


def _named(_reading: _Reading) -> Need:
    return NOT_NEEDED


_RULES: dict[Condition, Callable[[_Reading], Need]] = {
    Condition.ALWAYS: _always,
    Condition.CROSS_CUTTING: _cross_cutting,
    Condition.SQUARE_METRES: _mentions(SQUARE_METRES),
    Condition.EMPLOYER: _employer,
    Condition.TRANSFERS: _transfers,
    Condition.DIGITALISATION: _mentions(DIGITALISATION),
    Condition.IT_SYSTEMS: _it_systems,
    Condition.STAFF: _mentions(STAFF),
    Condition.NAMED: _named,
}
