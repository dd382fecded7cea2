"""The forms of a round as rows: a template and its sections, editable without code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..template import SectionSpec, TemplateSpec


class ProposalType(models.TextChoices):
    INVESTMENT = "investment", _("Investeringsforslag")
    INNOVATION = "innovation", _("Innovationsforslag")
    PRELIMINARY_STUDY = "preliminary_study", _("Foranalyse")


class Template(models.Model):
    """A form for one type of proposal. `layout` holds the settings of `proposals.template.Layout`."""

    code = models.CharField(_("skabelon"), max_length=20)
    type = models.CharField(_("type"), max_length=20, choices=ProposalType)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("navn"), max_length=100)
    heading = models.CharField(_("overskrift"), max_length=100)
    heading_cross_cutting = models.CharField(_("overskrift, tværgående"), max_length=100)
    annex_heading = models.CharField(_("overskrift, bilag"), max_length=120)
    annex_heading_cross_cutting = models.CharField(_("overskrift, bilag, tværgående"), max_length=120)
    notes = models.JSONField(_("noter under økonomitabellerne"), default=list, blank=True)
    layout = models.JSONField(_("opsætning"), default=dict, blank=True)

    class Meta:
        ordering = ["-code", "type", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "type", "version"], name="one_template_version")]
        verbose_name = _("skabelon")
        verbose_name_plural = _("skabeloner")

    def __str__(self) -> str:
        return self.name

    def spec(self) -> TemplateSpec:
        """The template as typed data, sections in their order."""
        return TemplateSpec(
            code=self.code,
            type=self.type,
            version=self.version,
            name=self.name,
            heading=self.heading,
            heading_cross_cutting=self.heading_cross_cutting,
            annex_heading=self.annex_heading,
            annex_heading_cross_cutting=self.annex_heading_cross_cutting,
            notes=self.notes,
            layout=self.layout,
            sections=[section.spec() for section in self.sections.all()],
        )


class TemplateSection(models.Model):
    """One section of a template: see `proposals.template.SectionSpec`."""

    class Part(models.TextChoices):
        FRONT = "front", _("Forside")
        BODY = "body", _("Forslaget")
        ANNEX = "annex", _("Administrativt bilag")

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    key = models.SlugField(_("nøgle"), max_length=40)
    kind = models.CharField(_("art"), max_length=20)
    number = models.CharField(_("nummer"), max_length=10, blank=True)
    heading = models.CharField(_("overskrift"), max_length=200)
    part = models.CharField(_("del"), max_length=10, choices=Part, default=Part.BODY)
    required = models.BooleanField(_("skal udfyldes"), default=True)
    only_cross_cutting = models.BooleanField(_("kun tværgående"), default=False)
    guidance = models.TextField(_("vejledning (trykkes aldrig)"), blank=True)
    notes_before = models.JSONField(_("trykte noter før"), default=list, blank=True)
    notes_after = models.JSONField(_("trykte noter efter"), default=list, blank=True)
    tables = models.JSONField(_("tabeloverskrifter"), default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="one_section_key_in_template")]
        verbose_name = _("afsnit i skabelon")
        verbose_name_plural = _("afsnit i skabelon")

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    def spec(self) -> SectionSpec:
        names = ("key", "kind", "number", "heading", "part", "required", "only_cross_cutting")
        names += ("guidance", "notes_before", "notes_after", "tables")
        return SectionSpec(**{name: getattr(self, name) for name in names})
