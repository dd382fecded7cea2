"""A round: price level, years shown, deadlines, pools, criteria, presentation and templates."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .template import ProposalType, Template


def usual_reminders() -> list[int]:
    return [7, 1]


class RoundQuerySet(models.QuerySet):
    def current(self):
        """Rounds that have not been replaced by a later import."""
        return self.filter(replaced_at=None)


class Round(models.Model):
    """A budget round or an overførselssag. Amounts in its pools are 1.000 kr. in its price level."""

    class Kind(models.TextChoices):
        BUDGET = "budget", _("Budget")
        OFS = "ofs", _("Overførselssag")

    class State(models.TextChoices):
        OPEN = "open", _("Åben")
        CLOSED = "closed", _("Lukket")
        ARCHIVE = "archive", _("Arkiv")

    name = models.CharField(_("navn"), max_length=100)
    kind = models.CharField(_("art"), max_length=10, choices=Kind, default=Kind.BUDGET)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.OPEN)
    price_level = models.PositiveSmallIntegerField(_("p/l-år"))
    first_year = models.PositiveSmallIntegerField(_("første år"))
    last_year = models.PositiveSmallIntegerField(_("sidste år"))
    submission_deadline = models.DateTimeField(_("frist for indsendelse"), null=True, blank=True)
    hearing_deadline = models.DateTimeField(_("frist for høringer"), null=True, blank=True)
    committee_deadline = models.DateTimeField(_("frist for udvalgsbehandling"), null=True, blank=True)
    # The process: see reviews.process and reviews.signatures.
    pre_approval = models.BooleanField(_("CFØ prægodkender forslaget, før det godkendes"), default=False)
    internal_signer = models.BooleanField(_("forvaltningens underskriver indsender"), default=True)
    cfo_signers = models.PositiveSmallIntegerField(_("antal CFØ-underskrivere"), default=1)
    number_prefix = models.CharField(_("nummerserie"), max_length=6, default="BC")
    presentation = models.JSONField(_("præsentation af tabeller"), default=dict, blank=True)
    criteria = models.JSONField(_("kriterier"), default=dict, blank=True)
    price_indices = models.JSONField(_("p/l-indeks"), default=dict, blank=True)
    footnotes = models.JSONField(_("fodnoter"), default=list, blank=True)
    # Number of the appendix → {text, computed}: CFØ's own introduction, and whether the computed one is printed.
    introductions = models.JSONField(_("indledninger"), default=dict, blank=True)
    # Days before a deadline on which people are reminded, and days after it when others are told; None: never.
    reminder_days = models.JSONField(_("påmindelser, dage før en frist"), default=usual_reminders, blank=True)
    escalation_days = models.PositiveSmallIntegerField(
        _("besked videre, dage efter en frist"), null=True, blank=True, default=3
    )
    mail_held = models.BooleanField(_("mail holdes tilbage"), default=False)
    mail_held_reason = models.CharField(_("hvorfor mail holdes tilbage"), max_length=300, blank=True)
    published_tables = models.JSONField(null=True, blank=True, editable=False)
    published_intro = models.TextField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-price_level", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(replaced_at=None), name="one_current_round_of_a_name"
            )
        ]
        verbose_name = _("runde")
        verbose_name_plural = _("runder")

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> list[int]:
        return list(range(self.first_year, self.last_year + 1))

    def why_closed(self) -> str:
        """Why nothing in the round can be changed any more, in the user's words; "" while it can."""
        if self.replaced_at is not None:
            return gettext("Runden er erstattet af en nyere import og kan ikke ændres.")
        if self.state == Round.State.ARCHIVE:
            return gettext("Runden er et arkiv. CFØ kan åbne den igen i opsætningen.")
        return ""

    def template_for(self, proposal_type: str) -> Template:
        """The round's template for a type of proposal; RoundTemplate.DoesNotExist when it has none."""
        return self.templates.select_related("template").get(type=proposal_type).template


class RoundTemplate(models.Model):
    """Which template a round uses for a type of proposal."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="templates")
    type = models.CharField(_("type"), max_length=20, choices=ProposalType)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, verbose_name=_("skabelon"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "type"], name="one_template_for_type_in_round")]
        verbose_name = _("skabelon i runde")
        verbose_name_plural = _("skabeloner i runde")

    def __str__(self) -> str:
        return f"{self.round}: {self.template}"


class Pool(models.Model):
    """A pool of money in a round. Amounts in 1.000 kr."""

    class Kind(models.TextChoices):
        ALL = "all", _("Investeringspuljerne")
        INVESTMENT = "investment", _("Investeringspuljen")
        INNOVATION = "innovation", _("Innovationspuljen")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pools")
    kind = models.CharField(_("pulje"), max_length=12, choices=Kind)
    remaining_before = models.IntegerField(_("resterer før runden, 1.000 kr."), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="one_pool_of_a_kind")]
        ordering = ["id"]
        verbose_name = _("pulje")
        verbose_name_plural = _("puljer")

    def __str__(self) -> str:
        return self.get_kind_display()
