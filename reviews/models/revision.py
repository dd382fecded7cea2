"""A frozen version of a proposal and what people signed, returned or treated on it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal

person = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class Frozen(models.Model):
    """Who did it, with name and role as they were: the row stands alone when the person is gone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, **person)
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Revision(Frozen):
    """A frozen version: canonical JSON of the document and its SHA-256. Never changed, never deleted.

    `figures` is `economy.figures.Figures.as_json()` in 1.000 kr. by the rules of `rules_version`.
    """

    class Purpose(models.TextChoices):
        SUBMISSION = "submission", _("Indsendt")
        HEARING = "hearing", _("Sendt i høring")
        IMPORT = "import", _("Importeret")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12, choices=Purpose)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=10)
    figures = models.JSONField()
    section_versions = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="one_revision_of_a_number")]

    def __str__(self) -> str:
        return f"{self.proposal} v{self.number}"


class SignOff(Frozen):
    """A signature on exactly one revision; void when a later edit took the proposal back."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Indsendt af forvaltningen")
        PREAPPROVED = "preapproved", _("Prægodkendt af CFØ")
        APPROVED = "approved", _("Godkendt af CFØ")
        IMPORTED = "imported", _("Godkendt (importeret)")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="sign_offs")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sign_offs")
    kind = models.CharField(max_length=12, choices=Kind)
    sha256 = models.CharField(max_length=64)
    comment = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # Several may sign a version for CFØ, each once; the lock on the proposal counts them.
            models.UniqueConstraint(
                fields=["revision", "kind", "by"],
                condition=models.Q(voided_at=None),
                name="one_valid_sign_off_of_a_kind_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.revision}"


class Return(Frozen):
    """CFØ sent a revision back, with a reason and the sections it is about."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="returns")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="returns")
    reason = models.TextField()
    sections = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.reason[:50]}"


class CommitteeTreatment(Frozen):
    """The committee treated the proposal on a date."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="treatments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="treatments")
    date = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.date}"
