"""A submitted proposal that HR-kredsen is asked about, and comments on it to each audience."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviews.actions import comment as actions
from reviews.actions import hearing
from reviews.models import Comment
from tests.factories import make_user

from .cases import Case, body_of

PEOPLE = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger", "outsider")
ADMINISTRATION, CFO = {"writer", "signer"}, {"caseworker", "approver"}
# Who reads a comment to each audience, and who of all those works with the proposal.
READS = {
    "administration": ADMINISTRATION,
    "cfo": CFO,
    "shared": ADMINISTRATION | CFO,
    "body": ADMINISTRATION | CFO | {"member"},
    "all": ADMINISTRATION | CFO | {"member", "secretary", "reader", "stranger"},
}
WORKS = ADMINISTRATION | CFO | {"member", "secretary"}
AUTHORS = {"administration": "writer", "cfo": "caseworker", "shared": "writer", "body": "member", "all": "secretary"}


def put_to_the_body(case: Case) -> Case:
    """Submits it and asks HR-kredsen; `outsider` is a member of a body that was asked and is no longer."""
    case.submit()
    case.ask("hr_kredsen")
    case.outsider = make_user("body_member", body="it_kredsen", name="IT-medlem")
    hearing.withdraw_request(case.ask("it_kredsen"), case.caseworker, "Fejl.")
    case.proposal.refresh_from_db()
    return case


def say(case: Case, audience: str = "shared", by: str = "", text: str = "Se her.", **given: Any) -> Comment:
    """A comment on the description by one of the audience, or by `by`."""
    given = {"section": "description", "body": body_of("hr_kredsen") if audience == "body" else None} | given
    return actions.add(case.proposal, getattr(case, by or AUTHORS[audience]), text, audience, **given)


def who(case: Case, holds: Callable[[Any], bool]) -> set[str]:
    """The people of the case for whom it holds."""
    return {name for name in PEOPLE if holds(getattr(case, name))}
