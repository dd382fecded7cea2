"""Background work of the room: sending the messages that events caused, and the links of hearings."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .hearings import links
from .messages import delivery, reminders
from .messages.digest_time import digest_of


@shared_task
def send_pending() -> None:
    """Sends the messages that go at once."""
    delivery.send_pending()


@shared_task
def send_daily() -> None:
    """Writes the day's reminders, once its time has come, and then sends the day's mail, so that they are in it.

    Run often, so that a morning without beat costs nothing.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    if now >= digest_of(today):
        reminders.plan(today)
    delivery.send_digests()


@shared_task
def send_links() -> None:
    """Sends the links to hearings that wait."""
    links.send_waiting()
