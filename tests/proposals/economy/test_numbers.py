"""Danish number form, both ways."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.economy.numbers import (
    MINUS,
    NumberError,
    million,
    parse_thousand,
    round_half_away,
    thousand,
)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(0, "0"), (999, "999"), (1474, "1.474"), (-1474, "−1.474"), (-540, "−540"), (1234567, "1.234.567")],
)
def test_thousands_have_points_and_a_real_minus(amount: int, printed: str) -> None:
    assert thousand(amount) == printed


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (4250, "4,3"),
        (-2250, "−2,3"),
        (4249, "4,2"),
        (122400, "122,4"),
        (1234567, "1.234,6"),
        (49, "0,0"),
        (-49, "0,0"),
        (50, "0,1"),
        (-50, "−0,1"),
    ],
)
def test_millions_round_half_away_from_zero(amount: int, printed: str) -> None:
    assert million(amount) == printed


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_the_schoolbook_one(numerator: int, denominator: int) -> None:
    # Decimal's ROUND_HALF_UP rounds halves away from zero; the quotient is exact to far more digits than needed.
    exact = Decimal(numerator) / Decimal(denominator)
    if abs(2 * numerator) % denominator or abs(2 * numerator) // denominator % 2 == 0:
        assert abs(round_half_away(numerator, denominator) * denominator - numerator) * 2 <= denominator
    else:
        assert round_half_away(numerator, denominator) == exact.quantize(Decimal(1), ROUND_HALF_UP)


@given(st.integers(-(10**11), 10**11))
def test_million_mirrors_at_zero(amount: int) -> None:
    assert million(-amount).replace(MINUS, "") == million(amount).replace(MINUS, "")


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_what_is_printed_is_read_back(amount: int) -> None:
    assert parse_thousand(thousand(amount)) == amount


@given(
    st.integers(0, 10**9),
    st.sampled_from(["-", "−", "–", "- ", ""]),
    st.sampled_from([".", " ", "\u00a0", "\u202f", ""]),
)
def test_every_way_of_typing_is_read(amount: int, sign: str, group: str) -> None:
    typed = f" {sign}{amount:,}".replace(",", group) + " "
    assert parse_thousand(typed) == (-amount if sign else amount)


@pytest.mark.parametrize("empty", ["", "  ", "\u00a0"])
def test_nothing_typed_is_no_amount(empty: str) -> None:
    assert parse_thousand(empty) is None


@pytest.mark.parametrize("typed", ["1,5", "-1,5", "1.500,0", "1.5", "−0,1"])
def test_decimals_are_refused_with_help(typed: str) -> None:
    with pytest.raises(NumberError, match=r"hele 1\.000 kr\. uden komma") as caught:
        parse_thousand(typed)
    assert caught.value.message.values == {"text": typed}


@pytest.mark.parametrize(
    "typed", ["abc", "1.50.0", "15.00", "1500.000", "1 50", "--5", "5-", "1_000", "٣", "1e3", "-"]
)
def test_other_text_is_refused(typed: str) -> None:
    with pytest.raises(NumberError):
        parse_thousand(typed)


@pytest.mark.parametrize("typed", ["1.000.000.000.000", "9" * 5000])
def test_an_amount_in_kroner_of_all_denmark_is_refused(typed: str) -> None:
    with pytest.raises(NumberError, match="for stort"):
        parse_thousand(typed)
