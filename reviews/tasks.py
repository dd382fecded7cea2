"""Background work of the room: sending the messages that events caused."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.policy import may

from .mail import ACCESS_ENDS, compose
from .models import Notification

# A claim older than this belongs to a worker that died; the pause is also the wait before another attempt.
CLAIM = timedelta(minutes=5)
MAX_ATTEMPTS = 5
logger = logging.getLogger(__name__)


@shared_task
def send_pending() -> None:
    """Sends every pending message. Safe to run twice and at the same time: each row is claimed first.

    A worker that dies between sending and writing it down sends that one message again.
    """
    for pk in list(_waiting().values_list("pk", flat=True)):
        if _claim(pk):
            _send(Notification.objects.select_related("event__proposal", "recipient").get(pk=pk))


def _waiting() -> QuerySet[Notification]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
    return Notification.objects.filter(free, state=Notification.State.PENDING).order_by("pk")


def _claim(pk: int) -> bool:
    return bool(_waiting().filter(pk=pk).update(claimed_at=timezone.now(), attempts=F("attempts") + 1))


def _send(message: Notification) -> None:
    proposal = message.event.proposal
    seen = message.event.kind in ACCESS_ENDS or may(message.recipient, "view", proposal)
    if proposal is None or not message.recipient.is_active or not seen:
        _finish(message, Notification.State.FAILED, "Modtageren har ikke længere adgang til forslaget.")
        return
    try:
        compose(message).send()
    except OSError as error:  # SMTP and the network; anything else is a fault of ours and must be seen
        logger.warning("Message %s was not sent: %s", message.pk, error)
        last = message.attempts >= MAX_ATTEMPTS
        _finish(message, Notification.State.FAILED if last else Notification.State.PENDING, str(error))
    else:
        _finish(message, Notification.State.SENT)


def _finish(message: Notification, state: str, error: str = "") -> None:
    message.state, message.error = state, error
    message.sent_at = timezone.now() if state == Notification.State.SENT else None
    message.save(update_fields=["state", "error", "sent_at"])
