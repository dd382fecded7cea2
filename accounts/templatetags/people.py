"""Template filters about people: what the person signed in is here as."""

from django import template

register = template.Library()


@register.filter
def roles(user) -> list[str]:
    """The person's memberships in words, "Skribent, SUF", in one query."""
    return [str(membership) for membership in user.memberships.select_related("administration", "body", "committee")]
