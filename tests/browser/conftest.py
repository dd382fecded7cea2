"""What the browser tests ask for: the demo with every state in it, and a real worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from config.celery import app
from tests.appendix.programs import Programs

from .stage import Stage, set_stage


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory) -> Iterator[sqlite3.Connection]:
    """A database file of our own that keeps the demo from the first test to the last; empty at first."""
    copy = sqlite3.connect(tmp_path_factory.mktemp("demo") / "demo.sqlite3")
    yield copy
    copy.close()


@pytest.fixture
def stage(transactional_db, filled_database) -> Stage:
    """The demo, and what it lacks for every page to be seen. Loaded once and copied back for each later test."""
    if connection.vendor != "sqlite":
        return set_stage()
    connection.ensure_connection()
    if filled_database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        filled_database.backup(connection.connection)
    else:
        set_stage()
        connection.connection.backup(filled_database)
    return Stage()


@pytest.fixture
def worker(program_environment, monkeypatch, tmp_path) -> Iterator[None]:
    """A worker process on this test's database and files; tasks are sent to it instead of being run at once."""
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    programs = Programs({**program_environment, "LOG_LEVEL": "INFO"}, tmp_path / "log")
    programs.worker()
    yield
    programs.stop()
