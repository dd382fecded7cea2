"""The two published rounds as test data: their files, and their proposals as the rules take them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from proposals.economy.administration import AdministrationRow
from proposals.economy.figures import Figures, compute
from proposals.economy.model import (
    Allocation,
    Area,
    Economy,
    Key,
    KeyEntry,
    Line,
    LineKind,
    UnitBook,
)
from proposals.economy.summary_rows import ProposalType, SummaryRow, known_row_figures, row_figures

FIXTURES = Path(__file__).parent.parent / "proposals" / "fixtures"


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def load(name: str) -> dict[str, Any]:
    """A fresh copy of a round file, e.g. `budget-2025`."""
    return json.loads(_text(FIXTURES / "rounds" / f"{name}.json"))


def proposal(name: str, number: str) -> dict[str, Any]:
    """One proposal of a round file."""
    return next(entry for entry in load(name)["proposals"] if entry["number"] == number)


def unit_book() -> UnitBook:
    """Committees, administrations and units as the product is seeded with them."""
    data = json.loads(_text(FIXTURES / "organisation.json"))
    return UnitBook.build(
        [(row["code"], row["name"]) for row in data["committees"]],
        [(row["code"], row["committee"]) for row in data["administrations"]],
        [(row["code"], row["name"], row["committee"]) for row in data["units"]],
    )


def economy(entry: dict[str, Any]) -> Economy:
    """A proposal's economy, read straight from the round file."""
    return Economy(
        years=tuple(entry["years"]),
        lines=tuple(
            Line(
                id=str(place),
                kind=LineKind(line["kind"]),
                label=line["label"],
                area=Area(line["area"]) if line["area"] else None,
                amounts=amounts(line["amounts"]),
                group=line["group"],
                profit_centre=line["profit_centre"],
                base_investment=line["base_investment"],
                booking=_allocation(line["booking"]),
                target=_allocation(line["target"]),
            )
            for place, line in enumerate(entry["lines"])
        ),
        keys=tuple(
            Key(
                key["id"],
                key["label"],
                key["basis_unit"],
                tuple(KeyEntry(part["unit"], part["basis"]) for part in key["entries"]),
            )
            for key in entry["keys"]
        ),
        own_unit=entry["administration"],
    )


def figures(entry: dict[str, Any]) -> Figures:
    """A proposal's computed figures."""
    rows = (entry["administration_effect"] or {}).get("rows", [])
    return compute(economy(entry), [AdministrationRow(row["label"], amounts(row["amounts"])) for row in rows])


def summary_row(entry: dict[str, Any]) -> SummaryRow:
    """A proposal as a row of the summary tables."""
    known = entry["row_figures"]
    return SummaryRow(
        number=entry["number"],
        title=entry["title"],
        type=ProposalType(entry["type"]),
        committee=entry["committee"],
        administration=entry["administration"],
        cross_cutting=entry["cross_cutting"],
        confidential=entry["confidential"],
        criteria=entry["criteria"],
        **(known_row_figures(known) if known else row_figures(figures(entry).as_json())),
    )


def amounts(row: dict[str, int]) -> dict[int, int]:
    """A row of a round file with its years as numbers."""
    return {int(year): amount for year, amount in row.items()}


def _allocation(data: dict[str, Any] | None) -> Allocation | None:
    if data is None:
        return None
    written = data.get("amounts")
    by_unit = {unit: amounts(row) for unit, row in written.items()} if written else None
    return Allocation(unit=data.get("unit"), key=data.get("key"), amounts=by_unit)
