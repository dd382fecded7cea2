"""What a file is by its content, whatever its name says: the few types that minutes may have."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import BinaryIO

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
# Suffix → content type; other suffixes are not taken.
TYPES = {
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".odt": _ODT,
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_MAGIC = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    _DOCX: b"PK\x03\x04",
    _ODT: b"PK\x03\x04",
}
# What stands in a text file besides letters.
_BLANK = b"\t\n\r\f"


def type_of(file: BinaryIO, name: str) -> str:
    """The content type, where name and content agree on one that is taken; "" where they do not."""
    claimed = TYPES.get(PurePath(name).suffix.lower(), "")
    file.seek(0)
    try:
        return claimed if claimed and _is(file, claimed) else ""
    finally:
        file.seek(0)


def _is(file: BinaryIO, claimed: str) -> bool:
    if claimed == "text/plain":
        return _is_text(file.read())
    magic = _MAGIC[claimed]
    if file.read(len(magic)) != magic:
        return False
    return claimed not in (_DOCX, _ODT) or _is_office(file, claimed)


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(byte >= 32 or byte in _BLANK for byte in content)


def _is_office(file: BinaryIO, claimed: str) -> bool:
    """The parts such a document has, and none that runs."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            if any("vbaproject" in name.lower() or name.lower().startswith("basic/") for name in names):
                return False
            if claimed == _DOCX:
                return {"[Content_Types].xml", "word/document.xml"} <= names
            with package.open("mimetype") as part:
                return part.read(len(_ODT) + 1) == _ODT.encode()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError):
        # KeyError: no such part; the others: damaged, encrypted or packed in a way that is not read.
        return False
