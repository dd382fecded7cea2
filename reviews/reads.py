"""The log of who read what is confidential, apart from the history of what was changed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from proposals.models import Proposal

from .events import record
from .models import Event

KIND = "confidential_read"
# A page that is drawn again and again within it is one reading.
PAUSE = datetime.timedelta(minutes=10)


def on_read(sender: Any, *, proposal: Proposal, reader: Any, page: str, path: str, **more: Any) -> None:
    """Receiver of `proposals.signals.confidential_read`."""
    known = {"kind": KIND, "proposal": proposal, "actor": reader, "at__gt": timezone.now() - PAUSE}
    if Event.objects.filter(**known, data__path=path).exists():
        return
    with transaction.atomic():
        record(KIND, proposal=proposal, actor=reader, data={"page": page, "path": path})
