"""What CFØ has decided and not announced: nothing of it is true for others until it is released."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal

from .revision import Frozen, Revision


class Decision(Frozen):
    """A step on a revision that is taken when the decision is released; `by` signs it, at the time of deciding."""

    class Action(models.TextChoices):
        PREAPPROVE = "preapprove", _("Prægodkendes")
        APPROVE = "approve", _("Godkendes")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12, choices=Action)
    sha256 = models.CharField(max_length=64)
    comment = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "action", "by"],
                condition=models.Q(released_at=None, dropped_at=None),
                name="one_open_decision_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.revision}"

    @property
    def open(self) -> bool:
        return self.released_at is None and self.dropped_at is None
