"""What an open appendix of a round must not say, as runs of words, and whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.db.models import Q

from appendix.bilag import BILAG
from appendix.content.build import build
from appendix.snapshot import Snapshot
from proposals.confidentiality import closed
from proposals.economy.model import Area
from proposals.models import Proposal, Round
from proposals.richtext import as_words

from .words import LONGEST, Run, content_words, runs, telling

# Fields of blocks that say how, not what.
_NOT_SAID = {"style", "kind", "align", "pages", "anchor", "href", "svg"}
# Whose each run of words is.
Secrets = dict[Run, str]
# Key and kind of a section, and its content.
Section = tuple[str, str, Any]


def secrets_of(round: Round, snapshot: Snapshot) -> Secrets:
    """The runs that give confidential proposals and sections away, with the number and section they are of.

    Every version counts, and the draft. What an open proposal, a printed title or the form says as well is no secret.
    An appendix that is closed itself has none.
    """
    if BILAG[snapshot.bilag].closed:
        return {}
    proposals = list(
        round.proposals.filter(Q(confidential=True) | Q(confidential_title=True) | ~Q(confidential_sections={}))
        .select_related("template")
        .prefetch_related("sections", "revisions")
    )
    if not proposals:
        return {}
    secret: Secrets = {}
    known = set(_open_runs(snapshot, {one.number for one in proposals}))
    # The codes of the areas are keys in files of data.
    known.update(run for area in Area for run in runs(content_words(area)))
    for proposal in proposals:
        for heading, text, length in _secret_texts(proposal):
            for run in telling(content_words(text), length):
                secret.setdefault(run, f"{proposal.number or 'forslag uden nummer'}, {heading}")
        for text in _open_texts(proposal):
            known.update(runs(content_words(text)))
    return {run: whose for run, whose in secret.items() if run not in known}


def _open_runs(snapshot: Snapshot, but: set[str | None]) -> Iterator[Run]:
    """All the appendix says with the open proposals alone, the form's own words among it, not what CFØ wrote."""
    others = [one for one in snapshot.proposals if one.number not in but]
    tree = build(snapshot.model_copy(update={"proposals": others, "intro": None, "footnotes": []}))
    yield from runs(content_words(" ".join(_strings(tree))))
    for one in others:
        if one.document is not None:
            for text in _strings(one.document.model_dump(mode="json")["sections"]):
                yield from runs(content_words(as_words(text)))


def _secret_texts(proposal: Proposal) -> Iterator[tuple[str, str, int]]:
    """Heading, text and how many words in a row give it away: of a withheld title two, or one where it has no more."""
    headings = {one.key: f"{one.number} {one.heading}".strip() for one in proposal.template.spec().sections}
    if proposal.confidential_title:
        for title in _titles(proposal):
            yield "titlen", title, 2
    for key, content in _sections(proposal, hidden=True):
        for text in _strings(content):
            yield headings.get(key, key), as_words(text), LONGEST


def _open_texts(proposal: Proposal) -> Iterator[str]:
    """What its row, the form and its open sections say."""
    if not proposal.confidential_title:
        yield from _titles(proposal)
    yield from _strings(proposal.template.spec().printed().model_dump(mode="json"))
    for _key, content in _sections(proposal, hidden=False):
        yield from map(as_words, _strings(content))


def _titles(proposal: Proposal) -> list[str]:
    contents = [content for version in _versions(proposal) for _key, kind, content in version if kind == "facts"]
    return [proposal.title, proposal.printed_title or "", *(content.get("title", "") for content in contents)]


def _sections(proposal: Proposal, *, hidden: bool) -> Iterator[tuple[str, Any]]:
    """The sections of every version that are confidential, or those that are not."""
    for version in _versions(proposal):
        marked = closed(proposal.confidential_sections, [(key, kind) for key, kind, _content in version])
        for key, _kind, content in version:
            if (proposal.confidential or key in marked) is hidden:
                yield key, content


def _versions(proposal: Proposal) -> Iterator[list[Section]]:
    """The draft and each frozen version."""
    yield [(one.key, one.kind, one.content) for one in proposal.sections.all()]
    for revision in proposal.revisions.all():
        sections = json.loads(revision.canonical)["sections"]
        yield [(one["key"], one["content"]["kind"], one["content"]) for one in sections]


def _strings(value: Any) -> Iterator[str]:
    """Every string in JSON or in blocks, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NOT_SAID:
                yield from _strings(getattr(value, field.name))
