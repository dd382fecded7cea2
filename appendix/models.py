"""Editions of the appendix, the jobs that build them and the files that came out."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import Round


class Format(models.TextChoices):
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    JSON = "json", _("JSON")
    KVANTUM = "kvantum", _("Kvantum (Excel)")
    KVANTUM_CSV = "kvantum_csv", _("Kvantum (CSV)")

    @property
    def suffix(self) -> str:
        """The ending of its files' names, without the stop."""
        return {Format.KVANTUM: "xlsx", Format.KVANTUM_CSV: "csv"}.get(self, str(self.value))


class Edition(models.Model):
    """A snapshot of a round as it is printed: revisions, process facts, presentation, pools, introduction.

    `snapshot` is canonical JSON; the same snapshot gives the same bytes in every format. A final one is the
    record; any other is marked as a draft.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editions")
    bilag = models.PositiveSmallIntegerField(default=7)
    number = models.PositiveIntegerField()
    final = models.BooleanField(default=False)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by_name = models.CharField(max_length=150)
    # The secret of the public link while it is switched on (`appendix.publishing`).
    public_token = models.CharField(max_length=40, null=True, unique=True, editable=False)
    public_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["round", "bilag", "number"], name="one_edition_of_a_number")]

    def __str__(self) -> str:
        return f"{self.round}, Bilag {self.bilag}, udgave {self.number}"


class Job(models.Model):
    """A background job; this row is the truth, the broker only wakes a worker.

    Claimed by a conditional update; `lease_until` is pushed forward by a heartbeat, and a job whose lease
    has run out is taken up again or, after the last attempt, reported as failed.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter")
        RUNNING = "running", _("I gang")
        DONE = "done", _("Færdig")
        FAILED = "failed", _("Fejlet")
        CANCELLED = "cancelled", _("Afbrudt")

    class Kind(models.TextChoices):
        BUILD = "build", _("Dan filer")
        CHECK = "check", _("Dan igen og sammenlign")
        ERRATA = "errata", _("Dan rettelsesblad")
        PACKAGE = "package", _("Dan pakke")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BUILD)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="jobs")
    # What is built, where it is a rettelsesblad to the edition.
    errata = models.ForeignKey("Errata", null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    formats = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    # How far the step is: the stretches of pages that are written, the front of the appendix and each proposal.
    parts_done = models.PositiveIntegerField(default=0)
    parts_total = models.PositiveIntegerField(default=0)
    # What a check found: a `rebuild.FileCheck` for each file.
    result = models.JSONField(default=list)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Whether `jobs.enqueue` found it under way when the same was asked for again.
    already = False

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_state_display()}"

    @property
    def finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def silent(self) -> bool:
        """Whether it runs by its row, but its worker has given no sign of life within the lease."""
        return self.state == self.State.RUNNING and (self.lease_until is None or self.lease_until < timezone.now())


def product_path(product: "StoredFile", filename: str) -> str:
    """A path without titles: names stay in the row, so none can leak on disk."""
    return f"editions/{product.folder}/{uuid.uuid4().hex}{PurePath(filename).suffix}"


class FilesThere(models.Manager):
    """The files that are there."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().exclude(file="")


class StoredFile(models.Model):
    """A finished file: the record. Its row is written together with its rename into place.

    The row of an old draft's file stays without it (`appendix.expiry`); only `every` finds it then.
    """

    format = models.CharField(max_length=20, choices=Format)
    file = models.FileField(upload_to=product_path, max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # What made it, by name and version: `appendix.engines.engines_of`.
    engines = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FilesThere()
    every = models.Manager()  # noqa: DJ012 - taken for a field; it must come second, the first is the default

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> int:
        """The edition whose folder it lies in."""
        raise NotImplementedError


class ExportFile(StoredFile):
    """A file of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    # What reading it back showed: `appendix.proof.result.Proof.as_json`. Empty for files older than the proof.
    proof = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["edition", "format"]
        constraints = [models.UniqueConstraint(fields=["edition", "format"], name="one_file_of_a_format_in_edition")]

    @property
    def folder(self) -> int:
        return self.edition_id

    @property
    def failed_proof(self) -> bool:
        """Whether it says something else than was computed."""
        return not self.proof.get("sound", True)

    @property
    def released(self) -> bool:
        """Whether it may be fetched: a final edition's file that says something else than was computed may not."""
        return not (self.edition.final and self.failed_proof)


class Errata(models.Model):
    """The rettelsesblad from one edition to a later one of the same appendix; both are frozen, so it is too."""

    old = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="errata_after")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="errata")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["edition", "old"]
        constraints = [models.UniqueConstraint(fields=["old", "edition"], name="one_errata_between_two_editions")]

    def __str__(self) -> str:
        return f"{self.edition}, rettelser til udgave {self.old.number}"


class ErrataFile(StoredFile):
    """A file of a rettelsesblad."""

    errata = models.ForeignKey(Errata, on_delete=models.PROTECT, related_name="files")

    class Meta:
        ordering = ["errata", "format"]
        constraints = [models.UniqueConstraint(fields=["errata", "format"], name="one_file_of_a_format_in_errata")]

    @property
    def folder(self) -> int:
        return self.errata.edition_id


class PackageFile(StoredFile):
    """A package for the case system, ordered from an edition (`appendix.package`)."""

    format = models.CharField(max_length=20, default="zip")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="packages")

    class Meta:
        ordering = ["-created_at", "-id"]

    @property
    def folder(self) -> int:
        return self.edition_id
