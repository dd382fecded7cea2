"""A workbook as it is stored: each sheet's values and formulas by cell, read from its own XML."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]+)(\d+)")

Value = str | float


@dataclass
class Sheet:
    """A sheet's values and formulas by place ("B7"), in the order of the file."""

    name: str
    values: dict[str, Value] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)

    def words(self, place: str) -> str:
        """The words of a cell; of a number none."""
        value = self.values.get(place, "")
        return value if isinstance(value, str) else ""

    def numbers(self, row: int) -> dict[str, float]:
        """The row's numbers by place."""
        return {place: value for place in self.rows.get(row, []) if isinstance(value := self.values[place], float)}

    @cached_property
    def rows(self) -> dict[int, list[str]]:
        """The places of each row that has any."""
        found: dict[int, list[str]] = {}
        for place in self.values:
            found.setdefault(split(place)[1], []).append(place)
        return found


def split(place: str) -> tuple[str, int]:
    """Column and row of a place."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place)
    return found[1], int(found[2])


def open_workbook(path: Path) -> dict[str, Sheet]:
    """The sheets by name, hidden ones too."""
    with zipfile.ZipFile(path) as archive:
        strings = _strings(archive)
        targets = {one.get("Id"): one.get("Target") for one in _root(archive, "xl/_rels/workbook.xml.rels")}
        listed = _root(archive, "xl/workbook.xml").iter(f"{_X}sheet")
        named = [(one.get("name") or "", targets[one.get(f"{_R}id")]) for one in listed]
        return {name: _sheet(name, _root(archive, f"xl/{target}"), strings) for name, target in named}


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name))


def _strings(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return ["".join(part.text or "" for part in one.iter(f"{_X}t")) for one in _root(archive, name).iter(f"{_X}si")]


def _sheet(name: str, content: etree._Element, strings: list[str]) -> Sheet:
    sheet = Sheet(name)
    for cell in content.iter(f"{_X}c"):
        place, kind = cell.get("r") or "", cell.get("t", "n")
        formula, stored = cell.find(f"{_X}f"), cell.find(f"{_X}v")
        if formula is not None:
            sheet.formulas[place] = formula.text or ""
        if kind == "inlineStr":
            sheet.values[place] = "".join(part.text or "" for part in cell.iter(f"{_X}t"))
        elif stored is not None and stored.text:
            text = stored.text
            sheet.values[place] = strings[int(text)] if kind == "s" else float(text) if kind == "n" else text
    return sheet
