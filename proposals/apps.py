"""The proposals room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = pgettext_lazy("flertal", "Forslag")
