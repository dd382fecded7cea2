"""Saving by itself while a person writes: by the same rules as the button, and never in the way of the history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from .contents import Content
from .drafts import locked
from .merging import Saved, save_or_merge
from .models import Section, SectionVersion

# Of the versions the page saved by itself, the history shows one for so long a stretch of one person's writing.
STRETCH = datetime.timedelta(minutes=5)


@transaction.atomic
def autosave(section: Section, content: Content, *, base_version: int, by, base: Content | None = None) -> Saved:
    """As `save_or_merge`; the new version, if there is one, is marked as saved by itself."""
    locked(section.proposal_id)
    before = Section.objects.values_list("version", flat=True).get(pk=section.pk)
    saved = save_or_merge(section, content, base_version=base_version, by=by, base=base)
    if saved.section.version != before:
        SectionVersion.objects.filter(section=section, version=saved.section.version).update(autosaved=True)
    return saved


def milestones(versions: Iterable[SectionVersion]) -> list[SectionVersion]:
    """The versions worth showing, of all of a section's, newest first as they came.

    Left out: those saved by itself that the same person wrote on from within five minutes. They are still kept.
    """
    shown: list[SectionVersion] = []
    for version in versions:
        newer = shown[-1] if shown else None
        passed_over = (
            version.autosaved
            and newer is not None
            and newer.saved_by_id == version.saved_by_id
            and newer.saved_at - version.saved_at < STRETCH
        )
        if not passed_over:
            shown.append(version)
    return shown
