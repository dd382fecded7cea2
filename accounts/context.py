"""What every page knows of the signed-in person: whether the pages about people are theirs."""

from django.http import HttpRequest

from .policy import may


def people_pages(request: HttpRequest) -> dict[str, bool]:
    user = getattr(request, "user", None)
    return {"may_see_people": bool(user and may(user, "people"))}
