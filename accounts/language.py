"""The language of a page: the person's own, else the one chosen in the header, else Danish.

The browser's language is not asked: most of the municipality's browsers say English to Danish readers.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

LANGUAGES = frozenset(dict(settings.LANGUAGES))


class LanguageMiddleware:
    """Stands after the authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = request.user.language if request.user.is_authenticated else chosen
        with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Stores the choice with the person who is signed in, and in the browser, and goes back to the page."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in LANGUAGES:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)
