"""The job row is the truth: one claim, a lease that is pushed, a sweep that loses nothing and doubles nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from appendix import jobs
from appendix.build import build_products
from appendix.editions import read_snapshot
from appendix.jobs import LostClaim, cancel, claim, heartbeat, sweep, try_again
from appendix.leftovers import remove_leftovers, scratch_folder
from appendix.models import ExportFile, Job
from appendix.tasks import UNEXPECTED, _run, run_job
from tests.pages import texts

PAST = timedelta(seconds=-1)


def product_files() -> list[Path]:
    return [path for path in Path(default_storage.path("editions")).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _no_files_before():
    for path in product_files():
        path.unlink()


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + PAST)


def no_progress(step: str, done: int, total: int, *parts: int) -> None:
    pass


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_the_job(make_job):
    job = make_job(["pdf"])
    start = threading.Barrier(6)
    tokens = []

    def worker() -> None:
        start.wait()
        tokens.append(claim(job.pk))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert [token for token in tokens if token] == [job.claim]
    assert (job.state, job.attempts, len(tokens)) == (Job.State.RUNNING, 1, 6)


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_leaves_nothing(make_job):
    job = make_job(["pdf"])
    first = claim(job.pk)
    expire(job)
    sweep(lambda _job_id: None)
    second = claim(job.pk)
    assert second not in (None, first)
    with pytest.raises(LostClaim):
        jobs.report(job.pk, first, step="PDF", steps_done=0, steps_total=1)
    with pytest.raises(LostClaim):
        build_products(job, first, no_progress)
    with pytest.raises(LostClaim):
        jobs.finish(job.pk, first)
    with pytest.raises(LostClaim):
        jobs.fail(job.pk, first, "Forkert")
    assert (ExportFile.objects.count(), product_files(), list(scratch_folder().iterdir())) == (0, [], [])
    build_products(job, second, no_progress)
    jobs.finish(job.pk, second)
    job.refresh_from_db()
    assert (job.state, len(product_files())) == (Job.State.DONE, 1)


@pytest.mark.django_db
def test_a_job_run_twice_makes_its_files_once(make_job):
    job = make_job(["pdf"])
    run_job(job.pk)
    written = product_files()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, len(written), product_files()) == (Job.State.DONE, 1, 1, written)


@pytest.mark.django_db
def test_a_job_taken_up_again_keeps_the_files_it_has(make_job):
    job = make_job(["pdf"])
    token = claim(job.pk)
    build_products(job, token, no_progress)
    before = ExportFile.objects.get()
    expire(job)
    sweep(run_job)
    job.refresh_from_db()
    assert (job.state, ExportFile.objects.get().file.name) == (Job.State.DONE, before.file.name)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_a_long_step_alive(make_job, settings):
    settings.JOB_LEASE_SECONDS = 0.6
    job = make_job(["pdf"])
    token = claim(job.pk)
    with heartbeat(job.pk, token):
        time.sleep(1.2)
        assert sweep(lambda _job_id: None) == []
    time.sleep(0.8)
    assert sweep(lambda _job_id: None) == [job.pk]


@pytest.mark.django_db
def test_the_sweep_takes_up_dead_jobs_and_leaves_living_ones(make_job):
    living, dead, waiting, done = (make_job(["pdf"]) for _ in range(4))
    claim(living.pk)
    claim(dead.pk)
    expire(dead)
    Job.objects.filter(pk=done.pk).update(state=Job.State.DONE)
    woken = []
    assert sweep(woken.append) == woken == [dead.pk, waiting.pk]
    states = dict(Job.objects.values_list("pk", "state"))
    assert states == {living.pk: "running", dead.pk: "queued", waiting.pk: "queued", done.pk: "done"}


@pytest.mark.django_db
def test_after_the_last_attempt_the_job_is_reported_as_failed_and_can_be_tried_again(make_job):
    job = make_job(["pdf"])
    for _attempt in range(settings.JOB_MAX_ATTEMPTS):
        assert claim(job.pk)
        expire(job)
        sweep(lambda _job_id: None)
    job.refresh_from_db()
    reason = jobs.WORKER_DIED
    assert (job.state, job.error, job.claim, job.lease_until) == (Job.State.FAILED, reason, None, None)
    assert job.finished_at is not None
    assert try_again(job.pk) is True
    assert try_again(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.finished_at) == (Job.State.QUEUED, 0, "", None)


@pytest.mark.django_db
def test_what_goes_wrong_becomes_the_jobs_reason(make_job):
    job = make_job(["pdf"])
    job.edition.snapshot = job.edition.snapshot.replace('"schema":', '"skema":', 1)
    job.edition.save()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, UNEXPECTED)
    assert product_files() == []


@pytest.mark.django_db
def test_leftovers_of_a_killed_worker_are_removed_after_an_hour(make_job):
    job = make_job(["pdf"])
    run_job(job.pk)
    kept = product_files()
    folder = Path(default_storage.path("editions/1"))
    folder.mkdir(parents=True, exist_ok=True)
    (scratch_folder() / "old").mkdir()
    for path in (folder / "orphan.pdf", folder / "young.pdf", scratch_folder() / "old" / "half.pdf"):
        path.write_bytes(b"half")
    long_ago = time.time() - settings.LEFTOVER_SECONDS - 1
    for path in (*kept, folder / "orphan.pdf", scratch_folder() / "old"):
        os.utime(path, (long_ago, long_ago))
    assert remove_leftovers() == ["editions/1/orphan.pdf", "old"]
    assert sorted(product_files()) == sorted([*kept, folder / "young.pdf"])
    assert list(scratch_folder().iterdir()) == []


@pytest.mark.django_db
def test_each_proposal_is_counted_and_the_page_is_told_outside_what_is_read_aloud(make_job, client_for, make_user):
    job = make_job(["docx"])
    told = []
    build_products(job, claim(job.pk), lambda *progress: told.append(progress))
    parts = 1 + sum(1 for one in read_snapshot(job.edition).proposals if one.body_in_appendix)
    assert [progress for progress in told if len(progress) == 5] == [
        ("Word", 0, 1, part, parts) for part in range(parts + 1)
    ]
    client, address = client_for(make_user("cfo_caseworker")), reverse("job", args=[job.pk])
    headers = {"HX-Request": "true"}
    shown = client.get(address, headers=headers).content.decode()
    state = re.search(r'name="state" value="([^"]+)"', shown)[1]
    assert client.get(address, {"state": state}, headers=headers).status_code == 204
    Job.objects.update(parts_done=3, parts_total=13, step="Word")
    same = client.get(address, {"state": state}, headers=headers)
    assert (same.status_code, same["HX-Reswap"]) == (200, "none")
    assert texts(same.content, "//p[@id='job-parts']") == ["Word: 3 af 13 dele er skrevet"]


@pytest.mark.django_db(transaction=True)
def test_what_sets_the_pages_ends_with_a_cancelled_job(make_job, make_user, monkeypatch):
    """The row is looked at while typst works, which here reads its order and never ends."""
    monkeypatch.setattr("appendix.writers.pdf.ASK_SECONDS", 0.2)
    job, started = make_job(["pdf"]), []

    class Endless(subprocess.Popen):
        def __init__(self, _command, **options) -> None:
            super().__init__(["sh", "-c", "cat > /dev/null; exec sleep 600"], **options)
            started.append(self)
            cancel(job.pk, make_user("cfo_caseworker"))

    monkeypatch.setattr("appendix.writers.pdf.subprocess.Popen", Endless)
    token = claim(job.pk)
    with pytest.raises(LostClaim):
        _run(job.pk, token)
    assert [process.returncode for process in started] == [-signal.SIGKILL]
    assert (product_files(), list(scratch_folder().iterdir())) == ([], [])


@pytest.mark.django_db
def test_the_same_asked_for_again_is_the_job_that_is_under_way(make_job, client_for, make_user):
    job = make_job(["pdf", "json"], kind=Job.Kind.CHECK)
    edition = job.edition
    same = jobs.enqueue(edition, ["json"], Job.Kind.CHECK)
    assert (same.pk, same.already) == (job.pk, True)
    more, other = jobs.enqueue(edition, ["json", "docx"], Job.Kind.CHECK), jobs.enqueue(edition, ["json"])
    assert {more.already, other.already} == {False}
    page = client_for(make_user("cfo_caseworker")).post(reverse("edition-check", args=[edition.pk]), follow=True)
    assert texts(page.content, "//*[@role='status' or contains(@class, 'alert')]")[0].startswith(
        "Det er allerede sat i gang."
    )
    assert Job.objects.filter(kind=Job.Kind.CHECK).count() == 2
    Job.objects.update(state=Job.State.DONE)
    assert jobs.enqueue(edition, ["json"], Job.Kind.CHECK).already is False


@pytest.mark.django_db
def test_a_job_is_cancelled_on_its_page_and_tried_again(make_job, client_for, make_user):
    job = make_job(["json"])
    client, address = client_for(make_user("cfo_caseworker")), reverse("job", args=[job.pk])
    assert "Afbryd" in client.get(address).content.decode()
    page = client.post(reverse("job-cancel", args=[job.pk]), follow=True).content.decode()
    assert "Jobbet er afbrudt" in page
    assert claim(job.pk) is None
    again = client.post(reverse("job-cancel", args=[job.pk]), follow=True).content.decode()
    assert "Jobbet var allerede færdigt." in again
    assert try_again(job.pk)
    assert claim(job.pk) is not None


@pytest.mark.django_db
def test_of_two_jobs_for_one_file_the_first_ones_stays(make_job):
    slow = make_job(["json"])
    quick = Job.objects.create(edition=slow.edition, formats=["json"])
    kept = []

    def meanwhile(step: str, done: int, total: int, *parts: int) -> None:
        """The other job makes the file while this one is about to."""
        if step and not kept:
            build_products(quick, claim(quick.pk), no_progress)
            kept.extend(ExportFile.objects.values("pk", "file", "sha256"))

    build_products(slow, claim(slow.pk), meanwhile)
    assert list(ExportFile.objects.values("pk", "file", "sha256")) == kept
    assert [str(path.relative_to(default_storage.path(""))) for path in product_files()] == [kept[0]["file"]]
