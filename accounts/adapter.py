"""How sign-in behaves: people are invited, nobody signs up by themselves, links are sent by the worker."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .invitations import PasswordLink, send_after_commit
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail eller adgangskode er forkert."),
        "enter_current_password": _("Den nuværende adgangskode er forkert."),
        "too_many_login_attempts": _("Der er for mange forkerte forsøg. Vent nogle minutter, og prøv igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        # By the worker: the answer takes the same time whether or not the address belongs to someone.
        send_after_commit(user, PasswordLink.RESET)
