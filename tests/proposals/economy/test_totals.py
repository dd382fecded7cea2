"""Totals, the model they stand on, and the figures frozen with a revision."""

import json

import pytest
from hypothesis import given

from proposals.economy.administration import AdministrationRow, administration_total
from proposals.economy.figures import EXPLAINED, compute, explain
from proposals.economy.loan import loan
from proposals.economy.model import (
    AREA_LABELS,
    Allocation,
    Area,
    Committee,
    Economy,
    KeyEntry,
    Line,
    LineKind,
    Unit,
    UnitBook,
)
from proposals.economy.totals import totals
from tests.proposals.economy.strategies import YEARS, economies
from tests.rounds import economy as economy_of
from tests.rounds import figures, proposal


def line(kind: LineKind, area: Area | None, **amounts: int) -> Line:
    return Line("1", kind, "Linje", area, {int(year[1:]): amount for year, amount in amounts.items()})


@given(economies())
def test_parts_sum_to_the_totals(economy: Economy) -> None:
    sums = totals(economy)
    for year in YEARS:
        assert sum(row[year] for row in sums.permanent.values()) == sums.permanent_total[year]
        assert sum(row[year] for row in sums.implementation.values()) == sums.implementation_total[year]
        assert sums.permanent_total[year] + sums.implementation_total[year] == sums.net[year]


@given(economies())
def test_totals_are_the_sums_of_the_lines_without_repayments(economy: Economy) -> None:
    counted = [one for one in economy.lines if one.kind is not LineKind.LOAN_REPAYMENT]
    assert sum(totals(economy).net.values()) == sum(sum(one.amounts.values()) for one in counted)


@given(economies())
def test_all_areas_adds_only_rows_of_zero(economy: Economy) -> None:
    some, everything = totals(economy), totals(economy, all_areas=True)
    assert list(everything.permanent) == list(Area)
    for area, row in everything.permanent.items():
        assert row == some.permanent.get(area, dict.fromkeys(YEARS, 0))


@given(economies())
def test_figures_follow_from_the_totals(economy: Economy) -> None:
    computed = compute(economy)
    sums = computed.totals
    service = sum(sums.implementation.get(Area.SERVICE, {}).values())
    anlaeg = sum(sums.implementation.get(Area.ANLAEG, {}).values())
    assert (computed.investment_service, computed.investment_anlaeg) == (service, anlaeg)
    assert computed.investment == service + anlaeg
    assert computed.efficiency_service + computed.transfers == sums.permanent_total[2030]
    assert computed.efficiency_service == sums.permanent.get(Area.SERVICE, {}).get(2030, 0)


def test_a_line_without_area_counts_as_service() -> None:
    economy = Economy((2025, 2026), (line(LineKind.PERMANENT, None, y2026=-5),))
    assert totals(economy).permanent == {Area.SERVICE: {2025: 0, 2026: -5}}


def test_years_are_widened_so_that_no_money_stands_outside() -> None:
    economy = Economy((2025, 2026), (line(LineKind.IMPLEMENTATION, None, y2023=7, y2026=1, y2031=0),))
    assert economy.years == (2023, 2024, 2025, 2026)
    assert totals(economy).implementation_total == {2023: 7, 2024: 0, 2025: 0, 2026: 1}


def test_an_empty_economy_has_figures_of_zero() -> None:
    computed = compute(Economy(()))
    assert (computed.investment, computed.efficiency_service, computed.transfers) == (0, 0, 0)
    assert computed.payback_total.full == "–"
    assert computed.loan is None
    assert all(explain(Economy(()), name).steps == () for name in EXPLAINED)


