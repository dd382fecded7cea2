"""Drafting: making a proposal and saving its sections so that no edit is ever lost.

A save names the version it started from. The guard is a conditional UPDATE on that version, the same on
both databases; the proposal's row is locked besides, so that a save and a submission never cross.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import may, may_create_for

from .assemble import assemble, dump_content, read_content
from .calculations import calculations_in, with_amounts
from .confidentiality import closed
from .contents import (
    CONTENT_TYPES,
    AdministrationContent,
    AdministrationRow,
    CalculationContent,
    Content,
    EconomyContent,
    FactsContent,
)
from .document import Document, economy_of
from .economy.administration import OTHER_LABEL, PAYROLL_LABEL
from .economy.administration import AdministrationRow as EffectRow
from .economy.basis import Calculation
from .economy.figures import Figures, compute
from .findings import findings_of
from .models import Administration, Proposal, Round, Section, SectionVersion
from .richtext import to_plain
from .signals import happened
from .telling import tell_saved
from .template import SectionSpec


class DraftError(Exception):
    """A save that was refused; the text is for the person who saved."""


class NotEditable(DraftError):
    """The proposal is not a draft any more, or its round is closed to changes."""


class StaleSave(DraftError):
    """Somebody saved the section since it was read. `current` is the section as it now stands."""

    def __init__(self, current: Section) -> None:
        self.current = current
        super().__init__(_("Afsnittet er ændret af en anden, siden du åbnede det."))


@transaction.atomic
def create_proposal(
    *,
    round: Round,
    type: str,
    administration: Administration,
    title: str,
    by,
    cross_cutting: bool = False,
) -> Proposal:
    """A new draft with a row for each section of the round's template.

    RoundTemplate.DoesNotExist when the round has no template for the type, PermissionDenied for who writes nothing
    there.
    """
    may_create_for(by, administration.pk).require()
    # Nobody changes the round's form between here and the first rows.
    round = Round.objects.select_for_update().get(pk=round.pk)
    template = round.template_for(type)
    proposal = Proposal.objects.create(
        round=round,
        type=type,
        template=template,
        administration=administration,
        committee=administration.committee,
        writer=by,
        title=title,
        cross_cutting=cross_cutting,
    )
    for spec in template.spec().sections:
        content = blank_content(spec, round)
        if isinstance(content, FactsContent):
            content = content.model_copy(update={"title": title, "cross_cutting": cross_cutting})
        section = Section.objects.create(
            proposal=proposal, key=spec.key, kind=spec.kind, content=dump_content(content)
        )
        if isinstance(content, FactsContent):
            _first_version(section, by)
    refresh_derived(proposal)
    happened.send(sender=Proposal, kind="created", proposal=proposal, actor=by, reason="", data={"title": title})
    return proposal


def _first_version(section: Section, by) -> None:
    """The title is the creator's own: whoever makes a proposal has written in it (four eyes)."""
    section.version, section.saved_at, section.saved_by = 1, timezone.now(), by
    section.save(update_fields=["version", "saved_at", "saved_by"])
    SectionVersion.objects.create(
        section=section, version=1, content=section.content, saved_at=section.saved_at, saved_by=by
    )


def blank_content(spec: SectionSpec, round: Round) -> Content:
    """What a section starts with: the round's price level and years, the two rows of administration effect."""
    content_type = CONTENT_TYPES[spec.kind]
    if content_type is EconomyContent:
        return EconomyContent(price_level=round.price_level, years=round.years)
    if content_type is AdministrationContent:
        return AdministrationContent(rows=[AdministrationRow(label=label) for label in (PAYROLL_LABEL, OTHER_LABEL)])
    return content_type()


def locked(pk: int) -> Proposal:
    """The proposal as it is now, its row locked until the transaction ends."""
    related = ("round", "template", "administration", "committee", "writer")
    return Proposal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=pk)


def locked_for(by, pk: int, section: str = "", action: str = "edit") -> Proposal:
    """As `locked`, for a person who has the right to the action and a proposal (or section) that can be written in.

    PermissionDenied with the reason when it is not theirs, NotEditable when nobody can now.
    """
    proposal = locked(pk)
    may(by, action, proposal).require()
    if why_locked := proposal.why_locked(section):
        raise NotEditable(why_locked)
    return proposal


