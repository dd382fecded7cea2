"""Who gets at which page of the appendix: CFØ alone, and previews for those who may see the proposal."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Role
from appendix.models import ExportFile, Job
from reviews.models import Event

from .cases import add_proposal

pytestmark = pytest.mark.django_db

CFO = (Role.CFO_CASEWORKER, Role.CFO_SIGNER)
APPENDIX = [
    ("appendix", "get", "round"),
    ("appendix-intro", "post", "round"),
    ("appendix-build", "post", "round"),
    ("reconciliation", "get", "round"),
    ("edition", "get", "edition"),
    ("edition-check", "post", "edition"),
    ("edition-build-again", "post", "edition"),
    ("control-sheet", "get", "edition"),
    ("job", "get", "job"),
    ("job-retry", "post", "job"),
    ("export-file", "get", "file"),
]


def address(name: str, pk: int) -> str:
    return reverse(name, args=[pk, 7] if name.startswith("appendix-") else [pk])


@pytest.fixture
def subjects(make_job) -> dict[str, int]:
    job = make_job(state=Job.State.FAILED)
    content = ContentFile(b"%PDF-", name="bilag.pdf")
    file = ExportFile.objects.create(edition=job.edition, format="pdf", file=content, name="bilag.pdf", size=5)
    return {"round": job.edition.round_id, "edition": job.edition_id, "job": job.pk, "file": file.pk}


@pytest.mark.parametrize("role", Role.values)
def test_only_cfo_works_with_the_appendix(role, subjects, make_user, client_for):
    client = client_for(make_user(role))
    answers = {}
    for name, method, subject in APPENDIX:
        response = getattr(client, method)(address(name, subjects[subject]))
        answers[name] = response.status_code
        if role not in CFO:
            assert "Bilag 7, Budget" not in (b"" if response.streaming else response.content).decode()
    allowed = {
        "appendix": 200,
        "appendix-intro": 200,
        "appendix-build": 200,
        "reconciliation": 200,
        "edition": 200,
        "edition-check": 302,
        "edition-build-again": 302,
        "control-sheet": 200,
        "job": 200,
        "job-retry": 302,
    }
    assert answers == (allowed | {"export-file": 200} if role in CFO else dict.fromkeys(answers, 403))
    assert Event.objects.filter(kind="file_downloaded").count() == (2 if role in CFO else 0)
    assert Job.objects.count() == (2 if role in CFO else 1)


@pytest.mark.parametrize("role", [None, "reader"])
def test_others_do_not_learn_which_jobs_and_files_there_are(role, make_user, client_for, subjects):
    client = client_for(make_user(role))
    for name, method, _subject in APPENDIX[4:]:
        assert getattr(client, method)(reverse(name, args=[987_654])).status_code == 403


@pytest.mark.parametrize(("name", "method", "subject"), APPENDIX)
def test_a_stranger_is_sent_to_the_sign_in(name, method, subject, subjects, client):
    response = getattr(client, method)(address(name, subjects[subject]))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(
    ("state", "confidential", "who"),
    [
        ("draft", False, {"own", "cfo"}),
        ("submitted", False, {"own", "cfo", "secretary", "reader", "other"}),
        ("approved", True, {"own", "cfo", "secretary"}),
    ],
)
@pytest.mark.parametrize("name", ["preview", "preview-pdf", "preview-docx"])
def test_a_preview_is_for_those_who_may_see_the_proposal(
    name, state, confidential, who, make_round, make_user, client_for
):
    proposal = add_proposal(make_round(), state, confidential=confidential, confidential_reason="Forhandling")
    people = {
        "own": make_user("writer", administration="SOF"),
        "cfo": make_user("cfo_caseworker"),
        "secretary": make_user("secretary", committee=proposal.committee),
        "reader": make_user("reader"),
        "other": make_user("writer", administration="TMF"),
        "body": make_user("body_member"),
        "nobody": make_user(),
    }
    address = reverse(name, args=[proposal.pk])
    answers = {person: client_for(user).get(address).status_code for person, user in people.items()}
    assert answers == {person: 200 if person in who else 404 for person in people}


def test_a_file_cannot_be_fetched_once_the_role_is_gone(subjects, make_user, client_for):
    user = make_user("cfo_caseworker")
    client = client_for(user)
    address = reverse("export-file", args=[subjects["file"]])
    assert client.get(address).status_code == 200
    user.memberships.all().delete()
    assert client.get(address).status_code == 403
