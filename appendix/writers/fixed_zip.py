"""Rewrites an Office file's zip with fixed dates, so that the same content is the same bytes."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path


def fixed(path: Path, date: datetime) -> None:
    """The same members in the same order, all dated `date` (zip knows no year before 1980)."""
    stamp = max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
