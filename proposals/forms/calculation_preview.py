"""What a calculation of the basis comes to, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..contents import LineContent
from ..economy.basis import Calculation, amounts, explain, full_effect, full_time, hours
from ..economy.measures import measure
from ..economy.numbers import thousand
from .preview import ShownExplanation

MISSING = {
    "components": gettext_lazy("antal og minutter"),
    "hours_per_fte": gettext_lazy("timer pr. årsværk"),
    "price_per_fte": gettext_lazy("pris pr. årsværk"),
}


@dataclass(frozen=True)
class ShownCalculation:
    """A calculation's result: amounts by year in printed form (1.000 kr.), or what is missing for them."""

    id: str
    label: str
    missing: str
    sentence: str
    amounts: list[tuple[int, str]]
    explanation: ShownExplanation
    lines: list[LineContent]

    @classmethod
    def of(cls, calculation: Calculation, years: Iterable[int], lines: list[LineContent]) -> ShownCalculation:
        """`lines`: the budget lines that take their amounts from it."""
        years = list(years)
        full = full_effect(calculation)
        sentence = ""
        if full is not None:
            sentence = _("%(hours)s timer om året er %(fte)s årsværk. Ved fuld indfasning %(amount)s (1.000 kr.).") % {
                "hours": measure(hours(calculation)),
                "fte": measure(full_time(calculation)),
                "amount": thousand(full),
            }
        account = explain(calculation, years)
        return cls(
            id=calculation.id,
            label=calculation.label or _("Beregning uden navn"),
            missing=", ".join(str(MISSING[name]) for name in calculation.missing),
            sentence=sentence,
            amounts=[(year, thousand(amount)) for year, amount in (amounts(calculation, years) or {}).items()],
            explanation=ShownExplanation.of(account, account.result),
            lines=lines,
        )
