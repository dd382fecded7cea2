"""The demo's starter: it answers, starts a killed worker again, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for(condition, seconds: float = 60):
    """The condition's first true value; fails the test when none comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")


def read(path: str) -> str:
    """The file's text; "" when its process is gone, also between being listed and being read."""
    try:
        return Path(path).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children(pid: int, word: str = "") -> list[int]:
    """Ids of the process's children whose command holds the word."""
    listed = read(f"/proc/{pid}/task/{pid}/children").split()
    return [int(child) for child in listed if word in read(f"/proc/{child}/cmdline")]


def alive(pid: int) -> bool:
    status = read(f"/proc/{pid}/stat")
    return status != "" and status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def start(program_environment, tmp_path):
    started = []

    def run(port: int):
        environment = {**program_environment, "PORT": str(port), "DATA_DIR": str(tmp_path / str(port))}
        (tmp_path / str(port) / "static").mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "config.start"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def answers(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/sundhed/", timeout=5).status == 200
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_killed_worker_is_started_again_and_a_stop_leaves_nothing(start, number):
    port = free_port()
    process = start(port)
    wait_for(lambda: answers(port))
    [worker] = children(process.pid, "worker")
    time.sleep(6)

    os.kill(worker, signal.SIGKILL)
    [successor] = wait_for(lambda: [child for child in children(process.pid, "worker") if child != worker])
    everyone = children(process.pid) + [grand for child in children(process.pid) for grand in children(child)]
    assert {worker, successor} & set(everyone) == {successor}

    process.send_signal(number)
    output, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert [pid for pid in everyone if alive(pid)] == []
    assert f"http://127.0.0.1:{port}" in output


def test_a_port_in_use_stops_everything_with_the_reason(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(taken.getsockname()[1])
        everyone = wait_for(lambda: len(children(process.pid)) == 3 and children(process.pid))
        output, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "already in use" in output
    assert "web stoppede" in output
    assert [pid for pid in everyone if alive(pid)] == []
