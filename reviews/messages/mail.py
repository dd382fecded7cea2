"""The mail of one message, and the day's mail of many: text and HTML, in the recipient's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from accounts.models import User

from ..models import Notification
from .wording import Told, in_mail

MOST_LETTERS = 200


def compose(message: Notification) -> EmailMultiAlternatives:
    """One message as a mail of its own."""
    person = message.recipient
    with translation.override(person.language):
        told = in_mail(message)
        return _mail(person, f"{told.what}: {told.name}", "notification", {"told": told})


def compose_digest(messages: Sequence[Notification]) -> EmailMultiAlternatives:
    """Messages to one person as one mail, gathered by proposal in the order they came."""
    person = messages[0].recipient
    with translation.override(person.language):
        proposals: dict[int, list[Told]] = {}
        for message in messages:
            proposals.setdefault(message.event.proposal_id, []).append(in_mail(message))
        subject = ngettext("%d besked fra Puljeforslag", "%d beskeder fra Puljeforslag", len(messages))
        groups = [(rows[-1].name, rows) for rows in proposals.values()]
        return _mail(person, subject % len(messages), "digest", {"groups": groups})


def _mail(person: User, subject: str, template: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    site = settings.SITE_URL.rstrip("/")
    context |= {"subject": subject, "language": person.language, "choices": site + reverse("message-choices")}
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:MOST_LETTERS],
        body=render_to_string(f"reviews/mail/{template}.txt", context),
        to=[person.email],
        # So that nobody's automatic reply comes back.
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"reviews/mail/{template}.html", context), "text/html")
    return mail
