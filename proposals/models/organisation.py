"""The organisation: administrations, committees, units where money is booked, and hearing bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Committee(models.Model):
    """A standing committee (udvalg). `order` is the fixed order of the technical tables."""

    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = models.CharField(_("navn"), max_length=100)
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("udvalg")
        verbose_name_plural = pgettext_lazy("flertal", "udvalg")

    def __str__(self) -> str:
        return self.name


class Administration(models.Model):
    """An administration (forvaltning); it reports to one committee."""

    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = models.CharField(_("navn"), max_length=100)
    committee = models.OneToOneField(
        Committee, on_delete=models.PROTECT, related_name="administration", verbose_name=_("udvalg")
    )

    class Meta:
        ordering = ["committee__order", "code"]
        verbose_name = _("forvaltning")
        verbose_name_plural = _("forvaltninger")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit where money is booked, reporting under a committee."""

    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("navn"), max_length=100)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="units", verbose_name=_("udvalg"))
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=0)

    class Meta:
        ordering = ["committee__order", "order", "code"]
        verbose_name = _("enhed")
        verbose_name_plural = _("enheder")

    def __str__(self) -> str:
        return self.name


class HearingBody(models.Model):
    """A body that is heard. `holds_back` and `condition` are what a new round starts from (DOMAIN §3)."""

    class HoldsBack(models.TextChoices):
        COMMITTEE = "committee", _("udvalgsbehandling")
        APPROVAL = "approval", _("CFØ's godkendelse")
        NEGOTIATION = "negotiation", _("forhandlingen")
        PROCUREMENT = "procurement", _("it-anskaffelsen")
        NOTHING = "nothing", _("intet")

    class Condition(models.TextChoices):
        ALWAYS = "always", _("altid")
        CROSS_CUTTING = "cross_cutting", _("tværgående forslag")
        SQUARE_METRES = "square_metres", _("ændrede kvadratmeter")
        EMPLOYER = "employer", _("effektiviseringer på arbejdsgiverområdet")
        TRANSFERS = "transfers", _("effekt på overførsler")
        DIGITALISATION = "digitalisation", _("digitalisering")
        IT_SYSTEMS = "it_systems", _("nye it-systemer")
        STAFF = "staff", _("betydning for medarbejdere")
        NAMED = "named", _("når det er aftalt")

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=100)
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=0)
    needed_when = models.TextField(_("høres når"), blank=True)
    condition = models.CharField(_("betingelse"), max_length=20, choices=Condition, default=Condition.NAMED)
    holds_back = models.CharField(_("holder tilbage"), max_length=20, choices=HoldsBack, default=HoldsBack.NOTHING)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("høringspart")
        verbose_name_plural = _("høringsparter")

    def __str__(self) -> str:
        return self.name
