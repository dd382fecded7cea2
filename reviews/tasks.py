"""Background work of the room: sending the messages that events caused."""

from __future__ import annotations

from celery import shared_task

from .messages import delivery


@shared_task
def send_pending() -> None:
    """Sends the messages that go at once."""
    delivery.send_pending()


@shared_task
def send_daily() -> None:
    """Sends the day's mail, once its time has come; run often, so that a night without beat costs nothing."""
    delivery.send_digests()
