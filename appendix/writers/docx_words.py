"""Words, links, fields, boxes and list numbers of the Word file, as WordprocessingML."""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from appendix.content import blocks as b

# What XML 1.0 cannot hold at all.
_CONTROL = dict.fromkeys((*(c for c in range(32) if c not in (9, 10, 13)), 65534, 65535))
_PROPERTIES = {
    "strong": "<w:b/>",
    "em": "<w:i/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "link": '<w:color w:val="0B3D91"/><w:u w:val="single"/>',
}
# The order WordprocessingML wants run properties in.
_ORDER = ("strong", "em", "link", "sub", "sup")


def safe(text: str) -> str:
    """Text as it may stand in XML, attributes too; control characters, which XML cannot hold, are left out."""
    return escape(text.translate(_CONTROL), {'"': "&quot;"})


def run(text: str, properties: str = "") -> str:
    """A run of text; nothing where there is none."""
    if not text:
        return ""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{safe(text)}</w:t></w:r>'


def bookmark_name(anchor: str) -> str:
    """An anchor as Word takes it: letters, digits and underscores, at most forty."""
    return anchor.replace("-", "_")[:40]


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph in a style, by its id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def field(code: str, shown: str = "1", properties: str = "") -> str:
    """A field Word computes, as PAGE, and what it shows until then."""
    begin, end = field_marks(code)
    return f"{begin}{run(shown, properties)}{end}"


def field_marks(code: str) -> tuple[str, str]:
    """What stands before and after the words a field shows."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {safe(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    return begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


class Words:
    """Makes runs; knows the document's style ids, and gives links and lists their own parts of it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._bookmarks = 0
        self.style = cache(self._style)

    def _style(self, name: str) -> str:
        return str(self._document.styles[name].style_id)

    def inlines(self, content: b.Inlines, properties: str = "", styles: frozenset[str] = frozenset()) -> str:
        """The runs of inlines; `properties` are those all of them have besides their own."""
        made = ""
        for item in content:
            if isinstance(item, b.Styled):
                made += self.inlines(item.content, properties, styles | {item.style})
            elif isinstance(item, b.Link) and item.number:
                made += self._reference(item, self._look(properties, styles))
            elif isinstance(item, b.Link):
                # A link within the document looks like the words around it.
                looks = styles if item.href.startswith("#") else styles | {"link"}
                inside = self.inlines(item.content, properties, looks)
                made += f"<w:hyperlink {self._target(item.href)}>{inside}</w:hyperlink>"
            elif isinstance(item, b.LineBreak):
                made += "<w:r><w:br/></w:r>"
            else:
                made += run(item.text, self._look(properties, styles))
        return made

    @staticmethod
    def _look(properties: str, styles: frozenset[str]) -> str:
        own = "".join(_PROPERTIES[style] for style in _ORDER if style in styles)
        # A cell's weight and a word's may both say bold, and a link has a colour of its own.
        rest = "" if "link" in styles else properties
        return own + (rest.replace("<w:b/>", "") if "<w:b/>" in own else rest)

    @staticmethod
    def _reference(item: b.Link, look: str) -> str:
        """The words, and the number as a field that follows the place it leads to."""
        words = b.plain(item.content).removesuffix(item.number)
        return run(words, look) + field(f"REF {bookmark_name(item.href[1:])} \\h", item.number, look)

    def marked(self, anchor: str, xml: str) -> str:
        """Between the two ends of a bookmark, where there is an anchor."""
        if not anchor:
            return xml
        self._bookmarks += 1
        start = f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{safe(bookmark_name(anchor))}"/>'
        return f'{start}{xml}<w:bookmarkEnd w:id="{self._bookmarks}"/>'

    def _target(self, href: str) -> str:
        if href.startswith("#"):
            return f'w:anchor="{safe(bookmark_name(href[1:]))}"'
        return f'r:id="{self._document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}"'

    def checkbox(self, item: b.Check) -> str:
        """A ticked or empty box and its label, hanging."""
        properties = '<w:tabs><w:tab w:val="left" w:pos="340"/></w:tabs><w:ind w:left="340" w:hanging="340"/>'
        mark = f"<w:r><w:t>{'☒' if item.checked else '☐'}</w:t></w:r><w:r><w:tab/></w:r>"
        return paragraph(self.style("Afkrydsning"), mark + run(item.label), properties)

    def new_numbers(self, style: str) -> str:
        """The paragraph property of a numbered list that begins at 1."""
        part = self._document.part.numbering_part.element
        linked = self._document.styles[style].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
        abstract = next(num for num in part.num_lst if str(num.numId) == linked).abstractNumId.val
        num = part.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num.numId}"/></w:numPr>'
