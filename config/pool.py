"""The worker's processes on the embedded broker, which share one pipe for what comes next and one for the results."""

from __future__ import annotations

import fcntl
import tempfile

from billiard.pool import Pool
from celery.concurrency.prefork import TaskPool


class MortalLock:
    """A lock between processes that is free again when the one that holds it dies, as a semaphore is not.

    The operating system keeps it with an open file. The parent of all must live as long as any of them.
    """

    def __init__(self, name: str = "") -> None:
        self._file = open(name, "r+b") if name else tempfile.NamedTemporaryFile()  # noqa: SIM115

    def __reduce__(self) -> tuple[type[MortalLock], tuple[str]]:
        return MortalLock, (self._file.name,)

    def acquire(self) -> bool:
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        return True

    def release(self) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_raised: object) -> None:
        self.release()


class _Pool(Pool):
    def _setup_queues(self) -> None:
        super()._setup_queues()
        self._inqueue._rlock, self._outqueue._wlock = MortalLock(), MortalLock()


class SharedPipePool(TaskPool):
    """Celery's own, whose idle processes may be killed: with semaphores no other would ever get a job again.

    With Redis each process has pipes of its own, and nothing is shared.
    """

    BlockingPool = _Pool
