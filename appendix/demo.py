"""The demo's editions: a final Bilag 7 of the archive and a draft of the open round, built by the worker."""

from __future__ import annotations

from django.db import transaction

from proposals.models import Round
from reviews.demo import ARCHIVE, OPEN, caseworker

from .editions import create_edition
from .jobs import enqueue
from .models import Edition, Format

FORMATS = [Format.PDF, Format.DOCX, Format.XLSX, Format.JSON]


@transaction.atomic
def order_editions() -> None:
    """Freezes an edition of each of the demo's rounds that has none and queues its files."""
    for name, final in ((ARCHIVE, True), (OPEN, False)):
        round = Round.objects.current().get(name=name)
        if not Edition.objects.filter(round=round).exists():
            enqueue(create_edition(round, caseworker(), final=final), FORMATS)
