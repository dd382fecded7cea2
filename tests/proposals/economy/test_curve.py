"""The curve of the cumulative effect: the same figures as the payback, drawn as well-formed SVG."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from proposals.economy.curve import HEIGHT, WIDTH, Words, draw
from proposals.economy.model import Area, Economy, Line, LineKind
from proposals.economy.payback import cumulative, payback

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("Titel", "Beskrivelse & mere", "1.000 kr.", "Tilbagebetalt")


def economy(permanent: dict[int, int], implementation: dict[int, int]) -> Economy:
    lines = (
        Line("a", LineKind.PERMANENT, "Varig", Area.SERVICE, permanent),
        Line("b", LineKind.IMPLEMENTATION, "Udgift", Area.SERVICE, implementation),
    )
    return Economy(years=(2027, 2028, 2029), lines=lines)


def test_the_curve_runs_on_to_the_year_it_is_paid_back():
    one = economy({2028: -100, 2029: -100}, {2027: 500})

    assert payback(one, "total").year == 2032
    assert cumulative(one) == {2027: 500, 2028: 400, 2029: 300, 2030: 200, 2031: 100, 2032: 0}


def test_nothing_written_gives_no_curve():
    assert cumulative(Economy(years=(2027,))) == {}
    assert draw({}, None, WORDS, "c") == draw({2027: 5}, None, WORDS, "c") == ""


def test_the_payback_year_is_marked_with_words_and_a_ring():
    root = etree.fromstring(draw({2027: 500, 2028: -20}, 2028, WORDS, "c"))

    assert [one.text for one in root.iter(f"{SVG}text")][-1] == "Tilbagebetalt"
    assert len([one for one in root.iter(f"{SVG}circle") if one.get("fill") == "none"]) == 1
    assert root.findtext(f"{SVG}desc") == "Beskrivelse & mere"


@given(
    st.dictionaries(st.integers(2020, 2060), st.integers(-(10**12), 10**12), min_size=2),
    st.one_of(st.none(), st.integers(2020, 2060)),
)
def test_any_amounts_stay_within_the_picture_with_few_round_ticks(amounts, paid):
    root = etree.fromstring(draw(amounts, paid, WORDS, "c"))

    assert root.xpath("//@style") == []
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= WIDTH
        assert 0 <= float(circle.get("cy")) <= HEIGHT
    assert 2 <= sum(line.get("x1") != line.get("x2") for line in root.iter(f"{SVG}line")) <= 9


@pytest.mark.parametrize("amounts", [{2027: 0, 2028: 0}, {2027: 1, 2028: 0}, {2027: -1, 2028: -3}])
def test_small_amounts_have_whole_ticks(amounts):
    root = etree.fromstring(draw(amounts, None, WORDS, "c"))

    ticks = [one.text for one in root.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    assert len(ticks) == len(set(ticks))
