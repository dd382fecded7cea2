"""Which words of the prose are told of, and which are left alone: one small proposal, written about in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.checks.prose import Passage, Tables, mismatches
from proposals.economy.model import Area, Economy, Line, LineKind
from proposals.economy.numbers import million

YEARS = (2026, 2027, 2028, 2029)


def line(name: str, kind: LineKind, area: Area, *amounts: int, **more) -> Line:
    return Line(name, kind, name, area, dict(zip(YEARS, amounts, strict=True)), **more)


# Investment 1.455 (service 1.255, anlæg 200); effect −2.360 from 2028, gross −2.775; payback 3 years (2028).
ECONOMY = Economy(
    years=YEARS,
    lines=(
        line("Mindre tid", LineKind.PERMANENT, Area.SERVICE, 0, -1388, -2775, -2775),
        line("Drift", LineKind.PERMANENT, Area.SERVICE, 0, 415, 415, 415),
        line("Projektledelse", LineKind.IMPLEMENTATION, Area.SERVICE, 655, 600, 0, 0),
        line("Udstyr", LineKind.IMPLEMENTATION, Area.ANLAEG, 200, 0, 0, 0),
    ),
    keys=(),
    own_unit="TMF",
)
TABLES = Tables.of(ECONOMY)


def told(text: str, tables: Tables = TABLES) -> list[tuple[str, str]]:
    return [(found.code, found.words) for found in mismatches([Passage("economy", "text", text)], tables)]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Der søges i alt 1,3 mio. kr. til projektet.", "investment", "1,3 mio. kr."),
        ("Den samlede investering er på 1.545 t. kr. over to år.", "investment", "1.545 t. kr."),
        ("Midlerne fra investeringspuljen på 2,4 mio. kr. går til udstyr.", "investment", "2,4 mio. kr."),
        ("Der søges 350 t.kr. til uddannelse.", "investment", "350 t.kr."),
        ("Forslaget giver en varig besparelse på 2,6 mio. kr.", "effect", "2,6 mio. kr."),
        ("Med denne case realiseres 2,1 mio. kr. årligt.", "effect", "2,1 mio. kr."),
        ("Ved fuld indfasning er gevinsten 3,0 mio. kr.", "effect", "3,0 mio. kr."),
        ("I alt spares 5,7 mio. kr., når investeringen er trukket fra.", "net", "5,7 mio. kr."),
        ("Det sparer 2775 mio. kr. om året.", "unit", "2775 mio. kr."),
        ("Den frigjorte tid svarer til 2.757 t. kr.", "digits", "2.757 t. kr."),
        ("Tiden er 2.775 t.kr. værd i 2027.", "no", ""),
        ("Der spares 2.775 t.kr. i 2027.", "year", "2.775 t.kr."),
        ("Der er en tilbagebetalingstid på 5 år.", "payback", "tilbagebetalingstid på 5 år"),
        ("Besparelsen er fuldt indfaset fra 2027.", "phase-in", "fuldt indfaset fra 2027"),
        ("Det er 2 årsværk svarende til 14 mio. kr.", "staff-price", "2 årsværk"),
        ("Det er 4 årsværk a' 700 t. kr., svarende til 3,2 mio. kr. i alt.", "staff-product", "4 årsværk"),
    ],
)
def test_what_is_told_of(text, code, words):
    assert told(text) == ([(code, words)] if code != "no" else [])


@pytest.mark.parametrize(
    "text",
    [
        "Der søges i alt 1,5 mio. kr. til projektet.",
        "Der søges i alt 1,3 mio. kr. på service og 0,2 mio. kr. på anlæg.",
        "Investeringen er i alt 3,0 mio. kr., hvoraf 1,5 mio. kr. søges i puljen.",
        "Der søges 655 t. kr. til projektledelse i 2026.",
        "Forslaget giver en varig besparelse på 2,4 mio. kr.",
        "Forslaget giver en besparelse på 2,8 mio. kr. før drift.",
        "Forslaget giver en besparelse på mellem 2,0 og 2,5 mio. kr.",
        "Forslaget giver en besparelse på ca. 2,3 mio. kr.",
        "Forslaget giver en besparelse på op til 9 mio. kr.",
        "Forslaget giver en effektivisering på 350 t. kr. pr. enhed.",
        "Forslaget giver en effektivisering på 1.500 t. kr. i center A og 1.275 t. kr. i center B.",
        "Et tidligere forslag gav en besparelse på 6,7 mio. kr.",
        "Kommunen bruger 12 mio. kr. årligt på tolke.",
        "I alt spares 4,6 mio. kr., når investeringen på 1.455 t. kr. er trukket fra.",
        "Der spares 1.388 t.kr. i 2027 og 2.775 t.kr. fra 2028.",
        "Der er en tilbagebetalingstid på 3 år.",
        "Kravet er en tilbagebetalingstid på højst 6 år.",
        "Besparelsen er fuldt indfaset fra 2028.",
        "Systemet er fuldt indfaset fra 2027.",
        "Det er 4 årsværk a' 700 t. kr., svarende til 2,8 mio. kr. i alt.",
        "Det er 4 årsværk svarende til 2,8 mio. kr. om året.",
    ],
)
def test_what_is_left_alone(text):
    assert told(text) == []


def test_a_proposal_that_is_never_paid_back_has_no_payback_in_its_prose():
    costly = Economy(
        years=YEARS,
        lines=(
            line("Drift", LineKind.PERMANENT, Area.SERVICE, 0, 5, 5, 5),
            line("Udstyr", LineKind.IMPLEMENTATION, Area.ANLAEG, 900, 0, 0, 0),
        ),
        keys=(),
        own_unit="TMF",
    )
    [found] = mismatches([Passage("economy", "text", "Tilbagebetalingstiden er 4 år.")], Tables.of(costly))
    assert (found.code, found.expected) == ("payback", ())


def test_a_finding_names_its_passage_its_sentence_and_the_figures_held_against_it():
    text = "Først lidt om det. Der søges i alt 1,3 mio. kr. til det. Og mere."
    [found] = mismatches([Passage("economy", "text", text)], TABLES)
    assert (found.sentence, found.expected) == ("Der søges i alt 1,3 mio. kr. til det.", (1455,))


@given(st.integers(10, 90_000), st.integers(0, 90_000))
def test_prose_that_repeats_the_tables_is_never_told_of(saving, cost):
    economy = Economy(
        years=YEARS,
        lines=(
            line("Mindre tid", LineKind.PERMANENT, Area.SERVICE, 0, -saving, -saving, -saving),
            line("Udstyr", LineKind.IMPLEMENTATION, Area.SERVICE, cost, 0, 0, 0),
        ),
        keys=(),
        own_unit="TMF",
    )
    text = f"Forslaget giver en besparelse på {saving} t.kr. Det er {million(saving)} mio. kr. årligt."
    if cost:
        text += f" Der søges i alt {cost} t.kr., altså {million(cost)} mio. kr."
    assert told(text, Tables.of(economy)) == []


@given(st.integers(1_000, 90_000), st.integers(2, 50))
def test_an_effect_that_is_off_by_more_than_its_rounding_is_told_of(saving, percent):
    economy = Economy(
        years=YEARS,
        lines=(
            line("Mindre tid", LineKind.PERMANENT, Area.SERVICE, 0, -saving, -saving, -saving),
            line("Udstyr", LineKind.IMPLEMENTATION, Area.SERVICE, saving, 0, 0, 0),
        ),
        keys=(),
        own_unit="TMF",
    )
    wrong = saving + saving * percent // 100
    assert told(f"Forslaget giver en besparelse på {wrong} t.kr.", Tables.of(economy)) != []
