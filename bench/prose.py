"""The round that is timed: the published one where it is at hand, else our own with prose to the same length."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "data" / "budget-2025.json"
OURS = ROOT / "proposals" / "fixtures" / "rounds" / "budget-2025.json"

# So much prose fills about 90 pages, the length of the published appendix, in our layout.
CHARACTERS = 213_000

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


def round_file(folder: Path, *, generated: bool = False) -> tuple[Path, str]:
    """The round file to import and what it is in words; a generated one is written to `folder`."""
    if PUBLISHED.exists() and not generated:
        return PUBLISHED, f"the published round ({PUBLISHED.name})"
    path = folder / OURS.name
    path.write_text(json.dumps(lengthened(json.loads(OURS.read_text()), CHARACTERS), ensure_ascii=False))
    return path, "our own round with generated prose"


def lengthened(data: dict[str, Any], characters: int) -> dict[str, Any]:
    """The round file's data with every section's text lengthened in proportion, `characters` in all.

    New paragraphs are mixed from the sentences of all sections of the same key. No two are alike, since an
    engine that remembers what it has set would gain by it. The same data gives the same text.
    """
    sections = [section for proposal in data["proposals"] for section in proposal["sections"]]
    sentences: dict[str, list[str]] = defaultdict(list)
    for section in sections:
        sentences[section["key"]] += _sentences(section["text"])
    grow = characters / sum(len(section["text"]) for section in sections)
    chance = random.Random(2025)  # noqa: S311
    for section in sections:
        wanted = grow * len(section["text"])
        paragraphs = _paragraphs(sentences[section["key"]], chance)
        while len(section["text"]) < wanted:
            section["text"] += "\n\n" + next(paragraphs)
    return data


def _sentences(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        if not paragraph.startswith("- "):
            yield from _SENTENCE_END.split(paragraph)


def _paragraphs(sentences: list[str], chance: random.Random) -> Iterator[str]:
    """Paragraphs without end; about every fifth is a list."""
    while True:
        some = chance.sample(sentences, min(len(sentences), chance.randint(3, 6)))
        if chance.random() < 0.2:
            yield "\n".join(f"- {sentence}" for sentence in some)
        else:
            yield " ".join(some)
