"""Whether the proposals' money can be shared among the committees, worked out once for each version of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection

from django.core.cache import cache

from proposals.confidentiality import redacted
from proposals.contents import DistributionContent, EconomyContent
from proposals.document import economy_of, parse
from proposals.economy.distribution import DistributionError, by_committee
from proposals.economy.model import UnitBook
from proposals.economy.words import Message
from proposals.models import Round
from reviews.models import Revision

from .bilag import BILAG
from .snapshot import ProposalSnapshot

# Versions never change and the units are in the key; this bounds how long what nobody looks at is kept.
KEPT_SECONDS = 24 * 60 * 60
NEEDED = {content.model_fields["kind"].default for content in (EconomyContent, DistributionContent)}

Mark = tuple[str, tuple[str, ...]]
"""A version's SHA-256 and the keys of the sections that are left out as confidential."""


def unshareable(
    round: Round, proposals: Collection[ProposalSnapshot], bilag: int, book: UnitBook
) -> dict[int | None, Message]:
    """Why those of the proposals that cannot be shared cannot, by their ids; one with nothing to share can.

    One query and the reading of what is new; nothing of either where all was seen before.
    """
    marks = {
        one.proposal: (one.sha256, () if BILAG[bilag].closed else tuple(one.confidential_sections))
        for one in proposals
        if one.sha256
    }
    units = hashlib.sha256(repr((book.committees, book.units)).encode()).hexdigest()
    key = f"unshareable-{round.pk}-{units}"
    kept: dict[Mark, Message | None] = cache.get(key, {})
    if missing := set(marks.values()) - kept.keys():
        kept = kept | dict.fromkeys(missing) | _faults(round, missing, book)
        cache.set(key, kept, KEPT_SECONDS)
    return {pk: why for pk, mark in marks.items() if (why := kept[mark])}


def _faults(round: Round, marks: Collection[Mark], book: UnitBook) -> dict[Mark, Message]:
    """Reads the versions that hold a distribution, and of them no more than what is shared."""
    wanted: dict[str, list[Mark]] = {}
    for mark in marks:
        wanted.setdefault(mark[0], []).append(mark)
    revisions = Revision.objects.filter(proposal__round=round, canonical__contains='"kind":"distribution"')
    found = {}
    for sha256, canonical in revisions.order_by().values_list("sha256", "canonical").iterator(chunk_size=200):
        for mark in wanted.pop(sha256, ()):
            if why := _fault(canonical, mark[1], book):
                found[mark] = why
    return found


def _fault(canonical: str, closed: tuple[str, ...], book: UnitBook) -> Message | None:
    raw = json.loads(canonical)
    raw["sections"] = [section for section in raw["sections"] if section["content"]["kind"] in NEEDED]
    document = redacted(parse(raw), closed)
    economy = economy_of(document)
    if economy is None or document.first(DistributionContent) is None:
        return None
    try:
        by_committee(economy, book)
    except DistributionError as error:
        return error.message
    return None
