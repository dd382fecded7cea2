"""An edition as a page: its parts with anchors, the words searched for, and how each figure was computed.

Made from what the edition froze, by the same tree as its files. Danish, as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from lxml import html

from proposals.economy.summary_rows import Column
from proposals.forms.preview import EconomyPreview, ShownFigure

from .content import blocks as b
from .content.computed import Computed, ComputedProposal, compute_snapshot
from .content.proposal import proposal_title
from .content.tables import CAPTION_2, CAPTION_3, TABLE_2_COLUMNS, anchor
from .snapshot import Snapshot
from .writers.html import blocks_html

FRONT = "bilag"
# Fewer letters would find nearly every line.
SHORTEST = 2
MOST_HITS = 200
AROUND = 60
# The figure of a proposal that a column of table 2 shows.
EXPLAINED: dict[Column, str] = {
    "service": "investment_service",
    "anlaeg": "investment_anlaeg",
    "efficiency_service": "efficiency_service",
    "transfers": "transfers",
    "payback": "payback_total",
}
IN_TABLE_3 = "investment_service"
_WORDS = "p|li|h2|h3|h4|h5|h6|td|th|caption|dt|dd|figcaption".split("|")


@dataclass(frozen=True)
class Hit:
    """A place where the words stand: the heading above it, the anchor nearest before it, and the words around."""

    part: str
    heading: str
    anchor: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class WebPart:
    """A proposal, or the front of the appendix (`proposal`, its id, is None); `explained` are its figures."""

    anchor: str
    title: str
    printed: SafeString
    proposal: int | None = None
    explained: tuple[ShownFigure, ...] = ()


@dataclass(frozen=True)
class WebEdition:
    """`hits`: the first of them; `hit_count`: how many there are."""

    title: str
    mark: str
    parts: tuple[WebPart, ...]
    hits: tuple[Hit, ...]
    hit_count: int

    @property
    def proposals(self) -> tuple[WebPart, ...]:
        return self.parts[1:]


@override("da")
def web_edition(snapshot: Snapshot, query: str = "") -> WebEdition:
    """The edition with the words of the query marked; a query of fewer than two letters finds nothing."""
    computed = compute_snapshot(snapshot)
    words = query.strip()
    pattern = re.compile(re.escape(words), re.IGNORECASE) if len(words) >= SHORTEST else None
    front, *proposals = computed.tree.parts
    explained = [_explained(one) for one in computed.in_full]
    targets = {
        f"#{anchor(one.snapshot.number)}": {figure.name for figure in figures}
        for one, figures in zip(computed.in_full, explained, strict=True)
        if one.snapshot.number
    }
    blocks = tuple(_with_ways(block, computed, targets) for block in front.blocks)
    made = [_part(blocks, FRONT, computed.bilag.name, pattern)]
    for place, (part, one, figures) in enumerate(zip(proposals, computed.in_full, explained, strict=True), start=1):
        # While it has no number it is known by its place.
        at = anchor(one.snapshot.number) or f"forslag-{place}"
        found, hits = _part(part.blocks, at, proposal_title(one.snapshot), pattern)
        made.append((replace(found, proposal=one.snapshot.proposal, explained=figures), hits))
    all_hits = [hit for _found, hits in made for hit in hits]
    parts = tuple(found for found, _hits in made)
    return WebEdition(computed.tree.title, computed.tree.mark, parts, tuple(all_hits[:MOST_HITS]), len(all_hits))


def _part(
    blocks: tuple[b.Block, ...], at: str, title: str, pattern: re.Pattern[str] | None
) -> tuple[WebPart, list[Hit]]:
    """A part of the page, and where in it the words stand."""
    section = html.fragment_fromstring(str(blocks_html(blocks)), create_parent="section")
    _name_places(section, at, title)
    hits = []
    if pattern:
        hits = list(_hits(section, pattern, title, at))
        _mark(section, pattern)
    inside = "".join(html.tostring(child, encoding="unicode") for child in section)
    return WebPart(at, title, mark_safe(inside)), hits  # noqa: S308 - our own writer


def _explained(one: ComputedProposal) -> tuple[ShownFigure, ...]:
    if one.economy is None:
        return ()
    return tuple(EconomyPreview(one.economy, list(one.economy.years), one.snapshot.type).figures)


def _with_ways(block: b.Block, computed: Computed, targets: dict[str, set[str]]) -> b.Block:
    """Tables 2 and 3 with a way from each figure to how it was computed."""
    if not isinstance(block, b.Table):
        return block
    if block.caption == computed.heading(CAPTION_2):
        names = [EXPLAINED[name] for name in TABLE_2_COLUMNS if name in computed.presentation.table2_columns]
    elif block.caption == computed.heading(CAPTION_3):
        names = [IN_TABLE_3]
    else:
        return block
    return replace(block, body=tuple(_row_with_ways(row, names, targets) for row in block.body))


def _row_with_ways(row: b.Row, names: list[str], targets: dict[str, set[str]]) -> b.Row:
    links = (item.href for cell in row.cells if isinstance(cell, b.TextCell) for item in cell.content
             if isinstance(item, b.Link))  # fmt: skip
    to = next(links, "")
    if to not in targets:
        return row
    first = len(row.cells) - len(names)
    cells = [
        _way(cell, f"{to}-{names[place - first]}") if place >= first and names[place - first] in targets[to] else cell
        for place, cell in enumerate(row.cells)
    ]
    return replace(row, cells=tuple(cells))


def _way(cell: b.Cell, href: str) -> b.Cell:
    if isinstance(cell, b.AmountCell):
        return b.TextCell((b.Link(href, (b.Text(cell.display),)),), cell.span, cell.rows, "right")
    return replace(cell, content=(b.Link(href, cell.content),))


def _name_places(section: html.HtmlElement, at: str, whose: str) -> None:
    """Gives every heading and table an anchor, and every region a name, that is its own in the page.

    The first heading of a part has the anchor of the part, `at`.
    """
    named: dict[str, int] = {}
    for region in section.iter("div"):
        if region.get("role") == "region":
            name = f"{whose}: {region.get('aria-label')}"
            named[name] = named.get(name, 0) + 1
            region.set("aria-label", name if named[name] == 1 else f"{name} ({named[name]})")
    counts = {"h": 0, "t": 0}
    for element in section.iter("h2", "h3", "h4", "h5", "h6", "table"):
        kind = "t" if element.tag == "table" else "h"
        counts[kind] += 1
        if not element.get("id"):
            first = kind == "h" and counts[kind] == 1
            element.set("id", at if first else f"{at}-{kind}{counts[kind]}")


def _hits(section: html.HtmlElement, pattern: re.Pattern[str], title: str, at: str) -> Iterator[Hit]:
    near, heading = at, ""
    for element in section.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("id"):
            near = element.get("id")
        if element.tag in ("h2", "h3", "h4", "h5", "h6"):
            heading = " ".join(element.text_content().split())
        if element.tag not in _WORDS or any(child.tag in _WORDS for child in element.iterdescendants()):
            continue
        words = " ".join(element.text_content().split())
        for match in pattern.finditer(words):
            before, after = words[: match.start()], words[match.end() :]
            yield Hit(title, heading, near, _end(before), match.group(), _beginning(after))


def _end(words: str) -> str:
    return words if len(words) <= AROUND else f"…{words[-AROUND:]}"


def _beginning(words: str) -> str:
    return words if len(words) <= AROUND else f"{words[:AROUND]}…"


def _mark(section: html.HtmlElement, pattern: re.Pattern[str]) -> None:
    """Puts the words in <mark>; drawings are left as they are."""
    for element in list(section.iter()):
        if not isinstance(element.tag, str) or next(element.iterancestors("svg"), None) is not None:
            continue
        if element.tag != "svg":
            _marked(element, element.text, lambda text, element=element: setattr(element, "text", text), 0, pattern)
        parent = element.getparent()
        if parent is not None:
            place = parent.index(element) + 1
            _marked(parent, element.tail, lambda text, element=element: setattr(element, "tail", text), place, pattern)


def _marked(parent: html.HtmlElement, text: str | None, keep, place: int, pattern: re.Pattern[str]) -> None:
    """The text of `parent` before its child at `place`, with marks put in there."""
    matches = list(pattern.finditer(text or ""))
    if not text or not matches:
        return
    keep(text[: matches[0].start()])
    for number, match in enumerate(matches):
        mark = html.Element("mark")
        mark.text = match.group()
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        mark.tail = text[match.end() : end]
        parent.insert(place + number, mark)
