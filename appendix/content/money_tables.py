"""The tables of a proposal's money beside Tabel 1, under its template's captions: loan, distribution, tables A–E.

Documents and workbook print them alike.
"""

from __future__ import annotations

from proposals.economy.distribution import DistributionError
from proposals.template import SectionSpec

from . import economy_tables
from .blocks import Block, Note, text
from .computed import ComputedProposal
from .technical import technical_blocks


def loan(one: ComputedProposal) -> list[Block]:
    """The repayment plan of an internal loan; nothing where none is planned."""
    spec = _spec(one, "economy")
    if spec is None or one.economy is None or one.figures is None:
        return []
    caption = one.heading(spec.tables.get("loan", "Tilbagebetalingsplan på internt lån"))
    return economy_tables.loan_blocks(caption, one.economy, one.figures, one.unit)


def distribution(one: ComputedProposal) -> list[Block]:
    """2.1 with the keys, or why it cannot be computed."""
    spec, shares = _spec(one, "distribution"), one.distribution
    if isinstance(shares, DistributionError):
        return [Note(text(f"Fordelingen kan ikke beregnes: {shares}"))]
    if spec is None or not shares or one.economy is None:
        return []
    caption = one.heading(spec.tables.get("distribution", "Fordeling på udvalg, inkl. implementeringsomkostninger"))
    return economy_tables.distribution_blocks(caption, shares, one.economy, one.book, one.unit)


def technical(one: ComputedProposal) -> list[Block]:
    """Tables A–E, or why they cannot be computed."""
    spec, tables = _spec(one, "technical"), one.technical
    if isinstance(tables, DistributionError):
        return [Note(text(f"De tekniske tabeller kan ikke beregnes: {tables}"))]
    if spec is None or tables is None or one.economy is None:
        return []
    captions = {name: one.heading(caption) for name, caption in spec.tables.items()}
    return technical_blocks(captions, tables, one.economy, one.unit)


def _spec(one: ComputedProposal, kind: str) -> SectionSpec | None:
    """The template's section of the kind; None where this proposal has none."""
    spec = next((spec for spec in one.document.template.sections if spec.kind == kind), None)
    return None if spec and spec.only_cross_cutting and not one.snapshot.cross_cutting else spec
