"""Starts a real worker and beat, kills them, and waits for what they do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from appendix.models import Job


class Programs:
    """The programs of one test, in sessions of their own; all are ended by `stop`."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self.log = log
        self.started: list[subprocess.Popen] = []

    def celery(self, *arguments: str) -> subprocess.Popen:
        with self.log.open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(program)
        return program

    def worker(self, processes: int = 1) -> subprocess.Popen:
        return self.celery("worker", "-c", str(processes), "--without-gossip", "--without-mingle")

    def beat(self) -> subprocess.Popen:
        return self.celery("beat")

    def stop(self) -> None:
        for program in self.started:
            kill_all(program)


def kill_all(program: subprocess.Popen) -> None:
    """kill -9 of a program and its children."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def kill_child(worker: subprocess.Popen) -> int:
    """kill -9 of the worker's processes that do a job, which the worker outlives; how many there were."""
    at_work = _halted_at_work(worker)
    for child in at_work:
        os.kill(child, signal.SIGKILL)
    return len(at_work)


def stop_child(worker: subprocess.Popen) -> None:
    """Halts the process that does the work, which then neither ends nor gives a sign of life."""
    assert _halted_at_work(worker)


def children(worker: subprocess.Popen) -> list[int]:
    """The worker's processes."""
    threads = Path(f"/proc/{worker.pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def _halted_at_work(worker: subprocess.Popen) -> list[int]:
    """The worker's processes that do a job, told by the thread of their heartbeat, and halted so that they stay so."""
    found = []
    for child in children(worker):
        process = Path(f"/proc/{child}")
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(child, signal.SIGSTOP)
            while process.joinpath("stat").read_text().rpartition(")")[2].split()[0] not in "TtZX":
                time.sleep(0.001)
            if len(list(process.joinpath("task").iterdir())) > 1:
                found.append(child)
            else:
                os.kill(child, signal.SIGCONT)
    return found


def wait_for(job: Job, condition: Callable[[Job], bool], seconds: float = 60) -> Job:
    """The job when the condition holds; fails with the job's state when it never does."""
    until = time.monotonic() + seconds
    while True:
        job.refresh_from_db()
        if condition(job):
            return job
        assert time.monotonic() < until, f"{job.state} {job.step} {job.attempts} {job.error}"
        time.sleep(0.02)
