"""What people have chosen: mail at once, once a day or none, group by group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User

from ..models import Event, MessageChoice, Notification
from .digest_time import next_digest
from .kinds import COMMENTS, GROUPS, REMINDERS, Group, How, group_of

State = Notification.State


def choices_of(person: User) -> dict[str, How]:
    """The person's choice in each group, by the group's code."""
    chosen = dict(person.message_choices.values_list("group", "how"))
    return {group.code: _allowed(group, chosen.get(group.code)) for group in GROUPS}


def keep(person: User, chosen: dict[str, str]) -> None:
    """Stores a choice in each group; a group that is needed stays at one mail a day at least."""
    with transaction.atomic():
        for group in GROUPS:
            how = _allowed(group, chosen.get(group.code))
            person.message_choices.update_or_create(group=group.code, defaults={"how": how})


def how_to_tell(people: Iterable[User], kind: str) -> dict[int, How]:
    """Person's id → how they are told of an event of the kind; one query."""
    group, ids = group_of(kind), [person.pk for person in people]
    rows = MessageChoice.objects.filter(group=group.code, person__in=ids)
    chosen = dict(rows.values_list("person_id", "how"))
    return {pk: _allowed(group, chosen.get(pk)) for pk in ids}


def wanted(how: How) -> tuple[str, str]:
    """State and reason (`why`) of a message on its way to a person who has chosen so."""
    return {
        How.NOW: (State.PENDING, ""),
        How.DAILY: (State.DIGEST, ""),
        How.NONE: (State.SKIPPED, Notification.Why.CHOSEN_OFF),
    }[how]


def delivery(how: How, event: Event, now: datetime) -> dict[str, Any]:
    """The fields of a new message that follow from the choice, and from whether the round's mail is held.

    Reminders are written just before the day's mail goes, and are in it. Mail about comments is not the round's.
    """
    state, why = wanted(how)
    later = how is How.DAILY and event.kind not in REMINDERS
    of_the_round = event.proposal is not None and event.kind not in COMMENTS
    if how is not How.NONE and of_the_round and event.proposal.round.mail_held:
        state = State.HELD
    return {"state": state, "why": why, "due_at": next_digest(now) if later else now}


def _allowed(group: Group, chosen: str | None) -> How:
    if chosen not in How.values:
        return group.default
    return How.DAILY if group.needed and chosen == How.NONE else How(chosen)
