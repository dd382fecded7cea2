"""Asking a body (again), its answer, an answer written down for it, withdrawing a request and overruling."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import actor
from proposals.assemble import assemble
from proposals.models import HearingBody, Proposal

from ..frozen import frozen
from ..hearings import statuses
from ..hearings.asked import earlier_answer
from ..hearings.sections import Versions, concerned, section_choices
from ..hearings.status import CFO_BODY, STOPPING
from ..models import HearingAnswer, HearingLink, HearingRequest, Overruling, Revision
from ..refusal import Refused
from ..revisions import document_of, frozen_now, newest_revision, submitted_revision
from .change import Change, change

Level = HearingRequest.Level


def ask(
    proposal: Proposal,
    by: Any,
    body: HearingBody,
    detail: str = "",
    question: str = "",
    due: datetime.date | None = None,
    level: str = "",
    sections: Collection[str] = (),
) -> HearingRequest:
    """Asks a body about the proposal as it stands, frozen as a revision if it has changed since the last one.

    `sections`: keys of those it is asked about; none: those that concern the body in the round. An answer grows
    old when one of them is changed.
    """
    with change("ask_hearing", proposal, by) as under_way:
        if body.code == CFO_BODY:
            raise Refused(_("Center for Økonomi høres ved, at forslaget indsendes."))
        return _ask(under_way, body, level, detail, question, due, sections)


def renew(request: HearingRequest, by: Any, due: datetime.date | None = None) -> HearingRequest:
    """Asks the same again about the proposal as it stands, where the answer is about an older version."""
    with change("renew_hearing", request.proposal, by) as under_way:
        fresh = still_open(request)
        newest = frozen_now(under_way.proposal, Revision.Purpose.HEARING, by)
        if not Versions().changed(_read_last(fresh), newest, fresh.sections):
            raise Refused(_("Det, høringen handler om, er ikke ændret. Svaret gælder stadig."))
        return _ask(under_way, fresh.body, fresh.level, fresh.detail, fresh.question, due, fresh.sections)


def answer(
    request: HearingRequest,
    by: Any,
    heard: str,
    position: str,
    dates: Iterable[datetime.date] = (),
    text: str = "",
    revision: int | None = None,
) -> HearingAnswer:
    """The body's own answer, by a member of it, to the version it read: that of the request, or `revision`."""
    with change("answer_hearing", request.proposal, by, subject=request) as under_way:
        fresh = still_open(request)
        read = fresh.revision if revision is None else _read(fresh, revision)
        return write(under_way, fresh, read, heard, position, dates, text, recorded=False)


def affirm(request: HearingRequest, by: Any, revision: int) -> HearingAnswer:
    """The body's answer to an earlier version holds for the one that was read now."""
    with change("affirm_hearing", request.proposal, by, subject=request) as under_way:
        fresh = still_open(request)
        earlier, read = earlier_answer(fresh), _read(fresh, revision)
        if earlier is None:
            raise Refused(_("Der er ikke noget svar at holde fast i. Skriv et svar."))
        if earlier.revision is not None and earlier.revision.number >= read.number:
            raise Refused(_("Svaret gælder allerede den version."))
        dates = [datetime.date.fromisoformat(date) for date in earlier.dates]
        given = (earlier.heard, earlier.position, dates, earlier.text)
        return write(under_way, fresh, read, *given, recorded=False, affirms=earlier)


def record(
    proposal: Proposal,
    by: Any,
    body: HearingBody,
    heard: str,
    position: str,
    dates: Iterable[datetime.date] = (),
    text: str = "",
    detail: str = "",
    level: str = "",
    revision: int | None = None,
) -> HearingAnswer:
    """An answer the body gave elsewhere, written down by the administration or CFØ.

    A body that can stop the proposal is not answered for by the administration that wants it through.
    It answers the open request to the body; where there is none, one is made. `revision`: number of the version the
    body read; left out, the one there was on the last of the dates, and without dates the one it was asked about.
    """
    with change("record_hearing", proposal, by) as under_way:
        if body.code == CFO_BODY and not actor(by).is_cfo:
            raise Refused(_("Kun CFØ kan registrere CFØ's eget svar."))
        fresh = under_way.proposal
        if can_stop(fresh, body) and not actor(by).is_cfo:
            raise Refused(
                _("%(body)s holder noget tilbage. Bed om en høring, eller lad CFØ registrere svaret.")
                % {"body": body.name}
            )
        dates = list(dates)
        request = _unanswered(fresh, body, level, detail).order_by("-id").first()
        read = _version_read(fresh, revision, dates) or (request.revision if request else newest_revision(fresh))
        if request is None:
            read = read or frozen_now(fresh, Revision.Purpose.HEARING, by)
            chosen = concerned(fresh, body, document_of(read))
            request = _new_request(under_way, body, read, level, detail, asked=False, sections=chosen)
        return write(under_way, request, read, heard, position, dates, text, recorded=True)


def withdraw_request(request: HearingRequest, by: Any, reason: str) -> None:
    """Takes back a request that is not answered."""
    with change("withdraw_hearing", request.proposal, by, reason) as under_way:
        fresh = still_open(request)
        if fresh.answers.exists():
            raise Refused(_("Høringen er besvaret og kan ikke trækkes tilbage."))
        fresh.withdrawn_at, fresh.withdrawn_reason = under_way.at, under_way.reason
        fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        under_way.data |= about(fresh)


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


