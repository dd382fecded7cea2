"""Old drafts lose their files and can be built again; final editions and young drafts never lose any."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from appendix.expiry import expire_drafts, expired_formats
from appendix.models import ExportFile, Job
from appendix.tasks import run_job
from tests.pages import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(make_job):
    """A job's edition with its files, which are as old as is asked."""

    def build(days: int, **edition) -> Job:
        job = make_job(["json", "kvantum_csv"])
        for name, value in edition.items():
            setattr(job.edition, name, value)
        job.edition.save()
        run_job(job.pk)
        ExportFile.objects.filter(edition=job.edition).update(created_at=timezone.now() - timedelta(days=days))
        return Job.objects.get(pk=job.pk)

    return build


def stored(job: Job) -> list[bool]:
    return [default_storage.exists(file.file.name) for file in job.edition.files.all()]


def test_only_the_files_of_old_drafts_go(built, settings, django_capture_on_commit_callbacks):
    settings.DRAFT_FILES_DAYS = 30
    old, young, final = built(31), built(29), built(400, final=True)
    gone = [file.file.name for file in old.edition.files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        assert len(expire_drafts()) == 2
    assert [default_storage.exists(name) for name in gone] == [False, False]
    assert [stored(job) for job in (old, young, final)] == [[], [True, True], [True, True]]
    assert [expired_formats(job.edition) for job in (old, young, final)] == [["json", "kvantum_csv"], [], []]
    assert expire_drafts() == []


def test_the_address_of_a_file_that_has_gone_says_so_until_it_is_built_again(
    built, client_for, make_user, django_capture_on_commit_callbacks
):
    job = built(1000)
    file = job.edition.files.get(format="json")
    address = reverse("export-file", args=[file.pk])
    with django_capture_on_commit_callbacks(execute=True):
        expire_drafts()
    client = client_for(make_user("cfo_caseworker"))
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "private, no-store")
    assert texts(answer.content, "//main//p")[0].startswith(f"“{file.name}” ligger ikke længere på serveren.")
    assert reverse("edition", args=[job.edition_id]) in answer.content.decode()
    assert client_for(make_user("writer")).get(address).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("edition-build-again", args=[job.edition_id]))
    again = client.get(address)
    assert (again.status_code, hashlib.sha256(b"".join(again.streaming_content)).hexdigest()) == (200, file.sha256)
    assert expire_drafts() == []


def test_the_edition_says_so_and_builds_the_same_bytes_again(
    built, client_for, make_user, django_capture_on_commit_callbacks
):
    job = built(0)
    before = dict(job.edition.files.values_list("format", "sha256"))
    ExportFile.objects.update(created_at=timezone.now() - timedelta(days=1000))
    with django_capture_on_commit_callbacks(execute=True):
        expire_drafts()
    client = client_for(make_user("cfo_caseworker"))
    page = client.get(reverse("edition", args=[job.edition_id])).content
    assert texts(page, "//form[contains(@action, 'dan-igen')]/p") == [
        "Et udkasts filer slettes efter 90 dage: JSON, Kvantum (CSV). De kan dannes igen af den frosne udgave."
    ]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("edition-build-again", args=[job.edition_id]))
    after = {file.format: hashlib.sha256(file.file.read()).hexdigest() for file in job.edition.files.all()}
    assert after == before
