"""Celery's tasks of the appendix room: they take ids and may be run twice."""

import logging

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction

from . import jobs
from .build import build_products
from .models import Job

logger = logging.getLogger(__name__)

UNEXPECTED = "Filerne kunne ikke dannes: {error}. Fejlen er skrevet i serverens log."


@shared_task(name="appendix.tasks.run_job")
def run_job(job_id: int) -> None:
    """Builds the files of one job, if no other worker has it."""
    token = jobs.claim(job_id)
    if token is None:
        return
    job = Job.objects.select_related("edition").get(pk=job_id)

    def progress(step: str, done: int, total: int) -> None:
        jobs.report(job_id, token, step=step, steps_done=done, steps_total=total)

    try:
        with jobs.heartbeat(job_id, token):
            build_products(job, token, progress)
        jobs.finish(job_id, token)
    except jobs.LostClaim:
        logger.warning("Job %s er overtaget af en anden proces", job_id)
    except Exception as error:
        logger.exception("Job %s mislykkedes", job_id)
        with transaction.atomic():
            jobs.fail(job_id, token, UNEXPECTED.format(error=type(error).__name__))


@shared_task(name="appendix.tasks.sweep")
def sweep() -> None:
    """Takes up jobs whose worker died."""
    jobs.sweep()


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    """A new worker looks at once for jobs that an earlier one left."""
    jobs.sweep()
