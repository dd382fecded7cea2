"""What rooms further up listen to: something happened that concerns who gets in and what they may.

Sent with `kind`, `actor` (a User, or None where nobody is signed in) and `data` (plain JSON), inside the transaction
that did it.
"""

from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from .models import User

security = Signal()


def tell(kind: str, *, actor: User | None = None, person: User | None = None, **data: Any) -> None:
    """Sends the signal. `person`: whom it is about, if that is not the actor; None for an address that is nobody's."""
    about = {"person": person.pk, "person_name": person.name} if person and person != actor else {}
    security.send(sender=User, kind=kind, actor=actor, data={**about, **data})


def on_signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Receiver of allauth's signal, so that it is people who sign in and not tests or programs."""
    tell("signed_in", actor=user)


def on_password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Receiver of allauth's signals for a changed and a forgotten password."""
    tell("password_changed", actor=user)
