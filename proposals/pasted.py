"""HTML as Word, Outlook and Excel put it on the clipboard, as the plain HTML it stands for.

Their lists are paragraphs with a drawn marker, their looks are styles, and much of the markup is for themselves.
What comes out holds real lists, headings by rank, bold, italic, sub- and superscript as tags; comments, deleted
and hidden words are gone. It is not safe yet: `proposals.richtext.clean` takes it on from here.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement, fragment_fromstring, tostring

_PASTED = re.compile(r"<!--|<!\[|\bstyle\s*=|\bclass\s*=\s*[\"']?(Mso|xl\d)|<o:p", re.I)
# Tags around the page and tags with a prefix, which say nothing here: the words in them stay.
_FRAME = re.compile(r"</?(?:html|head|body|meta|link|\w+:\w+)\b[^<>]*>", re.I)
# Conditions whose words every program shows; those with hidden words are comments to everyone.
_SHOWN_CONDITION = re.compile(r"<!\[(if|endif)([^<>\]]*)\]>|<!--\[(if|endif)([^<>\]]*)\]-->", re.I)
_FOR_PROGRAMS = ("style", "script", "title", "xml", "del", "img", etree.Comment, etree.ProcessingInstruction)
# What neither XML nor a printed document can hold. Word sends such signs along when text is pasted.
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]{2,}|[\t\r\n\f]")
_EDGES = " \t\r\n\f\xa0"

_LIST = re.compile(r"mso-list\s*:\s*(\w+)(?:\s+level(\d+))?(?:\s+(\w+))?", re.I)
_LIST_CLASS = re.compile(r"\bMsoList(?:Paragraph|Bullet|Number|Continue)?(\d?)", re.I)
_IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
_ORDERED = re.compile(r"^\(?(\w{1,4}|(\w{1,4}\.)+\w{1,4})[.):]$")
_GONE = re.compile(
    r"mso-hide\s*:\s*all|display\s*:\s*none|mso-element\s*:\s*comment|mso-special-character\s*:\s*comment", re.I
)
_GONE_CLASSES = re.compile(r"\bMsoCommentReference\b|\bmsocom", re.I)
# Arrows that Word makes of "-->" while one types: letters in a font of pictures.
_PICTURE_FONT = re.compile(r"mso-char-type\s*:\s*symbol|font-family\s*:\s*[\"']?wingdings", re.I)
_PICTURES = str.maketrans({"à": "→", "è": "→", "ß": "←", "ç": "←", "ó": "↔"})
_LOOKS = {
    "strong": re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)", re.I),
    "em": re.compile(r"(?<![\w-])font-style\s*:\s*italic", re.I),
    "sup": re.compile(r"(?<![\w-])vertical-align\s*:\s*super", re.I),
    "sub": re.compile(r"(?<![\w-])vertical-align\s*:\s*sub\b", re.I),
}
_PLAIN = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-4]00)", re.I)
_RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINES = (*_RANKS, "p", "li", "td", "th")


def plain_html(text: str) -> str:
    """The same words without what the clipboard adds; HTML that no such program made comes back as it is."""
    if not _PASTED.search(text):
        return text
    text = _FRAME.sub("", _marked(NOT_XML.sub(" ", text)))
    root = fragment_fromstring(text, create_parent="div")
    etree.strip_elements(root, *_FOR_PROGRAMS, with_tail=False)
    for element in root.iter():  # Signs that were written as numbers.
        if element.text and NOT_XML.search(element.text):
            element.text = NOT_XML.sub(" ", element.text)
        if element.tail and NOT_XML.search(element.tail):
            element.tail = NOT_XML.sub(" ", element.tail)
    _drop_what_is_not_said(root)
    _name_looks(root)
    _rank_headings(root)
    _make_lists(root)
    etree.strip_tags(root, "span", "font", "ins")
    _unwrap_single_cells(root)
    _close_up(root)
    return "".join(
        [entities.escape(root.text or "", quote=False), *(tostring(child, encoding="unicode") for child in root)]
    )


def _style(element: HtmlElement) -> str:
    return element.get("style") or ""


def _marked(text: str) -> str:
    """The conditions gone, and what stands under "no support for lists", an item's marker, in a span that says so."""
    opened: list[bool] = []

    def told(found: re.Match[str]) -> str:
        if (found[1] or found[3]).lower() == "if":
            opened.append("supportlists" in (found[2] or found[4]).lower())
            return '<span style="mso-list:Ignore">' if opened[-1] else ""
        return "</span>" if opened and opened.pop() else ""

    return _SHOWN_CONDITION.sub(told, text)


def _drop_what_is_not_said(root: HtmlElement) -> None:
    """Hidden words, comments in the margin, and the row without height that evens out a table's columns."""
    for element in list(root.iterdescendants()):
        hidden = _GONE.search(_style(element)) or _GONE_CLASSES.search(element.get("class") or "")
        if hidden or (element.tag == "tr" and element.get("height") == "0"):
            element.drop_tree()


