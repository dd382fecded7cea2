"""Deciding without announcing: what CFØ alone sees until it is released as the real step, or dropped."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from proposals.models import Proposal

from ..decisions import next_action, open_decisions
from ..frozen import frozen
from ..models import Decision
from ..refusal import Refused
from . import signing
from .change import change

STEPS = {Decision.Action.PREAPPROVE: signing.preapprove, Decision.Action.APPROVE: signing.approve}


def decide(proposal: Proposal, by: Any, revision: int, sha256: str, comment: str = "") -> Decision:
    """Keeps the person's pre-approval or approval of the submitted revision, whichever comes next.

    `revision` and `sha256` are those the person has seen. An own decision on an older version is dropped.
    """
    with change("decide", proposal, by) as under_way:
        fresh = under_way.proposal
        newest = signing.seen_revision(fresh, revision, sha256)
        action = next_action(fresh)
        under_way.data |= {"action": action.value, "revision": newest.number, "sha256": newest.sha256}
        for older in open_decisions(fresh):
            if older.by_id == by.pk:
                _close(older, dropped_at=under_way.at)
        return Decision.objects.create(
            proposal=fresh,
            revision=newest,
            action=action,
            sha256=newest.sha256,
            comment=comment.strip(),
            at=under_way.at,
            **frozen(by),
        )


def drop(proposal: Proposal, by: Any, reason: str) -> None:
    """Takes back every decision on the proposal that is not released."""
    with change("drop_decision", proposal, by, reason) as under_way:
        waiting = open_decisions(under_way.proposal)
        under_way.data["decisions"] = [_told(decision) for decision in waiting]
        for decision in waiting:
            _close(decision, dropped_at=under_way.at)


def release(proposal: Proposal, by: Any, decisions: Collection[int] | None = None) -> None:
    """Takes the steps that were decided, each in the name of who decided it: all of them or none.

    `decisions`: the ids of those the person has seen; None where they take them as they are. What will happen, or
    why nothing can, is `reviews.process.refusal` of the step "release".
    """
    with change("release", proposal, by) as under_way:
        waiting = open_decisions(under_way.proposal)
        if decisions is not None and {decision.pk for decision in waiting} != set(decisions):
            raise Refused(_("Beslutningerne er ændret, siden du åbnede siden."))
        under_way.data["decisions"] = [_told(decision) for decision in waiting]
        for decision in waiting:
            take = STEPS[Decision.Action(decision.action)]
            given = {"revision": decision.revision.number, "sha256": decision.sha256, "comment": decision.comment}
            take(under_way.proposal, decision.by, **given, decision=decision)
            _close(decision, released_at=under_way.at)


def _close(decision: Decision, **when: Any) -> None:
    Decision.objects.filter(pk=decision.pk).update(**when)


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "action": decision.action,
        "by": decision.by_id,
        "by_name": decision.by_name,
        "revision": decision.revision.number,
    }
