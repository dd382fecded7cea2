"""Snapshots that were changed on purpose: the round file's, with proposals, lines and texts put otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from appendix.snapshot import ProposalSnapshot, Snapshot
from proposals.document import parse

from .snapshots import proposal_of


def with_proposals(whole: Snapshot, *changed: ProposalSnapshot, without: tuple[str, ...] = ()) -> Snapshot:
    """The next edition: these instead of those with their numbers, or besides them."""
    numbers = {one.number for one in changed}
    kept = [one for one in whole.proposals if one.number not in numbers and one.number not in without]
    return whole.model_copy(update={"edition": whole.edition + 1, "proposals": [*kept, *changed]})


def rewritten(whole: Snapshot, number: str, key: str, change: Callable[[dict[str, Any]], None]) -> ProposalSnapshot:
    """The proposal with one section's content changed as plain data."""
    one = proposal_of(whole, number)
    data = one.document.model_dump(mode="json", by_alias=True)
    change(next(section["content"] for section in data["sections"] if section["key"] == key))
    return one.model_copy(update={"document": parse(data)})
