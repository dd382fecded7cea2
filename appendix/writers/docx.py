"""Writes a tree as Word: real heading styles, captions, repeated header rows, a contents field, the same bytes."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from appendix.content import blocks as b
from appendix.content.computed import Computed

from .docx_pictures import Pictures
from .docx_styles import dress, margins
from .docx_tables import box, table
from .docx_words import Words, bookmark_name, field, field_marks, paragraph, run, safe
from .fixed_zip import fixed
from .layout import laid_out
from .whole import Tell, silent, whole_file

# The member of the file with its body, and where that ends.
DOCUMENT, LAST_SECTION = "word/document.xml", b"<w:sectPr"
_STYLES = {
    "body": "Normal",
    "kicker": "Overlinje",
    "subtitle": "Subtitle",
    "lead": "Normal",
    "meta": "Metalinje",
    "label": "Ledetekst",
}


def write(computed: Computed, path: Path, tell: Tell = silent) -> None:
    """The whole appendix as Word at `path`."""
    write_tree(computed.tree, path, tell)


def write_tree(tree: b.Tree, path: Path, tell: Tell = silent) -> None:
    """Any tree as Word at `path`."""
    tree = laid_out(tree)
    document = docx.Document()
    dress(document)
    _properties(document, tree)
    _running_lines(document, tree)
    body = _Body(document, tree)
    if tree.logo:
        body.xml.append(body.pictures.logo(tree.logo))
    for place, part in enumerate(tree.parts):
        body.new_page = place > 0
        tell(place, len(tree.parts))
        body.blocks(part.blocks)
    tell(len(tree.parts), len(tree.parts))
    body.end()
    with whole_file(path) as temporary:
        document.save(str(temporary))
        fixed(temporary, tree.date, {DOCUMENT: (LAST_SECTION, body.xml)})


def _properties(document: Document, tree: b.Tree) -> None:
    core = document.core_properties
    core.title = tree.title
    core.author = core.last_modified_by = tree.organisation
    core.language = "da-DK"
    core.comments = ""
    core.created = core.modified = tree.date.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.revision = 1


def _running_lines(document: Document, tree: b.Tree) -> None:
    """The running head, with a draft's mark, and the page in the foot; no head on the first page but a draft's."""
    section = document.sections[0]
    margins(section)
    section.different_first_page_header_footer = not tree.mark
    head = section.header.paragraphs[0]
    head.style = document.styles["Header"]
    head.text = "\t".join(filter(None, (tree.running_head, tree.mark)))
    words = Words(document)
    for foot in (section.footer, *([] if tree.mark else [section.first_page_footer])):
        runs = f"<w:r><w:tab/></w:r>{run('Side ')}{field('PAGE')}{run(' af ')}{field('NUMPAGES')}"
        made = parse_xml(_declared(paragraph(words.style("Footer"), runs)))
        foot.paragraphs[0]._p.getparent().replace(foot.paragraphs[0]._p, made)


def _entries(tree: b.Tree) -> list[tuple[str, str]]:
    """Anchor and words of the headings the contents lists."""
    blocks = [block for part in tree.parts for block in part.blocks]
    return [(h.anchor, h.full) for h in blocks if isinstance(h, b.Heading) and h.kind == "proposal"]


def _declared(xml: str) -> str:
    """The same element with the namespaces it uses."""
    end = xml.index(">")
    return f"{xml[:end]} {nsdecls('w', 'r')}{xml[end:]}"


class _Body:
    """Gathers the body as XML, block by block; it goes into the finished file as text, before the last section.

    python-docx looks styles and cells up anew for each run and cell, which took ten times as long. As a tree the body
    of 1,200 proposals took two gigabytes, and a time that grew faster than they did.
    """

    def __init__(self, document: Document, tree: b.Tree) -> None:
        self.document = document
        self.entries = _entries(tree)
        self.words = Words(document)
        self.pictures = Pictures(document, self.words, tree)
        self.xml: list[str] = []
        self.sections = 0
        self.new_page = False

    def end(self) -> None:
        """The last section, upright like the first, has no first page of its own where others came before."""
        body = self.document.element.body
        if self.sections:
            body.replace(body.find(qn("w:sectPr")), self.section())

    def blocks(self, blocks: tuple[b.Block, ...]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: b.Block) -> None:
        match block:
            case b.Heading():
                self.heading(block)
            case b.Paragraph():
                self.line(_STYLES[block.style], self.words.inlines(block.content))
            case b.Bullets():
                self.bullets(block, 1)
            case b.Note():
                self.line("Note", self.words.inlines(block.content))
            case b.Figure():
                self.xml.append(self.pictures.figure(block))
            case b.CheckboxList():
                self.xml += [self.words.checkbox(item) for item in block.items]
            case b.KeyValue():
                self.xml.append(box(self.words, block))
            case b.Table():
                self.xml.append(table(self.words, block))
            case b.Contents():
                self.contents()
            case b.Turned():
                self.turned(block)

    def turned(self, block: b.Turned) -> None:
        """Pages on their side: a section of its own, between two breaks."""
        self.end_section()
        self.blocks(block.blocks)
        self.end_section(turned=True)

    def end_section(self, *, turned: bool = False) -> None:
        section = etree.tostring(self.section(turned=turned), encoding="unicode")
        self.xml.append(paragraph(self.words.style("Tabelafstand"), "", section))
        self.sections += 1

    def section(self, *, turned: bool = False) -> etree._Element:
        """The document's section anew; only the very first page may have a head of its own."""
        section = deepcopy(self.document.sections[0]._sectPr)
        if turned:
            size = section.find(qn("w:pgSz"))
            width, height = size.get(qn("w:w")), size.get(qn("w:h"))
            for name, value in (("w:w", height), ("w:h", width), ("w:orient", "landscape")):
                size.set(qn(name), value)
        if self.sections:
            for first_page in section.findall(qn("w:titlePg")):
                section.remove(first_page)
        return section

    def line(self, style: str, runs: str, properties: str = "") -> None:
        """A paragraph; the first one of a part begins a page."""
        if self.new_page:
            properties = f"<w:pageBreakBefore/>{properties}"
            self.new_page = False
        self.xml.append(paragraph(self.words.style(style), runs, properties))

    def heading(self, block: b.Heading) -> None:
        # The title is no entry of its own contents.
        own = {"title": "Title", "part": "Bilagsoverskrift"}
        style = own.get(block.kind) or f"Heading {min(block.level, 5)}"
        # A reference shows the number alone.
        marked = block.number or block.full
        self.line(style, self.words.marked(block.anchor, run(marked)) + run(block.full.removeprefix(marked)))

    def contents(self) -> None:
        """The contents field, filled in with the headings as links; Word adds the pages when it updates it."""
        begin, end = field_marks('TOC \\o "1-1" \\h \\z \\u')
        for place, (anchor, words) in enumerate(self.entries):
            name = safe(bookmark_name(anchor))
            page = "<w:r><w:tab/></w:r>" + field(f"PAGEREF {name} \\h", " ")
            link = f'<w:hyperlink w:anchor="{name}">{run(words)}{page}</w:hyperlink>'
            last = place == len(self.entries) - 1
            self.line("toc 1", f"{begin if place == 0 else ''}{link}{end if last else ''}")

    def bullets(self, block: b.Bullets, depth: int) -> None:
        suffix = "" if depth == 1 else f" {min(depth, 3)}"
        style = f"List {'Number' if block.ordered else 'Bullet'}{suffix}"
        number = self.words.new_numbers(style) if block.ordered else ""
        for item in block.items:
            first = True
            for inner in item:
                if isinstance(inner, b.Bullets):
                    self.bullets(inner, depth + 1)
                elif isinstance(inner, b.Paragraph):
                    runs = self.words.inlines(inner.content)
                    self.line(style if first else f"List Continue{suffix}", runs, number if first else "")
                    first = False
                else:
                    self.block(inner)