def test_the_frozen_figures_are_plain_json_and_complete() -> None:
    frozen = figures(proposal("budget-2025", "BC14")).as_json()
    assert json.loads(json.dumps(frozen)) == frozen
    years = ["2025", "2026", "2027", "2028", "2029", "2030"]
    zeros = dict.fromkeys(years, 0)
    assert frozen == {
        "rules_version": "2",
        "years": [2025, 2026, 2027, 2028, 2029, 2030],
        "permanent_by_area": {"service": dict(zip(years, [0, -585, -1170, -1170, -1170, -1170], strict=True))},
        "permanent_total": dict(zip(years, [0, -585, -1170, -1170, -1170, -1170], strict=True)),
        "implementation_by_area": {
            "service": zeros | {"2025": 1251, "2026": 526},
            "anlaeg": zeros | {"2025": 39, "2026": 167},
        },
        "implementation_total": zeros | {"2025": 1290, "2026": 693},
        "net": dict(zip(years, [1290, 108, -1170, -1170, -1170, -1170], strict=True)),
        "investment": 1983,
        "investment_service": 1777,
        "investment_anlaeg": 206,
        "base_investment": 0,
        "efficiency_service": -1170,
        "transfers": 0,
        "payback_total": {"years": 4, "year": 2028},
        "payback_service": {"years": 4, "year": 2028},
        "administration": {
            "rows": [
                {
                    "label": "Effekt på lønudgifter på hovedkonto 6 og øvrige adm. udgifter på hovedfunktion 6.45",
                    "amounts": zeros,
                },
                {"label": "Effekt på øvrige administrative udgifter", "amounts": zeros},
            ],
            "total": zeros,
        },
        "loan": None,
    }


def test_the_frozen_loan() -> None:
    frozen = figures(proposal("budget-2025", "BC04")).as_json()["loan"]
    assert frozen == {
        "loan": 1000,
        "repayments": {"2025": 0, "2026": 0, "2027": -258, "2028": -258, "2029": -258, "2030": -258},
        "repaid": 1032,
        "shortfall": 0,
    }


def test_a_loan_that_is_not_paid_back_in_full_falls_short() -> None:
    economy = Economy(
        YEARS,
        (
            line(LineKind.IMPLEMENTATION, Area.SERVICE, y2025=1000),
            line(LineKind.LOAN_REPAYMENT, None, y2027=-300, y2028=-300),
        ),
    )
    assert (loan(economy).repaid, loan(economy).shortfall) == (600, 400)
    assert totals(economy).net == dict.fromkeys(YEARS, 0) | {2025: 1000}


def test_the_administration_total_is_the_sum_of_its_rows() -> None:
    rows = [AdministrationRow("løn", {2026: -5, 2027: -6}), AdministrationRow("øvrige", {2026: 1, 2031: -2})]
    assert administration_total(rows, (2025, 2026, 2027)).total == {2025: 0, 2026: -4, 2027: -6, 2031: -2}


def test_a_figure_explains_itself() -> None:
    entry = proposal("budget-2025", "BC14")
    account = explain(economy_of(entry), "investment")
    assert account.rule == "Summen over alle år af implementeringsomkostningerne på service og anlæg."
    assert account.inputs == (("Projektledelse og rådgivning", "1.777"), ("Skilte og afmærkning", "206"))
    assert account.steps[:2] == (("2025", "1.290"), ("2026", "693"))
    assert account.result == "1.983"


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_account_has_rows_as_wide_as_its_header_and_the_frozen_result(name: str) -> None:
    entry = proposal("budget-2025", "BC11")
    account = explain(economy_of(entry), name)
    assert {len(step) for step in account.steps} == {len(account.header)}
    shown = {
        "investment": "32.450",
        "investment_service": "25.250",
        "investment_anlaeg": "7.200",
        "efficiency_service": "−53.000",
        "transfers": "0",
        "net": "−200.250",
        "payback_total": "2 år (2025)",
        "payback_service": "2 år (2025)",
        "loan": "32.450",
    }
    assert account.result == shown[name]


def test_a_figure_without_an_account_is_unknown() -> None:
    with pytest.raises(KeyError):
        explain(Economy(()), "title")


def test_every_area_has_a_label() -> None:
    assert set(AREA_LABELS) == set(Area)


def test_malformed_data_is_refused() -> None:
    with pytest.raises(ValueError, match="not several"):
        Allocation(unit="ØKF", key="timer")
    with pytest.raises(ValueError, match="negative"):
        KeyEntry("ØKF", -1)
    with pytest.raises(ValueError, match="unknown committee: KS"):
        UnitBook((Committee("KFU", "Kultur- og Fritidsudvalget"),), (Unit("KS", "Koncernservice", "ØU"),))
