"""The log tells what happened without the secrets that stand in addresses."""

import logging

import pytest
from django.conf import settings
from django.test import override_settings

SECRET = "17.c2VjcmV0~signed"


@pytest.fixture
def lines(monkeypatch):
    """What the program's own handler writes of a request."""
    (handler,) = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    written = []
    monkeypatch.setattr(handler, "emit", lambda record: written.append(handler.format(record)))
    return written


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/svar/{SECRET}/", f"/svar/{SECRET}/?x=1", f"/svar/{SECRET}"])
def test_a_refused_link_is_logged_without_its_secret(client, lines, path):
    assert client.get(path).status_code in (301, 302, 404)
    assert SECRET not in "".join(lines)


@pytest.mark.django_db
def test_the_line_itself_is_kept(client, lines):
    client.get(f"/svar/{SECRET}/")
    assert [line.partition(" WARNING ")[2] for line in lines] == ["django.request: Not Found: /svar/…/"]


def test_a_trace_and_the_servers_own_line_are_without_it_too(lines):
    try:
        raise RuntimeError(f"broke at /konto/vaelg-adgangskode/{SECRET}/")
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error")
    logging.getLogger("django.server").warning('"GET /svar/%s/ HTTP/1.1" 500 1', SECRET)
    assert SECRET not in "".join(lines)
    assert "RuntimeError: broke at /konto/vaelg-adgangskode/…/" in lines[0]
    assert lines[1].endswith('"GET /svar/…/ HTTP/1.1" 500 1')


def test_no_other_handler_writes_lines():
    assert [name for name, logger in settings.LOGGING["loggers"].items() if "handlers" in logger] == []
    for name in ("django", "django.request", "django.server"):
        assert logging.getLogger(name).handlers == []


@pytest.mark.django_db
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_each_reader_has_their_own_limit(client):
    def guess(address):
        return client.get("/svar/forkert/", headers={"X-Forwarded-For": address}).status_code

    assert {guess("198.51.100.1") for _time in range(30)} == {404}
    assert (guess("198.51.100.1"), guess("198.51.100.2")) == (429, 404)
