"""Tables 1–3 of the appendix as blocks."""

from __future__ import annotations

from proposals.economy.summary import PrintedNote, Table2Row, Table3Row
from proposals.economy.summary_rows import Column as ColumnName

from .blocks import AmountCell, Block, Cell, Column, Inlines, Link, Note, Row, Table, Text, TextCell, text
from .computed import Computed

CAPTION_1 = "Tabel 1. Investerings- og innovationsforslag fordelt på udvalg"
CAPTION_2 = "Tabel 2. Indkomne ansøgninger til investeringspuljen"
CAPTION_3 = "Tabel 3. Indkomne ansøgninger til innovationspuljen"

TABLE_2_COLUMNS: dict[ColumnName, tuple[str, str]] = {
    "service": ("Investeringer", "Service"),
    "anlaeg": ("Investeringer", "Anlæg"),
    "efficiency_service": ("Varige effektiviseringer", "Service"),
    "transfers": ("Varige effektiviseringer", "Overførsler mv."),
    "payback": ("", "Tilbagebetalingstid, år"),
}
"""Table 2's columns by the presentation's names: the heading they share, and their own."""

_LABELS = {"committee_code": "Udvalg", "committee_name": "Udvalg", "administration_code": "Forvaltning"}


def unit_words(computed: Computed) -> str:
    """What the tables are stated in; in another price level than the round's their captions tell it."""
    unit = "Mio. kr." if computed.presentation.summary_unit == "mio_kr" else "1.000 kr."
    return unit if computed.prices else f"{unit} {computed.snapshot.price_level} p/l"


def label_heading(computed: Computed) -> str:
    """The heading of the column that says whose a proposal is."""
    return _LABELS[computed.presentation.table1_label]


def anchor(number: str) -> str:
    """The anchor of a proposal's heading; empty while it has no number."""
    return number and "forslag-" + "".join(letter if letter.isalnum() else "-" for letter in number.lower())


def summary_blocks(computed: Computed) -> list[Block]:
    """The three tables with their footnotes; table 2 or 3 is left out where the round has no such proposals."""
    found: list[Block] = [table_1(computed)]
    if computed.tables.table2.rows:
        found += [table_2(computed), *_notes(computed.tables.table2.footnotes)]
    if computed.tables.table3.rows:
        found += [table_3(computed), *_notes(computed.tables.table3.footnotes)]
    return found


def table_1(computed: Computed) -> Table:
    """Proposals by committee."""
    table = computed.tables.table1
    return Table(
        caption=computed.heading(CAPTION_1),
        unit=unit_words(computed),
        columns=(Column(share=30), Column("right", 20), Column("right", 18), Column("right", 30)),
        header=(
            _header(
                label_heading(computed),
                "Antal (innovationsforslag)",
                "Investering i alt",
                "Effektiviseringer ved fuld indfasning, service",
            ),
        ),
        body=(
            *(
                Row(
                    (
                        TextCell(text(row.committee)),
                        TextCell(text(row.count)),
                        AmountCell(row.investment_tkr, row.investment),
                        AmountCell(row.efficiency_tkr, row.efficiency),
                    )
                )
                for row in table.rows
            ),
            Row(
                (
                    TextCell(text("I alt")),
                    TextCell(text(table.total.count)),
                    AmountCell(table.total.investment_tkr, table.total.investment),
                    AmountCell(table.total.efficiency_tkr, table.total.efficiency),
                ),
                "total",
            ),
        ),
    )


def table_2(computed: Computed) -> Table:
    """Investment proposals by number, with a heading over the columns that share one."""
    names = [name for name in TABLE_2_COLUMNS if name in computed.presentation.table2_columns]
    table = computed.tables.table2
    return Table(
        caption=computed.heading(CAPTION_2),
        unit=unit_words(computed),
        columns=(
            Column(share=_label_share(computed)),
            Column(share=9),
            Column(share=60),
            *(Column("right", 18 if name == "payback" else 12) for name in names),
        ),
        header=_table_2_header(label_heading(computed), names),
        body=(
            *(
                Row(
                    (
                        TextCell(text(_marked(row.committee, row.marks))),
                        TextCell(_linked(computed, row.number, row.number)),
                        TextCell(_linked(computed, row.number, row.title)),
                        *(_figure(row, name) for name in names),
                    )
                )
                for row in table.rows
            ),
            Row((TextCell(text("I alt"), span=3), *(_figure(table.total, name) for name in names)), "total"),
        ),
        row_head=1,
    )


def table_3(computed: Computed) -> Table:
    """Innovation proposals and preliminary studies by number."""
    kind = computed.presentation.table3_kind_column
    table = computed.tables.table3
    return Table(
        caption=computed.heading(CAPTION_3),
        unit=unit_words(computed),
        columns=(
            Column(share=_label_share(computed)),
            Column(share=9),
            Column(share=44),
            *([Column(share=20)] if kind else []),
            Column("right", 20),
        ),
        header=(
            _header(
                label_heading(computed),
                "Nr.",
                "Forslag",
                *(["Forslagstype"] if kind else []),
                "Innovationspulje (service)",
            ),
        ),
        body=(
            *(Row(_table_3_cells(computed, row, kind)) for row in table.rows),
            Row(
                (
                    TextCell(text("I alt"), span=4 if kind else 3),
                    AmountCell(table.total.amount_tkr, table.total.amount),
                ),
                "total",
            ),
        ),
        row_head=1,
    )


def _header(*words: str) -> Row:
    return Row(tuple(TextCell(text(word)) for word in words))


def _label_share(computed: Computed) -> int:
    return 24 if computed.presentation.table1_label == "committee_name" else 10


def _table_2_header(label: str, names: list[ColumnName]) -> tuple[Row, ...]:
    upper: list[Cell] = [TextCell(text(word), rows=2) for word in (label, "Nr.", "Forslag")]
    lower: list[Cell] = []
    shared = [TABLE_2_COLUMNS[name] for name in names]
    for place, (group, own) in enumerate(shared):
        if not group:
            upper.append(TextCell(text(own), rows=2))
            continue
        if place == 0 or shared[place - 1][0] != group:
            upper.append(TextCell(text(group), span=sum(one[0] == group for one in shared), align="center"))
        lower.append(TextCell(text(own)))
    if not lower:
        return (Row(tuple(TextCell(cell.content) for cell in upper if isinstance(cell, TextCell))),)
    return (Row(tuple(upper)), Row(tuple(lower)))


def _marked(label: str, marks: str) -> str:
    return f"{label} {marks}".strip()


def _linked(computed: Computed, number: str, words: str) -> Inlines:
    """The words as a link to the proposal where its body is printed."""
    if number and number in computed.numbers_in_full:
        return (Link("#" + anchor(number), (Text(words),)),)
    return text(words)


def _figure(row: Table2Row, name: ColumnName) -> Cell:
    if name == "payback":
        return TextCell(text(row.payback))
    return AmountCell(getattr(row, f"{name}_tkr"), getattr(row, name))


def _table_3_cells(computed: Computed, row: Table3Row, kind: bool) -> tuple[Cell, ...]:
    return (
        TextCell(text(_marked(row.committee, row.marks))),
        TextCell(_linked(computed, row.number, row.number)),
        TextCell(_linked(computed, row.number, row.title)),
        *([TextCell(text(row.kind))] if kind else []),
        AmountCell(row.amount_tkr, row.amount),
    )


def _notes(footnotes: tuple[PrintedNote, ...]) -> list[Block]:
    return [Note(text(f"{note.mark} {note.text}")) for note in footnotes]
