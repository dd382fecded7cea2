"""Conversion between price levels."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.economy.distribution import faults
from proposals.economy.model import Allocation, Area, Economy, Line, LineKind
from proposals.economy.price import IndexTable, PriceError, convert, converted, converted_heading
from tests.proposals.economy.strategies import BOOK

TABLE = IndexTable.from_json({"service": {"2025": "103,2", "2026": 106}, "anlaeg": {"2025": 100, "2026": "102.5"}})


def test_indices_are_read_with_point_or_comma() -> None:
    assert TABLE.index(Area.SERVICE, 2025) == Decimal("103.2")


@pytest.mark.parametrize(
    ("amount", "area", "written", "wanted", "expected"),
    [
        (1000, Area.ANLAEG, 2025, 2026, 1025),
        (20, Area.ANLAEG, 2025, 2026, 21),
        (-20, Area.ANLAEG, 2025, 2026, -21),
        (1025, Area.ANLAEG, 2026, 2025, 1000),
        (1000, Area.SERVICE, 2025, 2026, 1027),
        (777, Area.FINANSPOSTER, 2026, 2026, 777),
    ],
)
def test_amounts_are_converted_by_area_and_rounded_half_away(
    amount: int, area: Area, written: int, wanted: int, expected: int
) -> None:
    assert convert(amount, area, TABLE, written, wanted) == expected


@given(st.integers(-(10**9), 10**9))
def test_a_converted_amount_is_within_a_half_of_exact(amount: int) -> None:
    exact = amount * Fraction(106) / Fraction("103.2")
    assert abs(convert(amount, Area.SERVICE, TABLE, 2025, 2026) - exact) <= Fraction(1, 2)


def test_a_missing_index_says_which() -> None:
    with pytest.raises(PriceError, match=r"intet p/l-indeks for Service i 2030"):
        convert(1, Area.SERVICE, TABLE, 2025, 2030)
    with pytest.raises(PriceError, match="større end nul"):
        convert(1, Area.SERVICE, IndexTable({Area.SERVICE: {2025: Decimal(0), 2026: Decimal(1)}}), 2025, 2026)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6))
def test_parts_written_by_unit_still_sum_to_their_converted_line(parts: list[int]) -> None:
    units = ["ØKF", "KS", "KIT", "KFF", "BUF", "SUF"]
    booking = Allocation(amounts={unit: {2026: part} for unit, part in zip(units, parts, strict=False)})
    line = Line(
        "1", LineKind.PERMANENT, "Drift", None, {2026: sum(parts)}, booking=booking, target=Allocation(unit="KS")
    )
    economy = Economy((2026,), (line,), own_unit="ØKF")
    result = converted(economy, TABLE, BOOK, 2025, 2026)
    assert list(faults(result, BOOK)) == []
    assert result.lines[0].target == Allocation(unit="KS")
    assert result.lines[0].amounts == {2026: convert(sum(parts), Area.SERVICE, TABLE, 2025, 2026)}
    amounts = result.lines[0].booking.amounts  # type: ignore[union-attr]
    for unit, part in zip(units, parts, strict=False):
        assert abs(amounts[unit][2026] - part * Fraction(106) / Fraction("103.2")) < 1  # type: ignore[index]


HALVES = IndexTable({Area.SERVICE: {2025: Decimal(2), 2026: Decimal(3)}})


@pytest.mark.parametrize(
    ("parts", "converted_parts"),
    [
        # The sum is exact: the larger of two with the same remainder is rounded up, a saving as an expense.
        ({"KS": 1, "KIT": 3}, {"KS": 1, "KIT": 5}),
        ({"KS": -1, "KIT": -3}, {"KS": -1, "KIT": -5}),
        # As large: by the order of the units, whatever order they are written in.
        ({"KIT": 1, "KS": 1}, {"KIT": 1, "KS": 2}),
        ({"KS": 1, "KIT": 1}, {"KS": 2, "KIT": 1}),
        ({"KIT": 3, "KS": -1}, {"KIT": 5, "KS": -2}),
    ],
)
def test_parts_by_unit_of_a_converted_line_have_one_rounding(parts: dict, converted_parts: dict) -> None:
    booking = Allocation(amounts={unit: {2026: part} for unit, part in parts.items()})
    line = Line("1", LineKind.PERMANENT, "Drift", None, {2026: sum(parts.values())}, booking=booking)
    result = converted(Economy((2026,), (line,)), HALVES, BOOK, 2025, 2026).lines[0].booking
    assert result == Allocation(amounts={unit: {2026: part} for unit, part in converted_parts.items()})


def test_parts_that_do_not_make_their_line_are_converted_one_by_one() -> None:
    booking = Allocation(amounts={"KS": {2026: -1}, "KIT": {2026: -1}})
    line = Line("1", LineKind.PERMANENT, "Drift", None, {2026: -100}, booking=booking)
    result = converted(Economy((2026,), (line,)), HALVES, BOOK, 2025, 2026).lines[0].booking
    assert result == Allocation(amounts={"KS": {2026: -2}, "KIT": {2026: -2}})


def test_the_economy_as_written_is_left_alone() -> None:
    economy = Economy((2026,), (Line("1", LineKind.PERMANENT, "Drift", Area.ANLAEG, {2026: 1000}),))
    assert converted(economy, TABLE, BOOK, 2025, 2026).lines[0].amounts == {2026: 1025}
    assert economy.lines[0].amounts == {2026: 1000}


def test_a_converted_table_says_so_in_its_heading() -> None:
    assert converted_heading("Tabel 1", 2026, 2026) == "Tabel 1 (2026 p/l)"
    assert converted_heading("Tabel 1", 2026, 2025) == "Tabel 1 (2025 p/l, omregnet fra 2026 p/l)"
