"""Tables and the fact box of the Word file, as WordprocessingML: fixed widths, repeated headers, rules, no grid."""

from __future__ import annotations

from dataclasses import dataclass

from appendix.content import blocks as b
from appendix.content.references import CAPTION, TABLE

from .docx_styles import TEXT_WIDTH, table_style
from .docx_words import Words, paragraph, run, safe
from .layout import kept_together, stays_whole

_LINE, _DARK, _TINT, _MUTED = "C9D0DA", "000C2E", "EEF1F6", "515B6B"
_TWIPS = TEXT_WIDTH.pt * 20
_BOX_LABEL = 1930
_TWIPS_A_MM = 1440 / 25.4


def table(words: Words, block: b.Table) -> str:
    """A table under its caption, and a small space after it."""
    widths = _widths(block)
    taken: dict[int, int] = {}
    rows = []
    for row in block.header:
        made, taken = _row(words, row, block, widths, taken, header=True)
        rows.append(made)
    kept = kept_together(block)
    for place, row in enumerate(block.body):
        with_next = row.kind == "group" or (kept and place < len(block.body) - 1)
        rows.append(_row(words, row, block, widths, {}, header=False, with_next=with_next)[0])
    said = f'<w:tblCaption w:val="{safe(block.caption)}"/>' if block.caption else ""
    return f"{_caption(words, block)}{_table(widths, rows, said)}{_gap(words)}"


def _caption(words: Words, block: b.Table) -> str:
    if not block.caption and not block.unit:
        return ""
    caption = block.caption.rstrip(".")
    numbered = CAPTION.match(caption)
    # A reference shows the number alone, which is therefore marked by itself.
    before, number = (TABLE, numbered[1]) if block.anchor and numbered else ("", "")
    runs = run(before) + words.marked(block.anchor, run(number)) if number else ""
    runs += run(caption.removeprefix(before + number))
    if block.unit:
        unit = f"{'. ' if block.caption else ''}{block.unit}"
        runs += run(unit, f'<w:b w:val="0"/><w:color w:val="{_MUTED}"/>')
    return paragraph(words.style("Caption"), runs)


def _table(widths: list[int], rows: list[str], properties: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:firstColumn="1"/>{properties}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(block: b.Table) -> list[int]:
    return [int(_TWIPS_A_MM * column.width) for column in block.columns]


def _row(
    words: Words,
    row: b.Row,
    block: b.Table,
    widths: list[int],
    taken: dict[int, int],
    *,
    header: bool,
    with_next: bool = True,
) -> tuple[str, dict[int, int]]:
    """A row, and the columns its cells go on filling below with their spans; `with_next`: on the next row's page."""
    cells = ""
    going_on: dict[int, int] = {}
    at = 0
    for number, cell in enumerate(row.cells):
        at, filled = _filled(at, taken, widths)
        cells += filled
        if cell.rows > 1:
            going_on[at] = cell.span
        indent = row.indent if number == 0 else 0
        place = widths[at : at + cell.span]
        look = _Look(block.columns[at], place, block.step, indent, header, with_next)
        cells += _cell(words, cell, row, look)
        at += cell.span
    cells += _filled(at, taken, widths)[1]
    properties = "<w:cantSplit/>" if header or stays_whole(row) else ""
    properties += '<w:tblHeader w:val="true"/>' if header else ""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>", going_on


def _filled(at: int, taken: dict[int, int], widths: list[int]) -> tuple[int, str]:
    """Past the columns a cell of the row above still fills."""
    made = ""
    while at in taken:
        span = taken[at]
        made += (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[at : at + span])}" w:type="dxa"/>{_span(span)}<w:vMerge/>'
            f"{_borders(bottom=(8, _DARK))}</w:tcPr><w:p/></w:tc>"
        )
        at += span
    return at, made


def _span(span: int) -> str:
    return f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""


@dataclass(frozen=True)
class _Look:
    """How a cell is set, by its place in the table; `widths` are those of the columns it fills, twips."""

    column: b.Column
    widths: list[int]
    step: int
    indent: int
    header: bool
    with_next: bool


def _cell(words: Words, cell: b.Cell, row: b.Row, look: _Look) -> str:
    align = cell.align if isinstance(cell, b.TextCell) and cell.align else look.column.align
    style = f'<w:ind w:left="{170 * look.indent}"/>' if look.indent else ""
    align = "left" if row.kind == "group" else align
    style += f'<w:jc w:val="{align}"/>'
    if look.with_next:
        style = f"<w:keepNext/>{style}"
    weight = "<w:b/>" if look.header or row.kind != "line" else ""
    content = b.text(cell.display) if isinstance(cell, b.AmountCell) else cell.content
    if look.header:
        weight += f'<w:color w:val="{_DARK}"/>'
        borders = _borders(bottom=(4, _LINE) if cell.span > 1 else (8, _DARK))
    elif row.kind in ("total", "result"):
        borders = _borders(top=(6, _DARK), bottom=(4, _LINE))
    else:
        borders = _borders(bottom=(4, _LINE))
        if isinstance(cell, b.AmountCell) and cell.amount_tkr == 0 and row.kind == "line":
            weight += f'<w:color w:val="{_MUTED}"/>'
    properties = [
        f'<w:tcW w:w="{sum(look.widths)}" w:type="dxa"/>{_span(cell.span)}',
        '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "",
        borders,
        _shade() if row.kind in ("group", "result") else "",
        '<w:vAlign w:val="bottom"/>' if look.header else "",
    ]
    inside = paragraph(words.style(table_style(look.step)), words.inlines(content, weight), style)
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{inside}</w:tc>"


def _borders(**sides: tuple[int, str]) -> str:
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{sides[side][0]}" w:space="0" w:color="{sides[side][1]}"/>'
        for side in ("top", "bottom")
        if side in sides
    )
    return f"<w:tcBorders>{rules}</w:tcBorders>"


def _shade() -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_TINT}"/>'


def _gap(words: Words) -> str:
    """A table has no space of its own after it in Word."""
    return paragraph(words.style("Tabelafstand"), "")


def box(words: Words, block: b.KeyValue) -> str:
    """The box at the head of a proposal: labels to the left, what belongs to them to the right."""
    widths = [_BOX_LABEL, int(_TWIPS) - _BOX_LABEL]
    rows = []
    for label, inside in block.rows:
        head = paragraph(words.style("Normal"), run(label, f'<w:b/><w:color w:val="{_DARK}"/>'))
        rows.append(f"<w:tr>{_box_cell(widths[0], head)}{_box_cell(widths[1], _inside(words, inside))}</w:tr>")
    return f"{_table(widths, rows)}{_gap(words)}"


def _box_cell(width: int, inside: str) -> str:
    rule = _borders(bottom=(12, "FFFFFF"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{rule}{_shade()}</w:tcPr>{inside}</w:tc>'


def _inside(words: Words, blocks: tuple[b.Block, ...]) -> str:
    made = ""
    for block in blocks:
        if isinstance(block, b.CheckboxList):
            made += "".join(words.checkbox(item) for item in block.items)
        elif isinstance(block, b.Bullets):
            for item in block.items:
                made += "".join(
                    paragraph(words.style("List Bullet"), words.inlines(one.content))
                    for one in item
                    if isinstance(one, b.Paragraph)
                )
        elif isinstance(block, b.Paragraph):
            made += paragraph(words.style("Normal"), words.inlines(block.content))
        else:
            raise TypeError(f"{type(block).__name__} cannot stand in the box")
    return made or paragraph(words.style("Normal"), "")
