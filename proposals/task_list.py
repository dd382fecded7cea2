"""The proposal's home: its sections as tasks in groups, each with its status in words and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .assemble import applies, assemble, read_content
from .checks import Finding
from .findings import findings_of
from .models import Proposal, Section
from .own_templates import removed_heading
from .returned import Asked, AskedSection
from .sharing import WORD_KINDS, present, present_words


@dataclass(frozen=True)
class Task:
    """A row of components/task_list.html."""

    key: str
    title: str
    url: str
    status: str
    status_kind: str
    hint: str = ""
    edited: str = ""
    assignee: str = ""
    present: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class Group:
    heading: str
    tasks: list[Task]


def task_groups(proposal: Proposal, user, asked: Asked | None = None) -> tuple[list[Group], list[Finding]]:
    """The groups of the proposal's task list as this person sees them, and every finding that is open.

    `asked`: what CFØ asks for, where the proposal stands returned.
    """
    document = assemble(proposal)
    # What the checks say may quote a section that is confidential to this person.
    findings = [] if proposal.hidden else findings_of(proposal, document).open
    spec = proposal.template.spec()
    sections = {s.key: s for s in proposal.sections.select_related("saved_by", "assignee")}
    asked = {section.key: section for section in asked.sections} if asked else {}
    others = present(proposal, user)
    headings = {"front": _("Forslaget"), "body": _("Forslaget"), "annex": _("Administrativt bilag")}
    groups: dict[str, list[Task]] = {}
    for section_spec in spec.sections:
        section = sections.pop(section_spec.key, None)
        if section is None:
            continue
        if not applies(spec, section.key, read_content(section), document.cross_cutting):
            continue
        title = f"{section_spec.number} {section_spec.heading}".strip()
        missing = [f for f in findings if f.section == section.key and f.severity == "error"]
        groups.setdefault(headings[section_spec.part], []).append(
            _task(proposal, section, title, missing, asked.get(section.key), others.get(section.pk, []))
        )
    if sections:
        groups[_("Andre afsnit")] = [
            _task(proposal, s, removed_heading(proposal, s.key), [], asked.get(s.key), others.get(s.pk, []))
            for s in sections.values()
        ]
    return [Group(heading, tasks) for heading, tasks in groups.items()], findings


def _task(
    proposal: Proposal,
    section: Section,
    title: str,
    missing: list[Finding],
    asked: AskedSection | None,
    others: list[str],
) -> Task:
    status, kind = _asked_status(asked) if asked else _status(section, missing, proposal.is_open(section.key))
    hint = missing[0].message if missing and section.version else ""
    if len(missing) > 1 and hint:
        more = len(missing) - 1
        hint += " " + ngettext("Og %d mangel mere.", "Og %d mangler mere.", more) % more
    edited = ""
    if section.saved_at:
        edited = _("Gemt %(when)s af %(who)s") % {
            "when": date_format(timezone.localtime(section.saved_at), "SHORT_DATETIME_FORMAT"),
            "who": section.saved_by or _("en tidligere bruger"),
        }
    address = reverse("section", args=[proposal.pk, section.key])
    assignee = _("Ansvarlig: %s") % section.assignee if section.assignee else ""
    confidential = section.key in proposal.confidential_sections
    return Task(section.key, title, address, status, kind, hint, edited, assignee, present_words(others), confidential)


def days_left(proposal: Proposal) -> str:
    """How long there is until the round's deadline, in calendar days and words; "" where there is no deadline."""
    deadline = proposal.round.submission_deadline
    if not deadline:
        return ""
    if deadline <= timezone.now():
        return _("Fristen er overskredet.")
    days = (timezone.localdate(deadline) - timezone.localdate()).days
    return ngettext("%d dag tilbage", "%d dage tilbage", days) % days if days else _("Det er i dag.")


def _asked_status(asked: AskedSection) -> tuple[str, str]:
    return (_("Ændret siden"), "success") if asked.changed else (_("Kræver ændring"), "attention")


def _status(section: Section, missing: list[Finding], open: bool) -> tuple[str, str]:
    if not open:
        return _("Låst"), "neutral"
    if missing:
        return (_("I gang"), "progress") if section.version else (_("Ikke begyndt"), "neutral")
    if section.version:
        written = section.done or section.kind not in WORD_KINDS
        return (_("Færdig"), "plain") if written else (_("I gang"), "progress")
    return _("Valgfrit"), "plain"
