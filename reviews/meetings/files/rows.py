"""What a file of meeting dates holds, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_MEETINGS = 500
MOST_LETTERS = 1_000_000
LONGEST_NOTE = 150


@dataclass(frozen=True)
class Row:
    """A meeting as the file says it; None: the file does not say. `line` is counted from 1."""

    line: int
    date: date
    papers_by: date | None = None
    note: str | None = None


Fault = tuple[int, str]


class BrokenCalendar(ValueError):
    """A file that cannot be taken; `faults` are (line, words), in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("; ".join(f"{line}: {words}" for line, words in self.faults))