def _name_looks(root: HtmlElement) -> None:
    """Looks given as styles become tags; a bold tag that is styled as no bold is none."""
    for element in list(root.iterdescendants("span", "b", "strong", "a")):
        style = _style(element)
        if _PICTURE_FONT.search(style) and not len(element) and element.text:
            element.text = element.text.translate(_PICTURES)
        if re.search(r"mso-(spacerun|tab-count)", style, re.I) and not len(element):
            element.text = " "
        if element.tag in ("b", "strong") and _PLAIN.search(style):
            element.tag = "span"
        if element.tag == "span" and not _IGNORED.search(style):
            for tag, look in _LOOKS.items():
                if look.search(style):
                    _wrap_content(element, tag)


def _wrap_content(element: HtmlElement, tag: str) -> None:
    inner = html.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _rank_headings(root: HtmlElement) -> None:
    """The highest heading pasted is a heading, those below it are subheadings; a document's title is the highest."""
    for title in root.iterdescendants("p"):
        if re.search(r"\bMsoTitle\b", title.get("class") or ""):
            title.tag = "h1"
    found = list(root.iterdescendants(*_RANKS))
    highest = min((heading.tag for heading in found), default="")
    for heading in found:
        heading.tag = "h3" if heading.tag == highest else "h4"


@dataclass
class _Level:
    """An open list: how deep it is, which list it belongs to, and the elements new items go into."""

    depth: int
    name: str
    made: HtmlElement

    @property
    def last(self) -> HtmlElement:
        return self.made[-1]


def _make_lists(root: HtmlElement) -> None:
    """Paragraphs that are drawn as items become items of real lists, nested by their level."""
    for parent in [root, *root.iterdescendants()]:
        if parent.tag not in ("ul", "ol"):
            _lists_among(parent)
    for marker in [one for one in root.iterdescendants("span") if _IGNORED.search(_style(one))]:
        marker.drop_tree()


def _lists_among(parent: HtmlElement) -> None:
    levels: list[_Level] = []
    for child in list(parent):
        if child.tag not in ("p", "div") or not (item := _item_of(child)):
            if levels and _goes_on(child):
                levels[-1].last.append(html.Element("br"))
                _move_words(child, levels[-1].last)
            elif _said(child):
                levels = []
            continue
        depth, name, tag = item
        while levels and levels[-1].depth > depth:
            levels.pop()
        if levels and levels[-1].depth == depth and levels[-1].name != name:
            levels.pop()
        if not levels or levels[-1].depth < depth:
            made = html.Element(tag)
            if levels:
                levels[-1].last.append(made)
            else:
                child.addprevious(made)
            levels.append(_Level(depth, name, made))
        line = html.Element("li")
        levels[-1].made.append(line)
        _move_words(child, line)


def _item_of(paragraph: HtmlElement) -> tuple[int, str, str] | None:
    """Depth, name of the list and its tag, of a paragraph drawn as an item; None for any other."""
    marker = next((one for one in paragraph.iterdescendants("span") if _IGNORED.search(_style(one))), None)
    listed = _LIST.search(_style(paragraph))
    if listed and listed[1].lower() in ("none", "skip"):
        return None
    if marker is None and listed is None:
        return None
    words = marker.text_content().strip(_EDGES) if marker is not None else ""
    ordered = bool(_ORDERED.match(words))
    named = _LIST_CLASS.search(paragraph.get("class") or "")
    depth = int((listed and listed[2]) or (named and named[1]) or 1)
    # Bulleted items that follow each other are one list for the eye, whatever Word calls them.
    name = f"{listed[1] if listed else ''} {listed[3] if listed else ''}" if ordered else "bullets"
    return depth, name, "ol" if ordered else "ul"


def _goes_on(element: HtmlElement) -> bool:
    """Whether a paragraph belongs to the item before it: styled as one of a list, but without a marker."""
    return element.tag == "p" and bool(_LIST_CLASS.search(element.get("class") or "")) and _said(element)


def _said(element: HtmlElement) -> bool:
    return bool(element.text_content().strip(_EDGES))


def _move_words(source: HtmlElement, target: HtmlElement) -> None:
    """Everything in an element to the end of another; the element goes."""
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (source.text or "")
    else:
        target.text = (target.text or "") + (source.text or "")
    target.extend(list(source))
    source.text = None
    source.drop_tree()


def _unwrap_single_cells(root: HtmlElement) -> None:
    """A table of one cell is a frame around words, or one cell copied from Excel."""
    for table in list(root.iterdescendants("table")):
        cells = list(table.iterdescendants("td", "th"))
        if len(cells) == 1:
            [cell] = cells
            cell.tag, cell.tail = "div", table.tail
            table.getparent().replace(table, cell)


def _close_up(root: HtmlElement) -> None:
    """Line breaks of the file and rows of hard spaces are one space, and none at the ends of a line."""
    for element in root.iter():
        element.text = _SPACES.sub(" ", element.text) if element.text else element.text
        element.tail = _SPACES.sub(" ", element.tail) if element.tail else element.tail
    for line_break in root.iterdescendants("br"):
        line_break.tail = (line_break.tail or "").lstrip(_EDGES)
    for line in root.iterdescendants(*_LINES):
        if line.text:
            line.text = line.text.lstrip(_EDGES)
        if len(line) and line[-1].tail:
            line[-1].tail = line[-1].tail.rstrip(_EDGES)
        elif not len(line) and line.text:
            line.text = line.text.rstrip(_EDGES)
