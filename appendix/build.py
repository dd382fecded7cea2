"""Builds an edition's files: each one whole and with its row, or not at all."""

from __future__ import annotations

import hashlib
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from .bilag import printed_apart
from .content.build import DRAFT
from .content.computed import Computed, compute_snapshot
from .editions import read_snapshot
from .engines import engines_of
from .jobs import hold
from .leaks import Secrets, check_leaks, secrets_of
from .leftovers import scratch_folder
from .models import Edition, ExportFile, Format, Job
from .proof import prove
from .snapshot import Snapshot
from .writers import build_file
from .writers.whole import Tell, silent


class Progress(Protocol):
    """Told what is being made, how many files are, and how many parts of this one (0 of 0: not counted)."""

    def __call__(self, step: str, done: int, total: int, part: int = 0, parts: int = 0) -> None: ...


class Product(File):
    """A finished file that the storage moves into place instead of copying."""

    def temporary_file_path(self) -> str:
        return self.file.name


@dataclass(frozen=True)
class BuiltFile:
    """A finished file in a folder; `size` in bytes, `sha256` in hex."""

    path: Path
    size: int
    sha256: str


def file_name(snapshot: Snapshot, format: str) -> str:
    """The name people see, free of titles: "Bilag 7, Budget 2025, udgave 3 (udkast).pdf".

    What is for Kvantum says so: "Bilag 7, Budget 2025, udgave 3, Kvantum.csv".
    """
    return f"{file_stem(snapshot, format)}.{suffix_of(snapshot, format)}"


def file_stem(snapshot: Snapshot, format: str) -> str:
    """The same without its ending."""
    name = f"Bilag {snapshot.bilag}, {snapshot.round.name}"
    if snapshot.edition:
        name += f", udgave {snapshot.edition}{'' if snapshot.final else f' ({DRAFT.lower()})'}"
    if format in (Format.KVANTUM, Format.KVANTUM_CSV):
        name += ", Kvantum"
    return file_safe(name)


def suffix_of(snapshot: Snapshot, format: str) -> str:
    """The ending of the file's name; a PDF of many proposals is an archive of one for each."""
    return "zip" if format == Format.PDF and printed_apart(snapshot) else Format(format).suffix


def file_safe(name: str) -> str:
    """The name without signs that a disk or a browser cannot have in a file's name."""
    return re.sub(r'[/\\:*?"<>|\x00-\x1f]', "-", name)


def build_products(job: Job, token: uuid.UUID, progress: Progress) -> None:
    """Builds the job's formats that the edition does not have yet, or has with a failed proof.

    Raises Leak when one holds something confidential, and LostClaim when the job is taken over.
    """
    snapshot = read_snapshot(job.edition)
    computed = compute_snapshot(snapshot)
    secrets = secrets_of(job.edition.round, snapshot)
    done = {file.format for file in job.edition.files.all() if not file.failed_proof}
    for number, format in enumerate(job.formats):
        tell = partial(progress, str(Format(format).label), number, len(job.formats))
        tell()
        if format not in done:
            _build_product(job, token, computed, secrets, format, tell)
    progress("", len(job.formats), len(job.formats))


def _build_product(
    job: Job, token: uuid.UUID, computed: Computed, secrets: Secrets, format: str, tell: Callable[..., None]
) -> None:
    name = file_name(computed.snapshot, format)
    with scratch_file(suffix_of(computed.snapshot, format)) as path:
        build_file(computed, format, path, tell)
        tell()
        check_leaks(secrets, path, name)
        proof = prove(computed, format, path).as_json()
        with transaction.atomic(), path.open("rb") as finished:
            hold(job.pk, token)
            # Another job may have been ordered for the same files: the first one's stay, where it is right.
            Edition.objects.select_for_update().defer("snapshot").get(pk=job.edition_id)
            there = ExportFile.objects.filter(edition=job.edition_id, format=format).first()
            if there is None or there.failed_proof:
                row = {"name": name, "proof": proof, **file_row(format, path, finished)}
                ExportFile.every.update_or_create(edition=job.edition, format=format, defaults=row)


@contextmanager
def scratch_file(suffix: str) -> Iterator[Path]:
    """Where a file with that ending is made before it is moved into place; the folder goes with the block."""
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        yield Path(folder) / f"product.{suffix}"


def file_row(format: str, path: Path, finished: BinaryIO) -> dict[str, Any]:
    """What a `StoredFile` keeps of a finished file; saving the row moves the file into place."""
    built = _built(path)
    return {
        "format": format,
        "file": Product(finished, name=path.name),
        "size": built.size,
        "sha256": built.sha256,
        "engines": engines_of(format),
        "created_at": timezone.now(),
    }


def build_to_folder(snapshot: Snapshot, formats: list[str], folder: Path, tell: Tell = silent) -> Iterator[BuiltFile]:
    """The same files in a folder, in the foreground, one by one; the folder is made when it is not there."""
    for format in formats:
        path = folder / file_name(snapshot, format)
        build_file(snapshot, format, path, tell)
        yield _built(path)


def _built(path: Path) -> BuiltFile:
    return BuiltFile(path, *digest(path))


def digest(path: Path) -> tuple[int, str]:
    """A file's size in bytes and its SHA-256 in hex."""
    with path.open("rb") as finished:
        return path.stat().st_size, hashlib.file_digest(finished, "sha256").hexdigest()
