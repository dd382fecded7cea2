"""The administration effect: the rows of the yearly effect on administration and their total (DOMAIN.md §2.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proposals.economy.model import YearRow

PAYROLL_LABEL = "Effekt på lønudgifter på hovedkonto 6 og øvrige adm. udgifter på hovedfunktion 6.45"
OTHER_LABEL = "Effekt på øvrige administrative udgifter"


@dataclass(frozen=True)
class AdministrationRow:
    """A row of the administration table; `amounts` in 1.000 kr. by year."""

    label: str
    amounts: Mapping[int, int]


@dataclass(frozen=True)
class AdministrationEffect:
    """The rows as written and their exact total by year; no rows mean that there is no effect."""

    rows: tuple[AdministrationRow, ...]
    total: YearRow


def administration_total(rows: Iterable[AdministrationRow], years: Iterable[int]) -> AdministrationEffect:
    """The administration effect over `years`, and any other year a row has an amount in."""
    kept = tuple(rows)
    written = {year for row in kept for year, amount in row.amounts.items() if amount}
    total = dict.fromkeys(sorted({*years, *written}), 0)
    for row in kept:
        for year, amount in row.amounts.items():
            if amount:
                total[year] += amount
    return AdministrationEffect(kept, total)
