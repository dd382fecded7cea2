"""Editions, jobs and files can be looked at in the administration by CFØ, and changed by nobody."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from appendix.models import ExportFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(make_job) -> dict[str, int]:
    job = make_job()
    file = ExportFile.objects.create(
        edition=job.edition, format="pdf", file=ContentFile(b"%PDF-", name="x.pdf"), name="bilag.pdf", size=5
    )
    return {"edition": job.edition_id, "job": job.pk, "exportfile": file.pk}


@pytest.mark.parametrize("name", ["edition", "job", "exportfile"])
def test_cfo_looks_and_changes_nothing(name, rows, make_user, client_for):
    client = client_for(make_user("cfo_signer"))
    assert client.get(reverse(f"admin:appendix_{name}_changelist")).status_code == 200
    page = client.get(reverse(f"admin:appendix_{name}_change", args=[rows[name]]))
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert client.get(reverse(f"admin:appendix_{name}_add")).status_code == 403
    assert client.post(reverse(f"admin:appendix_{name}_delete", args=[rows[name]]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["edition", "job", "exportfile"])
def test_others_in_the_administration_do_not_see_them(name, rows, make_user, client_for):
    client = client_for(make_user("administrator"))
    assert client.get(reverse(f"admin:appendix_{name}_changelist")).status_code == 403
