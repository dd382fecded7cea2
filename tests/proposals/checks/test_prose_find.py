"""What the finder sees in a text: numbers of every form, years, staff, payback, and what it must not see."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.checks.prose.find import find, find_cpr, sentences
from proposals.checks.prose.normalise import NotANumber, money, number
from proposals.economy.numbers import million, thousand


def amounts(text: str) -> list[tuple[str, float, float]]:
    return [(c.words(text), float(c.low), float(c.high)) for c in find(text) if c.kind == "amount"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,3 mio. kr.", 1300),
        ("1,3 mio.kr.", 1300),
        ("1.5 mio. kr.", 1500),
        ("1,875 millioner kroner", 1875),
        ("2 mia. kr.", 2_000_000),
        ("4.250 t. kr.", 4250),
        ("4.250 t.kr.", 4250),
        ("590t. kr.", 590),
        ("1 500 tkr.", 1500),
        ("250.000 kr.", 250),
        ("900.000 kroner", 900),
        ("350 tusind kr.", 350),
    ],
)
def test_an_amount_is_read_in_thousands(text, value):
    assert amounts(f"Der er afsat {text} til det.") == [(text, value, value)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("41,0-55,0 mio. kr.", 41_000, 55_000),
        ("9–13 mio. kr.", 9_000, 13_000),
        ("40t-60t. kr.", 40, 60),
        ("2 til 3 mio. kr.", 2_000, 3_000),
    ],
)
def test_a_range_is_one_claim(text, low, high):
    assert amounts(f"Det koster {text} om året.") == [(text, low, high)]


def test_between_two_amounts_is_a_range_but_a_year_and_an_amount_is_not():
    assert amounts("mellem 2 og 3 mio. kr.") == [("2 og 3 mio. kr.", 2000, 3000)]
    assert amounts("5 mio. kr. i 2026 og 3 mio. kr. i 2027") == [
        ("5 mio. kr.", 5000, 5000),
        ("3 mio. kr.", 3000, 3000),
    ]


@pytest.mark.parametrize("text", ["i 2027", "12 pct.", "afsnit 2.1", "BC05", "3 kroge", "1.200 timer", "12 miostater"])
def test_what_is_no_amount(text):
    assert amounts(f"Det er {text} her.") == []


@pytest.mark.parametrize(
    ("text", "years", "onwards"),
    [
        ("2 mio. kr. i 2027", (2027,), False),
        ("2 mio. kr. fra 2027", (2027,), True),
        ("2 mio. kr. årligt fra og med 2027", (2027,), True),
        ("2 mio. kr. fra 1. januar 2027", (2027,), True),
        ("400 t. kr. for 2027", (2027,), False),
        ("2 mio. kr. i perioden 2026-2028", (2026, 2027, 2028), False),
        ("2 mio. kr. i perioden 2026-28", (2026, 2027, 2028), False),
        ("2 mio. kr. fordelt på 2026 og 2027", (2026, 2027), False),
        ("2 mio. kr. til en kampagne i 2027", (), False),
    ],
)
def test_the_years_an_amount_is_said_of(text, years, onwards):
    [claim] = find(text)
    assert (claim.years, claim.onwards) == (years, onwards)


@pytest.mark.parametrize(
    ("text", "hedged", "bound"),
    [("ca. 2 mio. kr.", True, False), ("op til 2 mio. kr.", False, True), ("på 2 mio. kr.", False, False)],
)
def test_about_and_at_most(text, hedged, bound):
    [claim] = find(f"Det bliver {text} i alt")
    assert (claim.hedged, claim.bound) == (hedged, bound)


@pytest.mark.parametrize(
    "text", ["35.000 kr. pr. plads", "2,5 kr./kWh", "årsværk a' 700 t. kr.", "20 t.kr. for hver enhed"]
)
def test_a_price_of_one_thing(text):
    assert [claim.per_unit for claim in find(text) if claim.kind == "amount"] == [True]


def test_an_amount_a_year_is_no_price_of_one_thing():
    assert [claim.per_unit for claim in find("2 mio. kr. pr. år")] == [False]


@pytest.mark.parametrize(
    ("text", "value"),
    [("14 årsværk", 14), ("0,5 ÅV", 0.5), ("et halvt årsværk", 0.5), ("fem årsværk", 5), ("2-3 ÅV", 2)],
)
def test_staff(text, value):
    [claim] = find(f"Det svarer til ca. {text} i alt")
    assert (claim.kind, float(claim.low)) == ("staff", value)


@pytest.mark.parametrize(
    "text",
    [
        "en tilbagebetalingstid på 5 år",
        "tilbagebetalingstiden er beregnet til fem år",
        "5 års tilbagebetalingstid",
        "investeringen er tjent hjem på 5 år",
    ],
)
def test_payback(text):
    [claim] = find(f"Forslaget har {text}.")
    assert (claim.kind, claim.low) == ("payback", 5)


@pytest.mark.parametrize(
    "text",
    ["fuldt indfaset fra 2027", "ved fuld indfasning i 2027", "fuld effekt fra 2027", "indfaset fuldt fra 2027"],
)
def test_full_phase_in(text):
    [claim] = find(f"Besparelsen er {text}.")
    assert (claim.kind, claim.low) == ("phase_in", 2027)


def test_sentences_end_at_full_stops_and_not_at_abbreviations():
    text = "Det er ca. Fem. Jf. BC01 koster det 2 mio. kr. Derefter intet."
    assert [text[a:b] for a, b in sentences(text)] == [
        "Det er ca. Fem.",
        "Jf. BC01 koster det 2 mio. kr.",
        "Derefter intet.",
    ]


@pytest.mark.parametrize("text", ["1,3,4", "", "mio", "1.23.4"])
def test_what_is_no_number(text):
    with pytest.raises(NotANumber):
        number(text)


@given(st.integers(0, 10**8))
def test_what_the_program_prints_is_read_back(value):
    """The same forms as in the tables: exactly in 1.000 kr., and within half the last digit in mio. kr."""
    [exact, rounded] = find(f"på {thousand(value)} t.kr., altså {million(value)} mio. kr.")
    assert exact.low == value
    assert abs(rounded.low - value) <= rounded.step / 2


@given(st.text(alphabet="0123456789., -–kmiotr½årsværÅVpå\n\xa0", max_size=80))
def test_no_text_breaks_the_finder_and_claims_lie_within_their_sentence(text):
    for claim in find(text):
        assert claim.sentence[0] <= claim.start < claim.end
        assert claim.words(text).strip()
        assert 0 <= claim.low <= claim.high


@given(st.integers(1, 999), st.sampled_from(["mio. kr.", "t.kr.", "kr."]))
def test_units_are_a_thousand_apart(value, unit):
    factor = {"mio. kr.": Fraction(1000), "t.kr.": Fraction(1), "kr.": Fraction(1, 1000)}[unit]
    assert money(str(value), unit).value == value * factor


@pytest.mark.parametrize("text", ["010190-1234", "0101901234", "010190 1234", "(311299-1234)"])
def test_cpr_like_numbers_are_found(text):
    assert len(find_cpr(f"Borger {text} er hørt")) == 1


@pytest.mark.parametrize(
    "text", ["450190-1234", "011390-1234", "1234567", "0101901234567", "0101901234 kr.", "2.010.190.123"]
)
def test_other_long_numbers_are_no_cpr_numbers(text):
    assert find_cpr(f"Nummer {text} er brugt") == []
