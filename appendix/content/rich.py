"""Rich text of the allow-list as blocks: parsed once, here; a tag outside the list raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree, html

from proposals.guidance import without_guidance

from .blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Paragraph,
    Row,
    Styled,
    Table,
    Text,
    TextCell,
    plain,
)

_STYLES: dict[str, Literal["strong", "em", "sub", "sup"]] = {
    "strong": "strong",
    "em": "em",
    "sub": "sub",
    "sup": "sup",
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_FIGURE = re.compile(r"[-−–+]?\s*[\d.]+(,\d+)?\s*%?|[-–]|")


class UnknownTag(ValueError):
    """Rich text with a tag that is not in the allow-list."""

    def __init__(self, tag: object) -> None:
        super().__init__(f"Teksten indeholder mærket <{tag}>, som ikke kan trykkes.")


def rich(text: str, level: int) -> tuple[Block, ...]:
    """The blocks of rich text; its h3 becomes a heading of `level`, its h4 one of the level below.

    Raises UnknownTag for a tag outside the allow-list, also where one stands in a place it cannot have. Guidance
    that was put in to write by is never printed.
    """
    text = without_guidance(text)
    if not text.strip():
        return ()
    return tuple(_blocks(html.fragment_fromstring(text, create_parent="div"), level))


def _children(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if not isinstance(child.tag, str):
            raise UnknownTag("!--")
        yield child


def _blocks(parent: etree._Element, level: int) -> Iterator[Block]:
    loose: list[Inline] = []
    _append(loose, parent.text)
    for child in _children(parent):
        tag = str(child.tag)
        if tag in _BLOCK_TAGS:
            yield from _paragraph(loose)
            loose = []
            yield from _block(child, tag, level)
        else:
            loose.append(_inline(child, tag))
        _append(loose, child.tail)
    yield from _paragraph(loose)


def _paragraph(content: list[Inline]) -> Iterator[Block]:
    trimmed = _trim(content)
    if trimmed:
        yield Paragraph(trimmed)


_BLOCK_TAGS = frozenset({"p", "ul", "ol", "h3", "h4", "table"})


def _block(element: etree._Element, tag: str, level: int) -> Iterator[Block]:
    if tag == "p":
        yield from _paragraph(_inlines(element))
    elif tag in ("ul", "ol"):
        yield Bullets(tuple(_items(element, level)), ordered=tag == "ol")
    elif tag in ("h3", "h4"):
        words = _SPACE.sub(" ", plain(tuple(_inlines(element)))).strip()
        if words:
            yield Heading(level if tag == "h3" else level + 1, words)
    else:
        yield _table(element)


def _items(element: etree._Element, level: int) -> Iterator[tuple[Block, ...]]:
    for child in _children(element):
        if child.tag != "li":
            raise UnknownTag(child.tag)
        yield tuple(_blocks(child, level))


def _inlines(element: etree._Element) -> list[Inline]:
    found: list[Inline] = []
    _append(found, element.text)
    for child in _children(element):
        found.append(_inline(child, str(child.tag)))
        _append(found, child.tail)
    return found


def _inline(element: etree._Element, tag: str) -> Inline:
    if tag == "br":
        return LineBreak()
    if tag in _STYLES:
        return Styled(_STYLES[tag], tuple(_inlines(element)))
    if tag == "a" and element.get("href"):
        return Link(str(element.get("href")), tuple(_inlines(element)))
    raise UnknownTag(tag)


def _append(found: list[Inline], words: str | None) -> None:
    if words:
        found.append(Text(_SPACE.sub(" ", words)))


def _trim(content: list[Inline]) -> Inlines:
    """Without white space and line breaks at the ends; empty when there is nothing else."""
    kept = list(content)
    while kept and (isinstance(kept[0], LineBreak) or plain((kept[0],)).strip() == ""):
        kept.pop(0)
    while kept and (isinstance(kept[-1], LineBreak) or plain((kept[-1],)).strip() == ""):
        kept.pop()
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(kept[0].text.lstrip(" "))
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(kept[-1].text.rstrip(" "))
    return tuple(kept)


def _table(element: etree._Element) -> Table:
    rows: list[list[Inlines]] = []
    for part in _children(element):
        if part.tag not in ("thead", "tbody", "tr"):
            raise UnknownTag(part.tag)
        for row in [part] if part.tag == "tr" else _children(part):
            if row.tag != "tr":
                raise UnknownTag(row.tag)
            rows.append([_cell(cell) for cell in _children(row)])
    return text_table("", rows[0] if rows else [], rows[1:])


def _cell(element: etree._Element) -> Inlines:
    """A cell's words; its paragraphs stand on lines of their own."""
    if element.tag not in ("th", "td"):
        raise UnknownTag(element.tag)
    found: list[Inline] = []
    _append(found, element.text)
    for child in _children(element):
        if child.tag in ("p", "li"):
            _new_line(found)
            found.extend(_inlines(child))
        elif child.tag in ("ul", "ol"):
            for item in _children(child):
                if item.tag != "li":
                    raise UnknownTag(item.tag)
                _new_line(found)
                found.append(Text("– "))
                found.extend(_trim(_inlines_of_item(item)))
        else:
            found.append(_inline(child, str(child.tag)))
        _append(found, child.tail)
    return _trim(found)


def _inlines_of_item(item: etree._Element) -> list[Inline]:
    found: list[Inline] = []
    _append(found, item.text)
    for child in _children(item):
        found.extend(_inlines(child) if child.tag == "p" else [_inline(child, str(child.tag))])
        _append(found, child.tail)
    return found


def _new_line(found: list[Inline]) -> None:
    if _trim(found):
        found.append(LineBreak())


def text_table(caption: str, header: list[Inlines], rows: list[list[Inlines]]) -> Table:
    """A table of words under one header row; columns of figures are set to the right. A header alone is a row."""
    if header and not rows:
        header, rows = [], [header]
    width = max([len(header), 1, *map(len, rows)])
    columns = tuple(_column([header, *rows], place) for place in range(width))
    return Table(
        caption=caption,
        columns=columns,
        header=(Row(_fill(header, width)),) if header else (),
        body=tuple(Row(_fill(row, width)) for row in rows),
    )


def _column(rows: list[list[Inlines]], place: int) -> Column:
    words = [plain(row[place]).strip() if place < len(row) else "" for row in rows]
    figures = place > 0 and any(words[1:]) and all(_FIGURE.fullmatch(word) for word in words[1:])
    longest = max((len(word) for word in words), default=1)
    return Column("right" if figures else "left", max(4, min(longest, 40)))


def _fill(cells: list[Inlines], width: int) -> tuple[Cell, ...]:
    return tuple(TextCell(cells[place]) if place < len(cells) else TextCell(()) for place in range(width))
