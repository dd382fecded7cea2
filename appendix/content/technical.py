"""The technical tables A–E of a cross-cutting proposal, for Kvantum."""

from __future__ import annotations

from collections.abc import Mapping

from proposals.economy.distribution import TechnicalTables, UnitTable
from proposals.economy.model import AREA_LABELS, Area, Economy, LineKind

from .blocks import Block, Column, Row, Table, TextCell, text
from .economy_tables import amounts, header, unit

_PROFIT_CENTRE = "Bevilling, profitcenter mv.*"


def technical_blocks(
    captions: Mapping[str, str], tables: TechnicalTables, economy: Economy, price_level: int
) -> list[Block]:
    """The tables in the order of the template's captions; A and C are one table where they are equal.

    The template tells the names: `technical_a` is the target effect, `technical_c` the appropriation effect
    if the proposal is worked in, `technical_b` the difference.
    """
    areas = {line.counted_area for line in economy.of_kind(LineKind.PERMANENT)}
    permanent = AREA_LABELS[areas.pop()] if len(areas) == 1 else ""
    wanted: dict[str, tuple[UnitTable | None, str]] = {
        "technical_a": (None if tables.equal else tables.a, permanent),
        "technical_b": (None if tables.equal else tables.b, permanent),
        "technical_c": (None if tables.equal else tables.c, permanent),
        "technical_equal": (tables.a if tables.equal else None, permanent),
        "technical_d": (tables.d, AREA_LABELS[Area.ANLAEG]),
        "technical_e": (tables.e, AREA_LABELS[Area.SERVICE]),
    }
    found: list[Block] = []
    for key, caption in captions.items():
        table, appropriation = wanted.get(key, (None, ""))
        if table is not None:
            found.append(_table(caption, table, appropriation, economy.years, price_level))
    return found


def _table(caption: str, table: UnitTable, appropriation: str, years: tuple[int, ...], price_level: int) -> Table:
    rows = [
        Row(
            (
                TextCell(text(row.label)),
                TextCell(text(row.profit_centre or appropriation)),
                *amounts(row.amounts, years),
            ),
            indent=0 if row.is_committee else 1,
        )
        for row in table.rows
    ]
    rows.append(Row((TextCell(text("I alt"), span=2), *amounts(table.total, years)), "total"))
    return Table(
        caption=caption,
        unit=unit(price_level),
        columns=(Column(share=34), Column(share=19), *(Column("right", 9) for _ in years)),
        header=header("Udvalg", years, _PROFIT_CENTRE),
        body=tuple(rows),
    )
