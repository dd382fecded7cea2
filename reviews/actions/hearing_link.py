"""Links for people without an account: sending one (again), revoking it, opening it and answering by it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.policy import actor

from ..frozen import Guest, frozen
from ..hearings.links import wake
from ..models import HearingAnswer, HearingLink, HearingRequest
from ..refusal import Refused
from .change import change
from .hearing import about, can_stop, still_open, write

MOST_DAYS = 60
# Who opened a link is not known; an address is nothing for the history.
READER = "Modtager af link"


def send_link(request: HearingRequest, by: Any, email: str, days: int = 14, confidential: bool = False) -> HearingLink:
    """A link to the request, sent by a worker. `confidential`: it also shows what is confidential.

    That is CFØ's to say, in so many words; without it a confidential proposal is not sent at all, and of another
    the confidential sections are left out. Whoever has the link answers for the body: where that can stop the
    proposal, CFØ alone says who.
    """
    with change("send_link", request.proposal, by) as under_way:
        fresh = still_open(request)
        if fresh.revision is None or not fresh.asked or fresh.answers.exists():
            raise Refused(_("Der kan kun sendes link til en høring, der venter på svar."))
        if can_stop(under_way.proposal, fresh.body) and not actor(by).is_cfo:
            raise Refused(_("%(body)s holder noget tilbage. Kun CFØ kan sende et link.") % {"body": fresh.body.name})
        if not 1 <= days <= MOST_DAYS:
            raise Refused(_("Et link gælder mellem 1 og %(most)s dage.") % {"most": MOST_DAYS})
        if (confidential or under_way.proposal.confidential) and not (actor(by).is_cfo and confidential):
            raise Refused(_("Forslaget er fortroligt. Kun CFØ kan sende et link og skal bekræfte det."))
        link = HearingLink.objects.create(
            request=fresh,
            email=email,
            confidential=confidential,
            expires_at=under_way.at + datetime.timedelta(days=days),
            at=under_way.at,
            **frozen(by),
        )
        under_way.data |= about(fresh) | {"link": link.pk, "expires": link.expires_at.isoformat()}
        transaction.on_commit(wake, robust=True)
        return link


def resend_link(link: HearingLink, by: Any) -> None:
    """Has a worker try anew to send a link that the mail server would not take."""
    with change("resend_link", link.request.proposal, by) as under_way:
        fresh = _fresh(link)
        if why := fresh.why_closed():
            raise Refused(why)
        if not fresh.given_up:
            raise Refused(_("Linket er sendt eller bliver det af sig selv."))
        fresh.attempts, fresh.claimed_at = 0, None
        fresh.save(update_fields=["attempts", "claimed_at"])
        under_way.data |= about(fresh.request) | {"link": fresh.pk}
        transaction.on_commit(wake, robust=True)


def revoke_link(link: HearingLink, by: Any) -> None:
    """The link leads nowhere from now on."""
    with change("revoke_link", link.request.proposal, by) as under_way:
        fresh = _fresh(link)
        if fresh.revoked_at is not None:
            raise Refused(_("Linket er allerede trukket tilbage."))
        fresh.revoked_at = under_way.at
        fresh.save(update_fields=["revoked_at"])
        under_way.data |= about(fresh.request) | {"link": fresh.pk}


def open_link(link: HearingLink) -> None:
    """Somebody has read the version by the link: each time is written down."""
    with change("open_link", link.request.proposal, Guest(READER, link.pk), subject=link) as under_way:
        fresh = _fresh(link)
        if fresh.opened_at is None:
            fresh.opened_at = under_way.at
            fresh.save(update_fields=["opened_at"])
        under_way.data |= about(fresh.request)


def answer_by_link(
    link: HearingLink,
    name: str,
    role: str,
    heard: str,
    position: str,
    dates: Iterable[datetime.date] = (),
    text: str = "",
) -> HearingAnswer:
    """The answer to the version that was sent, under the name and role the answerer gives; once by each link."""
    guest = Guest(name.strip(), link.pk, role.strip())
    with change("answer_by_link", link.request.proposal, guest, subject=link) as under_way:
        fresh = _fresh(link)
        if why := fresh.why_closed():
            raise Refused(why)
        if fresh.used_at is not None or fresh.request.answers.exists():
            raise Refused(_("Høringen er allerede besvaret."))
        fresh.used_at = under_way.at
        fresh.save(update_fields=["used_at"])
        return write(
            under_way, fresh.request, fresh.request.revision, heard, position, dates, text,
            recorded=False, link=fresh,
        )  # fmt: skip


def _fresh(link: HearingLink) -> HearingLink:
    return HearingLink.objects.select_related("request__body", "request__revision", "request__proposal").get(
        pk=link.pk
    )
