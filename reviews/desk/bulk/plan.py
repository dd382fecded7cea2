"""A bulk action: said beforehand for each proposal, then done to each in a transaction of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from proposals.models import Proposal

from ...process import STEPS, refusal
from ...refusal import Refused
from ..rows import DeskRow


@dataclass(frozen=True)
class Outcome:
    """What will happen to one proposal in words, or why nothing will; `given` is what the step is then given."""

    row: DeskRow
    words: str
    happens: bool = True
    note: str = ""
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def proposal(self) -> Proposal:
        return self.row.proposal


@dataclass(frozen=True)
class BulkAction:
    """`plan` says what will happen to each row, given the form's answers; `perform` does it to one proposal.

    `perform` raises `reviews.refusal.Refused`; it checks the right by itself, as every step does. `defaults`: the
    form's answers before anybody has given any; None where they must be asked for first.
    """

    code: str
    label: Any
    explained: Any
    plan: Callable[[list[DeskRow], Any, dict[str, Any]], list[Outcome]]
    perform: Callable[..., Any]
    form: type[forms.Form] = forms.Form
    defaults: dict[str, Any] | None = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What came of it for one proposal, in words."""

    proposal: int
    done: bool
    words: str


def not_possible(row: DeskRow, user: Any, action: str) -> Outcome | None:
    """The refusal of the process' step for the row; None where the step can be taken."""
    why_not = refusal(STEPS[action], user, row.proposal)
    return Outcome(row, why_not, happens=False) if why_not else None


def mark(outcomes: list[Outcome]) -> str:
    """A mark of what a preview says, by which a confirmation of another preview is known; the same in any language."""
    said = [
        [one.proposal.pk, one.happens, sorted((name, str(value)) for name, value in one.given.items())]
        for one in outcomes
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def carry_out(action: BulkAction, outcomes: list[Outcome], user: Any) -> list[Result]:
    """Takes the step on each proposal it was said to happen to; what is refused meanwhile stops none of the others."""
    results = []
    for outcome in outcomes:
        if not outcome.happens:
            results.append(Result(outcome.proposal.pk, False, outcome.words))
            continue
        try:
            action.perform(outcome.proposal, user, **outcome.given)
        except Refused as refused:
            results.append(Result(outcome.proposal.pk, False, str(refused)))
        else:
            results.append(Result(outcome.proposal.pk, True, outcome.words))
    return results
