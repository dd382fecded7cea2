"""Sending: messages are claimed, checked again, sent, and put off or given up where the mail server will not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..models import Notification
from .mail import compose, compose_digest
from .relevance import why_not

State = Notification.State
# A claim older than this belongs to a worker that died.
CLAIM = timedelta(minutes=5)
# The wait after each attempt that failed; after the last one the message is given up.
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
MAX_ATTEMPTS = len(WAITS) + 1
logger = logging.getLogger(__name__)


def send_pending() -> None:
    """Sends every message that is to go at once. Safe to run twice and at the same time: each is claimed first.

    A worker that dies between sending and writing it down sends that one message again.
    """
    _hold_back()
    due = _due(State.PENDING)
    for pk in list(due.values_list("pk", flat=True)):
        _send(_claim(due.filter(pk=pk)), lambda messages: compose(messages[0]))


def send_digests() -> None:
    """Sends each person one mail with the messages that have waited for it; nothing where there are none."""
    _hold_back()
    due = _due(State.DIGEST)
    for person in list(due.order_by("recipient").values_list("recipient", flat=True).distinct()):
        _send(_claim(due.filter(recipient=person)), compose_digest)


def _hold_back() -> None:
    """What was waiting when CFØ began to hold the round's mail is held too, but for what CFØ has released."""
    waiting = _free().filter(state__in=[State.PENDING, State.DIGEST], released=False)
    waiting.filter(event__proposal__round__mail_held=True).update(state=State.HELD)


def _due(state: str) -> QuerySet[Notification]:
    return _free().filter(state=state, due_at__lte=timezone.now()).order_by("pk")


def _free() -> QuerySet[Notification]:
    return Notification.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM))


def _claim(rows: QuerySet[Notification]) -> list[Notification]:
    """Those of the rows nobody else has taken; a second worker waits for the lock and then finds them taken."""
    with transaction.atomic():
        taken = list(rows.select_for_update().values_list("pk", flat=True))
        Notification.objects.filter(pk__in=taken).update(claimed_at=timezone.now(), attempts=F("attempts") + 1)
    return list(
        Notification.objects.filter(pk__in=taken).select_related("event__proposal__round", "recipient").order_by("pk")
    )


def _send(claimed: list[Notification], write: Callable[[Sequence[Notification]], EmailMultiAlternatives]) -> None:
    right = []
    for message in claimed:
        if why := why_not(message):
            message.state, message.why = State.SKIPPED, why
            _store(message)
        else:
            right.append(message)
    if not right:
        return
    try:
        mail = write(right)
        # Of a day's mail each row keeps its own words alone: whoever reads one of them may not read the others.
        kept = [mail if len(right) == 1 else compose(message) for message in right]
        mail.send()
    except OSError as error:  # SMTP and the network
        logger.warning("Messages %s were not sent: %s", [message.pk for message in right], error)
        _put_off(right, error)
    except Exception as error:  # one mail that cannot be written must not hold up the others
        logger.exception("Messages %s could not be written", [message.pk for message in right])
        _put_off(right, error)
    else:
        for message, words in zip(right, kept, strict=True):
            message.state, message.sent_at, message.error = State.SENT, timezone.now(), ""
            message.sent_subject, message.sent_text = words.subject, words.body
            _store(message)


def _put_off(messages: list[Notification], error: Exception) -> None:
    for message in messages:
        message.error = _words(error)
        if _refused_for_good(error) or message.attempts >= MAX_ATTEMPTS:
            message.state = State.FAILED
        else:
            message.due_at = timezone.now() + WAITS[message.attempts - 1]
        _store(message)


def _refused_for_good(error: Exception) -> bool:
    """Whether the mail server said no to this mail or address (5xx), so that asking again is no use."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, SMTPDataError | SMTPSenderRefused) and error.smtp_code >= 500


def _words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        said = error.recipients.values()
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in said)
    return str(error) or type(error).__name__


def _store(message: Notification) -> None:
    message.claimed_at = None
    fields = ["state", "why", "error", "due_at", "sent_at", "sent_subject", "sent_text", "claimed_at"]
    message.save(update_fields=fields)
