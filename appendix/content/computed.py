"""Everything an edition computes, once: summary tables, pools, introduction and each proposal's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from appendix.bilag import BILAG, Bilag
from appendix.snapshot import ProposalSnapshot, Snapshot
from proposals.contents import AdministrationContent, DistributionContent, EconomyContent, TechnicalContent
from proposals.document import Document, economy_of
from proposals.economy.administration import AdministrationRow
from proposals.economy.distribution import DistributionError, TechnicalTables, by_committee, technical_tables
from proposals.economy.figures import Figures, compute
from proposals.economy.model import Area, Economy, UnitBook, YearRow
from proposals.economy.pools import Introduction, Pool, introduction
from proposals.economy.price import converted_heading
from proposals.economy.summary import SummaryTables, number_order, summary_tables
from proposals.economy.summary_rows import (
    Footnote,
    Presentation,
    ProposalType,
    RowFigures,
    SummaryRow,
    known_row_figures,
    row_figures,
)

from .blocks import Tree
from .economy_tables import THOUSANDS, unit_in
from .prices import Prices


@dataclass(frozen=True)
class ComputedProposal:
    """One proposal with its figures in 1.000 kr.; `economy` and `figures` are None where only a row is known.

    With `prices` they are converted; the document is as it was written.
    """

    snapshot: ProposalSnapshot
    economy: Economy | None
    figures: Figures | None
    book: UnitBook
    prices: Prices | None = None

    @property
    def document(self) -> Document:
        if self.snapshot.document is None:
            raise ValueError(f"{self.snapshot.number} is known only as a row")
        return self.snapshot.document

    @property
    def written_level(self) -> int:
        """The price level of the amounts in the document."""
        return _written_level(self.document)

    @property
    def price_level(self) -> int:
        """The price level of the figures."""
        return self.prices.wanted if self.prices else self.written_level

    @property
    def converted_from(self) -> int | None:
        """The price level the figures were converted from, in this edition or before they were written; else None."""
        if self.price_level != self.written_level:
            return self.written_level
        content = self.document.first(EconomyContent)
        return content.converted_from if content else None

    @property
    def unit(self) -> str:
        """What the figures are stated in; where they are converted, `heading` tells the price level."""
        return unit_in(self.price_level) if self.converted_from is None else THOUSANDS

    def heading(self, caption: str) -> str:
        """The caption of a table of the figures; it says where they are converted."""
        if self.converted_from is None:
            return caption
        return converted_heading(caption, self.converted_from, self.price_level)

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
    # In the round's own price level, as its pools are.
    introduction: Introduction
    prices: Prices | None = None

    @cached_property
    def committee_names(self) -> Mapping[str, str]:
        return {committee.code: committee.name for committee in self.snapshot.committees}

    @cached_property
    def administration_names(self) -> Mapping[str, str]:
        return {one.administration_code: one.administration_name for one in self.snapshot.committees}

    def heading(self, caption: str) -> str:
        """The caption of a summary table; one in another price level than the round's says so."""
        return self.prices.heading(caption) if self.prices else caption

    @property
    def bilag(self) -> Bilag:
        return BILAG[self.snapshot.bilag]

    @cached_property
    def in_full(self) -> tuple[ComputedProposal, ...]:
        """The proposals whose bodies are printed, in number order."""
        return tuple(one for one in self.proposals if self.prints(one))

    @cached_property
    def tree(self) -> Tree:
        """The printed tree, made once for every file and its proof."""
        from .build import build_computed

        return build_computed(self)

    def prints(self, one: ComputedProposal) -> bool:
        """Whether the proposal's body is printed."""
        return self.bilag.in_full(one.snapshot, self.presentation)

    @cached_property
    def numbers_in_full(self) -> frozenset[str]:
        """The numbers of the proposals whose bodies are printed."""
        return frozenset(one.snapshot.number for one in self.in_full)

    @cached_property
    def technical(self) -> tuple[ComputedProposal, ...]:
        """The cross-cutting proposals whose tables A–E are for Kvantum, printed in full or not.

        Confidential ones in a closed appendix alone.
        """
        found = (one for one in self.proposals if one.snapshot.cross_cutting and one.snapshot.document is not None)
        return tuple(one for one in found if self.bilag.closed or not one.snapshot.confidential)


