"""Removes what a killed worker left on the disk: product files without a row, and unfinished work."""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from .models import ErrataFile, ExportFile

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
    """Product files whose row was never committed."""
    root = Path(default_storage.path(EDITIONS))
    old = [path for path in root.glob("*/*") if path.is_file() and path.stat().st_mtime < before]
    names = {f"{EDITIONS}/{path.parent.name}/{path.name}": path for path in old}
    known: set[str] = set()
    for files in (ExportFile.objects, ErrataFile.objects):
        known.update(files.filter(file__in=names).values_list("file", flat=True))
    orphans = sorted(set(names) - known)
    for name in orphans:
        names[name].unlink(missing_ok=True)
    return orphans


def _unfinished(before: float) -> list[str]:
    old = [path for path in scratch_folder().iterdir() if path.stat().st_mtime < before]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return sorted(path.name for path in old)
