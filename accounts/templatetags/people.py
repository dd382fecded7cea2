"""Template filters about people: what the person signed in is here as."""

from django import template

register = template.Library()


@register.filter
def roles(user) -> list[str]:
    """The person's memberships in words, "Skribent, SUF", in one query."""
    memberships = user.memberships.current().select_related("administration", "body", "committee")
    return [str(membership) for membership in memberships]
