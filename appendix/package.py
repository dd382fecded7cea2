"""The package for the case system: a round's open and closed files apart, and an index of what may be published."""

from __future__ import annotations

import json
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.models import User
from accounts.policy import may
from proposals.csv_file import csv_lines
from reviews.events import record

from .bilag import BILAG
from .build import Product, Progress, digest, file_safe, file_stem, scratch_file
from .content.computed import compute_snapshot
from .content.round_file import round_file_text
from .editions import read_snapshot
from .jobs import enqueue, hold
from .leaks import check_leaks, secrets_of
from .models import Edition, Format, Job, StoredFile
from .snapshot import Snapshot
from .writers.fixed_zip import member

OPEN, CLOSED = "aaben", "lukket"
INDEX = "indeks"
# What a reader of the committee's papers is given; the rest is for the program and for Kvantum.
PUBLISHED = (Format.PDF, Format.DOCX, Format.XLSX)
COLUMNS = (
    "Fil", "Titel", "Bilag", "Udgave", "Udkast", "Format", "Lukket", "Offentliggøres", "Størrelse i byte",
    "SHA-256", "Dannet",
)  # fmt: skip


class NothingToPack(Exception):
    """None of the editions has a file that may be fetched."""


class ChangedFile(Exception):
    """A stored file is gone, or its bytes are no longer those that were stored; the words are for people."""


@dataclass(frozen=True)
class Entry:
    """A file of the package as its index tells it; `name` with its folder, `made` in ISO."""

    name: str
    title: str
    bilag: int
    edition: int
    draft: bool
    format: str
    closed: bool
    publish: bool
    size: int
    sha256: str
    made: str

    @property
    def row(self) -> tuple[object, ...]:
        """As a line of the index, in Danish."""
        return tuple(_said(value) for value in asdict(self).values())


def _said(value: object) -> object:
    return ("Ja" if value else "Nej") if isinstance(value, bool) else value


@transaction.atomic
def order_package(edition: Edition, by: User) -> Job:
    """Queues a job that packs the edition's files and those of the round's other appendices, with an event.

    PermissionDenied for who does not work with the appendix.
    """
    may(by, "appendix").require()
    job = enqueue(edition, [], Job.Kind.PACKAGE)
    if not job.already:
        data = {"bilag": edition.bilag, "edition": edition.number}
        record("package_built", round=edition.round, actor=by, data=data)
    return job


def packed_editions(edition: Edition) -> list[Edition]:
    """The edition, and of the round's other appendices the newest one that is final or a draft as it is."""
    found = {edition.bilag: edition}
    for other in Edition.objects.filter(round=edition.round_id, final=edition.final).order_by("number"):
        if other.bilag != edition.bilag:
            found[other.bilag] = other
    return [found[bilag] for bilag in sorted(found)]


def package_name(edition: Edition) -> str:
    """ "Pakke, Budget 2025, bilag 7 udgave 3.zip"."""
    draft = "" if edition.final else " (udkast)"
    return file_safe(f"Pakke, {edition.round.name}, bilag {edition.bilag} udgave {edition.number}{draft}.zip")


def build_package(edition: Edition, job: Job, token: uuid.UUID, progress: Progress) -> None:
    """Packs and stores; raises Leak, NothingToPack, ChangedFile, and LostClaim when the job is taken over."""
    with scratch_file("zip") as path:
        write_package(edition, path, progress)
        with transaction.atomic(), path.open("rb") as finished:
            hold(job.pk, token)
            size, sha256 = digest(path)
            edition.packages.create(
                format="zip",
                file=Product(finished, name=path.name),
                name=package_name(edition),
                size=size,
                sha256=sha256,
            )


