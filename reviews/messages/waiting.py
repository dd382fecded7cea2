"""What is waited for, with its deadline: drafts to submit, hearings to answer, approved proposals to treat."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from proposals.models import Proposal, ProposalState, Round
from proposals.models.proposal import EDITABLE_STATES

from ..hearings import waiting_requests
from ..models import Event, HearingRequest

SUBMISSION, HEARING, COMMITTEE = "submission", "hearing", "committee"


@dataclass(frozen=True)
class Waiting:
    """One thing that is waited for. `since`: the day it began; `subject`: the id of the proposal or the request.

    `urgent`: others are told when the deadline has passed. `data` goes into the event.
    """

    what: str
    subject: int
    proposal: Proposal
    since: datetime.date
    due: datetime.date
    urgent: bool = True
    data: dict[str, Any] = field(default_factory=dict)


def waiting_in(round: Round, proposal: Proposal | None = None) -> list[Waiting]:
    """All that is waited for in the round, or of one proposal; none in a round that is closed to changes."""
    if round.why_closed():
        return []
    proposals = round.proposals.select_related("round")
    requests = waiting_requests(round)
    if proposal is not None:
        proposals, requests = proposals.filter(pk=proposal.pk), requests.filter(proposal=proposal)
    return [*_drafts(round, proposals), *_requests(round, requests), *_treatments(round, proposals)]


def still_waited_for(event: Event) -> bool:
    """Whether what the event reminds of is still to be done, by the same deadline."""
    if event.proposal is None:
        return False
    told = (event.data["what"], event.data.get("request", event.proposal.pk), event.data["due"])
    return any(
        (one.what, one.subject, one.due.isoformat()) == told and (one.urgent or event.kind == "reminded")
        for one in waiting_in(event.proposal.round, event.proposal)
    )


def _drafts(round: Round, proposals: QuerySet[Proposal]) -> Iterator[Waiting]:
    if round.submission_deadline:
        due = timezone.localdate(round.submission_deadline)
        for proposal in proposals.filter(state__in=EDITABLE_STATES):
            # What CFØ returned or let in may come after the deadline.
            urgent = proposal.state == ProposalState.DRAFT and not proposal.late_reason
            yield Waiting(SUBMISSION, proposal.pk, proposal, _since(proposal), due, urgent)


def _requests(round: Round, requests: Iterable[HearingRequest]) -> Iterator[Waiting]:
    general = timezone.localdate(round.hearing_deadline) if round.hearing_deadline else None
    for request in requests:
        if due := request.due or general:
            about = {"request": request.pk, "body": request.body.code, "body_name": request.body.name}
            about |= {"detail": request.detail}
            since = timezone.localdate(request.at)
            yield Waiting(HEARING, request.pk, request.proposal, since, due, data=about)


def _treatments(round: Round, proposals: QuerySet[Proposal]) -> Iterator[Waiting]:
    if round.committee_deadline:
        due = timezone.localdate(round.committee_deadline)
        for proposal in proposals.filter(state=ProposalState.APPROVED):
            yield Waiting(COMMITTEE, proposal.pk, proposal, _since(proposal), due)


def _since(proposal: Proposal) -> datetime.date:
    return timezone.localdate(proposal.state_since)
