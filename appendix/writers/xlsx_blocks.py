"""A printed table as rows of a proposal's sheet: its amounts as numbers, its total as a formula over them."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from appendix.content import blocks as b

from .xlsx_sheet import Formats, summed, tall_enough


def write_blocks(
    sheet: Worksheet, at: int, blocks: list[b.Block], formats: Formats, *, first_year: int, width: float
) -> int:
    """Tables and notes below one another from row `at`, a blank row before each table; returns the row after.

    Amounts begin in column `first_year`, words in the first; `width` is the first column's.
    """
    for block in blocks:
        if isinstance(block, b.Table):
            at = _table(sheet, at + 1, block, formats, first_year, width)
        elif isinstance(block, b.Note):
            sheet.write_string(at, 0, b.plain(block.content), formats.note)
            at += 1
    return at


def _table(sheet: Worksheet, at: int, table: b.Table, formats: Formats, first_year: int, width: float) -> int:
    sheet.write_string(at, 0, table.caption, formats.caption)
    at += 1
    heads = [b.plain(cell.content) for cell in table.header[-1].cells if isinstance(cell, b.TextCell)]
    years = sum(column.align == "right" for column in table.columns)
    for column in range(first_year + years):
        sheet.write_string(at, column, "", formats.head)
    for column, head in enumerate(heads[:-years]):
        sheet.write_string(at, column, head, formats.head)
    for column, head in enumerate(heads[-years:], start=first_year):
        sheet.write_string(at, column, head, formats.head_right)
    first = at = at + 1
    for row in table.body:
        total = row.kind == "total"
        words = [b.plain(cell.content) for cell in row.cells if isinstance(cell, b.TextCell)]
        for column in range(first_year):
            shown = words[column] if column < len(words) else ""
            sheet.write_string(at, column, shown, formats.total_text if total else formats.text)
        if not total:
            tall_enough(sheet, at, words[0], width)
        amounts = [cell.amount_tkr for cell in row.cells if isinstance(cell, b.AmountCell)]
        for column, amount in enumerate(amounts, start=first_year):
            if total:
                summed(sheet, at, column, first, amount, formats.total_thousand)
            else:
                sheet.write_number(at, column, amount, formats.thousand)
        at += 1
    return at
