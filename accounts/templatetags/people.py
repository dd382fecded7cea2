"""Template filters about people: what the person signed in is here as."""

from django import template

from .. import policy

register = template.Library()


@register.filter
def roles(user) -> list[str]:
    """The person's memberships in words, "Skribent, SUF", in one query."""
    memberships = user.memberships.current().select_related("administration", "body", "committee")
    return [str(membership) for membership in memberships]


@register.filter
def may(user, action: str) -> bool:
    """Whether the person has a right that has no subject, for a link in the menu."""
    return policy.may(user, action).allowed
