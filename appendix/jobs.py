"""Background jobs whose row is the truth: claimed, kept alive by a heartbeat, taken up again, never doubled.

A worker claims a job by a conditional update that sets a lease. A heartbeat pushes the lease forward; when
it runs out (the worker died), the sweep puts the job back in the queue or, after the last attempt, reports
it as failed. The broker only wakes a worker, so a lost message costs a sweep and nothing else.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.policy import may
from reviews.events import record

from .models import Edition, Errata, Format, Job

logger = logging.getLogger(__name__)

WORKER_DIED = gettext_noop("Den proces, der dannede filerne, stoppede hver gang, før den var færdig.")

UNDER_WAY = (Job.State.QUEUED, Job.State.RUNNING)
# A job's progress before it has begun.
NOTHING_DONE = {"step": "", "steps_done": 0, "parts_done": 0, "parts_total": 0}


class LostClaim(Exception):
    """Another worker has taken the job over, or a person has cancelled it: this one must stop and leave nothing."""


@transaction.atomic
def enqueue(edition: Edition, formats: list[str], kind: str = Job.Kind.BUILD, *, errata: Errata | None = None) -> Job:
    """A queued job for the formats, in the order of `Format`; a worker is woken after commit.

    Where one that makes the same is under way it is that one, marked `already`.
    """
    ordered = [value for value in Format.values if value in formats]
    # Of two who ask at once the second sees the first one's job.
    Edition.objects.select_for_update(no_key=True).only("pk").get(pk=edition.pk)
    for same in Job.objects.filter(edition=edition, kind=kind, errata=errata, state__in=UNDER_WAY):
        if set(ordered) <= set(same.formats):
            same.already = True
            return same
    job = Job.objects.create(edition=edition, kind=kind, errata=errata, formats=ordered, steps_total=len(ordered))
    transaction.on_commit(lambda: wake(job.pk))
    return job


def try_again(job_id: int) -> bool:
    """Puts a failed or cancelled job back in the queue with all its attempts; False when it is neither."""
    ended = Job.objects.filter(pk=job_id, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    put_back = ended.update(
        state=Job.State.QUEUED, attempts=0, error="", started_at=None, finished_at=None, **NOTHING_DONE
    )
    if put_back:
        transaction.on_commit(lambda: wake(job_id))
    return bool(put_back)


@transaction.atomic
def cancel(job_id: int, by: User) -> bool:
    """Ends a job that is not finished, with an event; its worker stops at the next part and leaves nothing.

    False where there is nothing to end: files that are finished stay. PermissionDenied for who does not work with the
    appendix.
    """
    may(by, "appendix").require()
    going = Job.objects.filter(pk=job_id, state__in=UNDER_WAY)
    now = timezone.now()
    if not going.update(state=Job.State.CANCELLED, claim=None, lease_until=None, finished_at=now, **NOTHING_DONE):
        return False
    edition = Job.objects.select_related("edition__round").get(pk=job_id).edition
    record("build_cancelled", round=edition.round, actor=by, data={"bilag": edition.bilag, "edition": edition.number})
    return True


def wake(job_id: int) -> None:
    """Tells a worker about the job. With no broker the job waits for the sweep."""
    from .tasks import run_job

    try:
        run_job.delay(job_id)
    except OperationalError as error:
        logger.warning("The broker does not answer; job %s waits for the next sweep: %s", job_id, error)


def claim(job_id: int) -> uuid.UUID | None:
    """Takes a queued job for this worker; None when another one has it or it is finished."""
    token = uuid.uuid4()
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        claim=token,
        attempts=F("attempts") + 1,
        lease_until=now + lease(),
        started_at=now,
        error="",
    )
    return token if taken else None


def lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def report(job_id: int, token: uuid.UUID, **done: Any) -> None:
    """Writes progress (columns of the row) and pushes the lease.

    Raises LostClaim when the job is no longer this worker's: taken over, or cancelled.
    """
    _update(job_id, token, **done, lease_until=timezone.now() + lease())


def finish(job_id: int, token: uuid.UUID, result: list[dict[str, Any]] | None = None) -> None:
    """Reports the job as done; `result` is what a check found."""
    now = timezone.now()
    done = {"state": Job.State.DONE, "step": "", "finished_at": now, "lease_until": None, "claim": None}
    _update(job_id, token, **done, result=result or [])


def fail(job_id: int, token: uuid.UUID, reason: str) -> None:
    """Reports the job as failed, with a reason for people."""
    if connection.errors_occurred and not connection.in_atomic_block:
        # What went wrong took the connection along.
        connection.close()
    now = timezone.now()
    _update(job_id, token, state=Job.State.FAILED, error=reason, finished_at=now, lease_until=None, claim=None)


def _update(job_id: int, token: uuid.UUID, **values) -> None:
    if not Job.objects.filter(pk=job_id, claim=token, state=Job.State.RUNNING).update(**values):
        raise LostClaim(f"job {job_id}")


def hold(job_id: int, token: uuid.UUID) -> None:
    """Locks the job's row in the running transaction and makes sure that it is still this worker's."""
    if not Job.objects.select_for_update().filter(pk=job_id, claim=token, state=Job.State.RUNNING).exists():
        raise LostClaim(f"job {job_id}")


@contextmanager
def heartbeat(job_id: int, token: uuid.UUID) -> Iterator[None]:
    """Pushes the lease from a thread of its own while a long step runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job_id, token, stop), name=f"heartbeat-{job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(job_id: int, token: uuid.UUID, stop: threading.Event) -> None:
    while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
        close_old_connections()
        ours = Job.objects.filter(pk=job_id, claim=token, state=Job.State.RUNNING)
        try:
            if not ours.update(lease_until=timezone.now() + lease()):
                break
        except DatabaseError as error:
            # The next beat may come through within the lease; if none does, the job is taken up by another.
            logger.warning("No heartbeat for job %s: %s", job_id, error)
    connection.close()


def sweep(wake_job: Callable[[int], None] = wake) -> list[int]:
    """Takes up jobs whose worker died and wakes workers for queued ones; returns the ids that were woken."""
    now = timezone.now()
    dead = Job.objects.filter(Q(lease_until__lt=now) | Q(lease_until=None), state=Job.State.RUNNING)
    given_up = dead.filter(attempts__gte=settings.JOB_MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        error=WORKER_DIED,
        finished_at=now,
        lease_until=None,
        claim=None,
    )
    taken_up = dead.update(state=Job.State.QUEUED, claim=None, lease_until=None)
    if given_up or taken_up:
        logger.warning("Jobs whose worker died: %s taken up again, %s given up", taken_up, given_up)
    waiting = list(Job.objects.filter(state=Job.State.QUEUED).order_by("pk").values_list("pk", flat=True))
    for job_id in waiting:
        wake_job(job_id)
    return waiting
