"""The rows for Kvantum as they should be, against those read from a file."""

from __future__ import annotations

from itertools import zip_longest

from appendix.content.computed import Computed
from appendix.content.kvantum import HEADS, kvantum_rows

from .result import Deviation, Proof

_TABLE = "Kvantum"
# Year, amount and price level.
_FIGURES_A_ROW = 3


def compare_rows(computed: Computed, found: list[list[str]]) -> Proof:
    """Year, amount and price level of each row, and the words that say what it is about."""
    expected = [[str(cell) for cell in row.cells] for row in kvantum_rows(computed)]
    if len(expected) != len(found):
        return Proof(deviations=[Deviation(_TABLE, "", "Rækker", str(len(expected)), str(len(found)))])
    deviations = [
        Deviation(_TABLE, f"{at}: {wanted[0]} {wanted[2]}", heading, one, other)
        for at, (wanted, got) in enumerate(zip(expected, found, strict=True), start=1)
        for heading, one, other in zip_longest(HEADS, wanted, got, fillvalue="–")
        if one != other
    ]
    return Proof(tables=1, figures=_FIGURES_A_ROW * len(expected), deviations=deviations)
