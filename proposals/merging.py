"""Saving beside others: what two people wrote apart is joined, what they wrote in one place is asked about.

Also the section's own history: any saved version can be read and restored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from .assemble import read_content
from .compare import Difference, Merged, difference, merge
from .contents import CONTENT_TYPES, Content
from .drafts import StaleSave, locked, save_section
from .models import Section, SectionVersion
from .telling import tell_saved
from .upgrades import upgrade_content


@dataclass(frozen=True)
class Choices:
    """What a person chose where both had written: place of the clash → "mine" or "theirs".

    They hold for the version that was shown beside theirs, `against`, and for no later one.
    """

    against: int = -1
    sides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """A save that went through. `taken`: what came in from others, falsy when nothing did; `others`: their names."""

    section: Section
    taken: Difference
    others: tuple[str, ...]
    mine: Content
    merged: Content


class ClashingSave(StaleSave):
    """Both wrote in the same place. Nothing is stored; `merged` says where, and what else is already joined."""

    def __init__(self, current: Section, base: Content, theirs: Content, merged: Merged) -> None:
        super().__init__(current)
        self.base, self.theirs, self.merged = base, theirs, merged


@transaction.atomic
def save_or_merge(
    section: Section,
    content: Content,
    *,
    base_version: int,
    by,
    choices: Choices | None = None,
    base: Content | None = None,
) -> Saved:
    """As `save_section`, but a save over an older version is joined with what was saved since.

    `base_version`: the version the content was written from; `base`: what the page held at that version, when
    that is something else than what was stored. Raises ClashingSave where both wrote in one place
    and no choice is made, NotEditable as `save_section`. The proposal's row is locked, so nobody comes between.
    """
    proposal = locked(section.proposal_id)
    current = Section.objects.select_related("saved_by").get(pk=section.pk)
    if (current.version == base_version and base is None) or proposal.why_locked(section.key):
        stored = save_section(section, content, base_version=base_version, by=by)
        tell_saved("section_saved", stored, current.version, by)
        return Saved(stored, difference(content, content), (), content, content)
    base, theirs = base or content_of_version(current, base_version), read_content(current)
    sides = choices.sides if choices and choices.against == current.version else {}
    merged = merge(base, content, theirs, sides)
    if merged.open:
        raise ClashingSave(current, base, theirs, merged)
    stored = save_section(section, merged.content, base_version=current.version, by=by)
    tell_saved("section_saved", stored, current.version, by)
    others = writers_since(current, base_version, by)
    return Saved(stored, merged.taken, others, content, merged.content)


def content_of_version(section: Section, number: int) -> Content:
    """A saved version raised to today's schema; SectionVersion.DoesNotExist when there is none.

    A section that was never saved is its own version 0.
    """
    if number == section.version:
        return read_content(section)
    stored = section.versions.get(version=number).content
    return CONTENT_TYPES[section.kind].model_validate(upgrade_content(stored))


def writers_since(section: Section, number: int, by=None) -> tuple[str, ...]:
    """The names of those who saved after the version, each once, the newest first; without `by`."""
    rows = section.versions.filter(version__gt=number).exclude(saved_by=by).select_related("saved_by")
    return tuple(dict.fromkeys(str(row.saved_by or "–") for row in rows))


@transaction.atomic
def restore(section: Section, number: int, *, base_version: int, by) -> Section:
    """Makes a saved version the newest one, as a new version: those in between stay.

    Raises SectionVersion.DoesNotExist, and StaleSave or NotEditable as `save_section`.
    """
    saved = save_section(section, content_of_version(section, number), base_version=base_version, by=by)
    tell_saved("section_restored", saved, base_version, by, {"restored": number})
    return saved


__all__ = [
    "Choices",
    "ClashingSave",
    "Saved",
    "SectionVersion",
    "content_of_version",
    "restore",
    "save_or_merge",
    "writers_since",
]
