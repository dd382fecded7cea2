"""Who somebody was when they did something: name and role as text, so that the row stands alone later."""

from typing import Any

from django.utils import translation

ROLE_LENGTH = 150
SYSTEM = "Systemet"


def frozen(user: Any) -> dict[str, Any]:
    """The fields `by`, `by_name` and `by_role` of a `reviews.models.revision.Frozen` row; None: the program itself."""
    if user is None:
        return {"by": None, "by_name": SYSTEM, "by_role": ""}
    return {"by": user, "by_name": user.name[:150], "by_role": role_of(user)}


def role_of(user: Any) -> str:
    """The person's roles and their places in Danish: "Underskriver, Socialforvaltningen; Læser"."""
    with translation.override("da"):
        memberships = user.memberships.current().select_related("administration", "body", "committee")
        roles = "; ".join(str(membership) for membership in memberships)
    return roles if len(roles) <= ROLE_LENGTH else f"{roles[: ROLE_LENGTH - 1]}…"
