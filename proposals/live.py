"""Live figures: a name in braces in the prose, such as {investering}, that stands for a figure of the tables.

The draft keeps the name, which is plain text and so within the allow-list of rich text. `proposals.assemble` puts
the figure in its place, so that what is checked, signed and printed holds the number. The names are Danish
always, as the documents are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .contents import Content, FactsContent
from .document import Document, DocumentSection, economy_of
from .economy.figures import Figures, compute
from .economy.model import Area
from .economy.numbers import million, thousand

_NAME = re.compile(r"\{([^{}<>\n]{1,60})\}")
_OF_YEAR = re.compile(r"(.+) i (\d{4})")
_UNIT = re.compile(r"(.+), (mio\. kr\.|t\.kr\.)")


@dataclass(frozen=True)
class LiveFigure:
    """A name as it is written in the prose, with its braces, and what it stands for now."""

    token: str
    value: str


# Amounts in 1.000 kr.; what the proposal saves is positive here, since the prose says "besparelse".
_AMOUNTS: dict[str, Callable[[Figures], int]] = {
    "investering": lambda figures: figures.investment,
    "investering på service": lambda figures: figures.investment_service,
    "investering på anlæg": lambda figures: figures.investment_anlaeg,
    "effektivisering": lambda figures: -figures.efficiency_service,
    "effekt på overførsler": lambda figures: -figures.transfers,
    "samlet varig effekt": lambda figures: -(figures.efficiency_service + figures.transfers),
}
_OF_ONE_YEAR: dict[str, Callable[[Figures, int], int]] = {
    "investering": lambda figures, year: figures.totals.implementation_total.get(year, 0),
    "effektivisering": lambda figures, year: -figures.totals.permanent.get(Area.SERVICE, {}).get(year, 0),
    "samlet varig effekt": lambda figures, year: -figures.totals.permanent_total.get(year, 0),
}
_WORDS: dict[str, Callable[[Figures], str]] = {
    "tilbagebetalingstid": lambda figures: _years(figures.payback_total.years),
    "tilbagebetalingstid på service": lambda figures: _years(figures.payback_service.years),
    "tilbagebetalt i": lambda figures: str(figures.payback_total.year or "–"),
}


def _years(years: int | None) -> str:
    return "–" if years is None else f"{years} år"


def amount(value: int, unit: str = "") -> str:
    """An amount of 1.000 kr. in words: in mio. kr. from a million up, unless a unit is asked for."""
    if unit == "mio. kr." or (not unit and abs(value) >= 1000):
        return f"{million(value)} mio. kr."
    return f"{thousand(value)} t.kr."


def value_of(name: str, figures: Figures) -> str | None:
    """What the name between the braces stands for; None for a name that is no live figure."""
    name = " ".join(html.unescape(name).casefold().split())
    if name in _WORDS:
        return _WORDS[name](figures)
    unit = ""
    if match := _UNIT.fullmatch(name):
        name, unit = match.groups()
    if name in _AMOUNTS:
        return amount(_AMOUNTS[name](figures), unit)
    if (match := _OF_YEAR.fullmatch(name)) and match[1] in _OF_ONE_YEAR and int(match[2]) in figures.years:
        return amount(_OF_ONE_YEAR[match[1]](figures, int(match[2])), unit)
    return None


def offered(document: Document) -> list[LiveFigure]:
    """The live figures a writer can choose from, with their values now; none without an economy.

    Years without an amount are left out, but can be written.
    """
    economy = economy_of(document)
    if economy is None:
        return []
    figures = compute(economy)
    yearly = [f"{name} i {year}" for name, of in _OF_ONE_YEAR.items() for year in figures.years if of(figures, year)]
    names = [*_AMOUNTS, *_WORDS, *yearly]
    return [LiveFigure(f"{{{name}}}", value_of(name, figures) or "") for name in names]


def resolved(document: Document) -> Document:
    """The document with the figures in place of their names; a name that is none stays as it is written."""
    if not any("{" in text for section in document.sections for _field, text in _prose(section.content)):
        return document
    economy = economy_of(document)
    if economy is None:
        return document
    figures = compute(economy)
    sections = [
        DocumentSection(key=section.key, content=_with_figures(section.content, figures))
        for section in document.sections
    ]
    return document.model_copy(update={"sections": sections})


def unknown(text: str) -> list[str]:
    """The names in braces left in a text: nothing stands for them."""
    return [match.group() for match in _NAME.finditer(text)]


def _prose(content: Content) -> Iterator[tuple[str, str]]:
    """The texts that may hold live figures, by the name of their field."""
    if isinstance(content, FactsContent):
        yield "summary", content.summary
    elif text := getattr(content, "text", ""):
        yield "text", text


def _with_figures(content: Content, figures: Figures) -> Content:
    update = {
        field: _NAME.sub(lambda match: value_of(match[1], figures) or match.group(), text)
        for field, text in _prose(content)
    }
    return content.model_copy(update=update) if update else content


__all__ = ["LiveFigure", "amount", "offered", "resolved", "unknown", "value_of"]
