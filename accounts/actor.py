"""Who asks: a person's current memberships, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .models import PLACE_OF_ROLE, Membership, Role


@dataclass(frozen=True)
class Actor:
    """A person's memberships: each role with the id of its place, None for the municipality as a whole."""

    user_id: int
    memberships: frozenset[tuple[str, int | None]] = frozenset()

    def places(self, *roles: str) -> frozenset[int | None]:
        """Where the person has one of the roles; empty when nowhere."""
        return frozenset(place for role, place in self.memberships if role in roles)

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _place in self.memberships)

    @cached_property
    def writes_for(self) -> frozenset[int | None]:
        return self.places(Role.WRITER)

    @cached_property
    def signs_for(self) -> frozenset[int | None]:
        return self.places(Role.SIGNER)

    @cached_property
    def bodies(self) -> frozenset[int | None]:
        return self.places(Role.BODY_MEMBER)

    @cached_property
    def committees(self) -> frozenset[int | None]:
        return self.places(Role.SECRETARY)

    @property
    def administrations(self) -> frozenset[int | None]:
        return self.writes_for | self.signs_for

    @property
    def is_cfo(self) -> bool:
        return bool(self.roles & {Role.CFO_CASEWORKER, Role.CFO_SIGNER})


def actor(user: Any) -> Actor:
    """The person's memberships of today; an anonymous or inactive person has none. Cached on the user object."""
    if not user.is_authenticated or not user.is_active:
        return Actor(0)
    cached = getattr(user, "_policy_actor", None)
    if cached is None:
        rows = Membership.objects.current().filter(user_id=user.pk)
        held = frozenset((row.role, _place_id(row)) for row in rows)
        cached = user._policy_actor = Actor(user.pk, held)
    return cached


def _place_id(membership: Membership) -> int | None:
    field = PLACE_OF_ROLE.get(Role(membership.role))
    return getattr(membership, f"{field}_id") if field else None
