"""The styles of the Word file: the built-in ones dressed in the appendix's look, and a few of our own."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from .layout import POINTS

# A Word file carries no fonts; this one, or its twin in the same widths, stands on every machine.
FONT = "Arial"
INK = RGBColor(0x1A, 0x1F, 0x2B)
NAVY = RGBColor(0x00, 0x0C, 0x2E)
MUTED = RGBColor(0x51, 0x5B, 0x6B)
TEXT_WIDTH = Mm(164)


def dress(document: Document) -> None:
    """Dresses a new document: Danish, A4, the appendix's type and colours."""
    normal = document.styles["Normal"]
    _type(normal, 10, color=INK)
    _spacing(normal, 0, 4, 1.12)
    language = OxmlElement("w:lang")
    for part in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(part), "da-DK")
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        for old in list(defaults.iter(qn("w:lang"))):
            old.getparent().remove(old)
        defaults.find(qn("w:rPr")).append(language)
    for level, (size, before, after) in enumerate(
        ((22, 0, 8), (14, 18, 5), (11.5, 12, 3), (10.5, 9, 3), (10, 8, 3)), start=1
    ):
        heading = document.styles[f"Heading {level}"]
        _type(heading, size, bold=True, color=NAVY)
        _spacing(heading, before, after, 1.05)
        heading.paragraph_format.keep_with_next = True
    _own(document, "Title", 32, bold=True, color=NAVY, after=4)
    _own(document, "Subtitle", 16, color=NAVY, after=4)
    _own(document, "Caption", 9, bold=True, color=NAVY, before=10, after=3, keep=True)
    _own(document, "Logo", 10, after=8).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in ("Header", "Footer"):
        stops = _own(document, name, 8, color=MUTED).paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _own(document, "Overlinje", 9, bold=True, color=MUTED, after=4, keep=True)
    _own(document, "Metalinje", 10, color=MUTED, after=16)
    _own(document, "Ledetekst", 10, color=INK, before=8, after=2, keep=True)
    _own(document, "Note", 8.5, color=MUTED, before=3, after=3)
    _own(document, "Afkrydsning", 10, color=INK)
    for step, points in enumerate(POINTS):
        # Arial is wider than the type of the PDF, whose columns these are.
        _own(document, table_style(step), points - 0.5, color=INK, before=1.5, after=1.5)
    _own(document, "Tabelafstand", 4, color=INK)
    contents = _own(document, "toc 1", 10, color=INK, after=3)
    contents.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    annex = _own(document, "Bilagsoverskrift", 10, bold=True, color=NAVY, before=24, after=8, keep=True)
    annex.base_style = document.styles["Heading 2"]
    for name in ("List Bullet", "List Number", "List Bullet 2", "List Number 2", "List Bullet 3", "List Number 3"):
        _spacing(document.styles[name], 0, 1.5, 1.12)
    _hyphenate_tables_alone(document)
    _update_fields(document)


def table_style(step: int) -> str:
    """The style of a table's cells, `step` steps smaller than usual."""
    return f"Tabeltekst {step + 1}" if step else "Tabeltekst"


def margins(section: Section) -> None:
    """A4 with the margins of the PDF."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.header_distance = section.footer_distance = Mm(13)


def _own(
    document: Document,
    name: str,
    size: float,
    *,
    bold: bool = False,
    color: RGBColor = INK,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in ("Title", "Subtitle", "Caption", "Header", "Footer"):
        style.base_style = styles["Normal"]
    _type(style, size, bold=bold, color=color)
    _spacing(style, before, after, 1.1)
    style.paragraph_format.keep_with_next = keep
    # python-docx's own template draws a rule under the title.
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return style


def _type(style: ParagraphStyle, size: float, *, bold: bool = False, color: RGBColor) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = color
    # The built-in title and subtitle are set wide.
    for wide in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(wide)
    # Headings name a theme font, which would win over the font's own name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), FONT)


def _spacing(style: ParagraphStyle, before: float, after: float, lines: float) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    layout.line_spacing = lines


def _hyphenate_tables_alone(document: Document) -> None:
    """Words are parted in tables, whose columns are narrow, and nowhere else."""
    everywhere = OxmlElement("w:autoHyphenation")
    # The settings have an order of their own.
    document.settings.element.find(qn("w:defaultTabStop")).addnext(everywhere)
    tables = [table_style(step) for step in range(len(POINTS))]
    for name, value in [("Normal", "true"), *((name, "false") for name in tables)]:
        suppress = OxmlElement("w:suppressAutoHyphens")
        suppress.set(qn("w:val"), value)
        properties = document.styles[name].element.get_or_add_pPr()
        properties.find(qn("w:spacing")).addprevious(suppress)


def _update_fields(document: Document) -> None:
    """Word fills the contents in when the file is opened."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.find(qn("w:compat")).addprevious(update)
