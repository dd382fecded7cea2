"""Rich text as paragraphs: how those of two versions belong together, and three versions joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html as lxml_html

# Two paragraphs with less in common than this are two paragraphs, not one that was rewritten.
ALIKE = 0.35


@dataclass(frozen=True)
class Edit:
    """The base's paragraphs from `start` to `end` become `blocks`."""

    start: int
    end: int
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class TextClash:
    """Paragraphs that both wrote differently; an empty tuple where a version has none."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def split(text: str) -> list[str]:
    """The top-level blocks of stored rich text; joined they are the text again."""
    if not text:
        return []
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    blocks = [lxml_html.tostring(child, encoding="unicode", method="html", with_tail=False) for child in root]
    return blocks if "".join(blocks) == text else [text]


def words(block: str) -> list[str]:
    return lxml_html.fragment_fromstring(block, create_parent="div").text_content().split()


def pairs(old: list[str], new: list[str], words_of: Callable[[str], list[str]] = words) -> list[tuple[int, int]]:
    """Places (old, new) of paragraphs that are the same or a rewriting of one another, both rising."""
    found: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            found += _alike(
                [words_of(old[i]) for i in range(i1, i2)], [words_of(new[j]) for j in range(j1, j2)], i1, j1
            )
    return found


def _alike(old: list[list[str]], new: list[list[str]], i1: int, j1: int) -> list[tuple[int, int]]:
    """Within a stretch that was replaced: one for one where the counts agree, else the most alike first."""
    if len(old) == len(new):
        return [(i1 + place, j1 + place) for place in range(len(old))]
    scored = sorted(
        ((_ratio(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)),
        reverse=True,
    )
    chosen: list[tuple[int, int]] = []
    for score, i, j in scored:
        if score < ALIKE:
            break
        if all((-i < a and -j < b) or (-i > a and -j > b) for a, b in chosen):
            chosen.append((-i, -j))
    return [(i1 + i, j1 + j) for i, j in sorted(chosen)]


def _ratio(old: list[str], new: list[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def edits(base: list[str], new: list[str]) -> list[Edit]:
    """What was done to the base, each paragraph told apart, in order."""
    found: list[Edit] = []
    i = j = 0
    for at, to in [*pairs(base, new), (len(base), len(new))]:
        # What lies between two pairs is gone from the base, new in the other, or both at once.
        if i < at or j < to:
            found.append(Edit(i, at, tuple(new[j:to])))
        if at < len(base) and base[at] != new[to]:
            found.append(Edit(at, at + 1, (new[to],)))
        i, j = at + 1, to + 1
    return found


def merge_text(base: str, mine: str, theirs: str) -> list[str | TextClash]:
    """Both edits of a text made to it: HTML of what is settled, and where both wrote in the same paragraph."""
    if mine == theirs or theirs == base:
        return [mine]
    if mine == base:
        return [theirs]
    blocks = split(base)
    own, other = edits(blocks, split(mine)), edits(blocks, split(theirs))
    result: list[str | TextClash] = []
    at = 0
    while own or other:
        start = min(edit.start for edit in own[:1] + other[:1])
        taken_own, taken_other, end = _together(own, other)
        result.append("".join(blocks[at:start]))
        mine_here, theirs_here = _made(blocks, start, end, taken_own), _made(blocks, start, end, taken_other)
        if not taken_other or mine_here == theirs_here:
            result.append("".join(mine_here))
        elif not taken_own:
            result.append("".join(theirs_here))
        else:
            result.append(TextClash(tuple(blocks[start:end]), mine_here, theirs_here))
        at = end
    result.append("".join(blocks[at:]))
    return _joined(result)


def _together(own: list[Edit], other: list[Edit]) -> tuple[list[Edit], list[Edit], int]:
    """Takes the next edit off the lists with all that meet it, and where they end."""
    first = own if not other or (own and (own[0].start, own[0].end) <= (other[0].start, other[0].end)) else other
    group = first[0]
    start, end = group.start, group.end
    mine: list[Edit] = []
    theirs: list[Edit] = []
    grew = True
    while grew:
        grew = False
        for source, taken in ((own, mine), (other, theirs)):
            while source and _meet(source[0], start, end):
                edit = source.pop(0)
                taken.append(edit)
                end, grew = max(end, edit.end), True
    return mine, theirs, end


def _meet(edit: Edit, start: int, end: int) -> bool:
    """Whether the edit is of the same paragraphs, or puts new ones at the same place."""
    if start == end or edit.start == edit.end:
        return (edit.start == start and edit.end == end) or start < edit.start < end
    return edit.start < end


def _made(blocks: list[str], start: int, end: int, edits: list[Edit]) -> tuple[str, ...]:
    made: list[str] = []
    at = start
    for edit in edits:
        made += [*blocks[at : edit.start], *edit.blocks]
        at = edit.end
    return (*made, *blocks[at:end])


def _joined(parts: list[str | TextClash]) -> list[str | TextClash]:
    joined: list[str | TextClash] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part:
            joined.append(part)
    return joined or [""]
