"""A round's outbox, for CFØ: every message of the round, and sending, throwing away and trying again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import may
from proposals.models import Round

from ..events import record
from ..models import Notification
from ..refusal import Refused
from .choices import how_to_tell, wanted
from .kinds import COMMENTS
from .mail import compose

State = Notification.State


@dataclass(frozen=True)
class Step:
    """What CFØ may do to messages in a state; `change` sets the fields of one, `event` is recorded once for all."""

    label: Any
    source: str
    event: str
    change: Callable[[Notification], None]


def _release(message: Notification) -> None:
    """On its way again as its recipient wants it; the round's hold is no longer for it."""
    how = how_to_tell([message.recipient], message.event.kind)[message.recipient_id]
    message.released, message.due_at = True, timezone.now()
    message.state, message.why = wanted(how)


def _discard(message: Notification) -> None:
    message.state, message.why = State.SKIPPED, Notification.Why.DISCARDED


def _retry(message: Notification) -> None:
    message.state, message.attempts, message.due_at = State.PENDING, 0, timezone.now()


STEPS: dict[str, Step] = {
    "send": Step(gettext_lazy("Send"), State.HELD, "mail_released", _release),
    "kasser": Step(gettext_lazy("Kassér"), State.HELD, "mail_discarded", _discard),
    "igen": Step(gettext_lazy("Send igen"), State.FAILED, "mail_retried", _retry),
}


def messages_in(round: Round) -> QuerySet[Notification]:
    """Every message about the round's proposals, the newest first; what people say in comments is their own."""
    found = Notification.objects.filter(event__proposal__round=round).exclude(event__kind__in=COMMENTS)
    return found.select_related("event__proposal", "recipient")


def counts(round: Round) -> list[tuple[str, int]]:
    """Label of each state there is a message in, with how many."""
    found = messages_in(round).select_related(None).order_by().values_list("state").annotate(count=Count("pk"))
    number = dict(found)
    return [(str(state.label), number[state]) for state in State if state in number]


def available_steps(round: Round) -> list[tuple[str, Step]]:
    """The steps that there is a message to take on."""
    states = set(messages_in(round).order_by().values_list("state", flat=True).distinct())
    return [(code, step) for code, step in STEPS.items() if step.source in states]


def take(round: Round, code: str, by: Any, chosen: Iterable[int] | None) -> int:
    """Takes the step on the chosen messages, or on all it can be taken on (None), and says how many that were.

    Raises Refused without the right, and where none of them can be; KeyError for an unknown step.
    """
    step = STEPS[code]
    if not (decision := may(by, "outbox", round)):
        raise Refused(decision.reason)
    with transaction.atomic():
        found = messages_in(round).filter(state=step.source)
        if chosen is not None:
            found = found.filter(pk__in=list(chosen))
        rows = list(found.select_for_update(of=("self",)).order_by("pk"))
        if not rows:
            raise Refused(_("Ingen af de valgte beskeder kan behandles sådan."))
        for row in rows:
            step.change(row)
        Notification.objects.bulk_update(rows, ["state", "why", "released", "attempts", "due_at"])
        record(step.event, round=round, actor=by, data={"messages": [row.pk for row in rows]})
    return len(rows)


def mail_of(message: Notification) -> tuple[str, str]:
    """Subject and text: as the mail went, else as it would go now."""
    if message.state == State.SENT:
        return message.sent_subject, message.sent_text
    mail = compose(message)
    return mail.subject, str(mail.body)
