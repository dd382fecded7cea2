"""The chain of events in tests: as it stands after a commit, and tampered with behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from reviews.audit.verify import Noted, faults


def settle() -> None:
    """Has PostgreSQL link the events of the test's transaction now, as it would when it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def told(noted: Noted | None = None) -> list[str]:
    """What the check finds."""
    settle()
    return [str(fault) for fault in faults(noted)]


@contextmanager
def _as_owner() -> Iterator[Any]:
    """A cursor for which the database's own guard is off, as for its administrator."""
    settle()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def tamper(sql: str, *values: Any) -> None:
    with _as_owner() as cursor:
        cursor.execute(sql, values)
