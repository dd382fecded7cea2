"""A database of a measurement's own, with the timed round in it as an archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .prose import ROOT, round_file


def prepared(folder: Path, *, generated: bool = False) -> tuple[dict[str, str], str]:
    """The environment in which programs use it, all of it in the folder, and what the round is in words."""
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "BROKER_URL": "filesystem://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
    }
    source, words = round_file(folder, generated=generated)
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "import_round", str(source), "--state", "approved")
    return environment, words


def manage(environment: dict[str, str], *command: str) -> None:
    """One of the program's commands; what it says is not shown."""
    said = [sys.executable, "manage.py", *command]
    subprocess.run(said, cwd=ROOT, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
