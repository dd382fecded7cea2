"""Makes rich text well formed: blocks hold inlines, lists hold items, tables hold rows, all words kept.

Editors and pasted pages nest as they like; what is stored has one shape, which every writer can walk:
p, h3, h4 and cells hold inlines alone; an item holds inlines and then lists; a table's first row is its
header and merged cells are parted, so that each column stays in its place; h4 comes only after h3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.etree import _Element as Element
from lxml.html import HtmlElement, fragment_fromstring, tostring

INLINES = frozenset({"strong", "em", "sub", "sup", "a"})
LISTS = frozenset({"ul", "ol"})
WIDEST_MERGE = 30  # Columns; a page holds no wider table.


def well_formed(text: str) -> str:
    """The same words in the shape this module describes; doing it again changes nothing.

    `text` holds tags of the allow-list alone.
    """
    root = fragment_fromstring(text, create_parent="div")
    for link in list(root.iterdescendants("a")):
        if not link.get("href"):
            link.drop_tag()
    found = list(_blocks(root))
    seen_h3 = False
    for block in found:
        if block.tag == "h4" and not seen_h3:
            block.tag = "h3"
        seen_h3 = seen_h3 or block.tag == "h3"
    return "".join(tostring(block, encoding="unicode", method="html") for block in found)


def _is_inline(element: Element) -> bool:
    """Whether it and everything in it can stand in a line."""
    return element.tag == "br" or (element.tag in INLINES and all(_is_inline(child) for child in element))


def _blocks(parent: Element) -> Iterator[HtmlElement]:
    """The blocks in an element; loose words become paragraphs."""
    line = html.Element("p")
    _add_text(line, parent.text)
    for child in parent:
        if _is_inline(child):
            _add_inline(line, child)
        else:
            yield from _filled(line)
            line = html.Element("p")
            yield from _block(child)
        _add_text(line, child.tail)
    yield from _filled(line)


def _block(element: Element) -> Iterator[HtmlElement]:
    if element.tag in LISTS:
        yield from _filled(_list(element))
    elif element.tag == "li":
        made = html.Element("ul")
        made.append(_item(element))
        yield from _filled(made)
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag in ("h3", "h4") and all(_is_inline(child) for child in element):
        heading = html.Element(element.tag)
        _join(heading, element)
        yield from _filled(heading)
    else:
        yield from _blocks(element)


def _filled(block: HtmlElement) -> Iterator[HtmlElement]:
    if block.text_content().strip():
        yield block


def _list(element: Element) -> HtmlElement:
    made = html.Element(element.tag)
    if element.text and element.text.strip():
        _add_text(_new_item(made), element.text)
    for child in element:
        if child.tag in LISTS and len(made):
            # A list between items, as mail programs write it, belongs to the item before it.
            made[-1].extend(_filled(_list(child)))
        elif (item := _item(child)).text_content().strip():
            made.append(item)
        if child.tail and child.tail.strip():
            _add_text(_new_item(made), child.tail)
    return made


def _new_item(parent: HtmlElement) -> HtmlElement:
    item = html.Element("li")
    parent.append(item)
    return item


def _item(element: Element) -> HtmlElement:
    """An item, also of what stands in a list without being one: its words, then the lists in it."""
    item = html.Element("li")
    if element.tag in LISTS:
        item.append(_list(element))
    elif _is_inline(element):
        _add_inline(item, element)
    else:
        _flatten(item, element)
        for inner in _lists_in(element):
            made = _list(inner)
            if made.text_content().strip():
                item.append(made)
    return item


def _lists_in(element: Element) -> Iterator[Element]:
    """The outermost lists below an element."""
    for child in element:
        if child.tag in LISTS:
            yield child
        elif child.tag != "table":
            yield from _lists_in(child)


def _table(element: Element) -> Iterator[HtmlElement]:
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    table, body = html.Element("table"), html.Element("tbody")
    for cells in _even(rows):
        made = html.Element("tr")
        for cell in cells:
            flat = html.Element("td" if len(table) else "th")
            if cell is not None:
                _flatten(flat, cell, lists=True)
            made.append(flat)
        if len(made) and not len(table):
            head = html.Element("thead")
            head.append(made)
            table.append(head)
        elif len(made):
            body.append(made)
    if len(body):
        table.append(body)
    yield from _filled(table)


def _even(rows: list[Element]) -> list[list[Element | None]]:
    """The cells of each row by column; where a merged cell of this row or one above reaches in, None.

    A merged heading, in the first row or the first column, stands at all it was for; no other cell is told twice.
    A column in which no cell begins, as a merged cell over all rows leaves it, is no column.
    """
    even: list[list[Element | None]] = []
    reach: dict[int, int] = {}  # How many more rows the column is taken for by a cell above.
    begun: set[int] = set()
    for row in rows:
        places: list[Element | None] = []
        cells = [cell for cell in reversed(row) if cell.tag in ("td", "th")]
        while cells or reach.get(len(places)):
            column = len(places)
            if reach.get(column):
                reach[column] -= 1
                places.append(None if column else even[-1][0])
                continue
            cell = cells.pop()
            begun.add(column)
            width = min(_span(cell, "colspan"), WIDEST_MERGE)
            reach.update(dict.fromkeys(range(column, column + width), _span(cell, "rowspan") - 1))
            places += [cell, *[None if even else cell] * (width - 1)]
        even.append(places)
    return [[cell for column, cell in enumerate(places) if column in begun] for places in even]


def _span(cell: Element, name: str) -> int:
    said = cell.get(name, "")
    return max(int(said), 1) if re.fullmatch("[0-9]{1,4}", said) else 1


def _flatten(target: HtmlElement, element: Element, *, lists: bool = False) -> None:
    """The words of an element in lines; each block starts a new one. Lists are left out unless `lists`."""
    _add_text(target, element.text)
    for child in element:
        if _is_inline(child):
            _add_inline(target, child)
        elif lists or child.tag not in LISTS:
            if child.tag not in INLINES:
                _new_line(target)
            _flatten(target, child, lists=lists)
            if child.tag not in INLINES and child.tail and child.tail.strip():
                _new_line(target)
        _add_text(target, child.tail)


def _new_line(target: HtmlElement) -> None:
    last = target[-1] if len(target) else None
    if target.text_content().strip() and not (last is not None and last.tag == "br" and not last.tail):
        target.append(html.Element("br"))


def _join(target: HtmlElement, element: Element) -> None:
    """The words and inlines of an element that holds nothing else, at the end of another."""
    _add_text(target, element.text)
    for child in element:
        _add_inline(target, child)
        _add_text(target, child.tail)


def _add_inline(target: HtmlElement, element: Element) -> None:
    made = html.Element(element.tag)
    if element.get("href"):
        made.set("href", element.get("href"))
    _join(made, element)
    target.append(made)


def _add_text(target: HtmlElement, words: str | None) -> None:
    if not words:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    elif target.text or words.strip():
        target.text = (target.text or "") + words
