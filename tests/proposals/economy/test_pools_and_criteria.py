"""What is left in the pools, and the round's criteria, which warn and never block."""

import pytest

from proposals.economy.criteria import judge
from proposals.economy.figures import compute
from proposals.economy.model import Area, Economy, Line, LineKind
from proposals.economy.pools import Pool, introduction, pools
from proposals.economy.summary import ProposalType, SummaryRow
from proposals.economy.summary_rows import RowFigures

INVESTMENT, INNOVATION, STUDY = ProposalType


def row(type: ProposalType, service: int, anlaeg: int = 0, criteria: str = "unknown") -> SummaryRow:
    return SummaryRow("BC01", "Forslag", type, "KFU", "KFF", service=service, anlaeg=anlaeg, criteria=criteria)


ROWS = [
    row(INVESTMENT, 100, 50, "met"),
    row(INNOVATION, 20, criteria="not_met"),
    row(STUDY, 5, criteria="separate_political_priority"),
    row(INVESTMENT, 1000),
]


def test_each_pool_is_asked_by_its_own_kind() -> None:
    available = [Pool("investment", 1000), Pool("innovation", 30), Pool("all", 2000)]
    assert [
        (pool.kind, pool.remaining_before, pool.asked, pool.remaining_after) for pool in pools(available, ROWS)
    ] == [
        ("investment", 1000, 1150, -150),
        ("innovation", 30, 25, 5),
        ("all", 2000, 1175, 825),
    ]


def test_a_pool_of_unknown_size_still_says_what_is_asked() -> None:
    (pool,) = pools([Pool("all", None)], ROWS)
    assert (pool.asked, pool.remaining_after) == (1175, None)


def test_the_introduction_counts_every_judgement() -> None:
    numbers = introduction([], ROWS)
    counts = (numbers.met, numbers.not_met, numbers.separate_political_priority, numbers.undecided)
    assert (numbers.proposals, counts, numbers.asked) == (4, (1, 1, 1, 1), 1175)


def figures(payback: int | None = 4, efficiency: int = -100, transfers: int = 0) -> RowFigures:
    return RowFigures(
        service=1000, anlaeg=0, efficiency_service=efficiency, transfers=transfers, payback_years=payback
    )


def met(*args: object, **kwargs: object) -> dict[str, bool | None]:
    return {finding.code: finding.met for finding in judge(*args, **kwargs)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payback", "criteria", "expected"),
    [
        (6, {}, True),
        (7, {}, False),
        (None, {}, False),
        (7, {"max_payback_years": 8}, True),
        (9, {"max_payback_years": 8}, False),
    ],
)
def test_the_longest_payback_is_six_years_unless_the_round_says_otherwise(
    payback: int | None, criteria: dict[str, int], expected: bool
) -> None:
    assert met(figures(payback), criteria)["max_payback_years"] is expected


def test_a_round_may_have_no_longest_payback() -> None:
    assert met(figures(99), {"max_payback_years": None}) == {"permanent_efficiency": True}


@pytest.mark.parametrize(
    ("efficiency", "transfers", "expected"), [(-1, 0, True), (0, -1, True), (0, 0, False), (-5, 5, False)]
)
def test_a_permanent_efficiency_in_all_areas_together(efficiency: int, transfers: int, expected: bool) -> None:
    assert met(figures(4, efficiency, transfers), {})["permanent_efficiency"] is expected


@pytest.mark.parametrize("type", [INNOVATION, STUDY])
@pytest.mark.parametrize("named", [True, False, None])
def test_innovation_is_judged_by_the_proposal_to_come(type: ProposalType, named: bool | None) -> None:
    assert met(figures(None, 0), {}, type, future_proposal=named) == {"future_proposal": named}


def test_criteria_that_are_switched_off_say_nothing() -> None:
    off = {"permanent_efficiency": False, "future_proposal": False, "max_payback_years": None}
    assert (judge(figures(), off), judge(figures(), off, STUDY)) == ([], [])


def test_what_only_a_person_can_judge_is_listed_as_the_round_wrote_it() -> None:
    finding = judge(figures(), {"other": ["Forslaget er 100 % nyt"]})[-1]
    assert (finding.code, finding.met, str(finding.message)) == ("other", None, "Forslaget er 100 % nyt")


def test_a_finding_is_a_danish_sentence() -> None:
    sentences = [str(finding.message) for finding in judge(figures(7, -1474), {})]
    assert sentences == [
        "Tilbagebetalingstiden er 7 år; kriteriet er højst 6 år.",
        "Forslaget giver en varig effektivisering på 1.474 (1.000 kr.) ved fuld indfasning.",
    ]


def test_computed_figures_are_judged_as_their_row() -> None:
    economy = Economy(
        (2025, 2026),
        (
            Line("1", LineKind.IMPLEMENTATION, "Køb", Area.SERVICE, {2025: 10}),
            Line("2", LineKind.PERMANENT, "Gevinst", Area.SERVICE, {2026: -5}),
        ),
    )
    assert met(compute(economy), {"max_payback_years": 3}) == {"max_payback_years": True, "permanent_efficiency": True}
    assert met(compute(economy), {"max_payback_years": 2})["max_payback_years"] is False
