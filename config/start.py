"""Runs web server, worker and beat together for a demo: `python -m config.start`. Ctrl-C stops all three.

In operation each is a service of its own (docker-compose.yml).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent
PORT = os.environ.get("PORT", "8000")
QUIET = ["--log-level", "warning"]
CELERY = [str(BIN / "celery"), "-A", "config.celery", "--quiet"]
COMMANDS = {
    "web": [str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--threads", "8", *QUIET],
    "worker": [
        *CELERY,
        "worker",
        "--concurrency",
        "2",  # so that a file need not wait for the first mails
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "warning",
    ],
    "beat": [*CELERY, "beat", "--loglevel", "warning"],
}
# One that dies sooner has something wrong that starting again does not mend, such as a port in use.
SHORTEST_LIFE_SECONDS = 5
PATIENCE_SECONDS = 10


class Part:
    """One of the three processes, leader of a process group of its own, so that none of its children is left."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started = 0.0
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(COMMANDS[self.name], start_new_session=True)  # noqa: S603 - our own commands

    def end_at_once(self) -> None:
        """Kills the process and every child it may have left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def revive(self, running_well: bool) -> bool:
        """Starts the process again if it has died; False when it died too soon for that to help.

        `running_well`: the web server has answered, so that what died had begun well.
        """
        if self.process.poll() is None:
            return True
        self.end_at_once()
        print(f"{self.name} stoppede ({self.process.returncode})", file=sys.stderr, flush=True)
        if not running_well or time.monotonic() - self.started < SHORTEST_LIFE_SECONDS:
            return False
        self.start()
        return True


def stop(parts: list[Part]) -> None:
    """Asks every part to end, and ends those that have not within PATIENCE_SECONDS."""
    for part in parts:
        part.process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for part in parts:
        try:
            part.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{part.name} lukkes hårdt", file=sys.stderr, flush=True)
        part.end_at_once()


def answers() -> bool:
    """Whether the web server gives its sign of life."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sundhed/", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    stopping = False

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    parts: list[Part] = []
    told = False
    healthy = True
    try:
        parts.extend(Part(name) for name in COMMANDS)
        while healthy and not stopping:
            time.sleep(0.5)
            healthy = all(part.revive(running_well=told) for part in parts)
            if healthy and not told and answers():
                told = True
                print(f"\nPuljeforslag kører på http://127.0.0.1:{PORT} (stop med Ctrl-C)\n", flush=True)
    finally:
        stop(parts)
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main())
