"""What the prose says against what the tables say, and numbers that look like CPR numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from proposals.contents import (
    AdministrationContent,
    Content,
    DistributionContent,
    FactsContent,
    FollowUpContent,
    RisksContent,
)
from proposals.economy.distribution import DistributionError, by_committee
from proposals.economy.numbers import million, thousand
from proposals.live import unknown
from proposals.richtext import as_words, to_plain

from .findings import Finding, Quote, Subject, check
from .prose import Mismatch, Passage, Tables, find_cpr, mismatches

# What is prose about other proposals, about the hearings, or text taken over as it was printed.
_NOT_COMPARED = ("prioritisation", "hearings", "tables")
AROUND = 90  # signs of the text shown on each side of the words
LIVE = {"investment": "{investering}", "effect": "{effektivisering}", "payback": "{tilbagebetalingstid}"}


def passages(document: Any) -> Iterator[Passage]:
    """Every text that speaks of the proposal's figures, with its section and its field or row."""
    for section in document.sections:
        if section.content.kind not in _NOT_COMPARED:
            for place, text in texts_of(section.content):
                if text.strip():
                    yield Passage(section.key, place, text)


def texts_of(content: Content) -> Iterator[tuple[str, str]]:
    """The content's prose as plain text, each with the name of its field or the id of its row."""
    if isinstance(content, FactsContent):
        yield "summary", content.summary
    yield "text", to_plain(getattr(content, "text", ""))
    if isinstance(content, FollowUpContent):
        for row in content.rows:
            yield row.id, "\n".join((row.goal, row.measure))
    if isinstance(content, RisksContent):
        for item in content.items:
            yield item.id, "\n".join((item.title, item.handling or ""))


def tables_of(subject: Subject) -> Tables | None:
    """What the tables of the document say; None where it has no figures to hold the words against."""
    if subject.economy is None or not any(any(line.amounts.values()) for line in subject.economy.lines):
        return None
    administration = subject.document.first(AdministrationContent)
    more: list[Mapping[int, int]] = [row.amounts for row in administration.rows] if administration else []
    if more:
        more.append({y: sum(row.get(y, 0) for row in more) for y in subject.economy.years})
    distribution = subject.document.first(DistributionContent)
    if distribution is not None and distribution.allocations:
        # A distribution that cannot be made is told of by a check of its own.
        with suppress(DistributionError):
            more += by_committee(subject.economy, subject.book).values()
    return Tables.of(subject.economy, more)


@check
def prose_against_tables(subject: Subject) -> Iterator[Finding]:
    tables = tables_of(subject)
    if tables is None:
        return
    for mismatch in mismatches(passages(subject.document), tables):
        yield Finding(
            f"prose-{mismatch.code}",
            "warning",
            mismatch.passage.section,
            _said(mismatch),
            mismatch.passage.place,
            quote=_quote(mismatch.passage.text, mismatch.claim.start, mismatch.claim.end, mismatch.sentence),
            live=LIVE.get(mismatch.code, ""),
        )


def hidden(text: str) -> str:
    """The text with the last four digits of everything like a CPR number covered; its length stays."""
    for _start, end in find_cpr(text):
        text = f"{text[: end - 4]}xxxx{text[end:]}"
    return text


def _quote(text: str, start: int, end: int, sentence: str) -> Quote:
    text = hidden(text)
    return Quote(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND], sentence)


def _said(mismatch: Mismatch) -> str:
    """The finding in words: what the text says and what the tables say."""
    values = {"words": mismatch.words, "expected": _listed(mismatch.expected)}
    if mismatch.code not in ("year", "phase-in", "payback"):
        values["expected"] = _amounts(mismatch.expected)
    return _message(mismatch) % values


def _message(mismatch: Mismatch) -> str:
    if mismatch.code == "payback" and not mismatch.expected:
        return _("Teksten siger “%(words)s”, men investeringen tjenes ikke hjem efter tabellen.")
    return {
        "investment": _("Teksten siger “%(words)s”, men den samlede investering er %(expected)s."),
        "effect": _("“%(words)s” står ikke i tabellen. Den varige ændring er %(expected)s."),
        "net": _("Teksten siger “%(words)s”, men effekten over alle år efter investeringen er %(expected)s."),
        "unit": _("Teksten siger “%(words)s”. Mener du %(expected)s?"),
        "digits": _("Teksten siger “%(words)s”, og tabellen %(expected)s. Er to cifre byttet om?"),
        "year": _("“%(words)s” står i tabellen, men over andre år: %(expected)s."),
        "staff-price": _("Teksten giver %(expected)s pr. årsværk (“%(words)s”). Er det rigtigt?"),
        "staff-product": _("“%(words)s” gange prisen giver %(expected)s. Teksten siger noget andet."),
        "phase-in": _("Teksten siger “%(words)s”, men effekten er den samme i alle år fra %(expected)s."),
        "payback": _("Teksten siger “%(words)s”, men den beregnede tilbagebetalingstid er %(expected)s år."),
    }[mismatch.code]


def _amounts(values: tuple[int, ...]) -> str:
    alternative = _("eller")
    return f" {alternative} ".join(_amount(value) for value in dict.fromkeys(values))


def _amount(value: int) -> str:
    exact = f"{thousand(value)} t.kr."
    return exact if abs(value) < 1000 else f"{exact} ({million(value)} mio. kr.)"


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))


@check
def live_figures(subject: Subject) -> Iterator[Finding]:
    """A name in braces that no figure stands for would be printed as it is."""
    for passage in passages(subject.document):
        for token in unknown(passage.text) if passage.place in ("text", "summary") else []:
            message = (
                _("“%s” er ikke navnet på et tal, der følger tabellen. Ret navnet, eller fjern klammerne.") % token
            )
            yield Finding("live-unknown", "error", passage.section, message, passage.place)


@check
def cpr_numbers(subject: Subject) -> Iterator[Finding]:
    """A CPR number must never be in a paper that is printed; the finding does not repeat it."""
    for section in subject.document.sections:
        for place, text in _strings(section.content.model_dump(mode="json", exclude={"kind", "schema_number"})):
            plain = as_words(text)
            for start, end in find_cpr(plain):
                quote = _quote(plain, start, end, hidden(plain[start:end]))
                message = _("“%s” ligner et CPR-nummer. Personnumre må ikke stå i et forslag, som bliver trykt.")
                yield Finding("cpr", "warning", section.key, message % quote.words, place, quote=quote)


def _strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, item.get("id", place) if isinstance(item, dict) else place)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "id":
                yield from _strings(item, place or key)
