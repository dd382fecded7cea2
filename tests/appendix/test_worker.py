"""Jobs with a real worker, on the embedded broker and on Redis: killed in the middle, they are not lost."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from appendix.jobs import WORKER_DIED, cancel, try_again
from appendix.models import Edition, ExportFile, Format, Job
from appendix.tasks import TOO_LARGE, TOO_LONG
from reviews.models import Event

from .programs import Programs, children, kill_all, kill_child, stop_child, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["program_environment", pytest.param("redis_environment", marks=pytest.mark.redis)])
def programs(request, tmp_path):
    """Programs that notice a dead worker within two seconds, with a data folder of the test's own."""
    environment = request.getfixturevalue(request.param)
    quick = {"DATA_DIR": str(tmp_path), "JOB_LEASE_SECONDS": "2", "JOB_SWEEP_SECONDS": "1", "LOG_LEVEL": "INFO"}
    found = Programs({**environment, **quick}, tmp_path / "log")
    yield found
    found.stop()


def assert_whole(jobs: Sequence[Job], folder: Path) -> None:
    """One file of each format of each edition, with the bytes its row says, and nothing else on the disk."""
    files = list(ExportFile.objects.filter(edition__in=[job.edition_id for job in jobs]))
    ordered = {(job.edition_id, format) for job in jobs for format in job.formats}
    assert sorted((file.edition_id, file.format) for file in files) == sorted(ordered)
    for file in files:
        content = (folder / "files" / file.file.name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    on_disk = {str(path.relative_to(folder / "files")) for path in (folder / "files").rglob("*") if path.is_file()}
    assert on_disk == {file.file.name for file in files}


def in_the_middle(job: Job) -> bool:
    return job.state == Job.State.RUNNING and job.step != ""


def test_a_worker_makes_every_file(programs, make_job, tmp_path):
    job = make_job()
    programs.worker()
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.error, job.attempts, job.steps_done) == ("done", "", 1, len(Format.values))
    assert_whole([job], tmp_path)


def test_a_job_whose_process_is_killed_is_taken_up_again(programs, make_job, tmp_path):
    job = make_job()
    worker = programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    kill_child(worker)
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.attempts) == ("done", 2)
    assert_whole([job], tmp_path)


def test_jobs_are_done_after_idle_processes_were_killed(programs, make_job, tmp_path):
    worker = programs.worker(processes=2)
    wait_for(make_job(["json"]), lambda job: job.finished)
    for child in children(worker):
        os.kill(child, signal.SIGKILL)
    jobs = [make_job(["json"]), make_job(["xlsx"]), make_job(["json"])]
    programs.beat()
    assert [wait_for(job, lambda job: job.finished).state for job in jobs] == ["done"] * 3
    assert worker.poll() is None


def test_a_job_whose_worker_is_killed_is_taken_up_by_the_next_worker(programs, make_job, tmp_path):
    job = make_job()
    worker = programs.worker()
    wait_for(job, in_the_middle)
    kill_all(worker)
    programs.worker()
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.attempts) == ("done", 2)
    assert_whole([job], tmp_path)


def test_a_job_that_kills_every_worker_is_reported_as_failed(programs, make_job, tmp_path):
    programs.environment["JOB_MAX_ATTEMPTS"] = "1"
    job = make_job()
    worker = programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    kill_child(worker)
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.error) == ("failed", WORKER_DIED)


@pytest.mark.parametrize(
    ("limit", "paragraphs", "reason"),
    [({"JOB_TIME_LIMIT_SECONDS": "1"}, 250_000, TOO_LONG), ({"JOB_MEMORY_LIMIT_MB": "400"}, 2_000_000, TOO_LARGE)],
    ids=["time", "memory"],
)
def test_a_job_that_takes_too_much_is_told_so(programs, make_job, limit, paragraphs, reason):
    """So many paragraphs of introduction take longer than a second to set, or more than 400 MB."""
    programs.environment |= limit
    job = make_job(["docx"])
    snapshot = json.loads(job.edition.snapshot)
    Edition.objects.update(snapshot=json.dumps(snapshot | {"intro": "<p>x</p>" * paragraphs}))
    programs.worker()
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.error, job.attempts) == ("failed", reason, 1)


def test_a_cancelled_job_ends_and_can_be_built_after_all(programs, make_job, make_user, tmp_path, monkeypatch):
    monkeypatch.setattr("appendix.jobs.wake", lambda _job: None)  # beat wakes the worker
    job = make_job()
    programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    assert cancel(job.pk, make_user("cfo_caseworker"))
    job.refresh_from_db()
    assert (job.state, job.claim, job.step) == ("cancelled", None, "")
    assert not cancel(job.pk, make_user("cfo_caseworker"))
    # The worker is free again, and has left nothing half done.
    other = make_job(["json"])
    wait_for(other, lambda job: job.finished)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert Event.objects.get(kind="build_cancelled").data == {"bilag": 7, "edition": 1}
    assert not list((tmp_path / "scratch").iterdir())
    assert try_again(job.pk)
    job = wait_for(job, lambda job: job.finished)
    assert job.state == "done"
    assert_whole([job, other], tmp_path)


def test_several_jobs_at_once_each_make_their_own_files(programs, make_job, tmp_path):
    jobs = [make_job(["pdf", "docx", "json"]) for _number in range(3)]
    twice = Job.objects.create(edition=jobs[0].edition, formats=["pdf", "xlsx"])
    programs.worker(processes=3)
    done = [wait_for(job, lambda job: job.finished) for job in (*jobs, twice)]
    assert {(job.state, job.attempts) for job in done} == {("done", 1)}
    assert_whole(done, tmp_path)


def test_a_job_that_never_ends_is_stopped_and_reported(programs, make_job):
    """A stopped process stands in for one that hangs: its worker kills it at the time limit."""
    programs.environment |= {"JOB_MAX_ATTEMPTS": "1", "JOB_TIME_LIMIT_SECONDS": "3"}
    job = make_job()
    worker = programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    stop_child(worker)
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.error) == ("failed", WORKER_DIED)
