"""The reviews room's Django configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Sagsgang")

    def ready(self) -> None:
        from accounts.signals import security
        from proposals.saved_filters import PAGES
        from proposals.signals import confidential_listed, confidential_read, happened

        from . import events, reads
        from .forms.desk import DeskFilter

        PAGES["desk"] = DeskFilter

        happened.connect(events.on_happened, dispatch_uid="reviews.events")
        confidential_read.connect(reads.on_read, dispatch_uid="reviews.reads")
        confidential_listed.connect(reads.on_listed, dispatch_uid="reviews.reads_of_lists")
        security.connect(events.on_security, dispatch_uid="reviews.security")
