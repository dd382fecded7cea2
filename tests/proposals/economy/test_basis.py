"""The basis of a budget line: published examples, and properties of the rule."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.economy.basis import Calculation, Component, amounts, explain, full_effect, full_time, hours
from proposals.economy.measures import measure, parse_measure
from proposals.economy.numbers import NumberError, million

YEARS = (2026, 2027, 2028)
decimals = st.decimals(min_value=0, max_value=100_000, places=2)
percentages = st.decimals(min_value=0, max_value=100, places=2)


def calculation(*components: tuple[int, int], **fields) -> Calculation:
    parts = tuple(Component("", Decimal(quantity), Decimal(minutes)) for quantity, minutes in components)
    values = {"hours_per_fte": Decimal(1200), "price_per_fte": 629_000, **fields}
    return Calculation("c", "Samtaler", parts, **values)


calculations = st.builds(
    Calculation,
    id=st.just("c"),
    label=st.text(max_size=5),
    components=st.lists(st.builds(Component, label=st.just(""), quantity=decimals, minutes=decimals), min_size=1).map(
        tuple
    ),
    hours_per_fte=st.decimals(min_value=1, max_value=2000, places=2),
    price_per_fte=st.integers(0, 2_000_000),
    share=percentages,
    effect=st.sampled_from(["saving", "cost"]),
    phase_in=st.dictionaries(st.sampled_from(YEARS), percentages),
)


def test_conversations_of_seven_minutes_come_to_nine_million():
    found = calculation((150_000, 7))

    assert hours(found) == 17_500
    assert full_effect(found) == -9_173
    assert million(-full_effect(found)) == "9,2"
    assert amounts(found, YEARS) == dict.fromkeys(YEARS, -9_173)


def test_cases_of_two_sorts_are_added_up_to_hours():
    found = hours(calculation((68_500, 1), (4_000, 3)))

    assert round(found) == 1_342
    assert measure(found) == "1.341,67"


def test_share_and_phase_in_take_part_of_the_effect_and_a_cost_is_positive():
    found = calculation((150_000, 7), share=Decimal(80), effect="cost", phase_in={2026: Decimal(0), 2027: Decimal(50)})

    assert amounts(found, YEARS) == {2026: 0, 2027: 3_669, 2028: 7_338}


def test_halves_are_rounded_away_from_zero():
    half = calculation((60, 1), hours_per_fte=Decimal(1), price_per_fte=1_500)

    assert full_effect(half) == -2
    assert full_effect(replace(half, effect="cost")) == 2


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"components": ()}, ("components",)),
        ({"components": (Component("", Decimal(3), None),)}, ("components",)),
        ({"hours_per_fte": None}, ("hours_per_fte",)),
        ({"hours_per_fte": Decimal(0), "price_per_fte": None}, ("hours_per_fte", "price_per_fte")),
    ],
)
def test_a_missing_assumption_gives_no_amounts_rather_than_nought(fields, missing):
    unfinished = replace(calculation((150_000, 7)), **fields)

    assert unfinished.missing == missing
    assert amounts(unfinished, YEARS) is None
    assert full_effect(unfinished) is None
    assert explain(unfinished, YEARS).result == "–"


def test_the_account_names_every_assumption_and_every_year():
    account = explain(calculation((150_000, 7), phase_in={2026: Decimal("12.5")}), YEARS)

    assert [value for _label, value in account.inputs] == [
        "150.000 × 7 min.",
        "17.500",
        "1.200",
        "14,58",
        "629.000",
        "100 %",
    ]
    assert account.steps == (("2026", "12,5 %", "−1.147"), ("2027", "100 %", "−9.173"), ("2028", "100 %", "−9.173"))
    assert account.result == "−9.173"


@given(calculations)
def test_every_amount_is_within_half_a_thousand_of_the_exact_one(found):
    for year, amount in amounts(found, YEARS).items():
        percent = Fraction(found.phase_in.get(year, Decimal(100)))
        exact = full_time(found) * found.price_per_fte * Fraction(found.share) * percent / 10_000 / 1000
        assert abs(abs(amount) - exact) <= Fraction(1, 2)
        assert amount <= 0 if found.effect == "saving" else amount >= 0


@given(calculations)
def test_a_saving_is_the_cost_with_its_sign_turned(found):
    other = replace(found, effect="cost" if found.effect == "saving" else "saving")

    assert amounts(other, YEARS) == {year: -amount for year, amount in amounts(found, YEARS).items()}


@given(calculations, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(found, random):
    parts = list(found.components)
    random.shuffle(parts)

    assert amounts(replace(found, components=tuple(parts)), YEARS) == amounts(found, YEARS)


@given(calculations, st.sampled_from(YEARS), percentages, percentages)
def test_more_phased_in_is_never_less_effect(found, year, one, other):
    less, more = sorted((one, other))

    def effect(percent):
        return abs(amounts(replace(found, phase_in={year: percent}), YEARS)[year])

    assert effect(less) <= effect(more)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_measure_is_read_back_as_it_is_printed(number):
    assert parse_measure(measure(number)) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        ("7", 7),
        ("1.500", 1500),
        ("1 500", 1500),
        ("2,5", Decimal("2.5")),
        ("0,25", Decimal("0.25")),
        ("80 %", 80),
        ("150.000", 150_000),
    ],
)
def test_measures_are_read_as_people_type_them(typed, number):
    assert parse_measure(typed) == number


@pytest.mark.parametrize("typed", ["-5", "2.5", "1,234", "x", "%", "10.000.000.000", "1.50.0"])
def test_a_measure_that_cannot_be_read_is_refused_with_help(typed):
    with pytest.raises(NumberError, match=r"kan ikke læses|for stort"):
        parse_measure(typed)
