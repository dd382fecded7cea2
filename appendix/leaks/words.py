"""Words that carry content, and the runs of them that texts are compared by."""

from __future__ import annotations

import re
from collections.abc import Iterator

Run = tuple[str, ...]

# Short words and numbers stand in every text.
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_SOFT = str.maketrans("", "", "\u00ad\u200b\u2060")
LONGEST = 4


def content_words(text: str) -> list[str]:
    """The words of four letters or more, in small letters."""
    return _CONTENT.findall(text.translate(_SOFT).casefold())


def runs(words: list[str]) -> Iterator[Run]:
    """Every run of one to four words."""
    for length in range(1, LONGEST + 1):
        yield from zip(*(words[start:] for start in range(length)), strict=False)


def telling(words: list[str], length: int = LONGEST) -> Iterator[Run]:
    """The runs of `length` words, which give a text away, or all of a shorter text that has at least half as many."""
    if len(words) >= length:
        yield from zip(*(words[start:] for start in range(length)), strict=False)
    elif len(words) >= length // 2:
        yield tuple(words)
