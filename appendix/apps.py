"""The appendix room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppendixConfig(AppConfig):
    name = "appendix"
    verbose_name = _("Bilag")

    def ready(self) -> None:
        from . import logo  # noqa: F401 (its check registers itself)