def write_package(edition: Edition, path: Path, progress: Progress | None = None) -> list[Entry]:
    """The package at `path`, the same bytes for the same files; its entries in order.

    Each open file is searched once more: something may have become confidential since it was built. Raises Leak with
    the place, NothingToPack, and ChangedFile.
    """
    files = {one: list(_files(one)) for one in packed_editions(edition)}
    if not any(files.values()):
        raise NothingToPack(f"{edition} har ingen filer at pakke.")
    entries: list[Entry] = []
    with zipfile.ZipFile(path, "w") as archive:
        for one, stored in files.items():
            snapshot = read_snapshot(one)
            secrets = secrets_of(one.round, snapshot)
            for number, file in enumerate([*stored, None] if stored else []):
                if progress:
                    progress("Pakke", 0, 1, number, len(stored) + 1)
                with scratch_file(Path(file.file.name).suffix.lstrip(".") if file else "json") as copy:
                    entry = _copied(one, file, copy) if file else _round_file(one, snapshot, copy)
                    check_leaks(secrets, copy, Path(entry.name).name)
                    archive.writestr(member(entry.name, edition.created_at), copy.read_bytes())
                entries.append(entry)
        data = {"round": edition.round.name, "files": [asdict(entry) for entry in entries]}
        index = {
            "csv": "".join(csv_lines(COLUMNS, (entry.row for entry in entries))),
            "html": index_page(edition.round.name, entries),
            "json": json.dumps(data, ensure_ascii=False, indent=1) + "\n",
        }
        for suffix, text in index.items():
            archive.writestr(member(f"{INDEX}.{suffix}", edition.created_at), text)
    return entries


def index_page(round_name: str, entries: list[Entry]) -> str:
    """The index as a page for people: it needs nothing beside it, and each file's name leads to the file."""
    title = f"Indeks, {round_name}"
    heads = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in COLUMNS))
    rows = format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>',
        (
            (quote(entry.name), entry.name, format_html_join("", "<td>{}</td>", ((cell,) for cell in entry.row[1:])))
            for entry in entries
        ),
    )
    return format_html(
        '<!DOCTYPE html>\n<html lang="da">\n<head><meta charset="utf-8"><title>{0}</title>'
        "<style>body {{ font-family: sans-serif }} th, td {{ padding: 0.3em 0.6em; text-align: left; "
        "border-bottom: 1px solid }} table {{ border-collapse: collapse }} "
        "td:nth-child(10) {{ overflow-wrap: anywhere }}</style></head>\n<body>\n"
        "<h1>{0}</h1>\n<table>\n<thead><tr>{1}</tr></thead>\n<tbody>\n{2}\n</tbody>\n</table>\n</body>\n</html>\n",
        title,
        heads,
        rows,
    )


def _files(edition: Edition) -> Iterator[StoredFile]:
    """The edition's files that may be fetched, and those of its rettelsesblade."""
    yield from (file for file in edition.files.all() if file.released)
    for errata in edition.errata.all():
        yield from errata.files.all()


def _copied(edition: Edition, file: StoredFile, copy: Path) -> Entry:
    """A stored file, at `copy` too; raises ChangedFile."""
    try:
        with file.file.open("rb") as stored, copy.open("wb") as to:
            shutil.copyfileobj(stored, to)
    except FileNotFoundError:
        raise ChangedFile(f"“{file.name}” ligger ikke længere på serveren. Pakken er ikke dannet.") from None
    if digest(copy) != (file.size, file.sha256):
        raise ChangedFile(f"“{file.name}” er ikke længere den fil, der blev gemt. Pakken er ikke dannet.")
    format, publish = str(Format(file.format).label), file.format in PUBLISHED
    return _entry(edition, file.name, format, file.size, file.sha256, file.created_at, publish=publish)


def _round_file(edition: Edition, snapshot: Snapshot, copy: Path) -> Entry:
    """The edition's proposals as data, made at `copy` as it is packed."""
    copy.write_text(round_file_text(compute_snapshot(snapshot)), encoding="utf-8")
    name = f"{file_stem(snapshot, Format.JSON)}, rundefil.json"
    return _entry(edition, name, "Rundefil", *digest(copy), edition.created_at, publish=False)


def _entry(
    edition: Edition, name: str, format: str, size: int, sha256: str, made: datetime, *, publish: bool
) -> Entry:
    closed = BILAG[edition.bilag].closed
    return Entry(
        name=f"{CLOSED if closed else OPEN}/{name}",
        title=Path(name).stem,
        bilag=edition.bilag,
        edition=edition.number,
        draft=not edition.final,
        format=format,
        closed=closed,
        publish=edition.final and not closed and publish,
        size=size,
        sha256=sha256,
        made=timezone.localtime(made).isoformat(timespec="seconds"),
    )
