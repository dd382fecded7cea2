"""Celery's tasks of the appendix room: they take ids and may be run twice."""

import logging
import re
import resource
import time
import uuid
from pathlib import Path

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_process_init, worker_ready
from django.conf import settings
from django.utils.translation import gettext_noop

from . import jobs
from .build import build_products
from .content.rich import UnknownTag
from .errata import build_errata_files
from .expiry import expire_drafts
from .leftovers import remove_leftovers
from .models import Job
from .package import ChangedFile, NothingToPack, build_package
from .rebuild import check_edition
from .writers.whole import WriterError

logger = logging.getLogger(__name__)

UNEXPECTED = gettext_noop("Filerne kunne ikke dannes. Fejlen er skrevet i serverens log.")
TOO_LONG = gettext_noop(
    "Det tog længere tid, end et job må tage. Dan ét format ad gangen, eller bed driften hæve grænsen."
)
TOO_LARGE = gettext_noop(
    "Det krævede mere hukommelse, end et job må bruge. Dan ét format ad gangen, eller bed driften hæve grænsen."
)
# Progress inside a step is written no more often: the row is not to be what takes the time.
BETWEEN_REPORTS = 0.5


@worker_process_init.connect
def limit_memory(**_kwargs) -> None:
    """A job that grows beyond the limit is told so, instead of the machine ending whatever it likes.

    What sets PDF pages is a process of its own, with a limit of its own.
    """
    limit = settings.JOB_MEMORY_LIMIT_MB * 1024 * 1024
    if limit:
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def came_to_the_limit() -> bool:
    """Whether this process has ever taken nearly all it may: a library in C that got no more names other reasons."""
    limit, _hard = resource.getrlimit(resource.RLIMIT_AS)
    peak = re.search(r"^VmPeak:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return limit != resource.RLIM_INFINITY and peak is not None and int(peak[1]) * 1024 > 0.9 * limit


@shared_task(name="appendix.tasks.run_job")
def run_job(job_id: int) -> None:
    """Builds the files of one job, if no other worker has it."""
    token = jobs.claim(job_id)
    if token is None:
        return
    try:
        with jobs.heartbeat(job_id, token):
            _run(job_id, token)
    except jobs.LostClaim:
        logger.warning("Job %s was taken over by another worker, or cancelled", job_id)


def _run(job_id: int, token: uuid.UUID) -> None:
    """Builds and reports; whatever goes wrong becomes the job's reason. Raises LostClaim."""

    written = ("", 0.0)

    def progress(step: str, done: int, total: int, part: int = 0, parts: int = 0) -> None:
        nonlocal written
        now = time.monotonic()
        if step == written[0] and part and now - written[1] < BETWEEN_REPORTS:
            return
        written = (step, now)
        jobs.report(job_id, token, step=step, steps_done=done, steps_total=total, parts_done=part, parts_total=parts)

    result = []
    try:
        job = Job.objects.select_related("edition", "errata__old", "errata__edition").get(pk=job_id)
        if job.kind == Job.Kind.CHECK:
            result = [check.as_json() for check in check_edition(job.edition, progress)]
        elif job.kind == Job.Kind.PACKAGE:
            build_package(job.edition, job, token, progress)
        elif job.errata is not None:
            build_errata_files(job.errata, job, token, progress)
        else:
            build_products(job, token, progress)
    except jobs.LostClaim:
        raise
    except (WriterError, UnknownTag, NothingToPack, ChangedFile) as error:
        logger.warning("Job %s failed: %s", job_id, error)
        jobs.fail(job_id, token, str(error))
    except SoftTimeLimitExceeded:
        logger.warning("Job %s took too long", job_id)
        jobs.fail(job_id, token, TOO_LONG)
    except Exception as error:
        logger.exception("Job %s failed", job_id)
        too_large = isinstance(error, MemoryError) or came_to_the_limit()
        jobs.fail(job_id, token, TOO_LARGE if too_large else UNEXPECTED)
    else:
        jobs.finish(job_id, token, result)


@shared_task(name="appendix.tasks.sweep")
def sweep() -> None:
    """Takes up jobs whose worker died, and removes what they left on the disk."""
    jobs.sweep()
    remove_leftovers()


@shared_task(name="appendix.tasks.expire")
def expire() -> None:
    """Removes the files of drafts that are old."""
    expire_drafts()


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    """A new worker looks for jobs that an earlier one left: at once, and when a lease that still runs is out."""
    jobs.sweep()
    sweep.apply_async(countdown=settings.JOB_LEASE_SECONDS + 1)
