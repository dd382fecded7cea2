"""Tables 1–3 of the appendix: exact figures beside the strings they are printed as (DOMAIN.md §2.9)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from proposals.economy.numbers import million, thousand
from proposals.economy.summary_rows import TYPE_LABELS, Footnote, Presentation, ProposalType, SummaryRow

__all__ = [
    "Footnote",
    "Presentation",
    "PrintedNote",
    "ProposalType",
    "SummaryRow",
    "SummaryTables",
    "Table1",
    "Table1Row",
    "Table2",
    "Table2Row",
    "Table3",
    "Table3Row",
    "danish_order",
    "number_order",
    "summary_tables",
]

_DANISH_LETTERS = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})


@dataclass(frozen=True)
class Table1Row:
    """A committee, or the cross-cutting proposals together: how many, their investment and their efficiency."""

    committee: str
    number_of_proposals: int
    number_of_innovation: int
    count: str
    investment_tkr: int
    investment: str
    efficiency_tkr: int
    efficiency: str


@dataclass(frozen=True)
class Table2Row:
    """An investment proposal, or the total with no number; `payback_years` is None for a dash and the total.

    `counted_in` is the label of table 1's row that it is counted in.
    """

    committee: str
    counted_in: str
    marks: str
    number: str
    title: str
    service_tkr: int
    service: str
    anlaeg_tkr: int
    anlaeg: str
    efficiency_service_tkr: int
    efficiency_service: str
    transfers_tkr: int
    transfers: str
    payback_years: int | None
    payback: str


@dataclass(frozen=True)
class Table3Row:
    """An innovation proposal or preliminary study, or the total with no number; `counted_in` as in table 2."""

    committee: str
    counted_in: str
    marks: str
    number: str
    title: str
    kind: str
    amount_tkr: int
    amount: str


@dataclass(frozen=True)
class PrintedNote:
    """A footnote under a table with its mark in that table."""

    mark: str
    text: str


@dataclass(frozen=True)
class Table1:
    """Proposals by committee."""

    rows: tuple[Table1Row, ...]
    total: Table1Row


@dataclass(frozen=True)
class Table2:
    """Investment proposals by number."""

    rows: tuple[Table2Row, ...]
    total: Table2Row
    footnotes: tuple[PrintedNote, ...]


@dataclass(frozen=True)
class Table3:
    """Innovation proposals and preliminary studies by number."""

    rows: tuple[Table3Row, ...]
    total: Table3Row
    footnotes: tuple[PrintedNote, ...]


@dataclass(frozen=True)
class SummaryTables:
    """The three tables of one appendix."""

    table1: Table1
    table2: Table2
    table3: Table3


def summary_tables(
    rows: Iterable[SummaryRow],
    presentation: Presentation,
    footnotes: Sequence[Footnote] = (),
) -> SummaryTables:
    """The tables for the proposals of an appendix; `footnotes` in the order their marks shall have."""
    by_number = sorted(rows, key=lambda row: number_order(row.number))
    investments = [row for row in by_number if row.type is ProposalType.INVESTMENT]
    innovations = [row for row in by_number if row.type is not ProposalType.INVESTMENT]
    printer = _Printer(presentation)
    return SummaryTables(
        table1=_table1(by_number, printer),
        table2=_table2(investments, printer, _Marks("table2", investments, footnotes)),
        table3=_table3(innovations, printer, _Marks("table3", innovations, footnotes)),
    )


def danish_order(text: str) -> tuple[str, str]:
    """Sort key for Danish alphabetical order: Æ, Ø and Å after Z, capitals with small letters."""
    return (text.casefold().translate(_DANISH_LETTERS), text)


def number_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key for proposal numbers: digits count as numbers, so that BC2 stands before BC10."""
    pieces = re.findall(r"\d+|\D+", number)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


class _Printer:
    """Prints figures by the round's presentation."""

    def __init__(self, presentation: Presentation) -> None:
        self.presentation = presentation
        self.amount: Callable[[int], str] = million if presentation.summary_unit == "mio_kr" else thousand

    def effect(self, amount: int) -> str:
        """An efficiency: savings negative as computed, or positive where the round prints them so."""
        return self.amount(-amount if self.presentation.efficiency_sign == "positive" else amount)

    def or_zero(self, amount: int, text: str) -> str:
        """The text, or the round's sign for an exact zero; `0,0` is the plain zero of either unit."""
        return self.presentation.zero if amount == 0 and self.presentation.zero != "0,0" else text

    def count(self, proposals: int, innovation: int) -> str:
        investment = proposals - innovation
        first = proposals if self.presentation.count_style == "all_with_innovation_in_brackets" else investment
        words = [str(first)] if first else []
        if innovation:
            words.append(f"({innovation})")
        return " ".join(words) or "0"

    def committee(self, row: SummaryRow) -> str:
        label = self.presentation.table1_label
        if label == "administration_code":
            return row.administration
        return row.committee_name or row.committee if label == "committee_name" else row.committee

    def counted_in(self, row: SummaryRow) -> str:
        """The label of the row of table 1."""
        return self.presentation.cross_cutting_label if row.cross_cutting else self.committee(row)


