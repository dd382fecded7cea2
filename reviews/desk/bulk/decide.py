"""Deciding on several proposals without announcing it, and releasing what was decided together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions import deciding
from ...conditions import ask_beforehand
from ...decisions import next_action, open_decisions
from ...models import Decision
from ...revisions import submitted_revision
from ..rows import DeskRow
from .plan import BulkAction, Outcome, not_possible


def plan_decisions(rows: list[DeskRow], user: Any, _given: dict[str, Any]) -> list[Outcome]:
    ask_beforehand([row.proposal for row in rows])
    return [not_possible(row, user, "decide") or _decided(row) for row in rows]


def _decided(row: DeskRow) -> Outcome:
    revision = submitted_revision(row.proposal)
    assert revision is not None  # it is with CFØ, else the step is refused
    words = _("%(action)s i version %(number)d, når det offentliggøres.") % {
        "action": next_action(row.proposal).label,
        "number": revision.number,
    }
    return Outcome(row, words, given={"revision": revision.number, "sha256": revision.sha256})


def plan_release(rows: list[DeskRow], user: Any, _given: dict[str, Any]) -> list[Outcome]:
    ask_beforehand([row.proposal for row in rows])
    return [not_possible(row, user, "release") or _released(row) for row in rows]


def _released(row: DeskRow) -> Outcome:
    waiting = open_decisions(row.proposal)
    return Outcome(row, told(waiting), given={"decisions": [decision.pk for decision in waiting]})


def told(decisions: list[Decision]) -> str:
    """What happens when they are released."""
    words = _("%(action)s i version %(number)d af %(name)s.")
    return " ".join(
        words % {"action": decision.get_action_display(), "number": decision.revision.number, "name": decision.by_name}
        for decision in decisions
    )


DECIDE = BulkAction(
    "beslut",
    gettext_lazy("Beslut uden at offentliggøre"),
    gettext_lazy("Forslagene prægodkendes eller godkendes, men kun CFØ kan se det, indtil det offentliggøres samlet."),
    plan_decisions,
    deciding.decide,
)
RELEASE = BulkAction(
    "offentliggoer",
    gettext_lazy("Offentliggør beslutninger"),
    gettext_lazy("Det, der er besluttet, sker nu. Forvaltningerne kan se det og får besked."),
    plan_release,
    deciding.release,
)
