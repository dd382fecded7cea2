"""Runs all tests on SQLite and again on PostgreSQL where there is one; says at the end what was left out.

`python -m tests.run [arguments of pytest]`; exit code 0 when everything that ran passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

from . import servers


@dataclass(frozen=True)
class Run:
    """One run of pytest: on which database, what the environment adds, further arguments."""

    name: str
    environment: dict[str, str]
    arguments: tuple[str, ...] = ()


def runs(postgres: str, redis: str) -> list[Run]:
    """The runs these servers allow. What does not depend on the database is run once."""
    planned = [Run("SQLite", {"TEST_REDIS_URL": redis})]
    if postgres:
        planned.append(
            Run("PostgreSQL", {"DATABASE_URL": postgres}, ("--database-only", "-m", "not browser and not redis"))
        )
    return planned


def perform(run: Run, arguments: list[str]) -> tuple[bool, str]:
    """Runs pytest, its output passed on; (passed, its last line)."""
    print(f"\n== {run.name} ==", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_REDIS_URL")}
    workers = str(min(4, os.cpu_count() or 1))
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, *run.arguments, *arguments]
    last = ""
    with subprocess.Popen(
        command, env={**environment, **run.environment}, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode == 0, last


def main() -> int:
    try:
        (postgres, no_postgres), (redis, no_redis) = servers.postgres(), servers.redis_server()
    except servers.ServerMissing as error:
        print(error, file=sys.stderr)
        return 2
    no_browser = "" if servers.chromium() else "browserprøver: Chromium findes ikke"
    no_office = "" if servers.libreoffice() else "prøver i LibreOffice: det findes ikke"
    no_verapdf = "" if servers.verapdf() else "veraPDF: Java (JDK) eller libjaxb-java findes ikke"
    results = {run.name: perform(run, sys.argv[1:]) for run in runs(postgres, redis)}
    print()
    for name, (_passed, last) in results.items():
        print(f"{name}: {last.strip('= ')}")
    left_out = [reason for reason in (no_postgres, no_redis, no_browser, no_office, no_verapdf) if reason]
    print("Udeladt: " + ("; ".join(left_out) or "intet"))
    return 0 if all(passed for passed, _last in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
