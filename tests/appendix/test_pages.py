"""The appendix page, its introduction, building an edition and following the job, and previews."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appendix.models import Edition, Job
from appendix.tasks import run_job
from reviews.models import Event

from .cases import add_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def cfo(make_user, client_for):
    return client_for(make_user("cfo_caseworker", name="Sagsbehandler"))


@pytest.fixture
def round(make_round):
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01", title="Fælles indgang")
    return round


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_appendix_as_it_stands(cfo, round):
    add_proposal(round, "submitted", number="BC02", title="Venter endnu")
    page = text_of(cfo.get(reverse("appendix", args=[round.pk])))
    for words in (
        "1 forslag er godkendt og kommer med.",
        "I bilaget fremlægges 1 indkommen ansøgning til investeringspuljerne",
        "Tabel 1. Investerings- og innovationsforslag fordelt på udvalg",
        "Tabel 2. Indkomne ansøgninger til investeringspuljen",
        "Indsendt, men ikke godkendt af CFØ, og kommer derfor ikke med:",
        "Ligger hos CFØ og er ikke godkendt.",
        "Resterer, hvis alt vedtages",
    ):
        assert words in page


def test_building_freezes_an_edition_and_queues_a_job(cfo, round, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = cfo.post(reverse("appendix-build", args=[round.pk, 7]), {"final": "draft", "formats": ["pdf"]})
    job = Job.objects.get()
    assert response.url == reverse("job", args=[job.pk])
    assert (job.state, job.formats, job.edition.number) == (Job.State.DONE, ["pdf"], 1)
    assert job.edition.created_by_name == "Sagsbehandler"
    file = job.edition.files.get()
    page = text_of(cfo.get(response.url))
    assert "Filerne er klar." in page
    assert file.sha256 in page
    assert "hx-trigger" not in page
    download = cfo.get(reverse("export-file", args=[file.pk]))
    content = b"".join(download.streaming_content)
    assert hashlib.sha256(content).hexdigest() == file.sha256
    assert download["Cache-Control"] == "private, no-store"
    assert download["Content-Disposition"] == 'attachment; filename="Bilag 7, Budget 2026, udgave 1 (udkast).pdf"'
    assert Event.objects.get(kind="file_downloaded").data == {"file": file.name, "sha256": file.sha256}


def test_what_cannot_be_built_is_said_at_the_form(cfo, round, make_round):
    form = {"final": "draft", "include_submitted": "on"}
    page = text_of(cfo.post(reverse("appendix-build", args=[round.pk, 7]), form))
    assert "Vælg mindst ét format." in page
    assert "<title>Fejl:" in page
    form = {"final": "draft", "formats": ["pdf"]}
    page = text_of(cfo.post(reverse("appendix-build", args=[make_round().pk, 7]), form))
    assert "Der er ingen godkendte forslag at trykke endnu." in page
    assert (Edition.objects.count(), Job.objects.count()) == (0, 0)


def test_each_appendix_has_its_own_page_introduction_and_editions(cfo, round):
    add_proposal(round, number="BC02", title="Hemmelig handel", confidential=True, confidential_reason="Forhandling")
    pages = {bilag: text_of(cfo.get(reverse("appendix", args=[round.pk, bilag]))) for bilag in (7, 8, 10)}
    assert "2 forslag er godkendt og kommer med." in pages[7]
    assert "0 forslag er godkendt og kommer med." in pages[8]
    assert "I bilaget fremlægges 1 indkommen ansøgning om fortrolige forslag til investeringspuljerne" in pages[10]
    assert cfo.get(reverse("appendix", args=[round.pk, 9])).status_code == 404
    cfo.post(reverse("appendix-intro", args=[round.pk, 10]), {"intro": "Kun for udvalget.", "seen": "computed"})
    cfo.post(reverse("appendix-build", args=[round.pk, 10]), {"final": "draft", "formats": ["json"]})
    assert "Kun for udvalget." in text_of(cfo.get(reverse("appendix", args=[round.pk, 10])))
    assert "Kun for udvalget." not in text_of(cfo.get(reverse("appendix", args=[round.pk, 7])))
    assert [(one.bilag, one.number) for one in Edition.objects.all()] == [(10, 1)]


def test_what_keeps_an_edition_from_being_final_is_said_at_the_choice(cfo, round):
    add_proposal(round, title="Uden nummer")
    form = {"formats": ["json"], "final": "final"}
    page = text_of(cfo.post(reverse("appendix-build", args=[round.pk, 7]), form))
    assert "Uden nummer: Uden nummer." in page
    assert Edition.objects.count() == 0
    form = {"final": "draft", "formats": ["json"], "include_submitted": "on"}
    page = text_of(cfo.post(reverse("appendix-build", args=[round.pk, 7]), form))
    assert "Skriv, hvorfor forslag, der ikke er godkendt, tages med." in page


def test_a_poll_is_told_of_changes_only_and_stops_at_the_end(cfo, make_job):
    job = make_job(["pdf"])
    address = reverse("job", args=[job.pk])
    assert "Venter på at komme til." in text_of(cfo.get(address))
    poll = cfo.get(address, headers={"HX-Request": "true"})
    assert (poll.status_code, b"<html" in poll.content) == (200, False)
    state = f"{job.state}-0-0-0"
    assert f'value="{state}"' in text_of(poll)
    assert cfo.get(address, {"state": state}, headers={"HX-Request": "true"}).status_code == 204
    run_job(job.pk)
    assert cfo.get(address, {"state": state}, headers={"HX-Request": "true"}).status_code == 286


def test_a_job_whose_worker_died_says_so(cfo, make_job):
    job = make_job(state=Job.State.RUNNING, lease_until=timezone.now() - timezone.timedelta(seconds=1), attempts=1)
    assert "giver ikke lyd fra sig" in text_of(cfo.get(reverse("job", args=[job.pk])))


def test_a_failed_job_says_why_and_can_be_tried_again(cfo, make_job, django_capture_on_commit_callbacks):
    job = make_job(["pdf"], state=Job.State.FAILED, error="PDF-filen kunne ikke dannes.", attempts=3)
    page = text_of(cfo.get(reverse("job", args=[job.pk])))
    assert "PDF-filen kunne ikke dannes." in page
    assert "Prøv igen" in page
    with django_capture_on_commit_callbacks(execute=True):
        cfo.post(reverse("job-retry", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.DONE, 1, "")


def test_the_introduction_is_written_and_computed_again(cfo, round):
    address = reverse("appendix-intro", args=[round.pk, 7])
    response = cfo.post(address, {"intro": "Vores egne ord.\r\n\r\nAndet afsnit.", "seen": "computed"}, follow=True)
    assert "Indledningen er gemt." in text_of(response)
    round.refresh_from_db()
    assert round.introductions == {"7": {"text": "Vores egne ord.\n\nAndet afsnit.", "computed": False}}
    seen = response.context["intro_form"].fields["seen"].initial
    response = cfo.post(address, {"computed": "1", "seen": seen}, follow=True)
    assert "Indledningen beregnes igen." in text_of(response)
    round.refresh_from_db()
    assert round.introductions == {"7": {"text": "Vores egne ord.\n\nAndet afsnit.", "computed": True}}
    changes = [event.data for event in Event.objects.filter(kind="intro_changed").order_by("id")]
    own = "Vores egne ord.\n\nAndet afsnit."
    assert changes == [{"bilag": 7, "before": None, "after": own}, {"bilag": 7, "before": own, "after": None}]


def test_a_stale_introduction_does_not_overwrite(cfo, round):
    address = reverse("appendix-intro", args=[round.pk, 7])
    cfo.post(address, {"intro": "Den første.", "seen": "computed"})
    response = cfo.post(address, {"intro": "Den anden.", "seen": "computed"})
    page = text_of(response)
    assert "En anden har imens gemt en anden indledning: “Den første.”" in page
    assert "Den anden.</textarea>" in page
    round.refresh_from_db()
    assert round.introductions["7"]["text"] == "Den første."
    cfo.post(address, {"intro": "Den anden.", "seen": response.context["intro_form"]["seen"].value()})
    round.refresh_from_db()
    assert round.introductions["7"]["text"] == "Den anden."


def test_an_empty_introduction_is_refused(cfo, round):
    page = text_of(cfo.post(reverse("appendix-intro", args=[round.pk, 7]), {"intro": "  ", "seen": "computed"}))
    assert "<title>Fejl:" in page
    round.refresh_from_db()
    assert round.introductions == {}


def test_tags_nobody_may_print_are_taken_out_of_the_introduction(cfo, round):
    address = reverse("appendix-intro", args=[round.pk, 7])
    cfo.post(address, {"intro": "<p>Ord<script>x</script> <b>her</b></p>", "seen": "computed"})
    round.refresh_from_db()
    assert "script" not in round.introductions["7"]["text"]
    assert cfo.get(reverse("appendix", args=[round.pk])).status_code == 200


def test_more_proposals_and_editions_ask_no_more_of_the_database(cfo, round, make_user):
    address = reverse("appendix", args=[round.pk])
    counts = []
    for upto in (3, 6):
        while round.proposals.count() < upto:
            add_proposal(round, number=f"BC{round.proposals.count() + 1:02}")
            cfo.post(reverse("appendix-build", args=[round.pk, 7]), {"final": "draft", "formats": ["pdf"]})
        with CaptureQueriesContext(connection) as queries:
            assert cfo.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_preview_is_marked_until_cfo_has_approved(make_round, make_user, client_for):
    client = client_for(make_user("cfo_signer"))
    round = make_round()
    draft, approved = add_proposal(round, "draft"), add_proposal(round, "approved")
    page = text_of(client.get(reverse("preview", args=[draft.pk])))
    assert "Kladden, som den står nu" in page
    assert f"Kladde til version 1, {timezone.localtime(draft.updated_at).day}." in page
    page = text_of(client.get(reverse("preview", args=[approved.pk])))
    assert "<h2>Version 1</h2>" in page
    assert "Kladde" not in page
    assert client.get(reverse("preview", args=[approved.pk]), {"revision": "2"}).status_code == 404
    for nothing in ("x", "²", "9" * 5000):
        assert client.get(reverse("preview", args=[approved.pk]), {"revision": nothing}).status_code == 404
    pdf = client.get(reverse("preview-pdf", args=[approved.pk]), {"revision": "1"})
    assert (pdf.status_code, pdf["Content-Type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert pdf["Cache-Control"] == "private, no-store"


def test_a_proposal_known_as_a_row_has_no_preview(make_round, make_proposal, make_user, client_for):
    proposal = make_proposal(make_round(), state="approved", row_figures={"service": 1})
    client = client_for(make_user("cfo_signer"))
    assert "kun kendt som en række" in text_of(client.get(reverse("preview", args=[proposal.pk])))
    for name in ("preview-pdf", "preview-docx"):
        assert client.get(reverse(name, args=[proposal.pk])).status_code == 404
