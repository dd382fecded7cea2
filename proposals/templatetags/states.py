"""How a proposal's state looks: the kind of components/status_tag.html."""

from django import template

from proposals.models import ProposalState

register = template.Library()

KINDS = {
    ProposalState.DRAFT: "neutral",
    ProposalState.SUBMITTED: "progress",
    ProposalState.RETURNED: "attention",
    ProposalState.APPROVED: "success",
    ProposalState.TREATED: "success",
    ProposalState.WITHDRAWN: "neutral",
    ProposalState.ARCHIVED: "neutral",
}


@register.filter
def state_kind(state: str) -> str:
    """The look of a state; a state is always written in words beside it."""
    return KINDS[ProposalState(state)]
