"""The blocks a printed document is made of; writers know these and nothing of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# Words within a line.


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Words in strong, emphasis, sub- or superscript."""

    style: Literal["strong", "em", "sub", "sup"]
    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address, or to a place of this document when `href` is `#` and its anchor.

    `number`: the last of its words, where that is the number of the table or section it leads to.
    """

    href: str
    content: Inlines
    number: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


Inline = Text | Styled | Link | LineBreak
Inlines = tuple[Inline, ...]

# Tables.

Align = Literal["left", "right", "center"]
RowKind = Literal["line", "group", "subtotal", "total", "result"]


@dataclass(frozen=True, slots=True)
class TextCell:
    content: Inlines
    span: int = 1
    rows: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class AmountCell:
    """An amount: exact 1.000 kr. beside the string it is printed as."""

    amount_tkr: int
    display: str
    span: int = 1
    rows: int = 1


Cell = TextCell | AmountCell


@dataclass(frozen=True, slots=True)
class Column:
    """Alignment and share of the width; a share of 0 is as narrow as the content. `width`, mm, once it is laid out."""

    align: Align = "left"
    share: int = 0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `indent` moves its first cell in. A group row has one cell over all columns."""

    cells: tuple[Cell, ...]
    kind: RowKind = "line"
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `row_head` is the index of the cell that names a line's row, None when none does.

    `unit` says what the amounts are stated in. Rows of other kinds than line are named by their first cell.
    `step` is how many steps smaller than usual its type is, once it is laid out. `anchor` is unique in the document,
    or empty where nothing refers to it.
    """

    caption: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    unit: str = ""
    row_head: int | None = 0
    step: int = 0
    anchor: str = ""

    def head_of(self, row: Row) -> int | None:
        """The index of the cell that names the row."""
        return self.row_head if row.kind == "line" else 0


# Blocks.


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `number` is printed before it, `anchor` is unique in the document or empty."""

    level: int
    text: str
    number: str = ""
    anchor: str = ""
    kind: Literal["plain", "title", "proposal", "part"] = "plain"

    @property
    def full(self) -> str:
        """Number and text as one line; a section's number has a full stop when it is a whole one."""
        if not self.number:
            return self.text
        return f"{self.number}{'.' if self.number.isdecimal() else ''} {self.text}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Inlines
    style: Literal["body", "kicker", "subtitle", "lead", "meta", "label"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Small print under a table."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG under its caption; `alternative` says in words what it shows. Its figures follow in a table."""

    svg: str
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Check:
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class CheckboxList:
    """Boxes that are ticked or not, in `columns` columns."""

    items: tuple[Check, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class KeyValue:
    """The box of facts at the head of a proposal: labels and what belongs to them."""

    rows: tuple[tuple[str, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: the headings of level 1 but the first; each writer finds the pages."""

    title: str


@dataclass(frozen=True, slots=True)
class Turned:
    """Blocks on pages of their own, turned on their side; made where a document is laid out on pages."""

    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Bullets | Note | Figure | CheckboxList | KeyValue | Table | Contents | Turned


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of pages: the front of an appendix, or one proposal.

    `label` stands in the running head; `pages` says which page numbers are printed.
    """

    blocks: tuple[Block, ...]
    label: str = ""
    pages: Literal["appendix", "within_proposal", "both"] = "appendix"


@dataclass(frozen=True, slots=True)
class Logo:
    """The sender's mark as SVG, at the top of the first page; `alternative` says whose it is."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of text that a PDF carries within it."""

    name: str
    description: str
    mime: str
    text: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole document. `date` is the only date in it; `mark` (a draft's) stands in the running head.

    `attachment` goes into a PDF alone.
    """

    title: str
    running_head: str
    organisation: str
    date: datetime
    parts: tuple[Part, ...]
    mark: str = ""
    logo: Logo | None = None
    attachment: Attachment | None = None


def text(words: str) -> Inlines:
    """Plain words as inlines, line by line."""
    found: list[Inline] = []
    for place, line in enumerate(words.split("\n")):
        if place:
            found.append(LineBreak())
        if line:
            found.append(Text(line))
    return tuple(found)


def plain(content: Inlines) -> str:
    """The words of inlines."""
    words = ""
    for item in content:
        if isinstance(item, Text):
            words += item.text
        elif isinstance(item, LineBreak):
            words += "\n"
        else:
            words += plain(item.content)
    return words


def tables_of(blocks: tuple[Block, ...]) -> Iterator[Table | KeyValue]:
    """Every table and fact box in reading order, those inside lists and boxes too."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, KeyValue):
            yield block
            for _, inner in block.rows:
                yield from tables_of(inner)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from tables_of(item)
        elif isinstance(block, Turned):
            yield from tables_of(block.blocks)
