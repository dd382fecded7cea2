"""Numbers for those that have none, in an order one chooses; numbers given stay, and gaps are not filled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.economy.summary import danish_order

from ...actions import facts
from ..rows import DeskRow
from .plan import BulkAction, Outcome, not_possible

ORDERS = {
    "administration": gettext_lazy("Forvaltning, derefter titel"),
    "submitted": gettext_lazy("Længst i sin tilstand først"),
    "title": gettext_lazy("Titel"),
    "investment": gettext_lazy("Største investering først"),
}


def _key(order: str, row: DeskRow) -> Any:
    title = danish_order(row.proposal.title)
    return {
        "administration": (row.proposal.administration.code, title),
        "submitted": (row.proposal.state_since, title),
        "title": (title,),
        "investment": (-(row.investment or 0), title),
    }[order]


class NumberForm(forms.Form):
    order = forms.ChoiceField(
        label=gettext_lazy("Numrene gives i denne rækkefølge"),
        choices=list(ORDERS.items()),
        error_messages={"required": gettext_lazy("Vælg en rækkefølge.")},
    )


def plan(rows: list[DeskRow], user: Any, given: dict[str, Any]) -> list[Outcome]:
    ordered = sorted(rows, key=lambda row: _key(given["order"], row))
    numbers = facts.next_numbers(ordered[0].proposal.round)
    return [_outcome(row, user, numbers) for row in ordered]


def _outcome(row: DeskRow, user: Any, numbers: Any) -> Outcome:
    if row.proposal.number:
        return Outcome(row, _("Har allerede nummer %(number)s.") % {"number": row.proposal.number}, happens=False)
    if refused := not_possible(row, user, "number"):
        return refused
    number = next(numbers)
    return Outcome(row, _("Får nummer %(number)s.") % {"number": number}, given={"number": number, "first": True})


ACTION = BulkAction(
    "nummer",
    gettext_lazy("Giv numre"),
    gettext_lazy("Forslag uden nummer får de næste i rundens serie. Numre, der er givet, bliver, som de er."),
    plan,
    facts.number,
    NumberForm,
    {"order": "administration"},
)
