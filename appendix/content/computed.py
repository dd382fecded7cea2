"""Everything an edition computes, once: summary tables, pools, introduction and each proposal's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appendix.bilag import BILAG, Bilag
from appendix.snapshot import ProposalSnapshot, Snapshot
from proposals.contents import AdministrationContent, DistributionContent, TechnicalContent
from proposals.document import Document, economy_of
from proposals.economy.administration import AdministrationRow
from proposals.economy.distribution import DistributionError, TechnicalTables, by_committee, technical_tables
from proposals.economy.figures import Figures, compute
from proposals.economy.model import Economy, UnitBook, YearRow
from proposals.economy.pools import Introduction, Pool, introduction
from proposals.economy.summary import SummaryTables, number_order, summary_tables
from proposals.economy.summary_rows import (
    Footnote,
    Presentation,
    ProposalType,
    SummaryRow,
    known_row_figures,
    row_figures,
)


@dataclass(frozen=True)
class ComputedProposal:
    """One proposal with its figures in 1.000 kr.; `economy` and `figures` are None where only a row is known."""

    snapshot: ProposalSnapshot
    economy: Economy | None
    figures: Figures | None
    book: UnitBook

    @property
    def document(self) -> Document:
        if self.snapshot.document is None:
            raise ValueError(f"{self.snapshot.number} is known only as a row")
        return self.snapshot.document

    @property
    def price_level(self) -> int:
        return self.document.round.price_level

    @cached_property
    def distribution(self) -> dict[str, YearRow] | DistributionError | None:
        """The net by committee, or why it cannot be shared; None without an economy.

        None too where what it is computed from is not in the document because it is confidential.
        """
        if self.economy is None or self.document.first(DistributionContent) is None:
            return None
        try:
            return by_committee(self.economy, self.book)
        except DistributionError as error:
            return error

    @cached_property
    def technical(self) -> TechnicalTables | DistributionError | None:
        """Tables A–E, or why they cannot be computed; None as `distribution` is."""
        if self.economy is None or self.document.first(TechnicalContent) is None:
            return None
        try:
            return technical_tables(self.economy, self.book)
        except DistributionError as error:
            return error


@dataclass(frozen=True)
class Computed:
    """A snapshot with all its figures; `proposals` by number."""

    snapshot: Snapshot
    presentation: Presentation
    book: UnitBook
    proposals: tuple[ComputedProposal, ...]
    rows: tuple[SummaryRow, ...]
    tables: SummaryTables
    introduction: Introduction

    @cached_property
    def committee_names(self) -> Mapping[str, str]:
        return {committee.code: committee.name for committee in self.snapshot.committees}

    @cached_property
    def administration_names(self) -> Mapping[str, str]:
        return {one.administration_code: one.administration_name for one in self.snapshot.committees}

    @property
    def bilag(self) -> Bilag:
        return BILAG[self.snapshot.bilag]

    @cached_property
    def in_full(self) -> tuple[ComputedProposal, ...]:
        """The proposals whose bodies are printed, in number order."""
        return tuple(one for one in self.proposals if self.bilag.in_full(one.snapshot, self.presentation))

    @cached_property
    def technical(self) -> tuple[ComputedProposal, ...]:
        """The cross-cutting proposals whose tables A–E are for Kvantum, printed in full or not.

        Confidential ones in a closed appendix alone.
        """
        found = (one for one in self.proposals if one.snapshot.cross_cutting and one.snapshot.document is not None)
        return tuple(one for one in found if self.bilag.closed or not one.snapshot.confidential)


def compute_snapshot(snapshot: Snapshot) -> Computed:
    """Every figure of the edition by today's rules, from the documents it holds."""
    book = unit_book(snapshot)
    names = {committee.code: committee.name for committee in snapshot.committees}
    proposals = tuple(
        compute_proposal(one, book) for one in sorted(snapshot.proposals, key=lambda one: number_order(one.number))
    )
    presentation = Presentation.from_json(snapshot.round.presentation)
    closed = BILAG[snapshot.bilag].closed
    rows = tuple(_row(one, names, closed=closed) for one in proposals)
    notes = [Footnote(note.text, frozenset(note.proposals), frozenset({note.table})) for note in snapshot.footnotes]
    return Computed(
        snapshot=snapshot,
        presentation=presentation,
        book=book,
        proposals=proposals,
        rows=rows,
        tables=summary_tables(rows, presentation, notes),
        introduction=introduction([Pool(pool.kind, pool.remaining_before) for pool in snapshot.pools], rows),
    )


def compute_proposal(proposal: ProposalSnapshot, book: UnitBook) -> ComputedProposal:
    """One proposal with its figures."""
    economy = economy_of(proposal.document) if proposal.document else None
    figures = compute(economy, _administration(proposal.document)) if economy else None
    return ComputedProposal(proposal, economy, figures, book)


def unit_book(snapshot: Snapshot) -> UnitBook:
    """The organisation of the snapshot as the rules take it."""
    return UnitBook.build(
        [(committee.code, committee.name) for committee in snapshot.committees],
        [(committee.administration_code, committee.code) for committee in snapshot.committees],
        [(unit.code, unit.name, unit.committee) for unit in snapshot.units],
    )


def _administration(document: Document | None) -> list[AdministrationRow]:
    content = document.first(AdministrationContent) if document else None
    return [AdministrationRow(row.label, row.amounts) for row in content.rows] if content else []


def _row(one: ComputedProposal, names: Mapping[str, str], *, closed: bool) -> SummaryRow:
    """The proposal's row; in a closed appendix under its own title."""
    proposal = one.snapshot
    known: Mapping[str, Any] = proposal.row_figures or {}
    return SummaryRow(
        number=proposal.number,
        title=proposal.title,
        type=ProposalType(proposal.type),
        committee=proposal.committee,
        administration=proposal.administration,
        committee_name=names.get(proposal.committee, proposal.committee),
        cross_cutting=proposal.cross_cutting,
        confidential=proposal.confidential and not closed,
        title_withheld=proposal.confidential_title and not closed,
        criteria=proposal.criteria,
        **(row_figures(one.figures.as_json()) if one.figures else known_row_figures(known)),
    )
