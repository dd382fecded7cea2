"""Whether a message is still right when it is to be sent: who may see, and whether it still holds."""

from __future__ import annotations

from collections.abc import Callable

from accounts.policy import may

from ..comments import may_read
from ..models import Comment, Event, HearingRequest, Notification
from ..notifications import RECIPIENTS
from .waiting import still_waited_for
from .wording import ACCESS_ENDS

Why = Notification.Why


def why_not(message: Notification) -> str:
    """The reason (a code of Notification.Why) not to send the message any more; "" while it is right."""
    if not message.recipient.is_active:
        return Why.LEFT
    if not _may_know(message):
        return Why.NO_ACCESS
    if message.event.proposal.round.replaced_at or not _still_asked(message):
        return Why.OBSOLETE
    return ""


def _may_know(message: Notification) -> bool:
    if message.event.proposal is None:
        return False
    # Where the proposal is closed to them by what happened, they must still be among those who are told of it.
    return (
        _named(message)
        if message.event.kind in ACCESS_ENDS
        else bool(may(message.recipient, "view", message.event.proposal))
        and may_read(message.event, message.recipient)
    )


def _still_asked(message: Notification) -> bool:
    """Whether what the message asks for is still asked, and of its recipient."""
    holds = _HOLDS.get(message.event.kind)
    return holds is None or (holds(message.event) and _named(message))


def _named(message: Notification) -> bool:
    return RECIPIENTS[message.event.kind](message.event).filter(pk=message.recipient_id).exists()


def _waits(event: Event) -> bool:
    return HearingRequest.objects.filter(pk=event.data["request"], withdrawn_at=None, answers=None).exists()


def _is_the_writer(event: Event) -> bool:
    return event.proposal is not None and event.proposal.writer_id == event.data["writer"]


def _stands(event: Event) -> bool:
    return Comment.objects.filter(pk=event.data["comment_id"], withdrawn_at=None).exists()


# Kind of event → whether what it asks for is still asked. The other kinds tell of what happened, which stays true.
_HOLDS: dict[str, Callable[[Event], bool]] = {
    "hearing_asked": _waits,
    "hearing_renewed": _waits,
    "hearing_reminded": _waits,
    "handed_over": _is_the_writer,
    "reminded": still_waited_for,
    "escalated": still_waited_for,
    "comment_added": _stands,
    "comment_answered": _stands,
}
