"""The fixed order of every change of state, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.drafts import locked
from proposals.models import Proposal
from proposals.models.proposal import EDITABLE_STATES
from proposals.own_templates import catch_up

from ..events import record
from ..messages.answers import tell_when_all_are_in
from ..process import STEPS, refusal
from ..refusal import Refused


@dataclass
class Change:
    """A change under way: the locked, fresh proposal; `data` goes into the event."""

    proposal: Proposal
    by: Any
    reason: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@contextmanager
def change(action: str, proposal: Proposal, by: Any, reason: str = "", subject: Any = None) -> Iterator[Change]:
    """Transaction, row lock, fresh state, right, legal edge, conditions; then the caller's change; then state
    (once enough people took the step), event and notifications. All of it is written or nothing; mail goes out after
    commit.

    Raises Refused with the reason in the user's words. `subject`: what the policy is asked about where that
    is not the proposal.
    """
    step = STEPS[action]
    with transaction.atomic():
        fresh = locked(proposal.pk)
        why_not = refusal(step, by, fresh, subject)
        if why_not:
            raise Refused(why_not)
        under_way = Change(fresh, by, reason.strip(), timezone.now())
        if step.needs_reason and not under_way.reason:
            raise Refused(_("Skriv en begrundelse."))
        yield under_way
        partly = step.partly is not None and not step.partly.enough(fresh)
        if step.target is not None and not partly:
            fresh.state, fresh.state_since = step.target, under_way.at
            fresh.save(update_fields=["state", "state_since"])
            if step.target in EDITABLE_STATES:
                catch_up(fresh)
        event = step.partly.event if step.partly and partly else step.event
        record(event, proposal=fresh, actor=by, reason=under_way.reason, data=under_way.data)
        tell_when_all_are_in(fresh, event, by)
