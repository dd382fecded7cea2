"""Another date for an answer, proposed by the body and accepted or refused by those who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .hearing import HearingRequest
from .revision import Frozen, person


class DateProposal(Frozen):
    """`accepted` None: not decided yet. A refusal has a reason."""

    request = models.ForeignKey(HearingRequest, on_delete=models.PROTECT, related_name="date_proposals")
    due = models.DateField(_("svar senest"))
    reason = models.TextField(_("begrundelse"))
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", **person)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(accepted=None), name="one_open_date_proposal_of_a_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.due}"
