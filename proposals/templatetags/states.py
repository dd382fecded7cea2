"""How a proposal's state looks, and its marks of confidentiality, for components/status_tag.html."""

from django import template
from django.utils.translation import gettext as _

from proposals.confidentiality import last_day, marks, told
from proposals.models import Proposal, ProposalState

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


@register.filter
def confidential_marks(proposal: Proposal) -> list[str]:
    """What is confidential about the proposal, in words; see `proposals.confidentiality.marks`."""
    return marks(proposal)


@register.filter
def confidential_until(proposal: Proposal) -> str:
    """When the confidentiality of the whole proposal ends, in words."""
    return last_day(proposal.confidential_until)


@register.filter
def confidential_told(proposal: Proposal) -> list[tuple[str, str, str]]:
    """Heading, reason and last day of each confidential section, for those who may read them."""
    return [] if proposal.hidden else told(proposal)


@register.filter
def own_words(text: str, proposal: Proposal) -> str:
    """What somebody wrote in their own words; it may be about confidential sections, so it is for their readers."""
    return _("Fortroligt") if proposal.hidden else text
