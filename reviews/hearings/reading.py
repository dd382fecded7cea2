"""What a body is to read before it answers: the version, the sections, and what is changed since it read last."""

from __future__ import annotations

from dataclasses import dataclass

from ..comparison import Comparison, Version, compare, version
from ..models import HearingAnswer, HearingRequest, Revision
from ..revisions import document_of, newest_revision
from .asked import earlier_answer
from .sections import Versions, headings


@dataclass(frozen=True)
class Reading:
    """`revision` is the version to read, `headings` the sections asked about (none: the whole proposal).

    `earlier`: the committee's newest answer; `changes`: from the version it knows to this one, None where what it is
    asked about reads the same; `newer`: there is a newer version than the one that was sent.
    """

    revision: Revision
    headings: list[str]
    earlier: HearingAnswer | None
    changes: Comparison | None
    newer: bool


def reading(request: HearingRequest) -> Reading | None:
    """The newest version where it reads otherwise in what the body is asked about, else the one that was sent.

    None where there is no version at all: the answer was taken over from elsewhere.
    """
    versions, newest = Versions(), newest_revision(request.proposal)
    sent = request.revision or newest
    if sent is None or newest is None:
        return None
    differs = versions.changed(sent, newest, request.sections)
    read = newest if differs else sent
    earlier = earlier_answer(request)
    known = (earlier.revision if earlier else None) or sent
    changed = versions.changed(known, read, request.sections)
    return Reading(
        revision=read,
        headings=headings(document_of(read), request.sections),
        earlier=earlier,
        changes=compare(*_shown(request, known, read), request.sections) if changed else None,
        newer=bool(differs),
    )


def _shown(request: HearingRequest, *revisions: Revision) -> list[Version]:
    """As the proposal's reader may see them."""
    return [version(request.proposal, str(revision.number)) for revision in revisions]
