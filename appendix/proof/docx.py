"""Reads the tables of a Word file back from its own XML."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from .grids import Grid

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(path: Path) -> list[Grid]:
    """The tables in reading order, rows of cells' words; the fill under a cell of two rows is no cell."""
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as content:
        body = etree.parse(content)
    return [
        [
            [_words(cell) for cell in row.iterchildren(f"{_W}tc") if not _fill(cell)]
            for row in table.iterchildren(f"{_W}tr")
        ]
        for table in body.iter(f"{_W}tbl")
    ]


def _fill(cell: etree._Element) -> bool:
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val") != "restart"


def _words(cell: etree._Element) -> str:
    return "".join(
        part.text or "" if part.tag == f"{_W}t" else " " for part in cell.iter(f"{_W}t", f"{_W}br", f"{_W}p")
    )
