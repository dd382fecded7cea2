"""The columns the desk's list can be ordered by, with what stands in the heading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from proposals.economy.summary import danish_order, number_order
from proposals.models import Proposal, ProposalState

from .rows import DeskRow

_STATES = {state: place for place, state in enumerate(ProposalState.values)}
_CRITERIA = {code: place for place, code in enumerate(Proposal.Criteria.values)}
DEFAULT = "tilstand"


@dataclass(frozen=True)
class Column:
    """`code` stands in the address; `key` gives None for a row that stands last either way."""

    code: str
    label: Any
    key: Callable[[DeskRow], Any]
    numeric: bool = False


COLUMNS = (
    Column("nummer", _("Nr."), lambda row: number_order(row.proposal.number) if row.proposal.number else None),
    Column("forslag", _("Forslag"), lambda row: danish_order(row.proposal.title)),
    Column("forvaltning", _("Forvaltning"), lambda row: row.proposal.administration.code),
    Column("tilstand", _("Tilstand"), lambda row: _STATES[row.proposal.state]),
    Column("ventet", _("Dage i tilstanden"), lambda row: row.days, numeric=True),
    Column("hoeringer", _("Mangler høring"), lambda row: len(row.missing)),
    Column("frist", _("Næste frist"), lambda row: row.deadline),
    Column("kriterier", _("Kriterier"), lambda row: _CRITERIA[row.proposal.criteria]),
    Column("investering", _("Investering, 1.000 kr."), lambda row: row.investment, numeric=True),
)
_BY_CODE = {column.code: column for column in COLUMNS}


@dataclass(frozen=True)
class Heading:
    """A column's heading: the link orders by it, the other way where the list is ordered by it already."""

    column: Column
    sort: str
    aria_sort: str


class Order:
    """Reads `nummer` or `-nummer`; anything else is the order by state."""

    def __init__(self, asked: str) -> None:
        code = asked.removeprefix("-")
        self.column = _BY_CODE.get(code, _BY_CODE[DEFAULT])
        self.descending = asked.startswith("-") and code in _BY_CODE

    def of(self, rows: list[DeskRow]) -> list[DeskRow]:
        """Ordered by the column, rows alike by number and title; rows without a value last."""
        number = _BY_CODE["nummer"].key
        alike = sorted(rows, key=lambda row: (not number(row), number(row) or (), danish_order(row.proposal.title)))
        known = [row for row in alike if self.column.key(row) is not None]
        unknown = [row for row in alike if self.column.key(row) is None]
        return sorted(known, key=self.column.key, reverse=self.descending) + unknown

    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in COLUMNS]

    def _heading(self, column: Column) -> Heading:
        if column != self.column:
            return Heading(column, column.code, "")
        way = "descending" if self.descending else "ascending"
        return Heading(column, column.code if self.descending else f"-{column.code}", way)
