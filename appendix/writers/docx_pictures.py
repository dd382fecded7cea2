"""The drawings of the Word file: a raster picture that every program shows, with the vector beside it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from appendix.content import blocks as b

from .docx_words import Words, paragraph, run, safe
from .pictures import pngs

# The width of the page between its margins, in Word's units for drawings (914.400 to the inch).
WIDTH = 5_760_000
LOGO_HEIGHT = 504_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{}"/>'
    "</a:ext></a:extLst>"
)


class Pictures:
    """Hands out the tree's drawings as paragraphs; all of them are drawn at once, in one process."""

    def __init__(self, document: Document, words: Words, tree: b.Tree) -> None:
        self._part = document.part
        self._words = words
        figures = [block for part in tree.parts for block in part.blocks if isinstance(block, b.Figure)]
        drawings = [*([tree.logo.svg] if tree.logo else []), *(figure.svg for figure in figures)]
        self._drawn: Iterator[tuple[int, bytes]] = enumerate(pngs(drawings), start=1)

    def logo(self, logo: b.Logo) -> str:
        """The mark as a line of its own, to the right; asked for before the figures."""
        drawing = self._drawing(logo.svg, (logo.alternative, logo.alternative), height=LOGO_HEIGHT)
        return paragraph(self._words.style("Logo"), f"<w:r><w:drawing>{drawing}</w:drawing></w:r>")

    def figure(self, block: b.Figure) -> str:
        """The caption and the drawing of the next figure in the tree's order."""
        drawing = self._drawing(block.svg, (block.caption, block.alternative), width=WIDTH)
        caption = paragraph(self._words.style("Caption"), run(block.caption))
        return caption + paragraph(self._words.style("Normal"), f"<w:r><w:drawing>{drawing}</w:drawing></w:r>")

    def _drawing(self, svg: str, words: tuple[str, str], *, width: int = 0, height: int = 0) -> str:
        """The next drawing, `words` its name and what it shows; of width and height the one that is 0 follows."""
        number, png = next(self._drawn)
        raster, image = self._part.get_or_add_image(io.BytesIO(png))
        width = width or height * image.px_width // image.px_height
        height = height or width * image.px_height // image.px_width
        return _inline(number, raster, self._vector(number, svg), (width, height), words)

    def _vector(self, number: int, svg: str) -> str:
        """The relationship of the SVG as a part of its own."""
        name = PackURI(f"/word/media/curve{number}.svg")
        part = Part(name, "image/svg+xml", svg.encode(), self._part.package)
        return self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _inline(number: int, raster: str, vector: str, measures: tuple[int, int], about: tuple[str, str]) -> str:
    words = f'id="{number}" name="{safe(about[0])}" descr="{safe(about[1])}"'
    size = f'cx="{measures[0]}" cy="{measures[1]}"'
    return (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
        f'xmlns:pic="{_DRAWING}/picture" distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {words}/>"
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {words}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{raster}">{_SVG.format(vector)}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )
