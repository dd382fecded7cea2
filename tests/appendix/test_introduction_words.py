"""The computed introduction in correct Danish, one or many."""

import pytest

from appendix.content.intro import introduction_paragraphs
from proposals.economy.pools import Introduction, PoolStatus


def said(proposals=0, met=0, not_met=0, separate=0, asked=0, pools=(), name="Budget 2026") -> list[str]:
    undecided = proposals - met - not_met - separate
    numbers = Introduction(proposals, met, not_met, separate, undecided, asked, tuple(pools))
    return introduction_paragraphs(numbers, name, 2026)


PRIORITY = "fremsættes til særskilt politisk prioritering"
CRITERIA = "kriterierne for at få midler fra investeringspuljerne"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"proposals": 1, "met": 1}, f"Forslaget lever op til {CRITERIA}."),
        ({"proposals": 1, "separate": 1}, "Forslaget fremsættes til særskilt politisk prioritering."),
        ({"proposals": 1}, "Det er endnu ikke vurderet, om forslaget lever op til kriterierne."),
        ({"proposals": 2, "met": 2}, f"Begge forslag lever op til {CRITERIA}."),
        ({"proposals": 5, "met": 5}, f"Alle 5 forslag lever op til {CRITERIA}."),
        (
            {"proposals": 12, "met": 11, "separate": 1},
            f"11 af de 12 forslag lever op til {CRITERIA}, mens 1 forslag {PRIORITY}.",
        ),
        (
            {"proposals": 6, "met": 2, "separate": 1, "not_met": 1},
            f"2 af de 6 forslag lever op til {CRITERIA}, mens 1 forslag {PRIORITY}, "
            "1 forslag ikke lever op til kriterierne og 2 forslag endnu ikke er vurderet.",
        ),
        ({"proposals": 3, "not_met": 3}, f"Ingen af de 3 forslag lever op til {CRITERIA}."),
    ],
)
def test_how_the_proposals_were_judged(counts, words):
    assert said(**counts)[0].endswith(f". {words}")


def test_one_proposal_many_and_none():
    assert said(1)[0].startswith("I bilaget fremlægges 1 indkommen ansøgning til investeringspuljerne mhp. at indgå")
    assert said(2)[0].startswith("I bilaget fremlægges 2 indkomne ansøgninger til investeringspuljerne")
    assert said(0) == [
        "Der er ingen indkomne ansøgninger til investeringspuljerne mhp. at indgå i forhandlingerne om budget 2026."
    ]


def test_the_rounds_name_is_a_common_noun_in_the_sentence():
    assert "forhandlingerne om overførselssagen 2025-2026." in said(2, name="Overførselssagen 2025-2026")[0]


def test_the_pools_with_what_is_left_or_lacking():
    pools = [
        PoolStatus("investment", 208_700, 97_450, 111_250),
        PoolStatus("innovation", 5_000, 7_440, -2_440),
        PoolStatus("all", None, 4_250, None),
    ]
    assert said(3, asked=1, pools=pools)[1:] == [
        "Der resterer 208,7 mio. kr. (2026 p/l) i investeringspuljen, og der er indkommet forslag for samlet "
        "97,5 mio. kr. Hvis alle forslag vedtages, resterer der 111,3 mio. kr.",
        "Der resterer 5,0 mio. kr. (2026 p/l) i innovationspuljen, og der er indkommet forslag for samlet "
        "7,4 mio. kr. Hvis alle forslag vedtages, mangler der 2,4 mio. kr. i puljen.",
        "Der er indkommet forslag til investeringspuljerne for samlet 4,3 mio. kr. (2026 p/l).",
    ]
    assert said(3, asked=122_490)[1:] == ["Der er indkommet forslag for samlet 122,5 mio. kr. (2026 p/l)."]
