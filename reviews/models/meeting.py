"""When bodies and committees meet, and which proposals are to be dealt with at a meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models import Committee, HearingBody, Proposal

from .revision import Frozen


class Meeting(models.Model):
    """A meeting of a hearing body or of a committee. It is their own: every round that is open then sees it.

    `papers_by`: the last day on which papers for the meeting are taken in.
    """

    body = models.ForeignKey(HearingBody, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField(_("dato"))
    papers_by = models.DateField(_("materiale senest"))
    note = models.CharField(_("note"), max_length=150, blank=True)

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_is_of_a_body_or_a_committee",
                condition=Q(body__isnull=True, committee__isnull=False)
                | Q(body__isnull=False, committee__isnull=True),
            ),
            models.CheckConstraint(name="papers_are_due_before_the_meeting", condition=Q(papers_by__lte=F("date"))),
            models.UniqueConstraint(fields=["body", "date"], name="one_meeting_of_a_body_on_a_day"),
            models.UniqueConstraint(fields=["committee", "date"], name="one_meeting_of_a_committee_on_a_day"),
        ]
        verbose_name = _("møde")
        verbose_name_plural = pgettext_lazy("flertal", "møder")

    def __str__(self) -> str:
        return f"{self.holder}: {self.date}"

    @property
    def holder(self) -> HearingBody | Committee:
        """Who meets."""
        return self.body or self.committee


class Booking(Frozen):
    """A proposal is to be dealt with at a meeting; `by` booked it. A cancelled one is kept with the reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="bookings")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bookings")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["meeting__date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "meeting"], condition=Q(cancelled_at=None), name="one_booking_of_a_meeting"
            )
        ]
        verbose_name = _("mødebooking")
        verbose_name_plural = _("mødebookinger")

    def __str__(self) -> str:
        return f"{self.proposal}: {self.meeting}"
