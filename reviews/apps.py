"""The reviews room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Sagsgang")

    def ready(self) -> None:
        from proposals.signals import happened

        from . import events

        happened.connect(events.on_happened, dispatch_uid="reviews.events")
