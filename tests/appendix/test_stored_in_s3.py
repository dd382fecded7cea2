"""The same files in an object store: a real server of the protocol, and the same rows, downloads and cleaning."""

import hashlib
import os
from datetime import timedelta

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from appendix import leftovers
from appendix.rebuild import check_edition
from appendix.tasks import run_job
from reviews.models import Event

pytestmark = pytest.mark.django_db

KEYS = {"access_key": "prøve", "secret_key": "prøve", "region_name": "eu-north-1"}


@pytest.fixture(scope="module")
def server():
    found = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    found.start()
    yield "http://{}:{}".format(*found.get_host_and_port())
    found.stop()


@pytest.fixture
def bucket(server, settings):
    """An empty bucket that the program stores its files in."""
    client = boto3.client(
        "s3", endpoint_url=server, region_name=KEYS["region_name"],
        aws_access_key_id="x", aws_secret_access_key="x",
    )  # fmt: skip
    name = f"bilag-{os.urandom(4).hex()}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    options = {"bucket_name": name, "endpoint_url": server, "access_key": "x", "secret_key": "x"}
    options |= {"region_name": KEYS["region_name"], "default_acl": None, "file_overwrite": False}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }
    return lambda: [row["Key"] for row in client.list_objects_v2(Bucket=name).get("Contents", [])]


def test_files_are_stored_checked_and_fetched_whole_and_in_part(bucket, make_job, client_for, make_user):
    job = make_job(["pdf", "json"])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    files = list(job.edition.files.all())
    assert sorted(bucket()) == sorted(file.file.name for file in files)
    assert [check.sound for check in check_edition(job.edition)] == [True, True]
    client = client_for(make_user("cfo_caseworker"))
    for file in files:
        address = reverse("export-file", args=[file.pk])
        content = b"".join(client.get(address).streaming_content)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
        part = client.get(address, headers={"range": "bytes=100-199"})
        assert (part.status_code, b"".join(part.streaming_content)) == (206, content[100:200])
        # Whoever asks for a part has fetched too.
        fetched = Event.objects.filter(kind="file_downloaded", data__sha256=file.sha256)
        assert fetched.count() == 2


def test_a_file_that_is_gone_from_the_store_is_said_so(bucket, make_job, client_for, make_user):
    job = make_job(["json"])
    run_job(job.pk)
    file = job.edition.files.get()
    default_storage.delete(file.file.name)
    answer = client_for(make_user("cfo_caseworker")).get(reverse("export-file", args=[file.pk]))
    assert answer.status_code == 410
    assert "Filen findes ikke længere" in answer.content.decode()


def test_what_has_no_row_is_cleaned_away_when_it_is_old(bucket, make_job, settings):
    job = make_job(["json"])
    run_job(job.pk)
    orphan = default_storage.save("editions/9/orphan.pdf", ContentFile(b"halv"))
    assert leftovers.remove_leftovers() == []
    settings.LEFTOVER_SECONDS = -timedelta(minutes=1).total_seconds()
    assert leftovers.remove_leftovers() == [orphan]
    assert bucket() == [job.edition.files.get().file.name]
    assert timezone.now() - default_storage.get_modified_time(bucket()[0]) < timedelta(minutes=1)
