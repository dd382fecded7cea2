"""Which events a person may read: those of the proposals they may see, and the rest by their role."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.policy import may, proposals_where_may, visible_proposals
from proposals.models import Proposal

from ..comments import seen_events
from ..events import SECURITY, events_for
from ..models import Event
from ..reads import KIND as READ
from ..reads import reads_of


def readable_events(user: Any) -> QuerySet[Event]:
    """The events this person may read, the newest first; a hidden proposal or comment leaves no trace.

    Each says in `trusted` whether the person may read what is confidential in its proposal.
    """
    seen = Q(proposal__in=Proposal.objects.filter(visible_proposals(user)).values("pk"))
    if may(user, "read_round_log"):
        seen |= Q(proposal=None, round__isnull=False)
    seen &= ~Q(kind=READ)
    if may(user, "read_security_log"):
        seen |= Q(kind__in=SECURITY)
    open_to = Proposal.objects.filter(proposals_where_may(user, "read_confidential"), pk=OuterRef("proposal"))
    return seen_events(events_for(user, Event.objects.filter(seen)), user).annotate(trusted=Exists(open_to))


def confidential_reads(user: Any, proposal: Proposal) -> QuerySet[Event]:
    """Who read what is confidential in the proposal, for those who may know; apart from what was done."""
    events = Event.objects.filter(reads_of(proposal)) if may(user, "see_reads", proposal) else Event.objects.none()
    return events.annotate(trusted=Value(True))


def security_events() -> QuerySet[Event]:
    """Who signed in, who tried to, and who was given which rights."""
    return Event.objects.filter(kind__in=SECURITY).annotate(trusted=Value(True))
