"""The words of a message: short text mail in the recipient's language, with the reason and a link."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from proposals.models import Proposal

from .events import KINDS
from .models import Event, Notification

# Where the recipient goes; the other kinds lead to the process page.
_PAGES = {"hearing_answered": "hearings", "hearing_recorded": "hearings", "hearing_overruled": "hearings"}
# These tell somebody that the proposal is theirs to see no more, so there is no page to lead to.
ACCESS_ENDS = ("hearing_withdrawn", "withdrawn")


def compose(notification: Notification) -> EmailMessage:
    """The mail of a notification; mail is not a safe place, so a confidential title or reason is in none of it."""
    event, person = notification.event, notification.recipient
    with translation.override(person.language):
        what, name = str(KINDS[event.kind]), open_name(event)
        url = "" if event.kind in ACCESS_ENDS else settings.SITE_URL.rstrip("/") + _path(event)
        reason = "" if event.proposal and event.proposal.confidential else event.reason
        context = {"event": event, "what": what, "name": name, "reason": reason, "url": url}
        return EmailMessage(
            subject=f"{what}: {name}",
            body=render_to_string("reviews/mail/notification.txt", context),
            to=[person.email],
        )


def open_name(event: Event) -> str:
    """The proposal's number and title as they were; a confidential proposal's title is left out."""
    proposal: Proposal | None = event.proposal
    if proposal is None or not proposal.confidential:
        return event.subject
    confidential = _("Fortroligt forslag")
    return f"{confidential} {proposal.number}" if proposal.number else confidential


def _path(event: Event) -> str:
    if event.kind == "hearing_asked":
        return reverse("hearing-answer", args=[event.data["request"]])
    if event.kind == "section_given":
        return reverse("section", args=[event.proposal_id, event.data["section"]])
    return reverse(_PAGES.get(event.kind, "process"), args=[event.proposal_id])
