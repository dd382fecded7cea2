"""The technical tables of a whole edition as rows for Kvantum, an amount a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from proposals.economy.distribution import DistributionError

from .computed import Computed, ComputedProposal
from .technical import PROFIT_CENTRE, appropriation

LETTERS = {
    "A": "Måltalseffekt, hvis forslaget indarbejdes",
    "B": "Bevillingsmæssig effekt, varig drift",
    "C": "Bevillingsmæssig effekt, hvis forslaget indarbejdes",
    "D": "Fordeling af anlægsinvesteringer",
    "E": "Fordeling af serviceinvesteringer",
}
"""Today's letter of each table → what it is; the round of 2023 printed A, C and B under A, B and C."""

HEADS = (
    *("Nr.", "Forslag", "Tabel", "Udvalg", "Enhed", PROFIT_CENTRE, "År"),
    *("Beløb (1.000 kr.)", "Pris- og lønniveau"),
)


@dataclass(frozen=True)
class KvantumRow:
    """An amount in 1.000 kr., savings negative, by table, unit and year; committee and unit by their names.

    `place` sorts by the units' fixed order.
    """

    number: str
    title: str
    letter: str
    committee: str
    unit: str
    profit_centre: str
    year: int
    amount: int
    price_level: int
    place: tuple[int, str]

    @property
    def cells(self) -> tuple[str | int, ...]:
        """In the order of `HEADS`."""
        return (
            *(self.number, self.title, self.letter, self.committee, self.unit, self.profit_centre, self.year),
            *(self.amount, self.price_level),
        )


def kvantum_rows(computed: Computed) -> list[KvantumRow]:
    """The rows by number, table, the units' order and year; without those of zero.

    A table that is printed as one because A and C are equal stands under both letters, so that each letter is whole.
    """
    return [row for one in computed.technical for row in _rows(one, computed)]


def kvantum_faults(computed: Computed) -> dict[str, str]:
    """The proposals whose tables cannot be computed, by number, and why; they have no rows."""
    return {
        one.snapshot.number: str(one.technical)
        for one in computed.technical
        if isinstance(one.technical, DistributionError)
    }


def _rows(one: ComputedProposal, computed: Computed) -> Iterator[KvantumRow]:
    tables = one.technical
    if tables is None or isinstance(tables, DistributionError) or one.economy is None:
        return
    for letter in LETTERS:
        table = getattr(tables, letter.lower())
        for row in table.filled if table else ():
            for year, amount in row.amounts.items():
                if amount:
                    yield KvantumRow(
                        number=one.snapshot.number,
                        title=one.snapshot.title,
                        letter=letter,
                        committee=computed.committee_names[row.committee],
                        unit=row.label,
                        profit_centre=row.profit_centre or appropriation(letter.lower(), one.economy),
                        year=year,
                        amount=amount,
                        price_level=one.price_level,
                        place=computed.book.place(row.unit),
                    )
