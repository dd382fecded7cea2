"""Every computed figure of one proposal, as frozen with its revision and read by lists and tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from proposals.economy.administration import AdministrationEffect, AdministrationRow, administration_total
from proposals.economy.explain import Explanation
from proposals.economy.loan import LoanPlan, loan
from proposals.economy.model import Area, Economy, LineKind, YearRow
from proposals.economy.numbers import thousand
from proposals.economy.payback import Payback, payback
from proposals.economy.totals import Totals, totals
from proposals.economy.words import gettext_noop

RULES_VERSION = "2"
"""Raised whenever a rule of this package gives another figure or profit centre for the same lines.

Frozen with each revision.
"""


@dataclass(frozen=True)
class Figures:
    """The figures of a proposal in 1.000 kr.; efficiencies are negative, transfers are all areas but service."""

    years: tuple[int, ...]
    totals: Totals
    investment: int
    investment_service: int
    investment_anlaeg: int
    base_investment: int
    efficiency_service: int
    transfers: int
    payback_total: Payback
    payback_service: Payback
    administration: AdministrationEffect
    loan: LoanPlan | None

    def as_json(self) -> dict[str, Any]:
        """Plain integers and strings, years as string keys: what a revision stores and the round file exports."""
        return {
            "rules_version": RULES_VERSION,
            "years": list(self.years),
            "permanent_by_area": _areas(self.totals.permanent),
            "permanent_total": _row(self.totals.permanent_total),
            "implementation_by_area": _areas(self.totals.implementation),
            "implementation_total": _row(self.totals.implementation_total),
            "net": _row(self.totals.net),
            "investment": self.investment,
            "investment_service": self.investment_service,
            "investment_anlaeg": self.investment_anlaeg,
            "base_investment": self.base_investment,
            "efficiency_service": self.efficiency_service,
            "transfers": self.transfers,
            "payback_total": {"years": self.payback_total.years, "year": self.payback_total.year},
            "payback_service": {"years": self.payback_service.years, "year": self.payback_service.year},
            "administration": {
                "rows": [{"label": row.label, "amounts": _row(row.amounts)} for row in self.administration.rows],
                "total": _row(self.administration.total),
            },
            "loan": None if self.loan is None else _loan(self.loan),
        }


def compute(economy: Economy, administration: Iterable[AdministrationRow] = ()) -> Figures:
    """All figures of an economy (DOMAIN.md §2.1–4 and 8); `loan` is None where no repayment is planned."""
    sums = totals(economy)
    service = _sum(sums.implementation.get(Area.SERVICE))
    anlaeg = _sum(sums.implementation.get(Area.ANLAEG))
    last = economy.last_year
    at_full_phase_in = {area: row[last] for area, row in sums.permanent.items()} if last is not None else {}
    return Figures(
        years=economy.years,
        totals=sums,
        investment=service + anlaeg,
        investment_service=service,
        investment_anlaeg=anlaeg,
        base_investment=sum(
            sum(line.amounts.values()) for line in economy.of_kind(LineKind.IMPLEMENTATION) if line.base_investment
        ),
        efficiency_service=at_full_phase_in.get(Area.SERVICE, 0),
        transfers=sum(amount for area, amount in at_full_phase_in.items() if area is not Area.SERVICE),
        payback_total=payback(economy, "total"),
        payback_service=payback(economy, "service"),
        administration=administration_total(administration, economy.years),
        loan=loan(economy) if economy.of_kind(LineKind.LOAN_REPAYMENT) else None,
    )


def _sum(row: YearRow | None) -> int:
    return sum(row.values()) if row else 0


def _row(row: Mapping[int, int]) -> dict[str, int]:
    return {str(year): amount for year, amount in sorted(row.items())}


def _areas(areas: Mapping[Area, YearRow]) -> dict[str, dict[str, int]]:
    return {area.value: _row(row) for area, row in areas.items()}


def _loan(plan: LoanPlan) -> dict[str, Any]:
    return {
        "loan": plan.loan,
        "repayments": _row(plan.repayments),
        "repaid": plan.repaid,
        "shortfall": plan.shortfall,
    }


_LINE = gettext_noop("Linje")
_YEAR = gettext_noop("År")
_PERMANENT = gettext_noop("Varige ændringer")
_IMPLEMENTATION = gettext_noop("Implementeringsomkostninger")
_NET = gettext_noop("Samlet økonomisk påvirkning")

_RULE_INVESTMENT = gettext_noop("Summen over alle år af implementeringsomkostningerne på service og anlæg.")
_RULE_INVESTMENT_SERVICE = gettext_noop("Summen over alle år af implementeringsomkostningerne på service.")
_RULE_INVESTMENT_ANLAEG = gettext_noop("Summen over alle år af implementeringsomkostningerne på anlæg.")
_RULE_EFFICIENCY = gettext_noop("Summen af de varige ændringer på service i det sidste viste år.")
_RULE_TRANSFERS = gettext_noop(
    "Summen af de varige ændringer på andre styringsområder end service i det sidste viste år."
)
_RULE_NET = gettext_noop("Varige ændringer plus implementeringsomkostninger, år for år.")
_RULE_LOAN = gettext_noop("Tilbagebetalingen skal dække lånet, som er summen af implementeringsomkostningerne.")


def explain(economy: Economy, name: str) -> Explanation:
    """The account of one figure, by its name in `Figures` (or `net`); KeyError for a name that has none."""
    return _EXPLAINERS[name](economy)


def _one_off(rule: str, areas: frozenset[Area]) -> Callable[[Economy], Explanation]:
    def explained(economy: Economy) -> Explanation:
        lines = [line for line in economy.of_kind(LineKind.IMPLEMENTATION) if line.counted_area in areas]
        return Explanation(
            rule=rule,
            inputs=tuple((line.label, thousand(sum(line.amounts.values()))) for line in lines),
            header=(_YEAR, _IMPLEMENTATION),
            steps=tuple((str(year), thousand(amount)) for year, amount in economy.row(lines).items()),
            result=thousand(sum(economy.row(lines).values())),
        )

    return explained


def _at_full_phase_in(rule: str, areas: frozenset[Area]) -> Callable[[Economy], Explanation]:
    def explained(economy: Economy) -> Explanation:
        lines = [line for line in economy.of_kind(LineKind.PERMANENT) if line.counted_area in areas]
        row = economy.row(lines)
        last = economy.last_year
        return Explanation(
            rule=rule,
            inputs=tuple((line.label, thousand(line.amounts.get(last, 0))) for line in lines) if last else (),
            header=(_YEAR, _PERMANENT),
            steps=tuple((str(year), thousand(amount)) for year, amount in row.items()),
            result=thousand(row[last] if last is not None else 0),
        )

    return explained


def _explain_net(economy: Economy) -> Explanation:
    sums = totals(economy)
    return Explanation(
        rule=_RULE_NET,
        inputs=(
            (_PERMANENT, thousand(_sum(sums.permanent_total))),
            (_IMPLEMENTATION, thousand(_sum(sums.implementation_total))),
        ),
        header=(_YEAR, _PERMANENT, _IMPLEMENTATION, _NET),
        steps=tuple(
            (
                str(year),
                thousand(sums.permanent_total[year]),
                thousand(sums.implementation_total[year]),
                thousand(sums.net[year]),
            )
            for year in economy.years
        ),
        result=thousand(_sum(sums.net)),
    )


def _explain_loan(economy: Economy) -> Explanation:
    plan = loan(economy)
    return Explanation(
        rule=_RULE_LOAN,
        inputs=(
            (gettext_noop("Lån"), thousand(plan.loan)),
            (gettext_noop("Tilbagebetalt"), thousand(plan.repaid)),
        ),
        header=(_YEAR, gettext_noop("Tilbagebetaling")),
        steps=tuple((str(year), thousand(amount)) for year, amount in plan.repayments.items()),
        result=thousand(plan.shortfall),
    )


_EXPLAINERS: Mapping[str, Callable[[Economy], Explanation]] = {
    "investment": _one_off(_RULE_INVESTMENT, frozenset({Area.SERVICE, Area.ANLAEG})),
    "investment_service": _one_off(_RULE_INVESTMENT_SERVICE, frozenset({Area.SERVICE})),
    "investment_anlaeg": _one_off(_RULE_INVESTMENT_ANLAEG, frozenset({Area.ANLAEG})),
    "efficiency_service": _at_full_phase_in(_RULE_EFFICIENCY, frozenset({Area.SERVICE})),
    "transfers": _at_full_phase_in(_RULE_TRANSFERS, frozenset(Area) - {Area.SERVICE}),
    "net": _explain_net,
    "payback_total": lambda economy: payback(economy, "total").explanation,
    "payback_service": lambda economy: payback(economy, "service").explanation,
    "loan": _explain_loan,
}
EXPLAINED = tuple(_EXPLAINERS)
"""The names `explain` knows."""