@transaction.atomic
def save_section(section: Section, content: Content, *, base_version: int, by) -> Section:
    """Stores new content over the version it was written from, and keeps it as a version of its own.

    Raises PermissionDenied for who may not edit it, NotEditable when the proposal is not a draft, StaleSave when
    another save came first. Content equal to what is stored is no edit: nothing changes. Lines that take their
    amounts from a calculation follow it: when the basis is saved, the economy gets a new version in the same
    transaction.
    """
    proposal = locked_for(by, section.proposal_id, section.key)
    if isinstance(content, EconomyContent):
        content = with_amounts(content, _calculations(proposal))
    stored = dump_content(content)
    current = Section.objects.get(pk=section.pk)
    if current.version == base_version and current.content == stored:
        return current
    _keep_start(current, proposal)
    _store(section, stored, base_version, by)
    if isinstance(content, CalculationContent):
        _let_lines_follow(proposal, by)
    refresh_derived(proposal)
    return Section.objects.get(pk=section.pk)


def _store(section: Section, stored: dict, base_version: int, by) -> None:
    """Writes the content as the next version, if the section still stands at `base_version`."""
    now = timezone.now()
    saved = Section.objects.filter(pk=section.pk, version=base_version).update(
        content=stored, version=base_version + 1, saved_at=now, saved_by=by
    )
    if not saved:
        raise StaleSave(Section.objects.select_related("saved_by").get(pk=section.pk))
    SectionVersion.objects.create(section=section, version=base_version + 1, content=stored, saved_at=now, saved_by=by)


def _calculations(proposal: Proposal) -> dict[str, Calculation]:
    return calculations_in(read_content(section) for section in proposal.sections.filter(kind="calculation"))


def _let_lines_follow(proposal: Proposal, by) -> None:
    """Gives lines the amounts of their calculations: a new version of the economy, where they differ."""
    calculations = _calculations(proposal)
    for section in proposal.sections.filter(kind="economy"):
        stands = read_content(section)
        assert isinstance(stands, EconomyContent)
        if (follows := with_amounts(stands, calculations)) != stands:
            _store(section, dump_content(follows), section.version, by)
            tell_saved("section_saved", Section.objects.get(pk=section.pk), section.version, by)


def _keep_start(section: Section, proposal: Proposal) -> None:
    """Keeps what a section began with, so that the first save too can be compared, joined and taken back."""
    if section.version == 0:
        start = {"content": section.content, "saved_at": proposal.created_at}
        SectionVersion.objects.get_or_create(section=section, version=0, defaults=start)


def figures_of(document: Document) -> Figures | None:
    """The document's figures by the rules; None for a document without an economy. 1.000 kr."""
    economy = economy_of(document)
    if economy is None:
        return None
    administration = document.first(AdministrationContent)
    rows = administration.rows if administration else []
    return compute(economy, tuple(EffectRow(label=row.label, amounts=dict(row.amounts)) for row in rows))


def refresh_derived(proposal: Proposal) -> None:
    """Writes the columns that lists, boards and search read: title, figures, faults, search text."""
    document = assemble(proposal)
    figures = figures_of(document)
    findings = findings_of(proposal, document)
    proposal.title = document.title or proposal.title
    proposal.cross_cutting = document.cross_cutting
    proposal.figures = figures.as_json() if figures else {}
    proposal.errors_count = len(findings.errors)
    proposal.warnings_count = len(findings.warnings)
    proposal.search_text, proposal.confidential_words = words_of(document, proposal.confidential_sections)
    proposal.updated_at = timezone.now()
    proposal.save(
        update_fields=[
            "title", "cross_cutting", "figures", "errors_count", "warnings_count", "search_text",
            "confidential_words", "updated_at",
        ]
    )  # fmt: skip


def refresh_words(proposal: Proposal) -> None:
    """Writes what search reads, where the sections that are confidential have changed."""
    proposal.search_text, proposal.confidential_words = words_of(assemble(proposal), proposal.confidential_sections)
    proposal.save(update_fields=["search_text", "confidential_words"])


def words_of(document: Document, marked: Collection[str] = ()) -> tuple[str, str]:
    """The words of the proposal in lower case: title, summary and the prose of the open sections; of the closed."""
    keys = closed(marked, ((section.key, section.content.kind) for section in document.sections))
    prose = [(section.key in keys, to_plain(getattr(section.content, "text", ""))) for section in document.sections]
    said = [document.title, document.facts.summary, *(words for is_closed, words in prose if not is_closed)]
    kept = [words for is_closed, words in prose if is_closed]
    return tuple("\n".join(part for part in parts if part).casefold() for parts in (said, kept))


__all__ = [
    "DraftError",
    "NotEditable",
    "StaleSave",
    "assemble",
    "create_proposal",
    "figures_of",
    "locked",
    "locked_for",
    "read_content",
    "refresh_derived",
    "save_section",
]
