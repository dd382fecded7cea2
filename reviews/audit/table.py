"""A history as CSV for Excel: semicolons, a mark of UTF-8, times in ISO, and nothing that Excel would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import override

from ..history import told
from ..models import Event

# The heading of each column, in Danish as all that is stored.
COLUMNS = (
    "Nummer", "Tidspunkt", "Hændelse", "Person", "Rolle", "Vedrører", "Forslag", "Runde", "Begrundelse",
    "Oplysninger", "Kode", "Anmodning", "Hash",
)  # fmt: skip
# What makes a spreadsheet take a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that gives back what is written to it, so that rows are made one at a time."""

    def write(self, text: str) -> str:
        return text


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of the file, one event each; `events` as `readable_events` gives them."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for event in events:
        with override("da"):
            row = _row(event)
        yield writer.writerow([_harmless(str(value)) for value in row])


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


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
