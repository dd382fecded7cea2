"""How sign-in behaves: people are invited, nobody signs up by themselves, links are sent by the worker."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .invitations import PasswordLink, send_after_commit
from .models import User
from .signals import tell

# Being shut out is told once in so long, however often somebody goes on trying.
LOCKED_OUT_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail eller adgangskode er forkert."),
        "enter_current_password": _("Den nuværende adgangskode er forkert."),
        "too_many_login_attempts": _("Der er for mange forkerte forsøg. Vent nogle minutter, og prøv igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            person = _person(credentials)
            if cache.add(f"locked-out:{person.pk if person else ''}", True, LOCKED_OUT_SECONDS):
                tell("locked_out", person=person)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tell("sign_in_failed", person=_person(credentials))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        # By the worker: the answer takes the same time whether or not the address belongs to someone.
        send_after_commit(user, PasswordLink.RESET)


def _person(credentials: dict[str, Any]) -> User | None:
    """Whose address was given; one that is nobody's is kept nowhere."""
    return User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
