"""Whether a message is still right when it is to be sent: who may see, and whether it still holds."""

from __future__ import annotations

from collections.abc import Callable

from accounts.policy import may

from ..models import Event, HearingRequest, Notification
from ..notifications import RECIPIENTS
from .wording import ACCESS_ENDS

Why = Notification.Why


def why_not(message: Notification) -> str:
    """The reason (a code of Notification.Why) not to send the message any more; "" while it is right."""
    if not message.recipient.is_active:
        return Why.LEFT
    if not _may_know(message):
        return Why.NO_ACCESS
    still_holds = _HOLDS.get(message.event.kind)
    if message.event.proposal.round.replaced_at or (still_holds and not still_holds(message.event)):
        return Why.OBSOLETE
    return ""


def _may_know(message: Notification) -> bool:
    event, person = message.event, message.recipient
    if event.proposal is None:
        return False
    if event.kind in ACCESS_ENDS:  # the proposal is closed to them: they must still be who the rule names
        return RECIPIENTS[event.kind](event).filter(pk=person.pk).exists()
    return bool(may(person, "view", event.proposal))


def _waits(event: Event) -> bool:
    return HearingRequest.objects.filter(pk=event.data["request"], withdrawn_at=None, answers=None).exists()


def _is_the_writer(event: Event) -> bool:
    return event.proposal is not None and event.proposal.writer_id == event.data["writer"]


# Kind of event → whether what it asks for is still asked. The other kinds tell of what happened, which stays true.
_HOLDS: dict[str, Callable[[Event], bool]] = {
    "hearing_asked": _waits,
    "hearing_renewed": _waits,
    "handed_over": _is_the_writer,
}
