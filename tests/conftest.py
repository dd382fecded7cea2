"""What every test can ask for: the seeded organisation, factories, signed-in clients, a program to start."""

import os
import secrets
from collections.abc import Callable, Iterator

import hypothesis
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from proposals.models import Committee
from proposals.seeds import sow

from . import factories, servers, smtp

pytest_plugins = ["tests.chromium"]

# The machine may be busy: a property is judged by its truth, not by its time.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that use the database")


def uses_database(item) -> bool:
    return bool(DATABASE_FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def pytest_collection_modifyitems(config, items) -> None:
    """Leaves out what this machine or this run has no server for; the reasons stand in the summary."""
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = [item for item in items if uses_database(item)]
    missing = {
        "browser": "" if servers.chromium() else "Chromium findes ikke",
        "postgres": "" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "kører på SQLite",
        "redis": "" if os.environ.get("TEST_REDIS_URL") else "TEST_REDIS_URL er ikke sat",
    }
    for item in items:
        for marker in item.iter_markers():
            if reason := missing.get(marker.name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    """Attempts to sign in are counted in the cache; each test starts from none."""
    cache.clear()


@pytest.fixture
def organisation(db) -> None:
    """Committees, administrations, units, hearing bodies and templates.

    A test with real transactions empties the tables behind the migrations' seed; then it is sown again.
    """
    if not Committee.objects.exists():
        sow()


@pytest.fixture
def make_user(organisation) -> Callable:
    return factories.make_user


@pytest.fixture
def add_membership(organisation) -> Callable:
    return factories.add_membership


@pytest.fixture
def make_round(organisation) -> Callable:
    return factories.make_round


@pytest.fixture
def make_proposal(organisation) -> Callable:
    return factories.make_proposal


@pytest.fixture
def mail_server(settings) -> Iterator[smtp.Catcher]:
    """A real mail server the program sends to."""
    with smtp.catcher(settings) as handler:
        yield handler


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """A test client in which the person is signed in."""

    def signed_in(user, **options) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def program_environment(transactional_db) -> dict[str, str]:
    """The environment in which `manage.py`, a web server or a worker runs on this test's database and files."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        address = f"sqlite:///{database['NAME']}"
    else:
        login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        address = f"postgres://{login}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.fixture
def redis_environment(program_environment) -> Iterator[dict[str, str]]:
    """As `program_environment`, with Redis as broker under a key prefix of this test's own."""
    address, prefix = os.environ["TEST_REDIS_URL"], f"puljeforslag-test-{secrets.token_hex(4)}:"
    yield {**program_environment, "BROKER_URL": address, "BROKER_PREFIX": prefix}
    server = redis.Redis.from_url(address)
    for key in server.scan_iter(f"{prefix}*"):
        server.delete(key)
