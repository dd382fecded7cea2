"""What is asked of a person right now: answers, corrections, signatures and dates to register."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policy import Actor, actor, proposals_where_may
from proposals.confidentiality import ended, is_ended
from proposals.models import Proposal, ProposalState, Round

from .decisions import open_decisions
from .hearings.asked import unanswered
from .meetings.agenda import due_soon
from .meetings.chain import chains
from .meetings.told import booked_in_brief, in_brief, tell
from .process import OPEN
from .signatures import Signatures, signatures


@dataclass(frozen=True)
class Task:
    """One thing to do, with the page it is done on and when it is due."""

    text: str
    proposal: Proposal
    url: str
    deadline: datetime.datetime | None


def asked_of(user: Any) -> list[Task]:
    """The person's tasks, the most urgent first; those without a date last. A constant number of queries."""
    who = actor(user)
    tasks = [*_hearings(who), *_drafts(user, who), *_with_cfo(who), *_treatments(who), *_ended_confidentiality(who)]
    tasks += _papers_due(who)
    return sorted(tasks, key=lambda task: (task.deadline is None, task.deadline or timezone.now()))


def _current(*states: ProposalState) -> QuerySet[Proposal]:
    open_round = {"round__replaced_at": None, "round__state__in": [Round.State.OPEN, Round.State.CLOSED]}
    return Proposal.objects.filter(state__in=states, **open_round).select_related("round")


def _end_of(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(23, 59))) if day else None


def _hearings(who: Actor) -> Iterator[Task]:
    if not who.bodies:
        return
    waiting = unanswered().filter(body__in=who.bodies, proposal__round__replaced_at=None)
    for request in waiting.select_related("body", "proposal__round"):
        text = _("Svar på høring: %s") % request.named
        deadline = _end_of(request.due) or request.proposal.round.hearing_deadline
        yield Task(text, request.proposal, reverse("hearing-answer", args=[request.pk]), deadline)


def _drafts(user: Any, who: Actor) -> Iterator[Task]:
    if who.administrations:
        for proposal in _current(ProposalState.RETURNED).filter(administration__in=who.administrations):
            yield Task(
                _("Ret det, CFØ har bedt om"),
                proposal,
                proposal.get_absolute_url(),
                proposal.round.submission_deadline,
            )
    ready = _current(ProposalState.DRAFT).filter(proposals_where_may(user, "submit"), errors_count=0)
    for proposal in ready:
        url = reverse("process", args=[proposal.pk])
        yield Task(_("Læs og indsend"), proposal, url, proposal.round.submission_deadline)
    if who.writes_for:
        unfinished = _current(ProposalState.DRAFT).filter(writer=who.user_id, errors_count__gt=0)
        for proposal in unfinished:
            yield Task(_("Skriv færdig"), proposal, proposal.get_absolute_url(), proposal.round.submission_deadline)


def _with_cfo(who: Actor) -> Iterator[Task]:
    if not who.is_cfo:
        return
    for proposal in _current(ProposalState.SUBMITTED).prefetch_related("sign_offs", "decisions"):
        decided = any(
            Role.CFO_SIGNER not in who.roles or decision.by_id == who.user_id for decision in open_decisions(proposal)
        )
        text = _("Besluttet, ikke offentliggjort") if decided else _cfo_task(who, signatures(proposal))
        yield Task(text, proposal, reverse("process", args=[proposal.pk]), proposal.round.hearing_deadline)


def _ended_confidentiality(who: Actor) -> Iterator[Task]:
    """Nothing opens by itself: CFØ lifts it or gives it another last day."""
    if not who.is_cfo:
        return
    found = Proposal.objects.filter(ended(), state__in=OPEN, round__replaced_at=None).select_related("round")
    for proposal in found:
        if is_ended(proposal):
            url = reverse("process", args=[proposal.pk])
            yield Task(_("Ophæv eller forlæng fortroligheden, der er udløbet"), proposal, url, None)


def _cfo_task(who: Actor, given: Signatures) -> str:
    """What CFØ has to do next, for this person."""
    if given.preapproval_missing:
        return _("Prægodkend eller returnér")
    if Role.CFO_SIGNER not in who.roles or (given.of(who.user_id) and not given.enough):
        return _("Gennemgå og indhent høringer")
    if given.wanted == 1:
        return _("Godkend eller returnér")
    return _("Skriv under eller returnér (%(given)d af %(wanted)d har skrevet under)") % {
        "given": len(given.approvals),
        "wanted": given.wanted,
    }


def _papers_due(who: Actor) -> Iterator[Task]:
    """Meetings that one's own proposals must make; for CFØ those that proposals in its hands are booked for."""
    if who.writes_for:
        mine = _current(*OPEN).filter(writer=who.user_id, administration__in=who.writes_for)
        rounds = {proposal.round_id: proposal.round for proposal in mine}
        for round in rounds.values():
            stops = (stop for _proposal, stops in chains(mine.filter(round=round), round) for stop in stops)
            for told in filter(lambda told: told.urgent, map(tell, stops)):
                yield _meeting_task(told.stop.proposal, in_brief(told), told.due)
    if who.is_cfo:
        for booking in due_soon(_current(ProposalState.SUBMITTED, ProposalState.APPROVED)):
            yield _meeting_task(booking.proposal, booked_in_brief(booking), booking.meeting.papers_by)


def _meeting_task(proposal: Proposal, text: str, due: datetime.date | None) -> Task:
    return Task(text, proposal, reverse("hearings", args=[proposal.pk]), _end_of(due))


def _treatments(who: Actor) -> Iterator[Task]:
    if not who.committees:
        return
    for proposal in _current(ProposalState.APPROVED).filter(committee__in=who.committees):
        url = reverse("action", args=[proposal.pk, "treat"])
        yield Task(_("Registrér udvalgets behandling"), proposal, url, proposal.round.committee_deadline)
