"""Builds a stored edition's files again and says whether they are the same bytes, or what differs and why."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .build import Progress, build_to_folder
from .editions import read_snapshot
from .engines import engines_of
from .leftovers import scratch_folder
from .models import Edition, ExportFile, Format
from .writers.whole import Tell, silent


@dataclass(frozen=True)
class FileCheck:
    """One stored file and a rebuild of it, each held against the fingerprint that was kept.

    `intact`: the stored bytes are those that were stored; `same`: the rebuild gives those. `parts` are what differs
    between the two files; `engines` name → (version then, version now) of what made it and has changed since.
    """

    format: str
    intact: bool
    same: bool
    parts: list[str]
    engines: dict[str, tuple[str, str]]

    @property
    def sound(self) -> bool:
        return self.intact and self.same

    @property
    def format_label(self) -> str:
        return str(Format(self.format).label)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> FileCheck:
        engines = {name: (was, now) for name, (was, now) in data["engines"].items()}
        return cls(**{**data, "engines": engines})


def check_edition(edition: Edition, progress: Progress | None = None) -> list[FileCheck]:
    """A check of each stored file, in the order of `Format`; raises the writers' errors."""
    stored = {file.format: file for file in edition.files.all()}
    formats = [value for value in Format.values if value in stored]
    snapshot, found = read_snapshot(edition), []
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        for number, format in enumerate(formats):
            tell: Tell = silent
            if progress:
                tell = partial(progress, str(Format(format).label), number, len(formats))
                progress(str(Format(format).label), number, len(formats))
            for built in build_to_folder(snapshot, [format], Path(folder), tell):
                found.append(_check(stored[format], built.path))
    return found


def _check(stored: ExportFile, rebuilt: Path) -> FileCheck:
    try:
        with stored.file.open("rb") as file:
            before = file.read()
    except FileNotFoundError:
        before = b""
    after = rebuilt.read_bytes()
    now = engines_of(stored.format)
    names = sorted({*stored.engines, *now})
    changed = {name: (stored.engines.get(name, "–"), now.get(name, "–")) for name in names}
    return FileCheck(
        format=stored.format,
        intact=hashlib.sha256(before).hexdigest() == stored.sha256,
        same=hashlib.sha256(after).hexdigest() == stored.sha256,
        parts=[] if before == after or not before else list(_parts(stored.format, stored, rebuilt)),
        engines={name: versions for name, versions in changed.items() if versions[0] != versions[1]},
    )


def _parts(format: str, stored: ExportFile, rebuilt: Path) -> Iterator[str]:
    """What differs inside: the members of an Office file, the keys of a JSON file; of a PDF nothing is told apart."""
    if Format(format).suffix in (Format.DOCX, Format.XLSX):
        yield from _members(stored, rebuilt)
    elif format == Format.JSON:
        with stored.file.open("rb") as file:
            before = _json(file.read())
        after = _json(rebuilt.read_bytes())
        yield from (key for key in sorted({*before, *after}) if before.get(key) != after.get(key))


def _members(stored: ExportFile, rebuilt: Path) -> Iterator[str]:
    with stored.file.open("rb") as file:
        if not zipfile.is_zipfile(file):
            return
        with zipfile.ZipFile(file) as before, zipfile.ZipFile(rebuilt) as after:
            contents = [{name: archive.read(name) for name in archive.namelist()} for archive in (before, after)]
    names = sorted({*contents[0], *contents[1]})
    yield from (name for name in names if contents[0].get(name) != contents[1].get(name))


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
