"""The fixed order of every change of a round's set-up: lock, guard against stale saves, change, event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from proposals.models import Round

from ..events import record
from ..refusal import Refused

# Label and value, as the set-up's home, the list before a copy and the event show a topic.
Words = list[tuple[str, str]]


class StaleSetup(Refused):
    """Somebody else changed the topic meanwhile; `current` is what stands now, in words, `mark` its mark."""

    def __init__(self, current: Words, mark: str) -> None:
        self.current, self.mark = current, mark
        super().__init__(_("En anden har ændret opsætningen, siden du åbnede siden."))


def danish(words: Callable[[Round], Words], round: Round) -> Words:
    """The topic in words as they are stored."""
    with override("da"):
        return [(str(label), str(value)) for label, value in words(round)]


def seen_mark(words: Words) -> str:
    """A short mark of what a page showed, by which a stale save is known."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[:32]


@contextmanager
def changing(
    round: Round,
    by: Any,
    topic: str,
    words: Callable[[Round], Words],
    *,
    seen: str,
    closed: bool = False,
    reason: str = "",
) -> Iterator[Round]:
    """One transaction: the round's row locked and fresh, the caller's change, and an event where something changed.

    `seen` is the mark of what the person saw. Refused when the round is closed to changes (unless `closed` allows
    it) or was replaced, StaleSetup when the topic stands otherwise than it was seen.
    """
    with transaction.atomic():
        fresh = Round.objects.select_for_update().get(pk=round.pk)
        why_not = fresh.why_closed()
        if why_not and not (closed and fresh.replaced_at is None):
            raise Refused(why_not)
        before = danish(words, fresh)
        if seen_mark(before) != seen:
            raise StaleSetup(words(fresh), seen_mark(before))
        yield fresh
        after = danish(words, Round.objects.get(pk=fresh.pk))
        if after != before:
            data = {"topic": topic, "before": before, "after": after}
            record("round_changed", round=fresh, actor=by, reason=reason, data=data)
