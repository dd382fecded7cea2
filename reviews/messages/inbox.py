"""A person's own messages in the program: which they may read, and which they have."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.policy import visible_proposals
from proposals.models import Proposal

from ..models import Notification
from .wording import ACCESS_ENDS

State = Notification.State


def messages_of(person: User) -> QuerySet[Notification]:
    """What the person has been told, the newest first; nothing of a proposal that is no longer theirs to see.

    Mail that CFØ holds or has thrown away is not told here either; mail the person does not want is.
    """
    seen = Q(event__proposal__in=Proposal.objects.filter(visible_proposals(person)).values("pk"))
    told = ~Q(state__in=[State.HELD, State.SKIPPED]) | Q(why=Notification.Why.CHOSEN_OFF)
    return Notification.objects.filter(
        seen | Q(event__kind__in=ACCESS_ENDS), told, recipient=person, event__proposal__round__replaced_at=None
    )


def unread(person: User) -> QuerySet[Notification]:
    return messages_of(person).filter(read_at=None)


def mark_read(messages: QuerySet[Notification]) -> None:
    messages.filter(read_at=None).update(read_at=timezone.now())
