"""A history as CSV: a row an event, times in ISO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import override

from proposals.csv_file import csv_lines

from ..history import told
from ..models import Event

# The heading of each column, in Danish as all that is stored.
COLUMNS = (
    "Nummer", "Tidspunkt", "Hændelse", "Person", "Rolle", "Vedrører", "Forslag", "Runde", "Begrundelse",
    "Oplysninger", "Kode", "Anmodning", "Hash",
)  # fmt: skip


def history_lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of the file, one event each; `events` as `readable_events` gives them."""
    return csv_lines(COLUMNS, map(_row, events))


@override("da")
def _row(event: Event) -> list[object]:
    said = told(event, trusted=event.trusted)
    return [
        event.sequence or "",
        timezone.localtime(event.at).isoformat(timespec="seconds"),
        said.what,
        event.actor_name,
        event.actor_role,
        event.subject,
        event.proposal_id or "",
        event.round_id or "",
        said.reason,
        "; ".join(f"{label}: {value}" for label, value in said.facts),
        event.kind,
        event.request_id,
        event.hash,
    ]
