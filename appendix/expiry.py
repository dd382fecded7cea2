"""Old drafts lose their files: the edition stays, and they can be built again from it. Final ones never do.

The rows stay, without a file, so that an address of one still tells what it was.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from .models import Edition, ErrataFile, ExportFile, PackageFile, StoredFile

logger = logging.getLogger(__name__)


def expire_drafts() -> list[str]:
    """Removes the files of drafts (rettelsesblade and packages too) older than DRAFT_FILES_DAYS; gives their names."""
    before = timezone.now() - timedelta(days=settings.DRAFT_FILES_DAYS)
    with transaction.atomic():
        draft = {ExportFile: "edition__final", PackageFile: "edition__final", ErrataFile: "errata__edition__final"}
        old: list[StoredFile] = []
        for files, final in draft.items():
            rows = files.objects.select_for_update(of=("self",))
            found = list(rows.filter(**{final: False}, created_at__lt=before).order_by("pk"))
            files.objects.filter(pk__in=[file.pk for file in found]).update(file="")
            old += found
        # A file outlives its row rather than the other way: what is left is removed with the leftovers.
        transaction.on_commit(lambda: [default_storage.delete(file.file.name) for file in old])
    if old:
        logger.info("Files of old drafts removed: %s", ", ".join(file.file.name for file in old))
    return [file.name for file in old]


def expired_formats(edition: Edition) -> list[str]:
    """The formats a draft was built in and has no files of any more."""
    return sorted(ExportFile.every.filter(edition=edition, file="").values_list("format", flat=True))
