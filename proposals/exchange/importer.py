"""Stores a sound round file as rows: the round with its set-up, its proposals and their sections.

Hearing answers, revisions and sign-offs belong to `reviews.archive`, which calls this in its transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..assemble import dump_content
from ..contents import CONTENT_TYPES, Content
from ..drafts import refresh_derived
from ..models import (
    Administration,
    Committee,
    Pool,
    Proposal,
    ProposalState,
    Round,
    Section,
    SectionVersion,
    Template,
)
from ..roundfile import ProposalEntry, RoundEntry, TemplateEntry
from ..seeds import shipped_templates, sow_template
from ..template import TemplateSpec
from . import footnotes
from .reading import ReadRound
from .references import committee_names
from .sections import take

ImportState = Literal["approved", "draft"]


class RoundExists(Exception):
    """There is a round of that name, and the import was not told to replace it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("Der er allerede en runde, der hedder “%s”.") % name)


@dataclass(frozen=True)
class Stored:
    """The new round and each of its proposals with the entry it came from."""

    round: Round
    proposals: list[tuple[Proposal, ProposalEntry]]


@transaction.atomic
def store(read: ReadRound, *, state: ImportState, replace: bool, by: Any) -> Stored:
    """The file's round as rows: an archive (`approved`), or an open round with drafts.

    RoundExists when a current round has its name; with `replace` that one is set aside with its history.
    """
    setup = read.file.round
    existing = Round.objects.current().select_for_update().filter(name=setup.name)
    if replace:
        existing.update(replaced_at=timezone.now())
    elif existing.exists():
        raise RoundExists(setup.name)
    try:
        with transaction.atomic():
            round = Round.objects.create(**_round_fields(read, state))
    except IntegrityError:
        # Another import of the same name came first.
        raise RoundExists(setup.name) from None
    for pool in setup.pools:
        Pool.objects.create(round=round, kind=pool.kind, remaining_before=pool.remaining_before)
    templates = _templates(setup.template)
    for template in templates.values():
        round.templates.create(type=template.type, template=template)
    specs = {name: template.spec() for name, template in templates.items()}
    titles = footnotes.printed_titles(read.file.published_tables)
    proposals = []
    for place, entry in enumerate(read.file.proposals):
        fields = _proposal_fields(entry, read.raw["proposals"][place], titles, state)
        proposal = Proposal(round=round, template=templates[entry.type], writer=by, **fields)
        _store_proposal(proposal, entry, specs[entry.type], read.file.markup, by)
        proposals.append((proposal, entry))
    return Stored(round, proposals)


def _round_fields(read: ReadRound, state: ImportState) -> dict[str, Any]:
    setup: RoundEntry = read.file.round
    tables = read.file.published_tables
    notes = setup.footnotes
    fields: dict[str, Any] = {
        "name": setup.name,
        "kind": setup.kind,
        "state": Round.State.ARCHIVE if state == "approved" else Round.State.OPEN,
        "price_level": setup.price_level,
        "first_year": setup.years[0],
        "last_year": setup.years[1],
        "presentation": setup.presentation.model_dump(mode="json", exclude_unset=True),
        "criteria": setup.criteria.model_dump(mode="json", exclude_unset=True),
        "price_indices": setup.indices.model_dump(mode="json", exclude_unset=True) if setup.indices else {},
        "footnotes": footnotes.footnotes(tables) if notes is None else [note.model_dump() for note in notes],
        "published_tables": read.raw.get("published_tables"),
        "published_intro": setup.intro,
    }
    fields |= setup.process.model_dump()
    if setup.number_prefix is not None:
        fields["number_prefix"] = setup.number_prefix
    if setup.introductions:
        fields["introductions"] = {bilag: own.model_dump() for bilag, own in setup.introductions.items()}
    if setup.deadlines:
        fields |= {f"{name}_deadline": value for name, value in setup.deadlines}
    if setup.messages:
        fields |= dict(setup.messages)
    return fields


