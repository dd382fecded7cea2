"""The appendix's introduction: computed, or CFØ's own words."""

from __future__ import annotations

import hashlib

from django.db import transaction

from accounts.models import User
from proposals.models import Round
from reviews.events import record


class StaleIntroduction(Exception):
    """Somebody else changed the introduction meanwhile; `current` is what stands now, None when it is computed."""

    def __init__(self, current: str | None) -> None:
        super().__init__("the introduction was changed meanwhile")
        self.current = current


def own_words(round: Round, bilag: int) -> str | None:
    """CFØ's own introduction to the appendix, None when it is computed."""
    written = round.introductions.get(str(bilag))
    return None if written is None or written["computed"] else written["text"]


def kept_words(round: Round, bilag: int) -> str:
    """What CFØ has written, be it printed now or not; "" where there is nothing."""
    return round.introductions.get(str(bilag), {}).get("text", "")


def seen_mark(words: str | None) -> str:
    """A short mark of the introduction a page showed, by which a stale save is known."""
    return "computed" if words is None else hashlib.sha256(words.encode()).hexdigest()


@transaction.atomic
def change_introduction(round: Round, bilag: int, words: str | None, by: User, *, seen: str) -> bool:
    """Keeps CFØ's own words, or goes back to the computed ones (None). False when nothing changes.

    `seen` is the mark of what the person saw; raises StaleIntroduction when something else stands now. The
    own words are kept while the computed ones are printed.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    current = own_words(locked, bilag)
    if seen_mark(current) != seen:
        raise StaleIntroduction(current)
    if words == current:
        return False
    text = kept_words(locked, bilag) if words is None else words
    locked.introductions[str(bilag)] = {"text": text, "computed": words is None}
    locked.save(update_fields=["introductions"])
    record("intro_changed", round=locked, actor=by, data={"bilag": bilag, "before": current, "after": words})
    return True
