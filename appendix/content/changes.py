"""What a comparison of two printed documents tells, and how names of two lists belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from proposals.compare.blocks import pairs

Item = TypeVar("Item")
Kind = Literal["cell", "row", "column", "text", "note", "figure", "order"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is printed differently, and where; `old` or `new` is None where there was or is nothing.

    `old_tkr` and `new_tkr` are the exact amounts of a cell in 1.000 kr., None for a cell of words. A change of kind
    "order" says that the same things stand in another order or are set in another way.
    """

    kind: Kind
    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    old: str | None = None
    new: str | None = None
    old_tkr: int | None = None
    new_tkr: int | None = None


@dataclass(frozen=True)
class ByNumber:
    """Tables whose rows are proposals: no row becomes another one, whatever it holds.

    `captions` are those tables'; `renumbered` old number → new one; rows of proposals that are `gone` from the old
    or have `come` to the new are told elsewhere.
    """

    captions: frozenset[str] = frozenset()
    renumbered: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()


def only(added: bool, kind: Kind, words: str) -> Change:
    """What only one side has: the new one when it was added."""
    return Change(kind, new=words) if added else Change(kind, old=words)


def matched(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places (old, new) of what has the same name, and of names that are a rewriting of one another."""
    before, after = numbered(old), numbered(new)
    places = {key: place for place, key in enumerate(before)}
    found = [(places[key], place) for place, key in enumerate(after) if key in places]
    kept_old, kept_new = {i for i, _j in found}, {j for _i, j in found}
    rest_old = [place for place in range(len(old)) if place not in kept_old]
    rest_new = [place for place in range(len(new)) if place not in kept_new]
    rewritten = pairs([old[i] for i in rest_old], [new[j] for j in rest_new], str.split)
    return found + [(rest_old[i], rest_new[j]) for i, j in rewritten]


def numbered(names: Iterable[str]) -> list[tuple[str, int]]:
    """Each name with how often it stood before."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        found.append((name, seen[name]))
        seen[name] += 1
    return found


def paired(old: list[Item], new: list[Item], name: Callable[[Item], str]) -> list[tuple[Item | None, Item | None]]:
    """The items that belong together in the order of the new ones, each alone with None where it has no partner."""
    places = matched([name(one) for one in old], [name(one) for one in new])
    partner = {j: old[i] for i, j in places}
    kept = {i for i, _j in places}
    found: list[tuple[Item | None, Item | None]] = [(partner.get(j), item) for j, item in enumerate(new)]
    return found + [(item, None) for i, item in enumerate(old) if i not in kept]
