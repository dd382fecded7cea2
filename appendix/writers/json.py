"""Writes the appendix's figures as JSON: tables 1–3 as printed with exact amounts, pools, and every proposal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from appendix.content import blocks as b
from appendix.content.build import introduction_blocks
from appendix.content.computed import Computed, ComputedProposal
from appendix.content.tables import CAPTION_1, CAPTION_2, CAPTION_3
from proposals.economy.distribution import DistributionError, TechnicalTables, UnitTable
from proposals.economy.model import YearRow
from proposals.economy.summary import PrintedNote, SummaryRow, Table1Row, Table2Row, Table3Row
from proposals.economy.summary_rows import TYPE_LABELS

from .whole import Tell, silent, whole_file

FORMAT = "bilag7-appendix/1"


def write(computed: Computed, path: Path, _tell: Tell = silent) -> None:
    """The file at `path`, keys in a fixed order."""
    text = json.dumps(data(computed), ensure_ascii=False, indent=1, allow_nan=False)
    with whole_file(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def data(computed: Computed) -> dict[str, Any]:
    """The whole appendix as plain data; every key that ends in `_tkr` is whole 1.000 kr., savings negative."""
    snapshot = computed.snapshot
    return {
        "format": FORMAT,
        "bilag": snapshot.bilag,
        "edition": snapshot.edition,
        "final": snapshot.final,
        "date": snapshot.date.isoformat(),
        "organisation": snapshot.organisation,
        "rules_version": snapshot.rules_version,
        "round": snapshot.round.model_dump(
            mode="json", include={"name", "kind", "price_level", "years", "presentation"}
        ),
        "price_level": snapshot.price_level,
        "price_conversion": computed.prices.as_json() if computed.prices else None,
        "introduction": _introduction(computed),
        "pools": [
            {
                "kind": pool.kind,
                "remaining_before_tkr": pool.remaining_before,
                "asked_tkr": pool.asked,
                "remaining_after_tkr": pool.remaining_after,
                "price_level": snapshot.round.price_level,
            }
            for pool in computed.introduction.pools
        ],
        "tables": tables(computed),
        "proposals": [
            _proposal(one, row, printed=computed.prints(one))
            for one, row in zip(computed.proposals, computed.rows, strict=True)
        ],
    }


def _introduction(computed: Computed) -> list[str]:
    return [b.plain(block.content) for block in introduction_blocks(computed) if isinstance(block, b.Paragraph)]


def tables(computed: Computed) -> dict[str, Any]:
    """Tables 1–3 in the shape of a round file's `published_tables`: strings as printed, exact amounts beside them."""
    unit = computed.presentation.summary_unit
    one, two, three = computed.tables.table1, computed.tables.table2, computed.tables.table3
    return {
        "table1": {
            "caption": computed.heading(CAPTION_1),
            "unit": unit,
            "rows": [{"committee": row.committee, **_row_1(row)} for row in one.rows],
            "total": _row_1(one.total),
        },
        "table2": {
            "caption": computed.heading(CAPTION_2),
            "unit": unit,
            "rows": [{**_named(row), **_row_2(row)} for row in two.rows],
            "total": _row_2(two.total),
            "footnotes": _footnotes(two.footnotes),
        },
        "table3": {
            "caption": computed.heading(CAPTION_3),
            "unit": unit,
            "rows": [{**_named(row), "kind": row.kind, **_row_3(row)} for row in three.rows],
            "total": _row_3(three.total),
            "footnotes": _footnotes(three.footnotes),
        },
        "footnotes": _footnotes((*two.footnotes, *three.footnotes)),
    }


def _footnotes(notes: tuple[PrintedNote, ...]) -> list[str]:
    return [f"{note.mark} {note.text}" for note in notes]


def _named(row: Table2Row | Table3Row) -> dict[str, str]:
    return {"committee": row.committee, "marks": row.marks, "number": row.number, "title": row.title}


def _row_1(row: Table1Row) -> dict[str, Any]:
    return {
        "count": row.count,
        "number_of_proposals": row.number_of_proposals,
        "number_of_innovation": row.number_of_innovation,
        "investment": row.investment,
        "investment_tkr": row.investment_tkr,
        "efficiency": row.efficiency,
        "efficiency_tkr": row.efficiency_tkr,
    }


def _row_2(row: Table2Row) -> dict[str, Any]:
    """`efficiency_tkr` is the permanent effect on service, under the name it has in table 1 as well."""
    return {
        "service": row.service,
        "service_tkr": row.service_tkr,
        "anlaeg": row.anlaeg,
        "anlaeg_tkr": row.anlaeg_tkr,
        "efficiency_service": row.efficiency_service,
        "efficiency_service_tkr": row.efficiency_service_tkr,
        "efficiency_tkr": row.efficiency_service_tkr,
        "transfers": row.transfers,
        "transfers_tkr": row.transfers_tkr,
        "payback": row.payback_years,
        "payback_shown": row.payback,
    }


def _row_3(row: Table3Row) -> dict[str, Any]:
    return {"amount": row.amount, "amount_tkr": row.amount_tkr}


def _proposal(one: ComputedProposal, row: SummaryRow, *, printed: bool) -> dict[str, Any]:
    """A proposal's computed figures; of one that is not printed in full, only what its row in the tables says."""
    proposal = one.snapshot
    found: dict[str, Any] = {
        "number": proposal.number,
        "title": row.printed_title,
        "type": proposal.type,
        "kind": TYPE_LABELS[row.type],
        "administration": proposal.administration,
        "committee": proposal.committee,
        "cross_cutting": proposal.cross_cutting,
        "confidential": proposal.confidential,
        "criteria": proposal.criteria,
        "row": {
            "service_tkr": row.service,
            "anlaeg_tkr": row.anlaeg,
            "investment_tkr": row.investment,
            "efficiency_tkr": row.efficiency_service,
            "transfers_tkr": row.transfers,
            "payback": row.payback_years,
        },
    }
    if printed and one.figures is not None:
        found["revision"] = proposal.revision
        found["sha256"] = proposal.sha256
        found["price_level"] = one.price_level
        found["figures"] = one.figures.as_json()
        if proposal.cross_cutting:
            found["distribution"] = _distribution(one)
            found["technical_tables"] = _technical(one.technical)
    return found


def _distribution(one: ComputedProposal) -> dict[str, Any] | None:
    shares = one.distribution
    if shares is None or isinstance(shares, DistributionError):
        return None
    return {committee: _years(row) for committee, row in shares.items()}


def _technical(tables: TechnicalTables | DistributionError | None) -> dict[str, Any] | None:
    if tables is None or isinstance(tables, DistributionError):
        return None
    named = {"a": tables.a, "b": tables.b, "c": tables.c, "d": tables.d, "e": tables.e}
    return {"equal": tables.equal, **{name: _table(table) for name, table in named.items()}}


def _table(table: UnitTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    rows = [
        {"unit": row.unit, "label": row.label, "profit_centre": row.profit_centre, "amounts": _years(row.amounts)}
        for row in table.filled
    ]
    return {"rows": rows, "total": _years(table.total)}


def _years(row: YearRow) -> dict[str, int]:
    return {str(year): amount for year, amount in row.items()}
