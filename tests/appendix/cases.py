"""A round with proposals that took the real steps to where they stand."""

from __future__ import annotations

from typing import Any

from proposals.models import Proposal, Round
from tests.reviews.cases import make_case


def add_proposal(round: Round, state: str = "approved", **fields: Any) -> Proposal:
    """A complete proposal of the round, taken to the state by those who may."""
    case = make_case(round=round, **fields)
    case.to_state(state)
    return case.proposal
