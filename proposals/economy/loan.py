"""The internal loan of a preliminary study: what it borrows from the pool and pays back later (DOMAIN.md §2.8)."""

from dataclasses import dataclass

from proposals.economy.model import Economy, LineKind, YearRow


@dataclass(frozen=True)
class LoanPlan:
    """A loan and its repayment in 1.000 kr.; `repayments` is negative by year, the other figures positive sums."""

    loan: int
    repayments: YearRow
    repaid: int
    shortfall: int


def loan(economy: Economy) -> LoanPlan:
    """The loan is all implementation lines; what the repayments leave unpaid is the shortfall, never below 0."""
    repayments = economy.row(economy.of_kind(LineKind.LOAN_REPAYMENT))
    borrowed = sum(economy.row(economy.of_kind(LineKind.IMPLEMENTATION)).values())
    repaid = -sum(repayments.values())
    return LoanPlan(borrowed, repayments, repaid, max(0, borrowed - repaid))
