"""Reminders before a deadline and word to others after it: planned once a day, each of them sent once."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from proposals.drafts import locked
from proposals.models import Round

from ..events import record
from ..models import Reminder
from .waiting import Waiting, waiting_in

# How late a reminder may still go, where nothing ran on its day; an old deadline is nobody's news.
LATEST = datetime.timedelta(days=7)


def plan(today: datetime.date) -> None:
    """Writes the reminders of the day, and of days that were missed. Safe to run twice and at the same time."""
    for round in Round.objects.current().exclude(state=Round.State.ARCHIVE):
        done = set(Reminder.objects.filter(round=round).values_list("what", "subject", "due", "step"))
        for waiting in waiting_in(round):
            step = step_of(waiting, round, today)
            if step is not None and (waiting.what, waiting.subject, waiting.due, step) not in done:
                _remind(waiting, step, today)


def step_of(waiting: Waiting, round: Round, today: datetime.date) -> int | None:
    """The reminder that is due: days before the deadline, negative after it; None where there is none.

    What began after a reminder's day is not reminded of it: whoever is asked on Monday for an answer on Friday
    need not hear on Monday that it is a week's notice.
    """
    left = (waiting.due - today).days
    if left >= 0:
        passed = [
            days
            for days in round.reminder_days
            if left <= days and waiting.due - datetime.timedelta(days=days) > waiting.since
        ]
        return min(passed, default=None)
    after = round.escalation_days
    if after is None or not waiting.urgent or not after <= -left <= after + LATEST.days:
        return None
    return -after


def _remind(waiting: Waiting, step: int, today: datetime.date) -> None:
    with transaction.atomic():
        proposal = locked(waiting.proposal.pk)
        if waiting not in waiting_in(proposal.round, proposal):  # done since it was planned
            return
        try:
            with transaction.atomic():
                Reminder.objects.create(
                    round=proposal.round, what=waiting.what, subject=waiting.subject, due=waiting.due, step=step
                )
        except IntegrityError:  # another beat was first
            return
        days = abs((waiting.due - today).days)
        data = {"what": waiting.what, "due": waiting.due.isoformat(), "days": days} | waiting.data
        record("reminded" if step >= 0 else "escalated", proposal=proposal, data=data)
