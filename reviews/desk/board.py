"""The board: the rows in columns by state, those that have waited longest first."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.models import ProposalState

from .rows import DeskRow

# A column that is longer than a screen or two is read as a list instead.
MOST_CARDS = 40
# States nobody waits for have a column only when something is in it.
ENDED = (ProposalState.WITHDRAWN, ProposalState.ARCHIVED)


@dataclass(frozen=True)
class BoardColumn:
    """A state with its rows; `hidden` of them are not on the board."""

    state: ProposalState
    count: int
    rows: list[DeskRow]

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


def board_columns(rows: list[DeskRow]) -> list[BoardColumn]:
    """A column for each state in the process' order."""
    found = [_column(state, [row for row in rows if row.proposal.state == state]) for state in ProposalState]
    return [column for column in found if column.count or column.state not in ENDED]


def _column(state: ProposalState, rows: list[DeskRow]) -> BoardColumn:
    oldest = sorted(rows, key=lambda row: row.proposal.state_since)
    return BoardColumn(state, len(rows), oldest[:MOST_CARDS])
