"""A proposal, its sections with every saved version of them, and its attached files."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .organisation import Administration, Committee
from .round import Round
from .template import ProposalType, Template


class ProposalState(models.TextChoices):
    """Where a proposal stands. The legal edges between states are in `reviews.process`."""

    DRAFT = "draft", _("Kladde")
    SUBMITTED = "submitted", _("Hos CFØ")
    RETURNED = "returned", _("Returneret")
    APPROVED = "approved", _("Godkendt af CFØ")
    TREATED = "treated", _("Behandlet i udvalg")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")
    ARCHIVED = "archived", _("Arkiveret kladde")


EDITABLE_STATES = (ProposalState.DRAFT, ProposalState.RETURNED)
# States in which CFØ has a version in hand that the appendix can print.
PRINTABLE_STATES = (ProposalState.APPROVED, ProposalState.TREATED)


class Proposal(models.Model):
    """A proposal. Title, cross-cutting mark and figures are derived from its sections when they are saved.

    `figures` is `economy.figures.Figures.as_json()`, amounts in 1.000 kr.; `row_figures` stands instead of
    an economy where the proposal is known only as a row in the tables.
    """

    class Criteria(models.TextChoices):
        UNKNOWN = "unknown", _("Ikke vurderet")
        MET = "met", _("Opfylder kriterierne")
        NOT_MET = "not_met", _("Opfylder ikke kriterierne")
        SEPARATE = "separate_political_priority", _("Særskilt politisk prioritering")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("runde"))
    type = models.CharField(_("type"), max_length=20, choices=ProposalType)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("forvaltning")
    )
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("udvalg")
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="written_proposals",
        verbose_name=_("skribent"),
    )
    state = models.CharField(_("tilstand"), max_length=12, choices=ProposalState, default=ProposalState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)

    # Process facts: never part of the signed document.
    number = models.CharField(_("nummer"), max_length=10, null=True, blank=True)
    printed_title = models.CharField(_("titel i tabellerne"), max_length=300, blank=True)
    confidential = models.BooleanField(_("fortroligt"), default=False)
    confidential_reason = models.TextField(_("begrundelse for fortrolighed"), blank=True)
    # The last day; after it CFØ is asked to lift or prolong, and until then nothing opens by itself.
    confidential_until = models.DateField(_("fortroligt til og med"), null=True, blank=True)
    # Key of a confidential section → {"reason", "until"}, the last day in ISO form.
    confidential_sections = models.JSONField(default=dict, blank=True, editable=False)
    confidential_title = models.BooleanField(_("titlen må ikke vises"), default=False)
    body_in_appendix = models.BooleanField(_("trykkes i fuld længde"), default=True)
    criteria = models.CharField(_("kriterier"), max_length=30, choices=Criteria, default=Criteria.UNKNOWN)
    criteria_reason = models.TextField(_("begrundelse for vurderingen"), blank=True)
    late_reason = models.TextField(_("begrundelse for indsendelse efter fristen"), blank=True)
    # Keys of the sections that a return opened; empty: all of them are open when the proposal can be edited.
    open_sections = models.JSONField(default=list, editable=False)
    row_figures = models.JSONField(null=True, blank=True, editable=False)
    published = models.JSONField(null=True, blank=True, editable=False)

    # Derived from the sections, in the transaction that saves them.
    title = models.CharField(_("titel"), max_length=300)
    cross_cutting = models.BooleanField(_("tværgående"), default=False)
    figures = models.JSONField(default=dict, editable=False)
    errors_count = models.PositiveIntegerField(default=0, editable=False)
    warnings_count = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(default="", editable=False)
    # The words of the confidential sections, which only those who may read them can find.
    confidential_words = models.TextField(default="", editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    # Keys of the sections the reader may not read; set where a page gets at the proposal (`proposals.access`).
    hidden: frozenset[str] = frozenset()

    class Meta:
        # The same on every database: some put rows without a number first, some last.
        ordering = [models.F("number").asc(nulls_last=True), "title", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_proposal_of_a_number_in_round")]
        indexes = [models.Index(fields=["round", "state"])]
        verbose_name = _("forslag")
        verbose_name_plural = pgettext_lazy("flertal", "forslag")

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])

    @property
    def editable(self) -> bool:
        return not self.why_locked()

    def why_locked(self, section: str = "") -> str:
        """Why the proposal, or its section of that key, cannot be changed now, in the user's words; "" when it can."""
        if self.state not in EDITABLE_STATES:
            words = gettext("Forslaget kan ikke rettes, når det er i tilstanden “%(state)s”.")
            return words % {"state": self.get_state_display()}
        if why_closed := self.round.why_closed():
            return why_closed
        if section and not self.is_open(section):
            return gettext(
                "CFØ har ikke bedt om at få rettet dette afsnit. "
                "Tag forslaget tilbage på siden Sagsgang, hvis også andre afsnit skal rettes."
            )
        return ""

    def is_open(self, section: str) -> bool:
        """Whether a return for named sections left this one open."""
        return not self.open_sections or section in self.open_sections


class Section(models.Model):
    """One section's current content. `version` guards against overwriting: a save names the one it read."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=20)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    # The writer's own word for a text; a table is done when the checks miss nothing.
    done = models.BooleanField(default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("ansvarlig"),
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "key"], name="one_section_of_a_key")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.key}"


class SectionVersion(models.Model):
    """A saved version of a section: no edit is lost, and who has written is known for the four-eyes rule."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="saved_versions"
    )
    # Saved by the page itself while the person wrote, not by the button.
    autosaved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="one_row_of_a_section_version")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.section} v{self.version}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A path without the name the user gave: names stay in the row, so none can leak or clash on disk."""
    return f"attachments/{attachment.proposal_id}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A file attached to a proposal, such as a calculation model. Served by a view that checks rights."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    confidential = models.BooleanField(_("fortrolig"), default=False)

    class Meta:
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name
