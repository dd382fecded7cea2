"""Everything a file says, with the place: its text and what is kept around it, seen or not."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Object

from appendix.proof.pdf import Words
from proposals.richtext import is_rich, to_plain

Text = tuple[str, str]

_PARAGRAPHS = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p",
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}si",
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}is",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}p",
)
# What is read of a paragraph: without the codes of fields, which may stand in the middle of a sentence.
_read = etree.XPath(
    ".//text()[not(parent::w:instrText)]",
    namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
)
# Streams of a PDF that hold words of their own, besides what is drawn.
_SAID = ("/Metadata", "/EmbeddedFile")


def texts_of(path: Path) -> Iterator[Text]:
    """Place and text, for any of the formats by the ending of the file's name."""
    if path.suffix == ".pdf":
        yield from _pdf(path)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, PurePath(name).stem
                yield from ((f"{name}, {place}", text) for place, text in _pdf(BytesIO(archive.read(name))))
    elif path.suffix in (".docx", ".xlsx"):
        yield from _office(path)
    elif path.suffix == ".json":
        yield from _values("", json.loads(path.read_bytes()))
    else:
        yield "indhold", path.read_text(encoding="utf-8-sig")


def _pdf(path: Path | BytesIO) -> Iterator[Text]:
    """The pages, and every string of every object: properties, bookmarks, tags, destinations, notes, attachments."""
    with pikepdf.open(path) as document:
        words = Words(document)
        for number, page in enumerate(document.pages, start=1):
            yield f"side {number}", words.drawn(page, page.resources)
        for one in document.objects:
            if isinstance(one, pikepdf.Stream):
                kind, drawing = str(one.get(Name.Type, "")), str(one.get(Name.Subtype, "")) == "/Form"
                if kind in _SAID:
                    yield from _contained(kind.lstrip("/"), one)
                elif drawing:
                    yield "tegning", words.drawn(one, one.get(Name.Resources, Dictionary()))
                yield from _said(f"objekt {one.objgen[0]}", one.stream_dict)
            else:
                yield from _said(f"objekt {one.objgen[0]}", one)


def _contained(place: str, stream: pikepdf.Stream) -> Iterator[Text]:
    """What a stream says; data that are attached by their values, since their signs may hide between the words."""
    content = stream.read_bytes()
    if str(stream.get(Name.Subtype, "")) == "/application/json":
        yield from _values(place, json.loads(content))
    else:
        yield place, content.decode("utf-8", "replace")


def _said(place: str, value: Object) -> Iterator[Text]:
    """The strings right in an object."""
    if isinstance(value, pikepdf.String):
        yield place, str(value)
    elif isinstance(value, Array):
        for inner in value:
            if not getattr(inner, "is_indirect", False):
                yield from _said(place, inner)
    elif isinstance(value, Dictionary):
        for key, inner in value.items():
            if not getattr(inner, "is_indirect", False):
                yield from _said(f"{place.split(',')[0]}, {key.lstrip('/')}", inner)


def _office(path: Path) -> Iterator[Text]:
    """Each member of the archive by its name: text, values of attributes, comments in the XML, and the names."""
    with zipfile.ZipFile(path) as archive:
        yield "arkivets kommentar", archive.comment.decode("utf-8", "replace")
        for name in archive.namelist():
            yield "navn på del", name
            content = archive.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                for text in _xml(content):
                    yield name, text
            else:
                yield name, content.decode("utf-8", "ignore")


def _xml(content: bytes) -> Iterator[str]:
    root = etree.fromstring(content)
    # A word may be parted over runs, and two words over cells: both ways of reading are searched.
    yield " ".join("".join(_read(part)) for part in root.iter(*_PARAGRAPHS))
    yield " ".join(root.itertext())
    yield " ".join(value for part in root.iter("*") for value in part.attrib.values())
    yield " ".join(part.text or "" for part in root.iter(etree.Comment))


def _values(place: str, value: Any) -> Iterator[Text]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield place, key
            yield from _values(f"{place}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(place, inner)
    elif isinstance(value, str):
        yield place, value
        if is_rich(value):
            yield place, to_plain(value)
