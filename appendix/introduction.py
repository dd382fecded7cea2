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


def own_words(round: Round) -> str | None:
    """CFØ's own introduction, None when it is computed."""
    return None if round.intro_computed else round.intro


def seen_mark(words: str | None) -> str:
    """A short mark of the introduction a page showed, by which a stale save is known."""
    return "computed" if words is None else hashlib.sha256(words.encode()).hexdigest()


@transaction.atomic
def change_introduction(round: Round, words: str | None, by: User, *, seen: str) -> bool:
    """Keeps CFØ's own words, or goes back to the computed ones (None). False when nothing changes.

    `seen` is the mark of what the person saw; raises StaleIntroduction when something else stands now. The
    own words are kept while the computed ones are printed.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    current = own_words(locked)
    if seen_mark(current) != seen:
        raise StaleIntroduction(current)
    if words == current:
        return False
    locked.intro_computed = words is None
    if words is not None:
        locked.intro = words
    locked.save(update_fields=["intro", "intro_computed"])
    record("intro_changed", round=locked, actor=by, data={"before": current, "after": words})
    return True
