"""A change of a round's set-up, told from its event in the words that were stored."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from proposals.models.template import ProposalType

from .forms_of_round import TEMPLATE
from .states import STATE
from .topics import TOPICS


def changes_in(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, before and after of everything that differs; the values of a label that comes twice are joined."""
    sides: list[dict[str, list[str]]] = [{}, {}]
    for side, name in zip(sides, ("before", "after"), strict=True):
        for label, value in data.get(name) or []:
            side.setdefault(label, []).append(value)
    found = []
    for label in {**sides[0], **sides[1]}:
        before, after = (side.get(label, []) for side in sides)
        if before != after:
            gone, new = [v for v in before if v not in after], [v for v in after if v not in before]
            # The same values in another order: the whole list tells.
            shown = (gone, new) if gone or new else (before, after)
            found.append((label, *("; ".join(values) for values in shown)))
    return found


def topic_words(code: str) -> str:
    """What a change was about, by the code in its event: a topic, the state, or a part of a template."""
    if code in TOPICS:
        return str(TOPICS[code].label)
    place, _sep, rest = code.partition("/")
    if place == TEMPLATE:
        return _("Skabelon: %(type)s") % {"type": dict(ProposalType.choices).get(rest.partition("/")[0], rest)}
    return _("Tilstand") if code == STATE else ""
