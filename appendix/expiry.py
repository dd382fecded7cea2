"""Old drafts lose their files: the edition stays, and they can be built again from it. Final ones never do."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from .models import Edition, ErrataFile, ExportFile, Job, PackageFile, StoredFile

logger = logging.getLogger(__name__)


def expire_drafts() -> list[str]:
    """Removes the files of drafts (rettelsesblade and packages too) older than DRAFT_FILES_DAYS; gives their names."""
    before = timezone.now() - timedelta(days=settings.DRAFT_FILES_DAYS)
    with transaction.atomic():
        draft = {ExportFile: "edition__final", PackageFile: "edition__final", ErrataFile: "errata__edition__final"}
        old: list[StoredFile] = []
        for files, final in draft.items():
            rows = files._base_manager.select_for_update(of=("self",))
            old += rows.filter(**{final: False}, created_at__lt=before).order_by("pk")
        for file in old:
            file.delete()
        # A file outlives its row rather than the other way: what is left is removed with the leftovers.
        transaction.on_commit(lambda: [default_storage.delete(file.file.name) for file in old])
    if old:
        logger.info("Files of old drafts removed: %s", ", ".join(file.file.name for file in old))
    return [file.name for file in old]


def expired_formats(edition: Edition) -> list[str]:
    """The formats a draft was built in and has no files of any more."""
    built = edition.jobs.filter(kind=Job.Kind.BUILD, state=Job.State.DONE).values_list("formats", flat=True)
    there = set(edition.files.values_list("format", flat=True))
    return sorted({format for formats in built for format in formats} - there)
