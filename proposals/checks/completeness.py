"""Is everything there that the template asks for?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from proposals.contents import (
    AdministrationContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    PrioritisationContent,
    RisksContent,
    TextContent,
)
from proposals.economy.model import LineKind
from proposals.richtext import to_plain

from .findings import Finding, Subject, check


@check
def title_and_summary(subject: Subject) -> Iterator[Finding]:
    key = subject.key_of("facts")
    facts = subject.document.facts
    if not facts.title.strip():
        yield Finding("title-missing", "error", key, _("Forslaget mangler en titel."), "title")
    if not facts.summary.strip():
        yield Finding("summary-missing", "error", key, _("Skriv et kort resumé."), "summary")


@check
def affected_administrations(subject: Subject) -> Iterator[Finding]:
    facts = subject.document.facts
    if facts.cross_cutting and len(facts.affected_administrations or []) < 2:
        yield Finding(
            "affected-missing",
            "error",
            subject.key_of("facts"),
            _("Et tværgående forslag skal berøre mindst to forvaltninger: sæt kryds ved dem."),
            "affected_administrations",
        )


@check
def required_sections(subject: Subject) -> Iterator[Finding]:
    """A required section must hold what its kind is for."""
    for section in subject.document.sections:
        spec = subject.document.template.section(section.key)
        if spec is None or not spec.required:
            continue
        content = section.content
        heading = f"{spec.number} {spec.heading}".strip()
        if isinstance(content, TextContent) and not to_plain(content.text):
            yield Finding("text-missing", "error", section.key, _("“%s” er ikke skrevet.") % heading, "text")
        if isinstance(content, FollowUpContent) and not content.rows:
            message = _("Tilføj mindst ét opfølgningsmål i “%s”.") % heading
            yield Finding("follow-up-missing", "error", section.key, message, "rows")
        if isinstance(content, RisksContent) and not (content.items or to_plain(content.text)):
            message = _("Beskriv risiciene i “%s”.") % heading
            yield Finding("risks-missing", "error", section.key, message, "items")
        if isinstance(content, PrioritisationContent) and content.expense is None:
            message = _("Angiv den forventede udgift i “%s”.") % heading
            yield Finding("expense-missing", "error", section.key, message, "expense")


@check
def economy_lines(subject: Subject) -> Iterator[Finding]:
    content = subject.document.first(EconomyContent)
    if content is None:
        return
    key = subject.key_of("economy")
    kinds = {line.kind for line in content.lines}
    if LineKind.IMPLEMENTATION not in kinds:
        message = _("Tilføj mindst én implementeringsomkostning.")
        yield Finding("implementation-missing", "error", key, message, "lines")
    if subject.document.type == "investment" and LineKind.PERMANENT not in kinds:
        yield Finding("permanent-missing", "error", key, _("Tilføj mindst én varig ændring."), "lines")
    for line in content.lines:
        if not line.label.strip():
            yield Finding("label-missing", "error", key, _("En linje i økonomien mangler tekst."), line.id)
        if line.area is None and line.kind is not LineKind.LOAN_REPAYMENT:
            message = _("Linjen “%s” har intet styringsområde og regnes som service.") % line.label
            yield Finding("area-missing", "warning", key, message, line.id)
        if not any(line.amounts.values()):
            message = _("Linjen “%s” har ingen beløb.") % line.label
            yield Finding("amounts-missing", "warning", key, message, line.id)


@check
def administration_effect(subject: Subject) -> Iterator[Finding]:
    content = subject.document.first(AdministrationContent)
    if content is None or content.none or to_plain(content.text):
        return
    if not any(amount for row in content.rows for amount in row.amounts.values()):
        message = _("Angiv effekten på administrationen, eller sæt kryds ved, at der ikke er nogen.")
        yield Finding("administration-missing", "error", subject.key_of("administration"), message, "rows")


@check
def follow_up_rows(subject: Subject) -> Iterator[Finding]:
    content = subject.document.first(FollowUpContent)
    for row in content.rows if content else []:
        goal = row.goal or _("uden tekst")
        if not row.goal.strip():
            message = _("Et opfølgningsmål mangler tekst.")
            yield Finding("goal-missing", "error", subject.key_of("follow_up"), message, row.id)
        if not row.responsible.strip():
            message = _("Målet “%s” har ingen ansvarlig.") % goal
            yield Finding("responsible-missing", "warning", subject.key_of("follow_up"), message, row.id)
        if not row.when.strip():
            message = _("Målet “%s” har intet tidspunkt.") % goal
            yield Finding("when-missing", "warning", subject.key_of("follow_up"), message, row.id)


@check
def origin(subject: Subject) -> Iterator[Finding]:
    facts: FactsContent = subject.document.facts
    origin = facts.origin_innovation
    if origin and origin.answer and not (origin.title or "").strip():
        message = _("Angiv titlen på det innovationsforslag, som forslaget udspringer af.")
        yield Finding("origin-title-missing", "error", subject.key_of("facts"), message, "origin_title")
