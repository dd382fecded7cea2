"""Reads the tables of a PDF back by its tags: what a screen reader is given, cell by cell."""

from __future__ import annotations

import re
import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page

from .grids import Grid

# An object's number and generation.
Number = tuple[int, int]
# The words under each marked-content number of a page, and the letters of a font by their codes of two bytes.
PageWords = dict[int, str]
FontMap = dict[int, str]

_SHOWN = "BDC BMC EMC Tf Tj TJ"
_PAIRS = re.compile(rb"begin(bfchar|bfrange)\s(.*?)end", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def read(path: Path) -> list[Grid]:
    """The tables in reading order, each a list of rows of cells' words; of an archive those of all its files."""
    if not zipfile.is_zipfile(path):
        return _tables(path)
    with zipfile.ZipFile(path) as archive:
        return [table for name in archive.namelist() for table in _tables(BytesIO(archive.read(name)))]


def attached(path: Path) -> dict[str, bytes]:
    """The files attached to a PDF, or to the first of an archive, by their names."""
    file: Path | BytesIO = path
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            file = BytesIO(archive.read(archive.namelist()[0]))
    with pikepdf.open(file) as document:
        return {name: bytes(one.get_file().read_bytes()) for name, one in document.attachments.items()}


def _tables(file: Path | BytesIO) -> list[Grid]:
    with pikepdf.open(file) as document:
        words = Words(document)
        return [
            [[words.of(cell) for cell in _kids(row)] for row in _below(table, "/TR")]
            for table in _below(document.Root.StructTreeRoot, "/Table")
        ]


def _kids(element: Object) -> Iterator[Object]:
    """The elements right below one."""
    below = element.get(Name.K)
    for kid in below if isinstance(below, Array) else [below]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid


def _below(element: Object, kind: str) -> Iterator[Object]:
    """The nearest elements of a kind, in reading order."""
    for kid in _kids(element):
        if kid[Name.S] == kind:
            yield kid
        else:
            yield from _below(kid, kind)


class Words:
    """The words of any element; each page that is asked for is read once."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._by_number = {page.obj.objgen: page for page in document.pages}
        self._pages: dict[Number, PageWords] = {}
        self._fonts: dict[Number, FontMap] = {}

    def of(self, element: Object, page: Number = (0, 0)) -> str:
        """All an element says; what it says instead of its words (ActualText) counts."""
        if Name.ActualText in element:
            return str(element[Name.ActualText])
        if Name.Pg in element:
            page = element[Name.Pg].objgen
        said = ""
        below = element.get(Name.K)
        for kid in below if isinstance(below, Array) else [below]:
            if isinstance(kid, int):
                said += self._on(page).get(kid, "")
            elif isinstance(kid, Dictionary) and Name.MCID in kid:
                at = kid[Name.Pg].objgen if Name.Pg in kid else page
                said += self._on(at).get(int(kid[Name.MCID]), "")
            elif isinstance(kid, Dictionary) and Name.S in kid:
                said += self.of(kid, page)
        return said

    def _on(self, page: Number) -> PageWords:
        if page not in self._pages:
            found = self._by_number[page]
            self._pages[page] = self._read(found, found.resources)
        return self._pages[page]

    def drawn(self, content: Page | Object, resources: Object) -> str:
        """All that is drawn on a page or in a drawing, whether it is tagged or not."""
        return " ".join(self._read(content, resources).values()).replace("\N{SOFT HYPHEN} ", "")

    def _read(self, content: Page | Object, resources: Object) -> PageWords:
        """By marked-content number; what has none is under -1."""
        words: PageWords = defaultdict(str)
        marks = [_Mark()]
        fonts = resources.get(Name.Font, {})
        font: FontMap = {}
        for operands, operator in pikepdf.parse_content_stream(content, _SHOWN):
            name = str(operator)
            if name in ("BDC", "BMC"):
                marks.append(_mark(operands, marks[-1]))
                words[marks[-1].number] += marks[-1].said
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                font = self._font(fonts[operands[0]])
            elif marks[-1].drawn_counts:
                shown = operands[0] if name == "TJ" else operands
                drawn = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                codes = struct.unpack(f">{len(drawn) // 2}H", drawn)
                words[marks[-1].number] += "".join(font.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)
        return words

    def _font(self, font: Object) -> FontMap:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = letters(font[Name.ToUnicode].read_bytes())
        return self._fonts[font.objgen]


@dataclass(frozen=True)
class _Mark:
    """A stretch of a page by its marked-content number; `said` stands instead of what is drawn in it."""

    number: int = -1
    said: str = ""
    drawn_counts: bool = True


def _mark(operands: Sequence[Object], outer: _Mark) -> _Mark:
    properties = operands[1] if len(operands) > 1 else None
    if not isinstance(properties, Dictionary):
        return outer
    if Name.MCID in properties:
        return _Mark(int(properties[Name.MCID]))
    if Name.ActualText in properties:
        return _Mark(outer.number, str(properties[Name.ActualText]), drawn_counts=False)
    return outer


def letters(table: bytes) -> FontMap:
    """A font's codes, two bytes each, with what they mean."""
    found: FontMap = {}
    for kind, body in _PAIRS.findall(table):
        values = [bytes.fromhex(value.decode()) for value in _HEX.findall(body)]
        if kind == b"bfchar":
            pairs = zip(values[::2], values[1::2], strict=True)
            found |= {int.from_bytes(code): meant.decode("utf-16-be") for code, meant in pairs}
            continue
        for first, last, meant in zip(values[::3], values[1::3], values[2::3], strict=True):
            start = int.from_bytes(meant)
            for step, code in enumerate(range(int.from_bytes(first), int.from_bytes(last) + 1)):
                found[code] = (start + step).to_bytes(len(meant)).decode("utf-16-be")
    return found
