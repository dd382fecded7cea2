"""Which bodies a proposal must be put before: follows from what the document says (DOMAIN.md §3).

The words (`words.py`) are looked for in the proposal's texts and line labels. A rule that finds something says
what it found, so that a person can judge it; a need that is wrong is judged so with a reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from proposals.contents import EconomyContent
from proposals.document import Document
from proposals.economy.model import Area, LineKind
from proposals.models import HearingBody
from proposals.richtext import as_words

from .words import Words, line_words_of, pattern, words_of

Condition = HearingBody.Condition
TRANSFER_AREAS = (
    Area.EFTERSPOERGSELSSTYRET_INDSATS,
    Area.EFTERSPOERGSELSSTYREDE_OVERFOERSLER,
    Area.FINANSPOSTER,
)
# Prose about the hearings and tables would find the bodies' own words.
_NOT_READ = ("hearings", "technical", "partners", "tables")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_CODES = ("kind", "id", "key", "unit", "area", "line", "category", "booking", "target", "calculation", "effect")


class Rule(Protocol):
    """What says when a body is needed: a row of the round, or the body itself where the round has none of it."""

    condition: str
    words: list[str]
    line_words: list[str]


@dataclass(frozen=True)
class Need:
    """Whether a body is needed, and why in words the page shows.

    `quote`: the first sentence that tells it; `mark`: of all that tell it, the same in both languages, so that a
    judgement of the need is known to be about this very text.
    """

    needed: bool
    reason: str = ""
    quote: str = ""
    mark: str = ""


NOT_NEEDED = Need(False)


def _found(reason: str, told_by: Iterable[str], quote: str = "") -> Need:
    """A need that `told_by` tells of: sentences of the text, labels of lines, or the condition's code."""
    told = "\n".join(sorted(set(told_by)))
    return Need(True, reason, quote, hashlib.sha256(told.encode()).hexdigest()[:32])


@dataclass(frozen=True)
class _Reading:
    """What the rules look at, gathered once: the document and its texts."""

    document: Document
    texts: tuple[str, ...]
    lines: tuple[Any, ...]


@dataclass(frozen=True)
class _Words:
    """What a rule looks for: in the texts, and in the names of anlæg lines."""

    texts: Words
    lines: Words


def needs(document: Document, rules: Iterable[Rule]) -> list[Need]:
    """For each rule, whether the document meets its condition."""
    content = document.first(EconomyContent)
    reading = _Reading(document, tuple(_texts(document)), tuple(content.lines) if content else ())
    return [_CONDITIONS[Condition(rule.condition)](reading, _words(rule)) for rule in rules]


def _words(rule: Rule) -> _Words:
    return _Words(words_of(rule.condition, rule.words), line_words_of(rule.condition, rule.line_words))


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        if section.content.kind not in _NOT_READ:
            yield from _strings(section.content.model_dump(mode="json"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield as_words(value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _CODES:
                yield from _strings(item)


def _always(_reading: _Reading, _words: _Words) -> Need:
    return _found(_("Skal altid godkende forslaget."), [Condition.ALWAYS])


def _cross_cutting(reading: _Reading, _words: _Words) -> Need:
    if not reading.document.cross_cutting:
        return NOT_NEEDED
    return _found(_("Forslaget er tværgående."), [Condition.CROSS_CUTTING])


def _mentions(reading: _Reading, words: _Words) -> Need:
    looked_for = pattern(words.texts)
    first = next((match for text in reading.texts if (match := looked_for.search(text))), None)
    if first is None:
        return NOT_NEEDED
    parts = (part for text in reading.texts for part in _SENTENCE_END.split(text))
    sentences = [part.strip() for part in parts if looked_for.search(part)]
    quote = next((part for part in sentences if first.group() in part), "")
    return _found(_("Forslaget nævner “%(word)s”.") % {"word": first.group()}, sentences, quote)


def _employer(reading: _Reading, words: _Words) -> Need:
    """Efficiencies on the employer's side: the words, and a permanent saving."""
    saves = any(
        line.kind is LineKind.PERMANENT and any(amount < 0 for amount in line.amounts.values())
        for line in reading.lines
    )
    return _mentions(reading, words) if saves else NOT_NEEDED


def _transfers(reading: _Reading, _words: _Words) -> Need:
    labels = [line.label for line in reading.lines if line.kind is LineKind.PERMANENT and line.area in TRANSFER_AREAS]
    if not labels:
        return NOT_NEEDED
    return _found(_("Linjen “%(line)s” har effekt på overførsler mv.") % {"line": labels[0]}, labels)


def _it_systems(reading: _Reading, words: _Words) -> Need:
    """Money for anlæg on a line about it is a new system; so are the words."""
    labels = [
        line.label
        for line in reading.lines
        if line.kind is LineKind.IMPLEMENTATION
        and line.area is Area.ANLAEG
        and pattern(words.lines).search(line.label)
    ]
    if not labels:
        return _mentions(reading, words)
    return _found(_("Anlægslinjen “%(line)s” handler om it.") % {"line": labels[0]}, labels)


def _named(_reading: _Reading, _words: _Words) -> Need:
    return NOT_NEEDED


_CONDITIONS: dict[Condition, Callable[[_Reading, _Words], Need]] = {
    Condition.ALWAYS: _always,
    Condition.CROSS_CUTTING: _cross_cutting,
    Condition.SQUARE_METRES: _mentions,
    Condition.EMPLOYER: _employer,
    Condition.TRANSFERS: _transfers,
    Condition.DIGITALISATION: _mentions,
    Condition.IT_SYSTEMS: _it_systems,
    Condition.STAFF: _mentions,
    Condition.NAMED: _named,
}
