"""What a section's prose has told already: structured rows that repeat it are printed once."""

from __future__ import annotations

import re

from proposals.contents import FollowUpRow, RiskItem
from proposals.richtext import to_plain

_BETWEEN = re.compile(r"[^\w]+")
_SENTENCE = re.compile(r"[.!?\n]+")
_TABLE_NUMBER = re.compile(r"^\s*tab(?:el|let)\s+[\w.]+[.:]?\s*", re.IGNORECASE)


def words(text: str) -> str:
    """The words alone, in lower case, parted by single spaces."""
    return _BETWEEN.sub(" ", text).strip().casefold()


class Prose:
    """A section's prose to look words up in."""

    def __init__(self, html: str) -> None:
        plain = to_plain(html)
        self._words = f" {words(plain)} "
        self._sentences = [f" {words(sentence)} " for sentence in _SENTENCE.split(plain)]

    def tells(self, text: str | None) -> bool:
        """Whether the prose holds these words; nothing is told by anything."""
        return not text or not words(text) or f" {words(text)} " in self._words

    def tells_risk(self, item: RiskItem) -> bool:
        """Whether a risk stands in the prose with its handling and its score."""
        score = None if item.score is None else str(item.score)
        return self.tells(item.title) and self.tells(item.handling) and self.tells(score)

    def tells_row(self, row: FollowUpRow) -> bool:
        """Whether all of a follow-up row stands in the prose."""
        return all(self.tells(part) for part in (row.goal, row.measure, row.responsible, row.when))

    def tells_overall_risk(self, overall: str) -> bool:
        """Whether a sentence about the risk has the overall judgement's words."""
        return any("risiko" in sentence and f" {words(overall)} " in sentence for sentence in self._sentences)


def caption_words(caption: str) -> str:
    """A caption without its table number, to compare captions by."""
    return words(_TABLE_NUMBER.sub("", caption))
