"""Which sections of a proposal concern a body, and which of them two versions have differently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from proposals.contents import Content
from proposals.document import Document
from proposals.models import HearingBody, Proposal, Round

from ..models import Revision
from ..revisions import document_of

Condition = HearingBody.Condition
# The keys of all the templates in use; a document has those of its own template.
_EFFECT = ("description", "content", "economy", "implementation", "effect", "risks")
# Conditions that are not here concern the whole proposal.
DEFAULT_SECTIONS: dict[str, tuple[str, ...]] = {
    Condition.SQUARE_METRES: _EFFECT,
    Condition.EMPLOYER: (*_EFFECT, "administration"),
    Condition.TRANSFERS: (*_EFFECT, "follow_up"),
    Condition.DIGITALISATION: _EFFECT,
    Condition.IT_SYSTEMS: _EFFECT,
    Condition.STAFF: _EFFECT,
}
# What the process writes, so no body is asked about it.
_COMPUTED = ("hearings", "technical")


def sections_of(condition: str, chosen: Sequence[str]) -> tuple[str, ...]:
    """Keys of the sections that concern a body: the round's own, else the program's; () for the whole proposal."""
    return tuple(chosen) or DEFAULT_SECTIONS.get(condition, ())


def concerned(proposal: Proposal, body: HearingBody, document: Document) -> list[str]:
    """Keys of the proposal's own sections that concern the body in its round; none: the whole proposal."""
    row = proposal.round.hearings.filter(body=body).first()
    wanted = sections_of(row.condition, row.sections) if row else sections_of(body.condition, ())
    return [key for key, _heading in section_choices(document) if key in wanted]


def section_choices(document: Document) -> list[tuple[str, str]]:
    """Key and heading of the sections a body can be asked about, in the document's order."""
    specs = {spec.key: spec for spec in document.template.sections}
    return [
        (section.key, f"{specs[section.key].number} {specs[section.key].heading}".strip())
        for section in document.sections
        if section.key in specs and section.content.kind not in _COMPUTED
    ]


def choices_in(round: Round) -> list[tuple[str, str]]:
    """Key and heading of the sections in the round's forms, each key once."""
    found: dict[str, str] = {}
    for chosen in round.templates.select_related("template").order_by("type"):
        for section in chosen.template.sections.all():
            if section.kind not in _COMPUTED:
                found.setdefault(section.key, section.heading)
    return list(found.items())


def headings(document: Document, keys: Iterable[str]) -> list[str]:
    """The headings of the sections with those keys, in the document's order."""
    wanted = set(keys)
    return [heading for key, heading in section_choices(document) if key in wanted]


class Versions:
    """Compares versions section by section; a version's document is read once, however often it is asked about."""

    def __init__(self) -> None:
        self._contents: dict[int, dict[str, Content]] = {}

    def changed(self, old: Revision | None, new: Revision | None, keys: Sequence[str]) -> tuple[str, ...]:
        """Keys of the sections whose content differs; of all sections where `keys` is empty.

        () where one of the versions is not known: an answer taken over from elsewhere names none.
        """
        if old is None or new is None or old.sha256 == new.sha256:
            return ()
        was, now = self._of(old), self._of(new)
        asked = keys or [*now, *(key for key in was if key not in now)]
        return tuple(key for key in asked if was.get(key) != now.get(key))

    def _of(self, revision: Revision) -> dict[str, Any]:
        if revision.pk not in self._contents:
            sections = document_of(revision).sections
            self._contents[revision.pk] = {
                section.key: section.content for section in sections if section.content.kind not in _COMPUTED
            }
        return self._contents[revision.pk]
