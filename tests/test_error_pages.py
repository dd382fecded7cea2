"""What a person sees when something cannot be done: words and a way on, never a trace of the program."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import include, path

from accounts.language import choose_language


def refuse(request):
    raise PermissionDenied("Kun CFØ kan returnere et forslag.")


def distrust(request):
    raise SuspiciousOperation("hemmelig årsag")


def fail(request):
    raise RuntimeError("hemmelig fejl")


urlpatterns = [
    path("afvis/", refuse),
    path("mistro/", distrust),
    path("fejl/", fail),
    path("sprog-uden-token/", choose_language),
    path("", include("config.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def browser(make_user):
    client = Client(raise_request_exception=False)
    client.force_login(make_user("reader"))
    return client


@pytest.mark.parametrize(
    ("address", "status", "heading", "said"),
    [
        ("/afvis/", 403, "Det har du ikke adgang til", "Kun CFØ kan returnere et forslag."),
        ("/findes/ikke/", 404, "Siden findes ikke", "Adressen kan være forkert"),
        ("/mistro/", 400, "Forespørgslen kunne ikke læses", "could not be read"),
        ("/fejl/", 500, "Der er sket en fejl", "Something went wrong"),
    ],
)
def test_each_error_has_a_page_of_ours(browser, address, status, heading, said):
    answer = browser.get(address)
    text = answer.content.decode()

    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in text
    assert said in text
    assert "hemmelig" not in text
    assert "Traceback" not in text
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "style=" not in text
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_a_form_from_an_old_page_is_answered_in_words(make_user):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sprog-uden-token/", {"language": "en"})
    assert answer.status_code == 403
    assert "<h1>Siden er for gammel</h1>" in answer.content.decode()


def test_a_stranger_is_asked_to_sign_in_before_anything_is_said(client, db):
    assert client.get("/afvis/").url == "/konto/log-ind/?next=/afvis/"


def test_only_what_is_meant_to_be_open_is_open():
    """Every view asks for sign-in, except these."""
    from django.urls import get_resolver

    def views(patterns, prefix=""):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from views(pattern.url_patterns, route)
            else:
                yield route, pattern.callback

    opened = {
        route
        for route, view in views(get_resolver("config.urls").url_patterns)
        if not getattr(view, "login_required", True) and not route.startswith("administration/")
    }
    assert opened == {
        "konto/log-af/",
        "konto/log-ind/",
        "konto/lukket/",
        "konto/opret/",
        "konto/glemt/",
        "konto/glemt/sendt/",
        "konto/^vaelg-adgangskode/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "sprog/",
        "offentlig/<str:token>/",
        "offentlig/<str:token>/<slug:format>/",
        "sundhed/",
        "favicon.ico",
        # Hearing bodies without an account answer by a link, whose secret is checked by the page itself.
        "svar/<str:token>/",
    }
