"""Keys, the distribution on committees and the tables for Kvantum."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.economy.distribution import (
    DistributionError,
    by_committee,
    faults,
    share,
    shared,
    spread,
    technical_tables,
)
from proposals.economy.model import Allocation, Area, Economy, Key, KeyEntry, Line, LineKind
from proposals.economy.totals import totals
from tests.proposals.economy.strategies import BOOK, YEARS, economies, keys, thousands
from tests.rounds import economy, proposal


def key(**bases: int) -> Key:
    return Key("k", "Nøgle", "m²", tuple(KeyEntry(unit, basis) for unit, basis in bases.items()))


def test_the_largest_remainders_get_what_is_left() -> None:
    assert share(100, key(KFF=1, BUF=1, SOF=4), BOOK) == {"KFF": 17, "BUF": 16, "SOF": 67}


def test_a_saving_is_shared_as_its_mirror() -> None:
    assert share(-100, key(KFF=1, BUF=1, SOF=4), BOOK) == {"KFF": -17, "BUF": -16, "SOF": -67}


def test_ties_go_to_the_larger_basis_and_then_to_the_order_of_units() -> None:
    assert share(2, key(KFF=1, BUF=3), BOOK) == {"KFF": 0, "BUF": 2}
    assert share(1, key(BIF=1, KFF=1), BOOK) == {"KFF": 1, "BIF": 0}


def test_a_unit_named_twice_has_its_bases_added() -> None:
    twice = Key("k", "", "", (KeyEntry("KFF", 1), KeyEntry("BUF", 2), KeyEntry("KFF", 1)))
    assert share(100, twice, BOOK) == {"KFF": 50, "BUF": 50}


@given(thousands, keys())
def test_parts_sum_to_the_whole_and_each_is_next_to_exact(amount: int, of: Key) -> None:
    parts = share(amount, of, BOOK)
    whole = sum(entry.basis for entry in of.entries)
    assert sum(parts.values()) == amount
    for entry in of.entries:
        exact = Fraction(amount * entry.basis, whole)
        assert abs(parts[entry.unit] - exact) < 1
        assert entry.basis or parts[entry.unit] == 0


@given(thousands, keys(), st.randoms())
def test_the_order_of_entries_is_of_no_consequence(amount: int, of: Key, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(of.entries)
    random.shuffle(mixed)
    assert share(amount, Key("k", "", "", tuple(mixed)), BOOK) == share(amount, of, BOOK)


def test_a_row_is_spread_year_by_year() -> None:
    assert spread({2025: 3, 2026: -1}, key(KFF=1, BUF=2), BOOK) == {
        "KFF": {2025: 1, 2026: 0},
        "BUF": {2025: 2, 2026: -1},
    }


@given(economies())
def test_b_sums_to_zero_and_a_plus_b_is_c(subject: Economy) -> None:
    tables = technical_tables(subject, BOOK)
    assert set(tables.b.total.values()) == {0}
    for a, b, c in zip(tables.a.rows, tables.b.rows, tables.c.rows, strict=True):
        assert a.unit == b.unit == c.unit
        assert {year: a.amounts[year] + b.amounts[year] for year in YEARS} == c.amounts
    assert tables.equal == all(row.empty for row in tables.b.rows)


@given(economies())
def test_a_and_c_sum_to_the_permanent_total(subject: Economy) -> None:
    tables = technical_tables(subject, BOOK)
    permanent = totals(subject).permanent_total
    assert tables.a.total == permanent
    assert tables.c.total == permanent


@given(economies())
def test_the_committees_sum_to_the_net(subject: Economy) -> None:
    rows = by_committee(subject, BOOK)
    assert {year: sum(row[year] for row in rows.values()) for year in YEARS} == totals(subject).net
    assert list(rows) == [committee.code for committee in BOOK.committees if committee.code in rows]


@given(economies(), st.lists(st.integers(1, 1000), min_size=4, max_size=4))
def test_the_committees_are_c_plus_d_plus_e(subject: Economy, amounts: list[int]) -> None:
    """With investments in service and anlæg that more than one unit shares."""
    shared_investments = tuple(
        investment(unit, None, 10**9 + amount, area)
        for (unit, area), amount in zip(product(("KS", "BUF"), (Area.SERVICE, Area.ANLAEG)), amounts, strict=True)
    )
    kept = tuple(
        line
        for line in subject.lines
        if line.kind is LineKind.PERMANENT or line.counted_area in (Area.SERVICE, Area.ANLAEG)
    )
    pooled = replace(subject, lines=kept + shared_investments)
    tables = technical_tables(pooled, BOOK)
    folded = {committee.code: dict.fromkeys(YEARS, 0) for committee in BOOK.committees}
    for table in (tables.c, tables.d, tables.e):
        assert table is not None
        for row in table.rows:
            for year, amount in row.amounts.items():
                folded[row.committee][year] += amount
    assert {code: row for code, row in folded.items() if any(row.values())} == by_committee(pooled, BOOK)


@given(economies())
def test_no_unit_of_one_key_is_off_by_a_whole_thousand(subject: Economy) -> None:
    keyed = [line for line in subject.lines if line.booking is not None and line.booking.key == "a"]
    parts = shared(keyed, "booking", subject, BOOK)
    of = subject.key("a")
    whole = sum(entry.basis for entry in of.entries)
    for entry in of.entries:
        for year in YEARS:
            exact = Fraction(sum(line.amounts.get(year, 0) for line in keyed) * entry.basis, whole)
            assert abs(parts.get(entry.unit, {}).get(year, 0) - exact) < 1


def test_every_unit_has_its_row_under_its_committee() -> None:
    tables = technical_tables(economy(proposal("budget-2025", "BC02")), BOOK)
    assert [(row.label, row.is_committee) for row in tables.a.rows][:6] == [
        ("Økonomiudvalget", True),
        ("Koncernservice", False),
        ("Koncern IT", False),
        ("Københavns Ejendomme", False),
        ("Byggeri København", False),
        ("Borgerrådgiveren", False),
    ]
    assert {row.unit: row.amounts[2025] for row in tables.c.filled} == {"ØKF": -78, "KEJD": -484}
    assert {row.unit: row.amounts[2025] for row in tables.b.filled} == {
        "KEJD": -484,
        "KFF": 307,
        "BUF": 101,
        "SOF": 76,
    }
    assert not tables.equal


def test_where_bookings_are_the_targets_the_tables_are_equal() -> None:
    tables = technical_tables(economy(proposal("budget-2025", "BC01")), BOOK)
    assert tables.equal
    assert (tables.d, tables.e) == (None, None)


def test_profit_centres_stand_where_they_stood_in_print() -> None:
    subject = proposal("budget-2023", "BC03")
    tables = technical_tables(economy(subject), BOOK)
    # Its A, B and C are today's A, C and B.
    for printed, table in zip(subject["published"]["technical_tables"], (tables.a, tables.c, tables.b), strict=True):
        named = {row["unit"]: row["profit_centre"] for row in printed["rows"] if row["profit_centre"]}
        assert {row.label: row.profit_centre for row in table.filled if row.profit_centre} == named
    assert {row.unit: row.profit_centre for row in tables.c.filled if row.profit_centre} == {"KEJD": "1170"}


def centred(centre: str | None, amount: int, booking: Allocation, target: Allocation | None = None) -> Line:
    return Line(
        *("p", LineKind.PERMANENT, "Drift", Area.SERVICE, {2025: amount}),
        profit_centre=centre,
        booking=booking,
        target=target or booking,
    )


BUF, KS, BY_KEY = Allocation(unit="BUF"), Allocation(unit="KS"), Allocation(key="k")


@pytest.mark.parametrize(
    ("lines", "a", "b", "c"),
    [
        pytest.param(
            [centred("1", -10, BUF), centred("1", -5, BUF), centred("2", -5, KS)],
            {"BUF": "1", "KS": "2"},
            {},
            {"BUF": "1", "KS": "2"},
            id="one centre of all lines",
        ),
        pytest.param(
            [centred("1", -10, BUF), centred("2", -5, BUF)],
            {"BUF": None},
            {},
            {"BUF": None},
            id="two centres",
        ),
        pytest.param(
            [centred("1", -10, BUF), centred(None, -5, BUF), centred("2", 0, BUF)],
            {"BUF": None},
            {},
            {"BUF": None},
            id="a line without a centre",
        ),
        pytest.param(
            [centred("1", -10, BUF), centred("2", 0, BUF), centred(None, 0, BY_KEY)],
            {"BUF": "1"},
            {},
            {"BUF": "1"},
            id="lines without money",
        ),
        pytest.param(
            [centred("1", -10, KS, BUF)],
            {"BUF": None},
            {"KS": "1", "BUF": None},
            {"KS": "1"},
            id="a target where the line is not booked",
        ),
        pytest.param(
            # A third of 1 is nothing at KFF and SOF, a third of 3 is 1: the parts are shared as one.
            [centred("1", -1, BY_KEY), centred(None, -1, BY_KEY), centred("1", -1, BY_KEY)],
            {"KFF": None, "BUF": None, "SOF": None},
            {},
            {"KFF": None, "BUF": None, "SOF": None},
            id="parts that round to nothing alone",
        ),
        pytest.param(
            [centred("1", -3, BY_KEY), centred(None, 0, Allocation(amounts={"KFF": {2025: -1}, "SOF": {2025: 1}}))],
            {"KFF": None, "BUF": "1"},
            {},
            {"KFF": None, "BUF": "1"},
            id="amounts by unit of a line that sums to nothing",
        ),
    ],
)
def test_a_profit_centre_stands_where_it_holds_for_every_amount_of_the_row(
    lines: list[Line], a: dict[str, str | None], b: dict[str, str | None], c: dict[str, str | None]
) -> None:
    subject = Economy((2025,), tuple(lines), (key(KFF=1, BUF=1, SOF=1, BIF=0),), own_unit="ØKF")
    tables = technical_tables(subject, BOOK)
    found = [{row.unit: row.profit_centre for row in table.filled} for table in (tables.a, tables.b, tables.c)]
    assert found == [a, b, c]


def investment(unit: str, centre: str | None, amount: int, area: Area = Area.ANLAEG) -> Line:
    booking = Allocation(unit=unit)
    return Line("i", LineKind.IMPLEMENTATION, "Køb", area, {2025: amount}, profit_centre=centre, booking=booking)


def test_investments_of_several_units_are_shared_by_profit_centre() -> None:
    subject = Economy(
        (2025,),
        (
            investment("BUF", "3000", 5),
            investment("KS", "3190", 7),
            investment("KS", None, 2),
            investment("KS", "3190", 1),
            investment("KIT", None, 0),
            investment("SOF", "1000", 4, Area.SERVICE),
        ),
        own_unit="ØKF",
    )
    tables = technical_tables(subject, BOOK)
    assert tables.d is not None
    assert [(row.unit, row.profit_centre, row.amounts) for row in tables.d.rows] == [
        ("KS", None, {2025: 2}),
        ("KS", "3190", {2025: 8}),
        ("BUF", "3000", {2025: 5}),
    ]
    assert tables.d.total == {2025: 15}
    assert tables.e is None


def permanent(booking: Allocation | None) -> Economy:
    line = Line("p", LineKind.PERMANENT, "Drift", Area.SERVICE, {2025: -10, 2026: -20}, booking=booking)
    empty = Key("tom", "Tom nøgle", "m²", (KeyEntry("KFF", 0),))
    return Economy((2025, 2026), (line,), (empty,), own_unit="SOF")


def test_amounts_written_by_unit_are_taken_as_written() -> None:
    subject = permanent(Allocation(amounts={"KFF": {2025: -10, 2026: -5}, "KS": {2026: -15}}))
    assert by_committee(subject, BOOK) == {
        "ØU": {2025: 0, 2026: -15},
        "KFU": {2025: -10, 2026: -5},
    }
    assert list(faults(subject, BOOK)) == []


def test_without_a_booking_all_lies_at_the_own_committee() -> None:
    assert by_committee(permanent(None), BOOK) == {"SUD": {2025: -10, 2026: -20}}
    assert by_committee(permanent(Allocation()), BOOK) == {"SUD": {2025: -10, 2026: -20}}


@pytest.mark.parametrize(
    ("booking", "reason"),
    [
        (Allocation(unit="XYZ"), "Enheden “XYZ” findes ikke."),
        (Allocation(key="timer"), "“Drift” er fordelt med en fordelingsnøgle, som ikke findes: timer."),
        (Allocation(key="tom"), "Fordelingsnøglen “Tom nøgle” har intet grundlag at fordele efter."),
        (
            Allocation(amounts={"KFF": {2025: -9, 2026: -20}}),
            "“Drift”: beløbene fordelt på enheder giver −9 i 2025, men linjen er på −10 (1.000 kr.).",
        ),
        (
            Allocation(amounts={"KFF": {2025: -10, 2026: -20, 2027: 1}}),
            "“Drift”: beløbene fordelt på enheder giver 1 i 2027, men linjen er på 0 (1.000 kr.).",
        ),
    ],
)
def test_what_cannot_be_distributed_says_why(booking: Allocation, reason: str) -> None:
    subject = permanent(booking)
    assert [(line.label, str(message)) for line, message in faults(subject, BOOK)] == [("Drift", reason)]
    with pytest.raises(DistributionError) as caught:
        technical_tables(subject, BOOK)
    assert str(caught.value) == reason
    with pytest.raises(DistributionError):
        by_committee(subject, BOOK)
