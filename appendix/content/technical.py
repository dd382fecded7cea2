"""The technical tables A–E of a cross-cutting proposal, for Kvantum."""

from __future__ import annotations

from proposals.economy.distribution import TechnicalTables, UnitTable
from proposals.economy.model import AREA_LABELS, Area, Economy, LineKind
from proposals.template import in_caption_order

from .blocks import Block, Column, Row, Table, TextCell, text
from .economy_tables import amounts, header

PROFIT_CENTRE = "Bevilling, profitcenter mv."


def technical_blocks(captions: dict[str, str], tables: TechnicalTables, economy: Economy, unit: str) -> list[Block]:
    """The tables in the order the template's captions count them; A and C are one table where they are equal.

    The template tells the names: `technical_a` is the target effect, `technical_c` the appropriation effect
    if the proposal is worked in, `technical_b` the difference.
    """
    permanent = appropriation("a", economy)
    wanted: dict[str, tuple[UnitTable | None, str]] = {
        "technical_a": (None if tables.equal else tables.a, permanent),
        "technical_b": (None if tables.equal else tables.b, permanent),
        "technical_c": (None if tables.equal else tables.c, permanent),
        "technical_equal": (tables.a if tables.equal else None, permanent),
        "technical_d": (tables.d, appropriation("d", economy)),
        "technical_e": (tables.e, appropriation("e", economy)),
    }
    found: list[Block] = []
    for key in in_caption_order(wanted, captions):
        table, area = wanted[key]
        if table is not None and key in captions:
            found.append(_table(captions[key], table, area, economy.years, unit))
    return found


def appropriation(letter: str, economy: Economy) -> str:
    """The budget area of a technical table by its letter, which stands where no profit centre is named.

    "" where the permanent lines are of several areas.
    """
    if letter in "de":
        return AREA_LABELS[Area.ANLAEG if letter == "d" else Area.SERVICE]
    areas = {line.counted_area for line in economy.of_kind(LineKind.PERMANENT)}
    return AREA_LABELS[areas.pop()] if len(areas) == 1 else ""


def _table(caption: str, table: UnitTable, area: str, years: tuple[int, ...], unit: str) -> Table:
    rows = [
        Row(
            (
                TextCell(text(row.label)),
                TextCell(text(row.profit_centre or area)),
                *amounts(row.amounts, years),
            ),
            indent=0 if row.is_committee else 1,
        )
        for row in table.rows
    ]
    rows.append(Row((TextCell(text("I alt"), span=2), *amounts(table.total, years)), "total"))
    return Table(
        caption=caption,
        unit=unit,
        columns=(Column(share=34), Column(share=19), *(Column("right", 9) for _ in years)),
        header=header("Udvalg", years, PROFIT_CENTRE + "*"),
        body=tuple(rows),
    )