def can_stop(proposal: Proposal, body: HearingBody) -> bool:
    """Whether the body can stop the proposal in its round: then the administration has no hand in the answer."""
    return (proposal.round.hearings.filter(body=body).first() or body).holds_back in STOPPING


def _ask(
    under_way: Change,
    body: HearingBody,
    level: str,
    detail: str,
    question: str,
    due: datetime.date | None,
    sections: Collection[str],
) -> HearingRequest:
    fresh = under_way.proposal
    if level and level not in Level.values:
        raise Refused(_("Vælg et af niveauerne."))
    if due is not None and due < timezone.localdate(under_way.at):
        raise Refused(_("Datoen er passeret."))
    document = assemble(fresh)
    known = [key for key, _heading in section_choices(document)]
    if set(sections) - set(known):
        raise Refused(_("Vælg blandt forslagets afsnit."))
    revision = frozen_now(fresh, Revision.Purpose.HEARING, under_way.by)
    if _unanswered(fresh, body, level, detail).filter(revision__sha256=revision.sha256).exists():
        raise Refused(_("%(body)s er allerede spurgt om denne version.") % {"body": body.name})
    chosen = set(sections)
    if not chosen or (can_stop(fresh, body) and not actor(under_way.by).is_cfo):
        # The administration does not leave out what a body that can stop the proposal is to answer anew.
        own = concerned(fresh, body, document)
        chosen = chosen | set(own) if own else set()
    request = _new_request(
        under_way, body, revision, level, detail,
        question=question.strip(), due=due, sections=[key for key in known if key in chosen],
    )  # fmt: skip
    under_way.data |= about(request)
    return request


def _new_request(
    under_way: Change, body: HearingBody, revision: Revision, level: str, detail: str, **more: Any
) -> HearingRequest:
    return HearingRequest.objects.create(
        proposal=under_way.proposal,
        body=body,
        revision=revision,
        level=level,
        detail=detail.strip(),
        at=under_way.at,
        **more,
        **frozen(under_way.by),
    )


def _unanswered(proposal: Proposal, body: HearingBody, level: str, detail: str):
    open_requests = proposal.hearing_requests.filter(withdrawn_at=None, answers=None)
    return open_requests.filter(body=body, level=level, detail=detail.strip())


def _read_last(request: HearingRequest) -> Revision | None:
    """The version the committee knows: the one it answered, or was asked about."""
    earlier = earlier_answer(request)
    return earlier.revision if earlier else request.revision


def _read(request: HearingRequest, number: int) -> Revision:
    """The version of that number, which is not older than the one that was sent."""
    first = request.revision.number if request.revision else 0
    found = next((one for one in request.proposal.revisions.all() if one.number == number >= first), None)
    if found is None:
        raise Refused(_("Svar på den version, I er spurgt om, eller en nyere."))
    return found


def _version_read(proposal: Proposal, number: int | None, dates: list[datetime.date]) -> Revision | None:
    """The version of that number, else the one there was on the last day; before there was any, the first."""
    revisions = list(proposal.revisions.order_by("number"))
    if number is not None:
        found = next((one for one in revisions if one.number == number), None)
        if found is None:
            raise Refused(_("Vælg en af forslagets versioner."))
        return found
    if not dates or not revisions:
        return None
    of_the_day = [one for one in revisions if timezone.localdate(one.at) <= max(dates)]
    return of_the_day[-1] if of_the_day else revisions[0]


def still_open(request: HearingRequest) -> HearingRequest:
    """The request, read again; Refused when it was taken back."""
    fresh = HearingRequest.objects.select_related("body", "revision").get(pk=request.pk)
    if fresh.withdrawn_at is not None:
        raise Refused(_("Høringen er trukket tilbage."))
    return fresh


def write(
    under_way: Change,
    request: HearingRequest,
    read: Revision | None,
    heard: str,
    position: str,
    dates: Iterable[datetime.date],
    text: str,
    recorded: bool,
    affirms: HearingAnswer | None = None,
    link: HearingLink | None = None,
) -> HearingAnswer:
    """The row of an answer, and what the event tells of it; within a change under way."""
    if heard not in HearingAnswer.Heard.values or position not in HearingAnswer.Position.values:
        raise Refused(_("Vælg, om høringsparten er hørt, og hvad den mener."))
    dates = list(dates)
    if any(date > timezone.localdate(under_way.at) for date in dates):
        raise Refused(_("En dato for høringen ligger i fremtiden."))
    under_way.data |= about(request, read) | {"heard": heard, "position": position, "asked_by": request.by_id}
    return HearingAnswer.objects.create(
        request=request,
        revision=read,
        heard=heard,
        position=position,
        dates=[date.isoformat() for date in dates],
        text=text.strip(),
        recorded=recorded,
        affirms=affirms,
        link=link,
        at=under_way.at,
        **frozen(under_way.by),
    )


def about(request: HearingRequest, read: Revision | None = None) -> dict[str, Any]:
    """What an event tells of the request it is about."""
    revision = read or request.revision
    return {
        "body": request.body.code,
        "body_name": request.body.name,
        "detail": request.committee,
        "request": request.pk,
        "revision": revision.number if revision else None,
    }
