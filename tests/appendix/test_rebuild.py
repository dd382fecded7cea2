"""A stored edition built again: the same bytes, or what differs and which engine changed; tampering is seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from appendix.control_sheet import control_sheet
from appendix.editions import create_edition
from appendix.jobs import enqueue
from appendix.models import ExportFile, Job
from appendix.rebuild import check_edition
from appendix.tasks import run_job
from appendix.writers.pdf import tree_data
from reviews.models import Event
from tests.pages import texts

from .cases import add_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(make_round, make_user):
    """A final edition with all its files."""
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01")
    made = create_edition(round, make_user("cfo_caseworker"), final=True)
    run_job(enqueue(made, ["pdf", "docx", "xlsx", "json"]).pk)
    return made


def verdicts(edition) -> dict[str, tuple[bool, bool]]:
    return {check.format: (check.intact, check.same) for check in check_edition(edition)}


def test_a_final_edition_is_built_again_byte_for_byte(edition, capsys):
    assert verdicts(edition) == dict.fromkeys(("pdf", "docx", "xlsx", "json"), (True, True))
    call_command("check_edition", "Budget 2026", 1)
    assert capsys.readouterr().out.splitlines()[0] == "pdf: den gemte fil er uændret; dannet igen: samme bytes"


def test_a_file_that_was_tampered_with_is_told_from_one_that_comes_out_otherwise(edition):
    stored = edition.files.get(format="json")
    path = Path(stored.file.path)
    path.write_bytes(path.read_bytes().replace(b'"bilag": 7', b'"bilag": 8'))
    edition.files.get(format="pdf").file.delete(save=False)
    found = {check.format: check for check in check_edition(edition)}
    assert (found["json"].intact, found["json"].same, found["json"].parts) == (False, True, ["bilag"])
    assert (found["pdf"].intact, found["pdf"].same) == (False, True)
    assert found["docx"].sound
    with pytest.raises(CommandError, match="Ikke alle filer"):
        call_command("check_edition", "Budget 2026", 1)


def test_a_changed_file_is_not_handed_out_nor_vouched_for(edition, make_user, client_for):
    client = client_for(make_user("cfo_caseworker"))
    changed, gone, sound = (edition.files.get(format=format) for format in ("xlsx", "docx", "json"))
    with Path(changed.file.path).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")
    gone.file.delete(save=False)

    answers = [client.get(reverse("export-file", args=[file.pk])) for file in (changed, gone, sound)]

    assert [answer.status_code for answer in answers] == [410, 410, 200]
    assert [texts(answer.content, "//main//p")[0] for answer in answers[:2]] == [
        f"“{changed.name}” på serveren er ikke længere den fil, der blev gemt, og bliver derfor ikke udleveret. "
        "Sig det til dem, der driver systemet: de kan hente den rigtige fra sikkerhedskopien.",
        f"“{gone.name}” ligger ikke længere på serveren. "
        "Sig det til dem, der driver systemet: de kan hente den fra sikkerhedskopien.",
    ]
    assert [event.data["file"] for event in Event.objects.filter(kind="file_downloaded")] == [sound.name]
    words = "Ændret eller væk, siden den blev læst tilbage: Word, Excel. Den må ikke bruges."
    assert words in json.dumps(tree_data(control_sheet(edition)), ensure_ascii=False)


def test_a_rebuild_by_another_engine_names_it(edition, make_user, client_for):
    stored = edition.files.get(format="xlsx")
    ExportFile.objects.filter(pk=stored.pk).update(engines={**stored.engines, "XlsxWriter": "3.0.0"})
    client = client_for(make_user("cfo_caseworker"))
    client.post(reverse("edition-check", args=[edition.pk]))
    job = Job.objects.get(kind="check")
    run_job(job.pk)
    now = stored.engines["XlsxWriter"]
    check = next(one for one in check_edition(edition) if one.format == "xlsx")
    assert check.engines == {"XlsxWriter": ("3.0.0", now)}
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert f"XlsxWriter: 3.0.0 → {now}" in page
    assert "Filerne er dannet igen og sammenlignet." in page


def test_the_page_of_an_edition_lists_the_versions_it_holds(edition, make_user, client_for):
    page = client_for(make_user("cfo_signer")).get(reverse("edition", args=[edition.pk])).content.decode()
    revision = edition.round.proposals.get().revisions.get()
    assert all(words in page for words in (revision.sha256, edition.sha256, "Endelig", "BC01"))
