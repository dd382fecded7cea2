"""Builds an edition's files: each one whole and with its row, or not at all."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction

from .editions import read_snapshot
from .jobs import hold
from .models import Edition, ExportFile, Format, Job
from .snapshot import Snapshot
from .writers import build_file

Progress = Callable[[str, int, int], None]


class Product(File):
    """A finished file that the storage moves into place instead of copying."""

    def temporary_file_path(self) -> str:
        return self.file.name


def file_name(snapshot: Snapshot, format: str) -> str:
    """The name people see, free of titles: "Bilag 7, Budget 2025, udgave 3.pdf"."""
    name = f"Bilag {snapshot.bilag}, {snapshot.round.name}"
    if snapshot.edition:
        name += f", udgave {snapshot.edition}"
    return name.replace("/", "-") + f".{format}"


def build_products(job: Job, token: uuid.UUID, progress: Progress) -> None:
    """Builds the job's formats that the edition does not have yet; raises LostClaim when the job is taken over."""
    snapshot = read_snapshot(job.edition)
    done = set(job.edition.files.values_list("format", flat=True))
    for number, format in enumerate(job.formats):
        progress(str(Format(format).label), number, len(job.formats))
        if format not in done:
            _build_product(job, token, snapshot, format)
    progress("", len(job.formats), len(job.formats))


def _build_product(job: Job, token: uuid.UUID, snapshot: Snapshot, format: str) -> None:
    scratch = Path(settings.DATA_DIR) / "scratch"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        path = Path(folder) / f"product.{format}"
        build_file(snapshot, format, path)
        with transaction.atomic(), path.open("rb") as finished:
            hold(job.pk, token)
            ExportFile.objects.create(
                edition=job.edition,
                format=format,
                file=Product(finished, name=path.name),
                name=file_name(snapshot, format),
                size=path.stat().st_size,
                sha256=hashlib.file_digest(finished, "sha256").hexdigest(),
            )


def build_to_folder(edition: Edition, formats: list[str], folder: Path) -> list[Path]:
    """The same files in a folder, in the foreground; the folder is made when it is not there."""
    snapshot = read_snapshot(edition)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / file_name(snapshot, format) for format in formats]
    for format, path in zip(formats, paths, strict=True):
        build_file(snapshot, format, path)
    return paths
