"""The hearings that a proposal's content calls for and that nobody has asked for yet."""

from django import template

from proposals.models import Proposal

from ..hearings.status import CFO_BODY, BodyStatus, statuses

register = template.Library()


@register.simple_tag
def called_for(proposal: Proposal) -> list[BodyStatus]:
    """Bodies the content needs, each with the reason; CFØ is left out, since every proposal goes there."""
    return [s for s in statuses(proposal) if s.need.needed and s.status == "not_asked" and s.body.code != CFO_BODY]
