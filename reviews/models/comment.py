"""What people say to one another about a proposal while they work on it. Never printed, never signed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models import HearingBody, Proposal

from .revision import Frozen, Revision, person


class Comment(Frozen):
    """A comment on a section (`section` "" is the whole proposal), or an answer to one (`parent`).

    Who sees it is its audience, which `accounts.policy` reads; an answer has that of the comment it answers.
    `quote` is the quoted words, `quote_before` and `quote_after` the signs around them (see `reviews.quotes`), in
    the text of `revision`, or where that is None of the draft's section in version `section_version`.
    """

    class Audience(models.TextChoices):
        SHARED = "shared", _("Forvaltningen og CFØ")
        ADMINISTRATION = "administration", _("Kun forvaltningen")
        CFO = "cfo", _("Kun CFØ")
        BODY = "body", _("En høringspart, forvaltningen og CFØ")
        ALL = "all", _("Alle, der kan se forslaget")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    section = models.CharField(max_length=40, blank=True)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    section_version = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    quote = models.TextField(blank=True)
    quote_before = models.CharField(max_length=40, blank=True)
    quote_after = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=14, choices=Audience)
    body = models.ForeignKey(HearingBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_cfo = models.BooleanField(default=False)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **person)
    resolved_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["proposal", "section"])]
        constraints = [
            models.CheckConstraint(
                name="comment_names_its_body",
                condition=models.Q(audience="body", body__isnull=False)
                | (~models.Q(audience="body") & models.Q(body=None)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.text[:50]}"
