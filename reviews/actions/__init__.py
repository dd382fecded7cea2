"""Every change of state: one function each, in the fixed order of `reviews.actions.change`."""

from collections.abc import Callable
from typing import Any

from proposals.models import Proposal

from . import confidential, deciding, facts, hearing, meeting, signing, standing

# Steps of the process page by their code in `reviews.process`.
ACTIONS: dict[str, Callable[..., Any]] = {
    "submit": signing.submit,
    "let_in_late": signing.let_in_late,
    "return": signing.return_proposal,
    "preapprove": signing.preapprove,
    "approve": signing.approve,
    "decide": deciding.decide,
    "release": deciding.release,
    "drop_decision": deciding.drop,
    "reopen": signing.reopen,
    "treat": standing.treat,
    "withdraw": standing.withdraw,
    "archive": standing.archive,
    "restore": standing.restore,
    "hand_over": facts.hand_over,
    "judge_criteria": facts.judge_criteria,
    "number": facts.number,
    "set_confidential": confidential.set_confidential,
    "lift_confidential": confidential.lift_confidential,
    "set_sections_confidential": confidential.set_sections_confidential,
    "lift_sections_confidential": confidential.lift_sections_confidential,
    "prolong_confidential": confidential.prolong_confidential,
}


def perform(action: str, proposal: Proposal, by: Any, **given: Any) -> Any:
    """Takes a step of the process; raises `reviews.refusal.Refused`, KeyError for an unknown action."""
    return ACTIONS[action](proposal, by, **given)


__all__ = [
    "ACTIONS", "confidential", "deciding", "facts", "hearing", "meeting", "perform", "signing", "standing",
]  # fmt: skip