class _Marks:
    """The marks of one table: the first footnote that applies to one of its rows has one star, and so on."""

    def __init__(self, table: str, rows: Sequence[SummaryRow], footnotes: Sequence[Footnote]) -> None:
        numbers = {row.number for row in rows}
        used = [note for note in footnotes if table in note.tables and note.numbers & numbers]
        self._marked = [("*" * place, note) for place, note in enumerate(used, start=1)]
        self.footnotes = tuple(PrintedNote(mark, note.text) for mark, note in self._marked)

    def of(self, row: SummaryRow) -> str:
        return "/".join(mark for mark, note in self._marked if row.number in note.numbers)


def _table1(rows: Sequence[SummaryRow], printer: _Printer) -> Table1:
    committees: dict[str, list[SummaryRow]] = {}
    cross_cutting: list[SummaryRow] = []
    for row in rows:
        (cross_cutting if row.cross_cutting else committees.setdefault(printer.committee(row), [])).append(row)
    printed = [_table1_row(label, committees[label], printer) for label in sorted(committees, key=danish_order)]
    if cross_cutting:
        printed.append(_table1_row(printer.presentation.cross_cutting_label, cross_cutting, printer))
    return Table1(tuple(printed), _table1_row("", rows, printer))


def _table1_row(label: str, rows: Sequence[SummaryRow], printer: _Printer) -> Table1Row:
    innovation = sum(row.type is not ProposalType.INVESTMENT for row in rows)
    investment = sum(row.investment for row in rows)
    efficiency = sum(row.efficiency_service for row in rows)
    return Table1Row(
        committee=label,
        number_of_proposals=len(rows),
        number_of_innovation=innovation,
        count=printer.count(len(rows), innovation),
        investment_tkr=investment,
        investment=printer.amount(investment),
        efficiency_tkr=efficiency,
        efficiency=printer.effect(efficiency),
    )


def _table2(rows: Sequence[SummaryRow], printer: _Printer, marks: _Marks) -> Table2:
    def printed(row: SummaryRow | None, of: Sequence[SummaryRow]) -> Table2Row:
        service = sum(one.service for one in of)
        anlaeg = sum(one.anlaeg for one in of)
        efficiency = sum(one.efficiency_service for one in of)
        transfers = sum(one.transfers for one in of)
        return Table2Row(
            committee=printer.committee(row) if row else "",
            counted_in=printer.counted_in(row) if row else "",
            marks=marks.of(row) if row else "",
            number=row.number if row else "",
            title=row.printed_title if row else "",
            service_tkr=service,
            service=printer.or_zero(service, printer.amount(service)),
            anlaeg_tkr=anlaeg,
            anlaeg=printer.or_zero(anlaeg, printer.amount(anlaeg)),
            efficiency_service_tkr=efficiency,
            efficiency_service=printer.or_zero(efficiency, printer.effect(efficiency)),
            transfers_tkr=transfers,
            transfers=printer.or_zero(transfers, printer.effect(transfers)),
            payback_years=row.payback_years if row else None,
            payback=row.payback_short if row else "",
        )

    return Table2(tuple(printed(row, [row]) for row in rows), printed(None, rows), marks.footnotes)


def _table3(rows: Sequence[SummaryRow], printer: _Printer, marks: _Marks) -> Table3:
    amount = sum(row.investment for row in rows)
    return Table3(
        tuple(
            Table3Row(
                committee=printer.committee(row),
                counted_in=printer.counted_in(row),
                marks=marks.of(row),
                number=row.number,
                title=row.printed_title,
                kind=TYPE_LABELS[row.type],
                amount_tkr=row.investment,
                amount=printer.amount(row.investment),
            )
            for row in rows
        ),
        Table3Row("", "", "", "", "", "", amount, printer.amount(amount)),
        marks.footnotes,
    )
