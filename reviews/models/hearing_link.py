"""A link by which somebody without an account reads one frozen version and answers for one body."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .hearing import HearingRequest
from .revision import Frozen


class HearingLink(Frozen):
    """One request, one address, until a time. The secret in the link is stored as its SHA-256 alone.

    `confidential`: CFØ has allowed what is confidential to be read by it. `sent_at` None: a worker is to send it,
    until it has tried MAX_ATTEMPTS times.
    """

    MAX_ATTEMPTS = 5

    request = models.ForeignKey(HearingRequest, on_delete=models.PROTECT, related_name="links")
    email = models.EmailField(gettext_lazy("e-mail"))
    confidential = models.BooleanField(default=False)
    secret_sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(sent_at=None, revoked_at=None), name="hearing_links_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.email}"

    @property
    def given_up(self) -> bool:
        """The mail server would not take it: nobody tries any more unless a person says so."""
        return self.sent_at is None and self.attempts >= self.MAX_ATTEMPTS

    @staticmethod
    def hashed(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    def why_closed(self) -> str:
        """Why the link leads nowhere, in the reader's words; "" while it is open."""
        proposal = self.request.proposal
        if self.revoked_at is not None:
            return _("Linket er trukket tilbage af dem, der sendte det.")
        if self.expires_at <= timezone.now():
            return _("Linket er udløbet.")
        if self.request.withdrawn_at is not None:
            return _("Høringen er trukket tilbage.")
        if proposal.confidential and not self.confidential:
            return _("Forslaget kan ikke længere læses med et link.")
        return ""
