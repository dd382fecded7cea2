"""Findings of the checks that a writer has judged to be no fault."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .proposal import Proposal


class Dismissal(models.Model):
    """Words a check told of, which a writer judged to be no fault, with the reason.

    It holds as long as the same check tells of the same words in the same sentence (`key`, see
    `proposals.checks.Finding.key`). It is taken back, never deleted.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="dismissals")
    section = models.SlugField(max_length=40)
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=300)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key"], condition=Q(withdrawn_at=None), name="one_standing_dismissal_of_a_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.words}"
