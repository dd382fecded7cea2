"""Asking a body, its answer, an answer written down for it, withdrawing a request and overruling."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.policy import actor
from proposals.models import HearingBody, Proposal

from ..frozen import frozen
from ..hearings import statuses
from ..hearings.status import CFO_BODY, STOPPING
from ..models import HearingAnswer, HearingRequest, Overruling, Revision
from ..refusal import Refused
from ..revisions import frozen_now, newest_revision, submitted_revision
from .change import Change, change


def ask(
    proposal: Proposal,
    by: Any,
    body: HearingBody,
    detail: str = "",
    question: str = "",
    due: datetime.date | None = None,
) -> HearingRequest:
    """Asks a body about the proposal as it stands, frozen as a revision if it has changed since the last one."""
    with change("ask_hearing", proposal, by) as under_way:
        fresh = under_way.proposal
        if body.code == CFO_BODY:
            raise Refused(_("Center for Økonomi høres ved, at forslaget indsendes."))
        revision = frozen_now(fresh, Revision.Purpose.HEARING, by)
        if _unanswered(fresh, body, detail).filter(revision__sha256=revision.sha256).exists():
            raise Refused(_("%(body)s er allerede spurgt om denne version.") % {"body": body.name})
        request = HearingRequest.objects.create(
            proposal=fresh,
            body=body,
            revision=revision,
            detail=detail.strip(),
            question=question.strip(),
            due=due,
            at=under_way.at,
            **frozen(by),
        )
        under_way.data |= _about(request)
        return request


def answer(
    request: HearingRequest,
    by: Any,
    heard: str,
    position: str,
    dates: Iterable[datetime.date] = (),
    text: str = "",
) -> HearingAnswer:
    """The body's own answer, by a member of it, to the version it was sent."""
    with change("answer_hearing", request.proposal, by, subject=request) as under_way:
        fresh = _open(request)
        return _write(under_way, fresh, heard, position, dates, text, recorded=False)


def record(
    proposal: Proposal,
    by: Any,
    body: HearingBody,
    heard: str,
    position: str,
    dates: Iterable[datetime.date] = (),
    text: str = "",
    detail: str = "",
) -> HearingAnswer:
    """An answer the body gave elsewhere, written down by the administration or CFØ.

    A body that can stop the proposal is not answered for by the administration that wants it through.
    It answers the open request to the body; where there is none, one is made about the newest revision.
    """
    with change("record_hearing", proposal, by) as under_way:
        if body.code == CFO_BODY and not actor(by).is_cfo:
            raise Refused(_("Kun CFØ kan registrere CFØ's eget svar."))
        fresh = under_way.proposal
        if _holds_back(fresh, body) in STOPPING and not actor(by).is_cfo:
            raise Refused(
                _("%(body)s holder noget tilbage. Bed om en høring, eller lad CFØ registrere svaret.")
                % {"body": body.name}
            )
        request = _unanswered(fresh, body, detail).order_by("-id").first() or HearingRequest.objects.create(
            proposal=fresh,
            body=body,
            revision=newest_revision(fresh),
            asked=False,
            detail=detail.strip(),
            at=under_way.at,
            **frozen(by),
        )
        return _write(under_way, request, heard, position, dates, text, recorded=True)


def withdraw_request(request: HearingRequest, by: Any, reason: str) -> None:
    """Takes back a request that is not answered."""
    with change("withdraw_hearing", request.proposal, by, reason) as under_way:
        fresh = _open(request)
        if fresh.answers.exists():
            raise Refused(_("Høringen er besvaret og kan ikke trækkes tilbage."))
        fresh.withdrawn_at, fresh.withdrawn_reason = under_way.at, under_way.reason
        fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        under_way.data |= _about(fresh)


def overrule(proposal: Proposal, by: Any, body: HearingBody, reason: str) -> Overruling:
    """Goes on without a body that holds back; counts for the submitted content alone."""
    with change("overrule", proposal, by, reason) as under_way:
        fresh = under_way.proposal
        revision = submitted_revision(fresh)
        holding = {status.body for status in statuses(fresh) if status.holding}
        if revision is None or body not in holding:
            raise Refused(_("%(body)s holder ikke noget tilbage.") % {"body": body.name})
        under_way.data |= {"body": body.code, "body_name": body.name, "revision": revision.number}
        return Overruling.objects.create(
            proposal=fresh, body=body, revision=revision, reason=under_way.reason, at=under_way.at, **frozen(by)
        )


def _holds_back(proposal: Proposal, body: HearingBody) -> str:
    """What the body holds back in the proposal's round: a code of HearingBody.HoldsBack."""
    return (proposal.round.hearings.filter(body=body).first() or body).holds_back


def _unanswered(proposal: Proposal, body: HearingBody, detail: str):
    return proposal.hearing_requests.filter(body=body, detail=detail.strip(), withdrawn_at=None, answers=None)


def _open(request: HearingRequest) -> HearingRequest:
    fresh = HearingRequest.objects.select_related("body", "revision").get(pk=request.pk)
    if fresh.withdrawn_at is not None:
        raise Refused(_("Høringen er trukket tilbage."))
    return fresh


def _write(
    under_way: Change,
    request: HearingRequest,
    heard: str,
    position: str,
    dates: Iterable[datetime.date],
    text: str,
    recorded: bool,
) -> HearingAnswer:
    if heard not in HearingAnswer.Heard.values or position not in HearingAnswer.Position.values:
        raise Refused(_("Vælg, om høringsparten er hørt, og hvad den mener."))
    under_way.data |= _about(request) | {"heard": heard, "position": position, "asked_by": request.by_id}
    return HearingAnswer.objects.create(
        request=request,
        revision=request.revision,
        heard=heard,
        position=position,
        dates=[date.isoformat() for date in dates],
        text=text.strip(),
        recorded=recorded,
        at=under_way.at,
        **frozen(under_way.by),
    )


def _about(request: HearingRequest) -> dict[str, Any]:
    return {
        "body": request.body.code,
        "body_name": request.body.name,
        "detail": request.detail,
        "request": request.pk,
        "revision": request.revision.number if request.revision else None,
    }
