"""The computed tables of a distribution as the pages show them: 2.1 by committee and the tables for Kvantum."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..economy.distribution import DistributionError, UnitTable, by_committee, technical_tables
from ..economy.model import Economy, UnitBook
from ..economy.numbers import thousand
from ..template import in_caption_order


@dataclass(frozen=True)
class ShownTable:
    """A table for components/table.html; amounts printed, 1.000 kr."""

    caption: str
    columns: list[dict]
    rows: list[dict]
    total: list[str]


@dataclass(frozen=True)
class DistributionPreview:
    """Table 2.1 and the technical tables, or the sentence that says why they cannot be computed."""

    committees: ShownTable | None
    technical: list[ShownTable]
    fault: str = ""

    @classmethod
    def of(cls, economy: Economy, book: UnitBook, captions: dict[str, str] | None = None) -> DistributionPreview:
        """`captions` are the template's, by the names technical_a … technical_e and technical_equal."""
        captions = captions or {}
        try:
            shares = by_committee(economy, book)
            tables = technical_tables(economy, book)
        except DistributionError as error:
            return cls(None, [], _(error.message.text) % error.message.values)
        labels = {committee.code: committee.label for committee in book.committees}
        rows = [{"cells": [labels[code], *_cells(row, economy)]} for code, row in shares.items()]
        total = {year: sum(row[year] for row in shares.values()) for year in economy.years}
        committees = ShownTable(
            _("2.1 Fordeling på udvalg, 1.000 kr., inkl. implementeringsomkostninger"),
            _columns(_("Udvalg"), economy),
            rows,
            [_("I alt"), *_cells(total, economy)],
        )
        names = {
            "technical_equal": _("Måltalseffekt og bevillingsmæssig effekt"),
            "technical_a": _("A. Måltalseffekt"),
            "technical_b": _("B. Bevillingsmæssig effekt, varig drift"),
            "technical_c": _("C. Bevillingsmæssig effekt, hvis forslaget indarbejdes"),
            "technical_d": _("D. Anlægsinvesteringer"),
            "technical_e": _("E. Serviceinvesteringer"),
        }
        if tables.equal:
            chosen = {"technical_equal": tables.a}
        else:
            chosen = {"technical_a": tables.a, "technical_b": tables.b, "technical_c": tables.c}
        chosen |= {"technical_d": tables.d, "technical_e": tables.e}
        technical = [
            _shown(captions.get(name) or names[name], table, economy)
            for name in in_caption_order(chosen, captions)
            if (table := chosen[name]) is not None
        ]
        return cls(committees, technical)


def _columns(first: str, economy: Economy) -> list[dict]:
    return [{"label": first}, *({"label": str(year), "numeric": True} for year in economy.years)]


def _cells(row: dict[int, int], economy: Economy) -> list[str]:
    return [thousand(row[year]) for year in economy.years]


def _shown(caption: str, table: UnitTable, economy: Economy) -> ShownTable:
    rows = []
    for row in table.filled:
        name = row.label if row.is_committee else f"{row.label} ({row.committee})"
        name += f", {row.profit_centre}" if row.profit_centre else ""
        rows.append({"cells": [name, *_cells(row.amounts, economy)]})
    return ShownTable(caption, _columns(_("Enhed"), economy), rows, [_("I alt"), *_cells(table.total, economy)])
