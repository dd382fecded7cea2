"""References in the prose become links: "se tabel 2.1" and "afsnit 4" lead there within the proposal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from . import blocks as b

REFERENCE = re.compile(r"\b(tabel|afsnit)\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
TABLE = "Tabel "
CAPTION = re.compile(TABLE + r"(\d+(?:\.\d+)*)")
# Kind and number: ("tabel", "2.1").
Target = tuple[str, str]


def referred(blocks: tuple[b.Block, ...], at: str) -> tuple[b.Block, ...]:
    """A proposal's blocks, of anchor `at`, with links to what is referred to; what is there twice is not led to."""
    counted = Counter(target for block in blocks for target in _targets(block))
    wanted = {target for block in blocks for target in _named(block)}
    known = {target: _anchor(at, target) for target in wanted if counted[target] == 1} if at else {}
    return tuple(_anchored(_linked(block, known), known) for block in blocks) if known else blocks


def _anchor(at: str, target: Target) -> str:
    return f"{at}-{target[0]}-{target[1].replace('.', '-')}"


def _targets(block: b.Block) -> Iterator[Target]:
    if isinstance(block, b.Heading) and block.number:
        yield "afsnit", block.number.strip(".")
    elif isinstance(block, b.Table) and (found := CAPTION.match(block.caption)):
        yield "tabel", found[1]


def _named(block: b.Block) -> Iterator[Target]:
    """What the prose of a block refers to."""
    if isinstance(block, b.Paragraph | b.Note):
        for item in block.content:
            if isinstance(item, b.Text):
                yield from (_target(found) for found in REFERENCE.finditer(item.text))
    elif isinstance(block, b.Bullets):
        for inside in block.items:
            for inner in inside:
                yield from _named(inner)


def _target(found: re.Match[str]) -> Target:
    return found[1].casefold(), found[2]


def _linked(block: b.Block, known: dict[Target, str]) -> b.Block:
    if isinstance(block, b.Paragraph | b.Note):
        return replace(block, content=tuple(one for item in block.content for one in _parted(item, known)))
    if isinstance(block, b.Bullets):
        return replace(block, items=tuple(tuple(_linked(inner, known) for inner in inside) for inside in block.items))
    return block


def _parted(item: b.Inline, known: dict[Target, str]) -> Iterator[b.Inline]:
    """The text with each reference to something known as a link of its own."""
    if not isinstance(item, b.Text):
        yield item
        return
    at = 0
    for found in REFERENCE.finditer(item.text):
        if anchor := known.get(_target(found)):
            if found.start() > at:
                yield b.Text(item.text[at : found.start()])
            yield b.Link(f"#{anchor}", (b.Text(found.group()),), number=found[2])
            at = found.end()
    if at < len(item.text):
        yield b.Text(item.text[at:])


def _anchored(block: b.Block, known: dict[Target, str]) -> b.Block:
    anchor = next((known[target] for target in _targets(block) if target in known), "")
    if anchor and isinstance(block, b.Heading | b.Table) and not block.anchor:
        return replace(block, anchor=anchor)
    return block
