"""The accounts room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Brugere og medlemskaber")

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, user_logged_in

        from . import signals

        user_logged_in.connect(signals.on_signed_in, dispatch_uid="accounts.signed_in")
        for changed in (password_changed, password_reset):
            changed.connect(signals.on_password_changed, dispatch_uid="accounts.password_changed")
