"""A whole file or nothing: written under a temporary name in the same folder and renamed into place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Told how many parts of how many are written; it may raise, and the file is then not made.
Tell = Callable[[int, int], None]


def silent(_done: int, _all: int) -> None:
    """Nobody asks how far it is."""


class WriterError(Exception):
    """A file that could not be made; the message is Danish and meant for the person who asked for it."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes `path` at the end, or goes away when writing fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files for their owner alone; the product has the usual rights.
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
