"""Rewrites an Office file's zip with fixed dates, so that the same content is the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path


def fixed(path: Path, date: datetime, insert: Mapping[str, tuple[bytes, Iterable[str]]] | None = None) -> None:
    """The same members in the same order, all dated `date` (zip knows no year before 1980).

    `insert`: by the name of a member, text that goes into it right before the last place where the bytes stand; it is
    written piece by piece. ValueError where they stand nowhere.
    """
    stamp = max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            if insert is None or name not in insert:
                archive.writestr(info, data)
                continue
            before, pieces = insert[name]
            at = data.rindex(before)
            written = [piece.encode() for piece in pieces]
            info.file_size = len(data) + sum(map(len, written))
            with archive.open(info, "w") as member:
                member.write(data[:at])
                for piece in written:
                    member.write(piece)
                member.write(data[at:])
