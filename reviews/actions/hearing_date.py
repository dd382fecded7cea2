"""The date of an answer: reminding of it, proposing another one, and deciding on the proposal."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..frozen import frozen
from ..models import DateProposal, HearingRequest
from ..refusal import Refused
from .change import change
from .hearing import about, still_open


def remind(request: HearingRequest, by: Any) -> None:
    """Reminds the body of a request it has not answered, once a day at most."""
    with change("remind_hearing", request.proposal, by) as under_way:
        fresh = _waiting(request)
        today = timezone.localdate(under_way.at)
        if fresh.reminded_at is not None and timezone.localdate(fresh.reminded_at) == today:
            raise Refused(_("Høringsparten er allerede påmindet i dag."))
        fresh.reminded_at = under_way.at
        fresh.save(update_fields=["reminded_at"])
        under_way.data |= about(fresh)


def propose_date(request: HearingRequest, by: Any, due: datetime.date, reason: str) -> DateProposal:
    """The body asks to answer on another day, with a reason."""
    with change("propose_date", request.proposal, by, reason, subject=request) as under_way:
        fresh = _waiting(request)
        if fresh.date_proposals.filter(accepted=None).exists():
            raise Refused(_("Der er allerede foreslået en dato, som ikke er besvaret."))
        if due < timezone.localdate(under_way.at):
            raise Refused(_("Datoen er passeret."))
        if due == fresh.due:
            raise Refused(_("Det er den dato, der står."))
        under_way.data |= about(fresh) | {"date": due.isoformat(), "asked_by": fresh.by_id}
        return DateProposal.objects.create(
            request=fresh, due=due, reason=under_way.reason, at=under_way.at, **frozen(by)
        )


def decide_date(proposed: DateProposal, by: Any, accept: bool, reason: str = "") -> None:
    """Those who asked take the date, which is then the request's, or refuse it with a reason."""
    with change("decide_date", proposed.request.proposal, by, reason) as under_way:
        request = _waiting(proposed.request)
        fresh = DateProposal.objects.get(pk=proposed.pk)
        if fresh.accepted is not None:
            raise Refused(_("Forslaget til dato er allerede besvaret."))
        if not accept and not under_way.reason:
            raise Refused(_("Skriv en begrundelse."))
        fresh.accepted, fresh.decided_at, fresh.decided_reason = accept, under_way.at, under_way.reason
        fresh.decided_by, fresh.decided_by_name = by, by.name[:150]
        fresh.save()
        if accept:
            request.due = fresh.due
            request.save(update_fields=["due"])
        under_way.data |= about(request) | {"date": fresh.due.isoformat(), "accepted": accept}


def _waiting(request: HearingRequest) -> HearingRequest:
    fresh = still_open(request)
    if fresh.answers.exists():
        raise Refused(_("Høringen er besvaret."))
    return fresh
