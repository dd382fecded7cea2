"""Rettelsesblade: what one edition prints otherwise than an earlier one of the same appendix, and its files."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.policy import may
from reviews.events import record

from .build import Progress, file_row, file_stem, scratch_file
from .content import errata as content
from .content.computed import Computed, compute_snapshot
from .content.errata_document import PageOf
from .editions import read_snapshot
from .jobs import enqueue, hold
from .leaks import Secrets, check_leaks, secrets_of
from .models import Edition, Errata, ErrataFile, Format, Job
from .proof.errata import prove_errata
from .writers.errata import write_errata
from .writers.whole import WriterError

FORMATS = (Format.PDF, Format.DOCX, Format.XLSX, Format.JSON)


def earlier(edition: Edition) -> QuerySet[Edition]:
    """The editions a rettelsesblad to it can begin from, the newest first."""
    same = Edition.objects.filter(round=edition.round_id, bilag=edition.bilag, number__lt=edition.number)
    return same.defer("snapshot").order_by("-number")


def to_prefetch() -> tuple[Prefetch, str]:
    """What a list of editions reads with their rettelsesblade."""
    return Prefetch("errata", Errata.objects.select_related("old").defer("old__snapshot")), "errata__files"


def compare(old: Edition, new: Edition) -> tuple[content.Errata, PageOf | None]:
    """What changed, and where it stands in the stored PDF of the old edition: None where it has none."""
    before = compute_snapshot(read_snapshot(old))
    return content.errata(before, compute_snapshot(read_snapshot(new))), _pages(old, before)


def _pages(edition: Edition, computed: Computed) -> PageOf | None:
    # Imported when it is first used: few pages need to read a PDF.
    from .pages import read_pages

    stored = edition.files.filter(format=Format.PDF).first()
    if stored is None or not stored.name.endswith(".pdf"):
        return None
    try:
        with stored.file.open("rb") as pdf:
            return read_pages(pdf, computed.tree).of
    except FileNotFoundError:
        return None


@transaction.atomic
def order_files(old: Edition, new: Edition, formats: list[str], by: User) -> Job:
    """Queues a job that builds the files, with an event.

    PermissionDenied for who does not work with the appendix, ValueError for editions that have no rettelsesblad.
    """
    may(by, "appendix").require()
    if not earlier(new).filter(pk=old.pk).exists():
        raise ValueError(f"no rettelsesblad from {old} to {new}")
    errata, _made = Errata.objects.get_or_create(old=old, edition=new)
    job = enqueue(new, formats, Job.Kind.ERRATA, errata=errata)
    if not job.already:
        data = {"bilag": new.bilag, "edition": new.number, "old": old.number}
        record("errata_built", round=new.round, actor=by, data=data)
    return job


def build_errata_files(errata: Errata, job: Job, token: uuid.UUID, progress: Progress) -> None:
    """Builds the job's formats that there are no files of yet.

    Raises Leak when one holds something confidential, WriterError when one does not say what was computed, and
    LostClaim when the job is taken over.
    """
    found, page_of = compare(errata.old, errata.edition)
    secrets = secrets_of(errata.edition.round, found.new)
    for number, format in enumerate(job.formats):
        progress(str(Format(format).label), number, len(job.formats))
        if not errata.files.filter(format=format).exists():
            _build(errata, job, token, found, page_of, secrets, format)
    progress("", len(job.formats), len(job.formats))


def _build(
    errata: Errata,
    job: Job,
    token: uuid.UUID,
    found: content.Errata,
    page_of: PageOf | None,
    secrets: Secrets,
    format: str,
) -> None:
    suffix = Format(format).suffix
    name = f"Rettelsesblad til udgave {errata.old.number}, {file_stem(found.new, format)}.{suffix}"
    with scratch_file(suffix) as path:
        write_errata(found, page_of, format, path)
        check_leaks(secrets, path, name)
        if wrong := prove_errata(found, page_of, format, path):
            raise WriterError(f"Rettelsesbladet er ikke gemt: {wrong}")
        with transaction.atomic(), path.open("rb") as finished:
            hold(job.pk, token)
            # Another job may have been ordered for the same files: the first one's stay.
            Errata.objects.select_for_update().get(pk=errata.pk)
            if not errata.files.filter(format=format).exists():
                row = {"name": name, **file_row(format, path, finished)}
                ErrataFile.every.update_or_create(errata=errata, format=format, defaults=row)
