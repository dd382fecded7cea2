"""Who somebody was when they did something: name and role as text, so that the row stands alone later."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation

ROLE_LENGTH = 150
SYSTEM = "Systemet"


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, under the name and role they give: has no rights but those of the link they used.

    Every event of theirs tells its id, so that the name can be taken out when its time is over.
    """

    name: str
    link: int
    role: str = ""
    pk = None
    is_authenticated = False


def frozen(user: Any) -> dict[str, Any]:
    """The fields `by`, `by_name` and `by_role` of a `reviews.models.revision.Frozen` row; None: the program itself."""
    if user is None:
        return {"by": None, "by_name": SYSTEM, "by_role": ""}
    if isinstance(user, Guest):
        return {"by": None, "by_name": user.name[:150], "by_role": user.role[:ROLE_LENGTH]}
    return {"by": user, "by_name": user.name[:150], "by_role": role_of(user)}


def role_of(user: Any) -> str:
    """The person's roles and their places in Danish: "Underskriver, Socialforvaltningen; Læser"."""
    with translation.override("da"):
        memberships = user.memberships.current().select_related("administration", "body", "committee")
        roles = "; ".join(str(membership) for membership in memberships)
    return roles if len(roles) <= ROLE_LENGTH else f"{roles[: ROLE_LENGTH - 1]}…"
