"""The judgements on warnings, for pages of the rooms above."""

from django import template

from ..findings import findings_of
from ..models import Proposal

register = template.Library()


@register.filter
def judged_no_fault(proposal: Proposal) -> int:
    """How many standing warnings a writer has judged to be no fault."""
    return len(findings_of(proposal).dismissed)
