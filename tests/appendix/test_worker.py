"""Jobs with a real worker, on the embedded broker and on Redis: killed in the middle, they are not lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from appendix.jobs import WORKER_DIED
from appendix.models import ExportFile, Format, Job

from .programs import Programs, kill_all, kill_child, stop_child, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["program_environment", pytest.param("redis_environment", marks=pytest.mark.redis)])
def programs(request, tmp_path):
    """Programs that notice a dead worker within two seconds, with a data folder of the test's own."""
    environment = request.getfixturevalue(request.param)
    quick = {"DATA_DIR": str(tmp_path), "JOB_LEASE_SECONDS": "2", "JOB_SWEEP_SECONDS": "1", "LOG_LEVEL": "INFO"}
    found = Programs({**environment, **quick}, tmp_path / "log")
    yield found
    found.stop()


def assert_whole(job: Job, folder: Path) -> None:
    """One file of each format, with the bytes its row says, and nothing else on the disk."""
    files = list(ExportFile.objects.filter(edition=job.edition))
    assert sorted(file.format for file in files) == sorted(job.formats)
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
    assert_whole(job, tmp_path)


def test_a_job_whose_process_is_killed_is_taken_up_again(programs, make_job, tmp_path):
    job = make_job()
    worker = programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    kill_child(worker)
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.attempts) == ("done", 2)
    assert_whole(job, tmp_path)


def test_a_job_whose_worker_is_killed_is_taken_up_by_the_next_worker(programs, make_job, tmp_path):
    job = make_job()
    worker = programs.worker()
    wait_for(job, in_the_middle)
    kill_all(worker)
    programs.worker()
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.attempts) == ("done", 2)
    assert_whole(job, tmp_path)


def test_a_job_that_kills_every_worker_is_reported_as_failed(programs, make_job, tmp_path):
    programs.environment["JOB_MAX_ATTEMPTS"] = "1"
    job = make_job()
    worker = programs.worker()
    programs.beat()
    wait_for(job, in_the_middle)
    kill_child(worker)
    job = wait_for(job, lambda job: job.finished)
    assert (job.state, job.error) == ("failed", WORKER_DIED)


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
