"""Archives with fixed dates, so that the same content is the same bytes; an Office file is one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path


def member(name: str, date: datetime, mode: int = 0o644) -> zipfile.ZipInfo:
    """A member of an archive that is the same whenever it is made; zip knows no year before 1980."""
    info = zipfile.ZipInfo(name, max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = mode << 16
    return info


def fixed(path: Path, date: datetime, insert: Mapping[str, tuple[bytes, Iterable[str]]] | None = None) -> None:
    """The same members in the same order, all dated `date`.

    `insert`: by the name of a member, text that goes into it right before the last place where the bytes stand; it is
    written piece by piece. ValueError where they stand nowhere.
    """
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = member(name, date, mode=0o600)
            if insert is None or name not in insert:
                archive.writestr(info, data)
                continue
            before, pieces = insert[name]
            at = data.rindex(before)
            written = [piece.encode() for piece in pieces]
            info.file_size = len(data) + sum(map(len, written))
            with archive.open(info, "w") as file:
                for piece in (data[:at], *written, data[at:]):
                    file.write(piece)
