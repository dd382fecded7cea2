"""Writes blocks as HTML for the screen: the appendix page's tables and a proposal's preview.

Everything is escaped here; the only markup that comes out is what this module writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from appendix.content import blocks as b

# A column with no more than this share of the width holds codes and figures: no wider than its words.
NARROW_SHARE = 12
# The page has the first heading itself.
TOP_LEVEL = 2
LOWEST_LEVEL = 6
Targets = Mapping[str, str]


def tree_html(tree: b.Tree) -> SafeString:
    """A whole tree, a section for each of its parts; headings begin at level 2."""
    parts = (_join(_block(block, {}) for block in part.blocks) for part in tree.parts)
    return format_html_join("\n", '<section class="printed-part">{}</section>', ((part,) for part in parts))


def blocks_html(blocks: Iterable[b.Block], targets: Targets | None = None) -> SafeString:
    """Blocks one after the other; `targets` gives links within the document ("#anchor") other addresses."""
    return _join(_block(block, targets or {}) for block in blocks)


def _join(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((piece,) for piece in pieces))


def _block(block: b.Block, targets: Targets) -> SafeString:
    match block:
        case b.Heading():
            level = min(block.level + TOP_LEVEL - 1, LOWEST_LEVEL)
            anchor = format_html(' id="{}"', block.anchor) if block.anchor else ""
            return format_html(f"<h{level}{{}}>{{}}</h{level}>", anchor, block.full)
        case b.Paragraph():
            return format_html('<p class="printed-{}">{}</p>', block.style, _inlines(block.content, targets))
        case b.Bullets():
            tag = "ol" if block.ordered else "ul"
            items = ((blocks_html(item, targets),) for item in block.items)
            return format_html(f"<{tag}>{{}}</{tag}>", format_html_join("", "<li>{}</li>", items))
        case b.Note():
            return format_html('<p class="printed-note">{}</p>', _inlines(block.content, targets))
        case b.Figure():
            scroll = '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">{}</div>'
            drawn = format_html(scroll, block.caption, mark_safe(block.svg))  # noqa: S308 - our own drawing
            return format_html(
                '<figure class="printed-figure"><figcaption>{}</figcaption>{}</figure>', block.caption, drawn
            )
        case b.CheckboxList():
            return _checks(block)
        case b.KeyValue():
            rows = ((label, blocks_html(inside, targets)) for label, inside in block.rows)
            row = '<div class="summary-row"><dt>{}</dt><dd class="summary-value">{}</dd></div>'
            return format_html('<dl class="summary-list">{}</dl>', format_html_join("", row, rows))
        case b.Table():
            return _table(block, targets)
        case b.Contents():
            # The screen has neither pages nor their numbers.
            return SafeString("")
        case b.Turned():
            return blocks_html(block.blocks, targets)


def _inlines(content: b.Inlines, targets: Targets) -> SafeString:
    return format_html_join("", "{}", ((_inline(item, targets),) for item in content))


def _inline(item: b.Inline, targets: Targets) -> str:
    match item:
        case b.Text():
            return item.text
        case b.Styled():
            return format_html(f"<{item.style}>{{}}</{item.style}>", _inlines(item.content, targets))
        case b.Link():
            href = targets.get(item.href, item.href)
            return format_html('<a href="{}">{}</a>', href, _inlines(item.content, targets))
        case b.LineBreak():
            return mark_safe("<br>")


def _checks(block: b.CheckboxList) -> SafeString:
    """Ticks are drawn as signs; the word before a box says the same to those who do not see them."""
    signs = {True: ("☒", "Valgt: "), False: ("☐", "Ikke valgt: ")}
    items = ((*signs[check.checked], check.label) for check in block.items)
    line = '<li><span aria-hidden="true">{}</span> <span class="sr-only">{}</span>{}</li>'
    return format_html('<ul class="printed-checks">{}</ul>', format_html_join("", line, items))


def _table(table: b.Table, targets: Targets) -> SafeString:
    unit = format_html('<span class="caption-note">{}</span>', table.unit) if table.unit else ""
    caption = format_html("<caption>{}{}</caption>", table.caption, unit) if table.caption or unit else ""
    header = _join(_header_row(row, table) for row in table.header)
    return format_html(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="table data-table"{}>{}{}<tbody>{}</tbody></table></div>',
        _name(table),
        format_html(' id="{}"', table.anchor) if table.anchor else "",
        caption,
        format_html("<thead>{}</thead>", header) if header else "",
        _join(_body_row(row, table, targets) for row in table.body),
    )


def _name(table: b.Table) -> str:
    """What the table is called where nobody sees it: its caption, else the words of its header."""
    words = [b.plain(cell.content) for row in table.header for cell in row.cells if isinstance(cell, b.TextCell)]
    return table.caption or ", ".join(filter(None, words)) or "Tabel"


def _header_row(row: b.Row, table: b.Table) -> SafeString:
    cells = (
        format_html('<th scope="{}"{}>{}</th>', "colgroup" if cell.span > 1 else "col", attributes, _content(cell, {}))
        for cell, attributes in _with_attributes(row, table)
    )
    return format_html("<tr>{}</tr>", _join(cells))


def _body_row(row: b.Row, table: b.Table, targets: Targets) -> SafeString:
    head = table.head_of(row)
    cells = []
    for place, (cell, attributes) in enumerate(_with_attributes(row, table)):
        content = _content(cell, targets)
        if place == head:
            scope = "rowgroup" if row.kind == "group" else "row"
            cells.append(format_html('<th scope="{}"{}>{}</th>', scope, attributes, content))
        else:
            cells.append(format_html("<td{}>{}</td>", attributes, content))
    names = [{"group": "subhead", "line": ""}.get(row.kind, "total"), f"indent-{row.indent}" if row.indent else ""]
    return format_html('<tr class="{}">{}</tr>', " ".join(filter(None, names)), _join(cells))


def _content(cell: b.Cell, targets: Targets) -> SafeString | str:
    return cell.display if isinstance(cell, b.AmountCell) else _inlines(cell.content, targets)


def _with_attributes(row: b.Row, table: b.Table) -> Iterable[tuple[b.Cell, SafeString]]:
    """Each cell with its spans and how it is set."""
    # A row that is too short is the second one of a header, whose first columns are filled from above.
    place = len(table.columns) - sum(cell.span for cell in row.cells)
    for cell in row.cells:
        yield cell, _attributes(cell.span, cell.rows, _cell_class(cell, table.columns[max(place, 0)]))
        place += cell.span


@cache
def _attributes(span: int, rows: int, names: str) -> SafeString:
    return format_html(
        "{}{}{}",
        format_html(' colspan="{}"', span) if span > 1 else "",
        format_html(' rowspan="{}"', rows) if rows > 1 else "",
        format_html(' class="{}"', names) if names else "",
    )


def _cell_class(cell: b.Cell, column: b.Column) -> str:
    if cell.span > 1:
        return ""
    if isinstance(cell, b.AmountCell) or (cell.align or column.align) == "right":
        return "numeric"
    return "narrow" if 0 < column.share <= NARROW_SHARE else ""
