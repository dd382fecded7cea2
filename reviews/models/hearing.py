"""Who must be heard, who was asked on which version, and what they answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models import HearingBody, Proposal, Round

from .revision import Frozen, Revision


class RoundHearing(models.Model):
    """A body in a round: when it is needed and what it holds back. Starts as the body's default.

    `words` are what its condition looks for in the texts, `line_words` in the names of anlæg lines, `sections` the
    keys of those that concern it; empty lists leave them to the program (`reviews.hearings.words`, `.sections`).
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="hearings")
    body = models.ForeignKey(HearingBody, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(_("betingelse"), max_length=20, choices=HearingBody.Condition)
    holds_back = models.CharField(_("holder tilbage"), max_length=20, choices=HearingBody.HoldsBack)
    needed_when = models.TextField(_("høres når"), blank=True)
    words = models.JSONField(_("ord, der ses efter"), default=list, blank=True)
    line_words = models.JSONField(_("ord, der ses efter i anlægslinjer"), default=list, blank=True)
    sections = models.JSONField(_("afsnit, der vedrører parten"), default=list, blank=True)

    class Meta:
        ordering = ["body__order"]
        constraints = [models.UniqueConstraint(fields=["round", "body"], name="one_body_in_a_round")]
        verbose_name = _("høringspart i runde")
        verbose_name_plural = _("høringsparter i runde")

    def __str__(self) -> str:
        return f"{self.round}: {self.body}"


class NeedJudgement(Frozen):
    """A person says that a body is needed, or not, whatever the words say; None: the words decide again.

    The newest counts. `mark` is what the words told of then (`hearings.needs.Need.mark`): a judgement that the
    body is not needed lapses when the proposal tells of something else.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="need_judgements")
    body = models.ForeignKey(HearingBody, on_delete=models.PROTECT, related_name="+")
    needed = models.BooleanField(null=True)
    reason = models.TextField(_("begrundelse"))
    mark = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.body}: {self.needed}"


class HearingRequest(Frozen):
    """A body is asked about one revision, and about those of its sections that concern it; `by` asked.

    `level` and `detail` tell the committees of one body apart (MED). `sections` are keys; none: the whole proposal.
    """

    class Level(models.TextChoices):
        MAIN = "main", _("Hovedudvalg (HovedMED)")
        ADMINISTRATION = "administration", _("Forvaltnings-MED")
        CENTRE = "centre", _("Center- eller område-MED")
        LOCAL = "local", _("Lokalt MED")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="hearing_requests")
    body = models.ForeignKey(HearingBody, on_delete=models.PROTECT, related_name="requests")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="hearing_requests")
    # False where an answer was written down without the body being asked here: that gives it no access.
    asked = models.BooleanField(default=True)
    level = models.CharField(_("niveau"), max_length=20, choices=Level, blank=True)
    detail = models.CharField(_("hvilket udvalg"), max_length=150, blank=True)
    sections = models.JSONField(_("afsnit, der spørges om"), default=list, blank=True)
    question = models.TextField(_("hvad der spørges om"), blank=True)
    due = models.DateField(_("svar senest"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["body__order", "id"]

    def __str__(self) -> str:
        return f"{self.body}: {self.proposal}"

    @property
    def administration_id(self) -> int:
        """Whose proposal it is about: the policy asks."""
        return self.proposal.administration_id

    @property
    def place(self) -> tuple[int, str, str]:
        """The committee asked: a newer request to it stands instead of an older one."""
        return self.body_id, self.level, self.detail

    @property
    def committee(self) -> str:
        """The committee in words, "" where the body has but one."""
        return ", ".join(part for part in (str(self.get_level_display()) if self.level else "", self.detail) if part)

    @property
    def named(self) -> str:
        """The body and, where it has several, the committee."""
        return ", ".join(part for part in (self.body.name, self.committee) if part)


class HearingAnswer(Frozen):
    """What is printed in "Hvem er hørt?", and the body's position, which is another fact.

    An answer is never changed: a new one is added and the newest counts. `recorded`: written down by the
    administration or CFØ on the body's behalf. `revision` is the version that was read.
    """

    class Heard(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        NOT_RELEVANT = "not_relevant", _("Ikke relevant")
        BLANK = "blank", _("Ikke udfyldt")

    class Position(models.TextChoices):
        SUPPORTS = "supports", _("Støtter")
        REMARKS = "remarks", _("Har bemærkninger")
        AGAINST = "against", _("Er imod")
        INFORMED = "informed", _("Er orienteret")
        UNKNOWN = "unknown", _("Ikke oplyst")

    request = models.ForeignKey(HearingRequest, on_delete=models.PROTECT, related_name="answers")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="hearing_answers")
    heard = models.CharField(_("hørt"), max_length=12, choices=Heard)
    position = models.CharField(_("holdning"), max_length=10, choices=Position)
    dates = models.JSONField(_("datoer"), default=list)
    text = models.TextField(_("tekst, der trykkes"), blank=True)
    recorded = models.BooleanField(default=False)
    # By which it was given, where it was by somebody without an account.
    link = models.ForeignKey("HearingLink", null=True, on_delete=models.PROTECT, related_name="+")
    # The answer to an earlier version that this one says still holds.
    affirms = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.request.body}: {self.get_heard_display()}"


class Overruling(Frozen):
    """CFØ goes on without a body that holds back, with a reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="overrulings")
    body = models.ForeignKey(HearingBody, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="overrulings")
    reason = models.TextField(_("begrundelse"))

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.body}: {self.reason[:50]}"
