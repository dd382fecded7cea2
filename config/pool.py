"""The worker's processes on the embedded broker, which share one pipe and one lock for what comes next."""

from __future__ import annotations

import logging
import os
from typing import Any

from celery.concurrency.prefork import TaskPool

logger = logging.getLogger(__name__)

EXIT_CODE = 1


class SharedPipePool(TaskPool):
    """Ends the whole worker when one of its idle processes has died.

    That one may have held the lock, and then no other would ever get a job again, nor could the worker end by itself.
    Whoever started the worker starts it anew, and the jobs lie in the database. A process that dies at a job holds no
    lock and is only replaced. With Redis each process has a pipe of its own, and Celery's own pool is used.
    """

    def on_start(self) -> None:
        super().on_start()
        self._pool.on_process_down = self._down

    def _down(self, process: Any) -> None:
        at_work = any(process.pid in job.worker_pids() for job in list(self._pool._cache.values()))
        if at_work or process.exitcode == 0:
            return
        logger.critical("En ledig proces (%s) er død. Arbejderen lukker for at blive startet igen.", process.pid)
        logging.shutdown()
        # Its children are told by the kernel that it is gone.
        os._exit(EXIT_CODE)