def _templates(choice: str | TemplateEntry) -> dict[str, Template]:
    """Type → template: the forms of the file, or of a code.

    A code the program is delivered with means those very forms, as an export writes it; of any other code the
    newest version is taken.
    """
    forms = [spec for spec in shipped_templates() if spec.code == choice] if isinstance(choice, str) else choice.forms
    if forms:
        return {spec.type: _template_row(spec) for spec in forms}
    newest_last = Template.objects.filter(code=choice).order_by("version")
    return {template.type: template for template in newest_last}


def _template_row(spec: TemplateSpec) -> Template:
    """The row with just this form; another form under its version gets the next one."""
    rows = list(Template.objects.filter(code=spec.code, type=spec.type).order_by("version"))
    for row in rows:
        if row.spec().model_copy(update={"version": spec.version}) == spec:
            return row
    versions = [row.version for row in rows]
    version = max(versions) + 1 if spec.version in versions else spec.version
    return sow_template(spec.model_copy(update={"version": version}))


def _proposal_fields(
    entry: ProposalEntry, raw: dict[str, Any], titles: dict[str, str], state: ImportState
) -> dict[str, Any]:
    administration = Administration.objects.select_related("committee").get(code=entry.administration)
    committee = administration.committee
    if entry.committee is not None:
        committee = Committee.objects.get(code=committee_names()[entry.committee])
    process = entry.process
    printed = (process and process.printed_title) or titles.get(entry.number or "", "")
    fields: dict[str, Any] = {
        "number": entry.number,
        "type": entry.type,
        "title": entry.title,
        "cross_cutting": entry.cross_cutting,
        "administration": administration,
        "committee": committee,
        "state": ProposalState.APPROVED if state == "approved" else ProposalState.DRAFT,
        "confidential": entry.confidential,
        "body_in_appendix": entry.body_in_appendix,
        "criteria": entry.criteria or Proposal.Criteria.UNKNOWN,
        "row_figures": entry.row_figures.model_dump() if entry.row_figures else None,
        "published": _published(raw),
        "printed_title": "" if printed == entry.title else printed,
    }
    if process:
        names = ("confidential_title", "confidential_reason", "confidential_until", "criteria_reason", "late_reason")
        fields |= {name: getattr(process, name) for name in names}
        marked = process.confidential_sections.items()
        fields["confidential_sections"] = {key: mark.model_dump(mode="json") for key, mark in marked}
        if process.state in (ProposalState.WITHDRAWN, ProposalState.ARCHIVED):
            fields["state"] = process.state
    return fields


def _published(raw: dict[str, Any]) -> dict[str, Any] | None:
    """What was printed; the printed total of the effect on administration, which stands elsewhere in the file, too."""
    administration = (raw.get("administration_effect") or {}).get("total")
    printed = raw.get("published")
    return {**printed, "administration": administration} if printed and administration else printed


def _store_proposal(proposal: Proposal, entry: ProposalEntry, spec: TemplateSpec, markup: str, by: Any) -> None:
    taken = take(entry, spec, markup)
    if taken.headings:
        proposal.published = {**(proposal.published or {}), "headings": taken.headings}
    proposal.save()
    now = timezone.now()
    for key, content in taken.contents.items():
        stored = dump_content(content)
        written = _written(content)
        section = Section.objects.create(
            proposal=proposal,
            key=key,
            kind=stored["kind"],
            content=stored,
            version=1 if written else 0,
            saved_at=now if written else None,
            saved_by=by if written else None,
        )
        if written:
            SectionVersion.objects.create(section=section, version=1, content=stored, saved_at=now, saved_by=by)
    refresh_derived(proposal)


def _written(content: Content) -> bool:
    kind = CONTENT_TYPES[content.kind]
    return any(field.is_required() for field in kind.model_fields.values()) or content != kind()
