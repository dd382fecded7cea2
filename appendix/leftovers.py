"""Removes what a killed worker left on the disk: product files without a row, and unfinished work."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from .models import ErrataFile, ExportFile, PackageFile

logger = logging.getLogger(__name__)

EDITIONS = "editions"


def scratch_folder() -> Path:
    """Where files are made before they are moved into place; on the same disk, so that the move is one step."""
    folder = Path(settings.DATA_DIR) / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_leftovers() -> list[str]:
    """Removes leftovers older than LEFTOVER_SECONDS; younger ones may belong to a worker at work. Their names."""
    before = time.time() - settings.LEFTOVER_SECONDS
    removed = [*_orphans(before), *_unfinished(before)]
    if removed:
        logger.info("Leftovers removed: %s", ", ".join(removed))
    return removed


def _orphans(before: float) -> list[str]:
    """Product files whose row was never committed, on disk or in the object store."""
    names = set(_stored(EDITIONS))
    for files in (ExportFile.objects, ErrataFile.objects, PackageFile.objects):
        names.difference_update(files.values_list("file", flat=True))
    orphans = [name for name in sorted(names) if default_storage.get_modified_time(name).timestamp() < before]
    for name in orphans:
        default_storage.delete(name)
    return orphans


def _stored(folder: str) -> Iterator[str]:
    """The names of the files below the folder; none where there is no folder yet."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(f"{folder}/{name}")


def _unfinished(before: float) -> list[str]:
    old = [path for path in scratch_folder().iterdir() if path.stat().st_mtime < before]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return sorted(path.name for path in old)
