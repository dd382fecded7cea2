"""kill -9 in the middle of the work, again and again: no half file, no job lost, none doubled.

KILLS says how often; the suite does it a few times, `KILLS=100` is the whole harness. Only a kill that hit a job
counts, and what was hit is printed (`pytest -s`).
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections import Counter

import pytest
from django.utils import timezone

from appendix.jobs import UNDER_WAY
from appendix.leftovers import remove_leftovers
from appendix.models import Format, Job
from reviews.models import Event

from .programs import Programs, kill_all, kill_child, wait_for
from .test_worker import assert_whole

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "8"))
JOBS_AT_ONCE = 2
# How long a worker may take to begin, on a machine that does other things too.
PATIENCE_SECONDS = 90


def killed(programs: Programs, worker: subprocess.Popen, chance: random.Random) -> tuple[subprocess.Popen, list[str]]:
    """Kills the processes at work, or now and then the whole worker; the worker there is then, and the steps hit."""
    since = timezone.now()
    at_work = Job.objects.filter(state=Job.State.RUNNING, started_at__gte=since)
    until = time.monotonic() + PATIENCE_SECONDS
    while not at_work.exists():
        assert time.monotonic() < until, "no worker takes a job"
        time.sleep(0.01)
    # Some steps are over in a moment, others last: hit both.
    time.sleep(chance.choice([0, 0, 0.2, 2]) * chance.random())
    if chance.random() < 0.25:
        kill_all(worker)
        worker = programs.worker(processes=JOBS_AT_ONCE)
    elif not kill_child(worker):
        return worker, []
    # Nobody has taken them up yet: the lease of the dead still runs.
    return worker, list(at_work.values_list("step", flat=True))


def test_however_often_it_is_killed_every_job_ends_once_and_whole(program_environment, make_job, tmp_path, settings):
    chance = random.Random(KILLS)
    quick = {"JOB_LEASE_SECONDS": "1", "JOB_SWEEP_SECONDS": "0.5", "JOB_MAX_ATTEMPTS": "1000"}
    programs = Programs({**program_environment, **quick, "DATA_DIR": str(tmp_path)}, tmp_path / "log")
    formats = list(Format.values)
    jobs: list[Job] = []
    hits: list[list[str]] = []
    try:
        programs.beat()
        worker = programs.worker(processes=JOBS_AT_ONCE)
        while len(hits) < KILLS:
            for _number in range(JOBS_AT_ONCE - Job.objects.filter(state__in=UNDER_WAY).count()):
                jobs.append(make_job(chance.sample(formats, chance.randint(1, len(formats)))))
            worker, hit = killed(programs, worker, chance)
            hits += [hit] if hit else []
            if chance.random() < 0.3:
                # Others, that begin with other formats, get their turn.
                ended = [wait_for(job, lambda job: job.finished, PATIENCE_SECONDS) for job in jobs]
        ended = [wait_for(job, lambda job: job.finished, 2 * PATIENCE_SECONDS) for job in jobs]
    finally:
        programs.stop()
    steps = Counter(step for hit in hits for step in hit)
    print(f"{len(hits)} kills in {len(jobs)} jobs, hit at: {dict(steps.most_common())}")
    assert {job.state for job in ended} == {"done"}
    assert sum(job.attempts - 1 for job in ended) >= KILLS
    # A file moved into place whose row was not committed is no one's, and goes with the leftovers of an hour.
    settings.DATA_DIR, settings.LEFTOVER_SECONDS = tmp_path, -60
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    remove_leftovers()
    assert_whole(ended, tmp_path)
    assert not list((tmp_path / "scratch").iterdir())
    assert not Event.objects.exists()
