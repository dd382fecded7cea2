"""Everybody who asks, by what they are to a proposal of SOF, and the sets that the expectations are made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from tests import factories

# SOF's committee is SUD. MED-udvalg is asked, IT-kredsen is asked no more, HR-kredsen never was.
ASKED, ASKED_NO_MORE, NEVER_ASKED = "med_udvalg", "it_kredsen", "hr_kredsen"
ROLES: dict[str, list[dict[str, Any]]] = {
    "own writer": [{"role": "writer", "administration": "SOF"}],
    "own signer": [{"role": "signer", "administration": "SOF"}],
    "own administrator": [{"role": "local_administrator", "administration": "SOF"}],
    "other writer": [{"role": "writer", "administration": "TMF"}],
    "other signer": [{"role": "signer", "administration": "TMF"}],
    "other administrator": [{"role": "local_administrator", "administration": "TMF"}],
    "asked body": [{"role": "body_member", "body": ASKED}],
    "body asked no more": [{"role": "body_member", "body": ASKED_NO_MORE}],
    "other body": [{"role": "body_member", "body": NEVER_ASKED}],
    "own secretary": [{"role": "secretary", "committee": "SUD"}],
    "other secretary": [{"role": "secretary", "committee": "TMU"}],
    "caseworker": [{"role": "cfo_caseworker"}],
    "approver": [{"role": "cfo_signer"}],
    "reader": [{"role": "reader"}],
    "administrator": [{"role": "administrator"}],
    "reader in the asked body": [{"role": "reader"}, {"role": "body_member", "body": ASKED}],
    "without a role": [],
    "closed account": [{"role": "signer", "administration": "SOF"}, {"role": "cfo_signer"}],
    # Of the own signer: today, and from tomorrow.
    "substitute": [],
    "substitute from tomorrow": [],
    "nobody": [],
}
NOT_SIGNED_IN = {"nobody", "closed account"}
SIGNED_IN = set(ROLES) - NOT_SIGNED_IN

SIGNERS = {"own signer", "substitute"}
OWN = {"own writer"} | SIGNERS
CFO = {"caseworker", "approver"}
BODY = {"asked body", "reader in the asked body"}
WRITERS = {"own writer", "other writer"}
ADMINISTRATORS = {"administrator", "own administrator", "other administrator"}
MUNICIPALITY = {
    "own writer", "own signer", "substitute", "own administrator", "own secretary", "other writer", "other signer",
    "other administrator", "other secretary", "reader", "reader in the asked body", "administrator",
}  # fmt: skip


def make_people() -> dict[str, User | None]:
    """One person of each; None who is not signed in."""
    people: dict[str, User | None] = {}
    for name, memberships in ROLES.items():
        user = factories.make_user(name=name.capitalize(), is_active=name != "closed account")
        for membership in memberships:
            factories.add_membership(user, **membership)
        people[name] = user
    held = people["own signer"].memberships.get()
    today = timezone.localdate()
    for name, first in (("substitute", today), ("substitute from tomorrow", today + timedelta(days=1))):
        Membership.objects.create(
            user=people[name],
            role=held.role,
            administration=held.administration,
            substitute_for=held,
            valid_from=first,
            valid_to=first + timedelta(days=7),
        )
    return people | {"nobody": None}
