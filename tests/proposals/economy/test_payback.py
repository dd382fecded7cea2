"""The payback: inclusive years until the cumulative net stays at or below zero."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from proposals.economy.model import Area, Economy, Line, LineKind
from proposals.economy.payback import LONGEST_YEARS, Payback, payback
from tests.proposals.economy.strategies import YEARS, economies

FIRST, LAST = YEARS[0], YEARS[-1]


def economy(permanent: list[int], implementation: list[int], **extra: Line) -> Economy:
    """Service savings and costs by year from 2025."""
    return Economy(YEARS, (effect(permanent), cost(implementation), *extra.values()))


def effect(amounts: list[int], area: Area = Area.SERVICE) -> Line:
    return Line("effect", LineKind.PERMANENT, "Effekt", area, dict(zip(YEARS, amounts, strict=False)))


def cost(amounts: list[int], *, base: bool = False) -> Line:
    by_year = dict(zip(YEARS, amounts, strict=False))
    return Line("cost", LineKind.IMPLEMENTATION, "Omkostning", Area.SERVICE, by_year, base_investment=base)


def full(subject: Economy) -> str:
    return payback(subject, "total").full


def test_the_year_in_which_the_sum_reaches_exactly_zero_counts() -> None:
    assert full(economy([0, -50, -50, -50, -50, -50], [100])) == "3 år (2027)"
    assert full(economy([0, -50, -49, -50, -50, -50], [100])) == "4 år (2028)"


def test_counting_starts_in_the_first_year_with_a_net() -> None:
    assert full(economy([0, 0, 0, -50, -50, -50], [0, 0, 100])) == "3 år (2029)"


def test_a_year_whose_saving_and_cost_cancel_is_not_the_first() -> None:
    assert full(economy([-10, 0, -50, -50, -50, -50], [10, 100])) == "3 år (2028)"


def test_paid_back_in_the_first_year() -> None:
    assert full(economy([-100] * 6, [90, 101])) == "1 år (2025)"
    assert full(economy([-100] * 6, [90, 111])) == "3 år (2027)"


def test_it_must_stay_paid_back() -> None:
    assert full(economy([-100, 0, 0, -100, -100, -100], [50, 0, 100])) == "4 år (2028)"


def test_the_last_permanent_total_goes_on_past_the_table() -> None:
    assert full(economy([0, 0, 0, 0, 0, -10], [100])) == "15 år (2039)"


def test_thirty_years_are_the_limit() -> None:
    assert full(economy([0] * 5 + [-4], [100])) == "30 år (2054)"
    assert full(economy([0] * 5 + [-4], [101])) == "–"


def test_a_lasting_cost_is_never_paid_back() -> None:
    assert full(economy([-1000, 0, 0, 0, 0, 1], [100])) == "–"


def test_a_lasting_zero_keeps_what_is_paid_back() -> None:
    assert full(economy([-1000, 0, 0, 0, 0, 0], [100])) == "1 år (2025)"


def test_no_implementation_cost_has_no_payback() -> None:
    assert full(economy([-100] * 6, [])) == "–"
    assert full(economy([], [])) == "–"


def test_a_base_investment_alone_is_no_implementation_cost() -> None:
    assert full(Economy(YEARS, (effect([-100] * 6), cost([100], base=True)))) == "–"


def test_a_base_investment_is_left_out_of_sum_and_first_year() -> None:
    subject = Economy(YEARS, (effect([0, -50, -50, -50]), cost([1000], base=True), cost([0, 100])))
    assert full(subject) == "2 år (2027)"


def test_the_service_payback_leaves_other_areas_out_and_keeps_the_first_year() -> None:
    transfers = effect([0, -100, -100, -100, -100, -100], Area.EFTERSPOERGSELSSTYREDE_OVERFOERSLER)
    subject = economy([0, -25, -25, -25, -25, -25], [100], transfers=transfers)
    assert payback(subject, "total").full == "2 år (2026)"
    assert payback(subject, "service").full == "5 år (2029)"


def test_both_paybacks_count_from_the_first_year_of_the_total_economy() -> None:
    transfers = effect([-10], Area.EFTERSPOERGSELSSTYREDE_OVERFOERSLER)
    subject = economy([0, 0, -50, -50, -50, -50], [0, 100], transfers=transfers)
    assert payback(subject, "service").full == "4 år (2028)"


def test_short_and_full_forms() -> None:
    paid = payback(economy([0, -50, -50, -50, -50, -50], [100]), "total")
    assert (paid.short, paid.full, paid.years, paid.year) == ("3", "3 år (2027)", 3, 2027)
    never = payback(economy([], [100]), "total")
    assert (never.short, never.full, never.years, never.year) == ("–", "–", None, None)


def test_the_account_shows_each_year_up_to_the_payback() -> None:
    account = payback(economy([0, 0, 0, 0, 0, -30], [100]), "total").explanation
    assert account.steps == (
        ("2025", "0", "100", "100", "100"),
        ("2026", "0", "0", "0", "100"),
        ("2027", "0", "0", "0", "100"),
        ("2028", "0", "0", "0", "100"),
        ("2029", "0", "0", "0", "100"),
        ("2030", "−30", "0", "−30", "70"),
        ("2031", "−30", "0", "−30", "40"),
        ("2032", "−30", "0", "−30", "10"),
        ("2033", "−30", "0", "−30", "−20"),
    )
    assert account.result == "9 år (2033)"
    assert dict(account.inputs) == {
        "Første år med en påvirkning": "2025",
        "Implementeringsomkostninger i alt": "100",
        "Grundinvesteringer, holdt ude": "0",
        "Varige ændringer efter sidste viste år": "−30",
    }


def first_year(subject: Economy) -> int:
    """The first year with a net, worked out apart from the rule."""
    counted = [line for line in subject.lines if not line.base_investment]
    nets = {
        year: sum(line.amounts.get(year, 0) for line in counted if line.kind is not LineKind.LOAN_REPAYMENT)
        for year in YEARS
    }
    return next((year for year, net in nets.items() if net), 0)


def order(paid: Payback) -> float:
    return float("inf") if paid.years is None else paid.years


@given(economies(), st.dictionaries(st.sampled_from(YEARS), st.integers(-10_000_000, 0)))
def test_payback_never_grows_when_savings_grow(subject: Economy, saving: dict[int, int]) -> None:
    more = replace(subject, lines=(*subject.lines, Line("s", LineKind.PERMANENT, "", None, saving)))
    assume(first_year(more) == first_year(subject))
    for basis in ("total", "service"):
        assert order(payback(more, basis)) <= order(payback(subject, basis))  # type: ignore[arg-type]


@given(
    st.lists(st.integers(-100, 50), min_size=5, max_size=5),
    st.lists(st.integers(0, 300), min_size=1, max_size=6),
    st.integers(-100, -1),
)
def test_the_sum_stays_at_or_below_zero_from_the_payback_and_no_year_sooner(
    effects: list[int], costs: list[int], lasting: int
) -> None:
    subject = economy([*effects, lasting], [costs[0] + 1, *costs[1:]])
    paid = payback(subject, "total")
    counted = subject.without_base_investments()
    permanent = counted.row(counted.of_kind(LineKind.PERMANENT))
    implementation = counted.row(counted.of_kind(LineKind.IMPLEMENTATION))
    sums: dict[int, int] = {}
    for year in range(FIRST, LAST + 2 * LONGEST_YEARS):
        effect_of_year = permanent.get(year, permanent[LAST])
        sums[year] = sums.get(year - 1, 0) + effect_of_year + implementation.get(year, 0)
    if paid.year is None or paid.years is None:
        assert sums[first_year(subject) + LONGEST_YEARS - 1] > 0
        return
    assert all(total <= 0 for year, total in sums.items() if year >= paid.year)
    assert paid.years == paid.year - first_year(subject) + 1
    assert paid.years == 1 or sums[paid.year - 1] > 0


@pytest.mark.parametrize("basis", ["total", "service"])
def test_the_order_of_lines_is_of_no_consequence(basis: str) -> None:
    subject = economy([0, -50, -50, -50, -50, -50], [100])
    mirrored = replace(subject, lines=subject.lines[::-1])
    assert payback(subject, basis) == payback(mirrored, basis)  # type: ignore[arg-type]
