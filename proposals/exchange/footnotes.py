"""Footnotes and titles read back from the tables a round's appendix printed."""

from __future__ import annotations

import re
from typing import Any

from ..economy.summary_rows import CONFIDENTIAL_SUFFIX
from ..roundfile import PublishedTable, PublishedTables

_NOTE = re.compile(r"^(\*+)\s*(.*)$", re.DOTALL)
TABLES = ("table2", "table3")


def footnotes(published: PublishedTables | None) -> list[dict[str, Any]]:
    """The round's footnotes, table by table: {table, text, proposals: numbers that carry the mark}.

    A table without footnotes of its own takes the appendix's common ones, if any of its rows is marked.
    """
    found: list[dict[str, Any]] = []
    for name in TABLES:
        table = getattr(published, name) if published else None
        if table is None:
            continue
        notes = table.footnotes
        if notes is None:
            notes = (published.footnotes or []) if any(row.marks for row in table.rows) else []
        found += _of_table(name, table, notes)
    return found


def _of_table(name: str, table: PublishedTable, notes: list[str]) -> list[dict[str, Any]]:
    texts = {match[1]: match[2].strip() for note in notes if (match := _NOTE.match(note.strip()))}
    numbers: dict[str, list[str]] = {mark: [] for mark in texts}
    marked = [(row.number, row.marks.split("/")) for row in table.rows if row.number and row.marks]
    spare = [mark for mark in texts if not any(mark in marks for _, marks in marked)]
    for number, marks in marked:
        for place, mark in enumerate(marks):
            # "**/**" in print: a mark that stands twice at one proposal means the note that no row carries.
            if mark in marks[:place] and spare:
                mark = spare.pop(0)
            if number not in numbers.setdefault(mark, []):
                numbers[mark].append(number)
    return [{"table": name, "text": text, "proposals": numbers[mark]} for mark, text in texts.items()]


def printed_titles(published: PublishedTables | None) -> dict[str, str]:
    """Proposal number → its title in the tables, without the mark for confidential ones."""
    titles: dict[str, str] = {}
    for name in TABLES:
        table = getattr(published, name) if published else None
        for row in table.rows if table else []:
            if row.number and row.title:
                titles[row.number] = row.title.removesuffix(CONFIDENTIAL_SUFFIX).strip()
    return titles
