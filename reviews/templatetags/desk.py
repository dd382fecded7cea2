"""How the desk shows a proposal's facts."""

from django import template

from proposals.economy.numbers import thousand
from proposals.models import Proposal

register = template.Library()

CRITERIA_KINDS = {
    Proposal.Criteria.UNKNOWN: "neutral",
    Proposal.Criteria.MET: "success",
    Proposal.Criteria.NOT_MET: "problem",
    Proposal.Criteria.SEPARATE: "attention",
}


@register.filter
def criteria_kind(criteria: str) -> str:
    """The look of CFØ's judgement; it is always written in words beside it."""
    return CRITERIA_KINDS[Proposal.Criteria(criteria)]


@register.filter
def amount(value: int | None) -> str:
    """1.000 kr. as printed; "" where nothing is known."""
    return "" if value is None else thousand(value)
