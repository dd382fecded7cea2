"""Celery's tasks of the appendix room: they take ids and may be run twice."""

import logging
import uuid

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils.translation import gettext_noop

from . import jobs
from .build import build_products
from .content.rich import UnknownTag
from .errata import build_errata_files
from .leftovers import remove_leftovers
from .models import Job
from .rebuild import check_edition
from .writers.whole import WriterError

logger = logging.getLogger(__name__)

UNEXPECTED = gettext_noop("Filerne kunne ikke dannes. Fejlen er skrevet i serverens log.")


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
        logger.warning("Job %s was taken over by another worker", job_id)


def _run(job_id: int, token: uuid.UUID) -> None:
    """Builds and reports; whatever goes wrong becomes the job's reason. Raises LostClaim."""

    def progress(step: str, done: int, total: int) -> None:
        jobs.report(job_id, token, step=step, steps_done=done, steps_total=total)

    job = Job.objects.select_related("edition", "errata__old", "errata__edition").get(pk=job_id)
    result = []
    try:
        if job.kind == Job.Kind.CHECK:
            result = [check.as_json() for check in check_edition(job.edition, progress)]
        elif job.errata is not None:
            build_errata_files(job.errata, job, token, progress)
        else:
            build_products(job, token, progress)
    except jobs.LostClaim:
        raise
    except (WriterError, UnknownTag) as error:
        logger.warning("Job %s failed: %s", job_id, error)
        jobs.fail(job_id, token, str(error))
    except Exception:
        logger.exception("Job %s failed", job_id)
        jobs.fail(job_id, token, UNEXPECTED)
    else:
        jobs.finish(job_id, token, result)


@shared_task(name="appendix.tasks.sweep")
def sweep() -> None:
    """Takes up jobs whose worker died, and removes what they left on the disk."""
    jobs.sweep()
    remove_leftovers()


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    """A new worker looks for jobs that an earlier one left: at once, and when a lease that still runs is out."""
    jobs.sweep()
    sweep.apply_async(countdown=settings.JOB_LEASE_SECONDS + 1)
