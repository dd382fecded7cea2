"""The secret of a link and its letter. It is made by the worker that sends it, so it lies in no queue and no table."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from ..models import HearingLink

# A claim older than this belongs to a worker that died; the pause is also the wait before another attempt.
CLAIM = timedelta(minutes=5)
_signer = signing.Signer(salt="hearing-link", sep="~")
logger = logging.getLogger(__name__)


def wake() -> None:
    """Beat sends what waits once a minute; this only makes it sooner."""
    from ..tasks import send_links

    send_links.delay()


def send_waiting() -> None:
    """Sends every link that waits. Safe to run twice and at the same time: each row is claimed first."""
    for pk in list(_waiting().values_list("pk", flat=True)):
        if _waiting().filter(pk=pk).update(claimed_at=timezone.now(), attempts=F("attempts") + 1):
            _send(HearingLink.objects.select_related("request__body", "request__proposal").get(pk=pk))


def _waiting() -> QuerySet[HearingLink]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
    waiting = HearingLink.objects.filter(free, sent_at=None, revoked_at=None, attempts__lt=HearingLink.MAX_ATTEMPTS)
    # CFØ holds the mail of a round: links wait like the other mail.
    return waiting.filter(request__proposal__round__mail_held=False).order_by("pk")


def _send(link: HearingLink) -> None:
    if link.why_closed():
        return
    secret = secrets.token_urlsafe(32)
    link.secret_sha256 = HearingLink.hashed(secret)
    link.save(update_fields=["secret_sha256"])
    try:
        _letter(link, token_of(link, secret)).send()
    except OSError as error:  # SMTP and the network; anything else is a fault of ours and must be seen
        logger.warning("The link %s was not sent: %s", link.pk, error)
        return
    HearingLink.objects.filter(pk=link.pk).update(sent_at=timezone.now())


def token_of(link: HearingLink, secret: str) -> str:
    """What stands in the address: the link's id and its secret, signed."""
    return _signer.sign(f"{link.pk}.{secret}")


def link_of(token: str) -> HearingLink | None:
    """The link of a token, be it open or closed; None for a token that is not ours."""
    try:
        pk, _dot, secret = _signer.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    links = HearingLink.objects.select_related(
        "request__body", "request__revision", "request__proposal__round", "request__proposal__administration"
    )
    link = links.filter(pk=int(pk)).first()
    return link if link and constant_time_compare(link.secret_sha256, HearingLink.hashed(secret)) else None


def _letter(link: HearingLink, token: str) -> EmailMessage:
    """In Danish, since we know nothing of the reader; of a confidential proposal the number alone, and of one with
    confidential sections no words that could be about them.
    """
    from ..messages.wording import confidential_name

    request, proposal = link.request, link.request.proposal
    context = {
        "link": link,
        "asked": request,
        "name": confidential_name(proposal) if proposal.confidential else str(proposal),
        "question": "" if proposal.confidential or proposal.confidential_sections else request.question,
        "url": settings.SITE_URL.rstrip("/") + reverse("hearing-link", args=[token]),
    }
    with override("da"):
        return EmailMessage(
            subject=render_to_string("reviews/mail/hearing_link_subject.txt", context).strip(),
            body=render_to_string("reviews/mail/hearing_link.txt", context),
            to=[link.email],
        )
