"""kill -9 of the worker, again and again, wherever it is: no half file, no job lost, none doubled.

KILLS says how often; the suite does it a few times, `KILLS=100` is the whole harness.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from appendix.leftovers import remove_leftovers
from appendix.models import Format, Job
from reviews.models import Event

from .programs import Programs, kill_all, wait_for
from .test_worker import assert_whole

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "4"))
JOBS_AT_ONCE = 2


def test_however_often_it_is_killed_every_job_ends_once_and_whole(program_environment, make_job, tmp_path, settings):
    chance = random.Random(KILLS)
    quick = {"JOB_LEASE_SECONDS": "1", "JOB_SWEEP_SECONDS": "0.5", "JOB_MAX_ATTEMPTS": "1000"}
    programs = Programs({**program_environment, **quick, "DATA_DIR": str(tmp_path)}, tmp_path / "log")
    jobs: list[Job] = []
    formats = list(Format.values)
    killed = 0
    try:
        programs.beat()
        while killed < KILLS:
            jobs += [
                make_job(chance.sample(formats, chance.randint(1, len(formats)))) for _number in range(JOBS_AT_ONCE)
            ]
            worker = programs.worker(processes=JOBS_AT_ONCE)
            # Anywhere: while it starts, between two files, in the middle of one, or while it moves one into place.
            running = Job.objects.filter(pk__in=[job.pk for job in jobs], state=Job.State.RUNNING)
            until = time.monotonic() + 20
            while not running.exists() and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 2.5))
            kill_all(worker)
            killed += 1
        programs.worker(processes=JOBS_AT_ONCE)
        ended = [wait_for(job, lambda job: job.finished, 60 + 3 * KILLS) for job in jobs]
    finally:
        programs.stop()
    assert {job.state for job in ended} == {"done"}
    assert sum(job.attempts for job in ended) > len(ended)
    # A file moved into place whose row was not committed is no one's, and goes with the leftovers of an hour.
    settings.DATA_DIR, settings.LEFTOVER_SECONDS = tmp_path, -60
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    remove_leftovers()
    assert_whole(ended, tmp_path)
    assert not Event.objects.exists()
