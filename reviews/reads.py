"""The log of who read what is confidential, apart from the history of what was changed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from proposals.models import Proposal, Round

from .events import record
from .models import Event

KIND = "confidential_read"
# A page that is drawn again and again within it is one reading.
PAUSE = datetime.timedelta(minutes=10)


def on_listed(
    sender: Any, *, round: Round, proposals: set[int], reader: Any, page: str, path: str, **more: Any
) -> None:
    """Receiver of `proposals.signals.confidential_listed`: one event for all that were not read there just now."""
    known = {"kind": KIND, "round": round, "proposal": None, "actor": reader, "at__gt": timezone.now() - PAUSE}
    lately = Event.objects.filter(**known, data__path=path).values_list("data__proposals", flat=True)
    new = proposals - {int(pk) for listed in lately for pk in listed}
    if new:
        data = {"page": page, "path": path, "proposals": {str(pk): True for pk in sorted(new)}}
        with transaction.atomic():
            record(KIND, round=round, actor=reader, data=data)


def reads_of(proposal: Proposal) -> Q:
    """The condition on the events that tell who read the proposal, by itself or in a list."""
    in_a_list = Q(proposal=None, round=proposal.round_id, data__proposals__has_key=str(proposal.pk))
    return Q(kind=KIND) & (Q(proposal=proposal) | in_a_list)


def on_read(sender: Any, *, proposal: Proposal, reader: Any, page: str, path: str, **more: Any) -> None:
    """Receiver of `proposals.signals.confidential_read`."""
    known = {"kind": KIND, "proposal": proposal, "actor": reader, "at__gt": timezone.now() - PAUSE}
    if Event.objects.filter(**known, data__path=path).exists():
        return
    with transaction.atomic():
        record(KIND, proposal=proposal, actor=reader, data={"page": page, "path": path})
