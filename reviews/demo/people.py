"""The demo's people: roles, not persons, who share one password that is kept beside the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import Membership, Role, User
from proposals.models import Administration, Committee, HearingBody

from ..hearings.status import CFO_BODY

DOMAIN = "example.org"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
# Who uses the administration site: people for administrators, set-up for CFØ.
STAFF = (Role.ADMINISTRATOR, Role.CFO_CASEWORKER, Role.CFO_SIGNER)
# Shown by the command: one for each role.
SHOWN = (
    "BIF-skribent",
    "BIF-underskriver",
    "IT-kredsen-medlem",
    "CFØ-sagsbehandler",
    "CFØ-underskriver",
    "SUD-sekretær",
    "Læser",
    "BIF-administrator",
    "Administrator",
)


@dataclass(frozen=True)
class Shown:
    """A person as the command shows them."""

    name: str
    email: str


def email_of(name: str) -> str:
    return f"{slugify(name.translate(_LETTERS))}@{DOMAIN}"


def person(name: str) -> User:
    """The demo's person of that name; User.DoesNotExist before they are made."""
    return User.objects.get(email=email_of(name))


def member_of(body: HearingBody) -> User:
    return person(f"{body.name}-medlem")


def caseworker() -> User:
    return person("CFØ-sagsbehandler")


def shown_people() -> list[Shown]:
    return [Shown(name, email_of(name)) for name in SHOWN]


def make_people() -> str:
    """Makes the people who are missing, and returns the password they share."""
    password, fresh = _password()
    # One hash for all: a second start must not take the time of forty.
    hashed = make_password(password) if fresh or not User.objects.filter(email=email_of(SHOWN[0])).exists() else ""
    for name, role, place in _everybody():
        user, made = User.objects.get_or_create(email=email_of(name), defaults={"name": name})
        if made:
            Membership.objects.create(user=user, role=role, **place)
            user.is_staff = role in STAFF
        if hashed or made:
            user.password = hashed or make_password(password)
            user.save()
    return password


def _password() -> tuple[str, bool]:
    """The password, and whether it was made now."""
    path = settings.DATA_DIR / "demo-password"
    if path.exists():
        return path.read_text(encoding="ascii").strip(), False
    password = secrets.token_urlsafe(12)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(password + "\n")
    return password, True


def _everybody() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, role and the place the role needs."""
    for administration in Administration.objects.all():
        yield f"{administration.code}-skribent", Role.WRITER, {"administration": administration}
        yield f"{administration.code}-underskriver", Role.SIGNER, {"administration": administration}
        yield f"{administration.code}-administrator", Role.LOCAL_ADMINISTRATOR, {"administration": administration}
    for body in HearingBody.objects.exclude(code=CFO_BODY):
        yield f"{body.name}-medlem", Role.BODY_MEMBER, {"body": body}
    for committee in Committee.objects.all():
        yield f"{committee.code}-sekretær", Role.SECRETARY, {"committee": committee}
    yield "CFØ-sagsbehandler", Role.CFO_CASEWORKER, {}
    yield "CFØ-underskriver", Role.CFO_SIGNER, {}
    yield "Læser", Role.READER, {}
    yield "Administrator", Role.ADMINISTRATOR, {}
