"""The appendix room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppendixConfig(AppConfig):
    name = "appendix"
    verbose_name = _("Bilag")
