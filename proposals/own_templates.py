"""A round's own forms: changed without touching another round or what was submitted, and followed by its drafts.

A revision carries its template, and a submitted proposal keeps the version of the template it was sent with: a form
that others use is not changed but gets a new version for the round. Call these within a transaction.
"""

from __future__ import annotations

from django.db.models import Max

from .assemble import dump_content
from .drafts import blank_content, locked, refresh_derived
from .models import Proposal, ProposalState, Round, RoundTemplate, Section, Template, TemplateSection
from .models.proposal import EDITABLE_STATES
from .seeds import shipped_templates
from .template import SectionSpec, TemplateSpec

# What may still be written, or taken out again to be written.
FOLLOWING = (*EDITABLE_STATES, ProposalState.ARCHIVED)
# Kinds of which a form has one at most; the rest (texts) may stand several times.
SINGLE_KINDS = (
    "facts", "economy", "distribution", "calculation", "administration", "follow_up", "risks", "prioritisation",
    "partners", "hearings", "technical",
)  # fmt: skip
# Without these a proposal has no title or no figures.
NEVER_REMOVED = ("facts", "economy")


def own_template(round: Round, type: str) -> Template:
    """The round's template, locked, that may be changed: a new version of it where others use the present one.

    RoundTemplate.DoesNotExist when the round has none for the type.
    """
    place = RoundTemplate.objects.select_for_update().get(round=round, type=type)
    template = Template.objects.select_for_update().get(pk=place.template_id)
    if not _used_by_others(template, place):
        return template
    place.template = new_version(template)
    place.save(update_fields=["template"])
    return place.template


def _used_by_others(template: Template, place: RoundTemplate) -> bool:
    """Whether another round has it, something submitted was written in it, or the program is delivered with it."""
    identity = (template.code, template.type, template.version)
    return (
        RoundTemplate.objects.filter(template=template).exclude(pk=place.pk).exists()
        or Proposal.objects.filter(template=template).exclude(round=place.round_id, state__in=FOLLOWING).exists()
        or identity in {(spec.code, spec.type, spec.version) for spec in shipped_templates()}
    )


def new_version(template: Template) -> Template:
    """A copy of the template and its sections under the next version number."""
    versions = Template.objects.filter(code=template.code, type=template.type)
    spec = template.spec()
    values = spec.model_dump(mode="json", exclude={"sections"})
    values["version"] = versions.aggregate(newest=Max("version"))["newest"] + 1
    copy = Template.objects.create(**values)
    store_sections(copy, spec.sections)
    return copy


def store_sections(template: Template, sections: list[SectionSpec]) -> None:
    """Makes these the template's sections, in this order."""
    template.sections.all().delete()
    TemplateSection.objects.bulk_create(
        TemplateSection(template=template, position=position, **section.model_dump(mode="json"))
        for position, section in enumerate(sections, start=1)
    )


def follow_round(round: Round, type: str) -> int:
    """Lets every draft of the type in the round follow the round's template; how many there are."""
    drafts = round.proposals.filter(type=type, state__in=FOLLOWING, row_figures__isnull=True).order_by("pk")
    followers = list(drafts.values_list("pk", flat=True))
    for pk in followers:
        follow(locked(pk))
    return len(followers)


def follow(proposal: Proposal) -> None:
    """Gives a draft, whose row is locked, the form its round has now.

    Added sections get rows. One that was taken out is kept with what is written in it; only a row that nobody ever
    wrote in goes. A round without a form for the type leaves the draft as it is.
    """
    place = proposal.round.templates.select_related("template").filter(type=proposal.type).first()
    if place is None or proposal.row_figures is not None:
        return
    spec = place.template.spec()
    if proposal.template_id != place.template_id:
        proposal.template = place.template
        proposal.save(update_fields=["template"])
    there = {section.key: section for section in proposal.sections.all()}
    added = [section for section in spec.sections if section.key not in there]
    for section in added:
        content = dump_content(blank_content(section, proposal.round))
        Section.objects.create(proposal=proposal, key=section.key, kind=section.kind, content=content)
    if proposal.open_sections and added:
        # What the form asks for anew must be written, also where a return opened other sections alone.
        proposal.open_sections = [*proposal.open_sections, *(section.key for section in added)]
        proposal.save(update_fields=["open_sections"])
    untouched = [key for key, row in there.items() if spec.section(key) is None and _untouched(row, proposal.round)]
    proposal.sections.filter(key__in=untouched).delete()
    refresh_derived(proposal)


def catch_up(proposal: Proposal) -> None:
    """Gives a proposal that is taken back to be written, its row locked, the form its round has moved on to."""
    if not proposal.round.templates.filter(type=proposal.type, template=proposal.template_id).exists():
        follow(proposal)


def _untouched(section: Section, round: Round) -> bool:
    """Whether the row stands as it was made; the ids of its rows are its own."""

    def bare(content: dict) -> dict:
        rows = [{name: value for name, value in row.items() if name != "id"} for row in content.get("rows", [])]
        return {**content, "rows": rows}

    if section.version or section.kind == "tables":
        return False
    blank = blank_content(SectionSpec(key=section.key, kind=section.kind, heading=""), round)
    return bare(section.content) == bare(dump_content(blank))


def removed_heading(proposal: Proposal, key: str) -> str:
    """What a section was called that the proposal's form no longer has; its key when nothing tells."""
    found = TemplateSection.objects.filter(
        key=key, template__type=proposal.type, template__code=proposal.template.code
    )
    return found.order_by("-template__version").values_list("heading", flat=True).first() or key


def free_key(round: Round, spec: TemplateSpec, wanted: str) -> str:
    """A key that no section of the form has, nor any section ever written in the round."""
    taken = {section.key for section in spec.sections}
    taken |= set(Section.objects.filter(proposal__round=round).values_list("key", flat=True))
    base = wanted[:34] or "afsnit"
    tries = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if key not in taken)