def compute_snapshot(snapshot: Snapshot) -> Computed:
    """Every figure of the edition by today's rules, from the documents it holds.

    Raises PriceError where amounts cannot be converted to the price level it is printed in.
    """
    book = unit_book(snapshot)
    prices = Prices.of(snapshot.price, snapshot.round.price_level, book)
    in_order = sorted(snapshot.proposals, key=lambda one: number_order(one.number))
    proposals = tuple(compute_proposal(one, book, prices) for one in in_order)
    presentation = Presentation.from_json(snapshot.round.presentation)
    rows = _rows(proposals, snapshot)
    as_written = _rows((compute_proposal(one, book) for one in in_order), snapshot) if prices else rows
    notes = [Footnote(note.text, frozenset(note.proposals), frozenset({note.table})) for note in snapshot.footnotes]
    return Computed(
        snapshot=snapshot,
        presentation=presentation,
        book=book,
        proposals=proposals,
        rows=rows,
        tables=summary_tables(rows, presentation, notes),
        introduction=introduction([Pool(pool.kind, pool.remaining_before) for pool in snapshot.pools], as_written),
        prices=prices,
    )


def compute_proposal(proposal: ProposalSnapshot, book: UnitBook, prices: Prices | None = None) -> ComputedProposal:
    """One proposal with its figures, converted with `prices`; raises PriceError where they lack an index."""
    if proposal.document is None:
        return ComputedProposal(proposal, None, None, book, prices)
    economy, figures = _economy_and_figures(proposal.document, prices)
    return ComputedProposal(proposal, economy, figures, book, prices)


def converted_figures(document: Document, prices: Prices) -> Figures | None:
    """The document's figures in the price level of `prices`; None without an economy."""
    return _economy_and_figures(document, prices)[1]


def _economy_and_figures(document: Document, prices: Prices | None) -> tuple[Economy, Figures] | tuple[None, None]:
    economy = economy_of(document)
    if economy is None:
        return None, None
    administration = _administration(document)
    if prices:
        written = _written_level(document)
        economy, administration = prices.economy(economy, written), prices.administration(administration, written)
    return economy, compute(economy, administration)


def _written_level(document: Document) -> int:
    content = document.first(EconomyContent)
    return content.price_level if content else document.round.price_level


def unit_book(snapshot: Snapshot) -> UnitBook:
    """The organisation of the snapshot as the rules take it."""
    return UnitBook.build(
        [(committee.code, committee.name) for committee in snapshot.committees],
        [(committee.administration_code, committee.code) for committee in snapshot.committees],
        [(unit.code, unit.name, unit.committee) for unit in snapshot.units],
    )


def _administration(document: Document) -> list[AdministrationRow]:
    content = document.first(AdministrationContent)
    return [AdministrationRow(row.label, row.amounts) for row in content.rows] if content else []


def _rows(proposals: Iterable[ComputedProposal], snapshot: Snapshot) -> tuple[SummaryRow, ...]:
    names = {committee.code: committee.name for committee in snapshot.committees}
    closed = BILAG[snapshot.bilag].closed
    return tuple(_row(one, names, snapshot.round.price_level, closed=closed) for one in proposals)


def _row_figures(one: ComputedProposal, round_level: int) -> RowFigures:
    """By the document; of a document without its economy by what its revision froze; else by the known row."""
    proposal = one.snapshot
    if one.figures is not None:
        return row_figures(one.figures.as_json())
    transfers: dict[Area, int] | None = None
    if proposal.figures and proposal.row_figures is None:
        known = row_figures(proposal.figures)
        by_area = {Area(area): list(row.values()) for area, row in proposal.figures["permanent_by_area"].items()}
        transfers = {area: row[-1] for area, row in by_area.items() if area is not Area.SERVICE and row}
    else:
        known = known_row_figures(proposal.row_figures or {})
    if one.prices is None:
        return known
    written = proposal.document.round.price_level if proposal.document else round_level
    return one.prices.row(known, transfers, proposal.number, written)


def _row(one: ComputedProposal, names: Mapping[str, str], round_level: int, *, closed: bool) -> SummaryRow:
    """The proposal's row; in a closed appendix under its own title."""
    proposal = one.snapshot
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
        **_row_figures(one, round_level),
    )
