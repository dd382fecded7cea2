"""The package for the case system: open and closed apart, an index, nothing confidential in what is open."""

import csv
import hashlib
import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from lxml import html

from appendix.editions import create_edition
from appendix.errata import order_files
from appendix.jobs import enqueue
from appendix.models import Edition, Job, PackageFile
from appendix.package import order_package, write_package
from appendix.tasks import run_job
from reviews.models import Event

from .cases import add_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def cfo(make_user):
    return make_user("cfo_signer", name="CFØ")


@pytest.fixture
def round(make_round, cfo):
    """Bilag 7 in two final editions with a rettelsesblad, Bilag 10, and a draft of Bilag 7 after them."""
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01", title="Åbent forslag")
    add_proposal(round, number="BC02", title="Lukket forslag", confidential=True, confidential_reason="Udbud.")
    build(round, cfo, 7)
    add_proposal(round, number="BC03", title="Senere forslag")
    second = build(round, cfo, 7)
    run_job(order_files(Edition.objects.get(bilag=7, number=1), second, ["pdf"], cfo).pk)
    build(round, cfo, 10)
    build(round, cfo, 7, final=False)
    return round


def build(round, cfo, bilag: int, final: bool = True) -> Edition:
    edition = create_edition(round, cfo, bilag=bilag, final=final)
    run_job(enqueue(edition, ["pdf", "json", "kvantum_csv"]).pk)
    return edition


def packed(edition: Edition, cfo) -> tuple[Job, zipfile.ZipFile]:
    job = order_package(edition, cfo)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    file = edition.packages.first()
    content = file.file.read()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    return job, zipfile.ZipFile(BytesIO(content))


def test_open_and_closed_files_stand_apart_with_an_index_of_what_may_be_published(round, cfo):
    edition = Edition.objects.get(bilag=7, number=2)
    _job, archive = packed(edition, cfo)
    open_files = [
        "aaben/Bilag 7, Budget 2026, udgave 2.pdf",
        "aaben/Bilag 7, Budget 2026, udgave 2.json",
        "aaben/Bilag 7, Budget 2026, udgave 2, Kvantum.csv",
        "aaben/Bilag 7, Budget 2026, udgave 2, rundefil.json",
        "aaben/Rettelsesblad til udgave 1, Bilag 7, Budget 2026, udgave 2.pdf",
    ]
    closed = [
        "lukket/Bilag 10, Budget 2026, udgave 1.pdf",
        "lukket/Bilag 10, Budget 2026, udgave 1.json",
        "lukket/Bilag 10, Budget 2026, udgave 1, Kvantum.csv",
        "lukket/Bilag 10, Budget 2026, udgave 1, rundefil.json",
    ]
    assert sorted(archive.namelist()) == sorted([*open_files, *closed, "indeks.csv", "indeks.html", "indeks.json"])
    index = list(csv.DictReader(StringIO(archive.read("indeks.csv").decode("utf-8-sig")), delimiter=";"))
    published = {row["Fil"] for row in index if row["Offentliggøres"] == "Ja"}
    assert published == {open_files[0], open_files[4]}
    assert {row["Fil"] for row in index if row["Lukket"] == "Ja"} == set(closed)
    for row in index:
        content = archive.read(row["Fil"])
        assert (str(len(content)), hashlib.sha256(content).hexdigest()) == (row["Størrelse i byte"], row["SHA-256"])
    told = json.loads(archive.read(open_files[3]))["proposals"]
    assert [(one["title"], one["confidential"], "sections" in one) for one in told] == [
        ("Åbent forslag", False, True),
        ("Lukket forslag", True, False),
        ("Senere forslag", False, True),
    ]
    assert [one["title"] for one in json.loads(archive.read(closed[3]))["proposals"]] == ["Lukket forslag"]
    data = json.loads(archive.read("indeks.json"))
    assert [one["name"] for one in data["files"]] == [row["Fil"] for row in index]
    page = html.fromstring(archive.read("indeks.html"))
    assert [unquote(link.get("href")) for link in page.iter("a")] == [row["Fil"] for row in index]
    assert [cell.text_content() for cell in page.iter("td")] == [
        value for row in index for name, value in row.items() if name != "Fil"
    ]
    assert Event.objects.get(kind="package_built").data == {"bilag": 7, "edition": 2}


def test_a_draft_is_packed_with_drafts_and_nothing_of_it_is_for_publication(round, cfo):
    _job, archive = packed(Edition.objects.get(bilag=7, final=False), cfo)
    data = json.loads(archive.read("indeks.json"))["files"]
    assert {(one["draft"], one["publish"], one["edition"]) for one in data} == {(True, False, 3)}


def test_the_same_files_give_the_same_bytes(round, cfo):
    edition = Edition.objects.get(bilag=7, number=2)
    for _time in range(2):
        packed(edition, cfo)
    assert len(set(edition.packages.values_list("sha256", flat=True))) == 1


def test_what_has_become_confidential_since_stops_the_package_with_its_place(round, cfo):
    round.proposals.filter(number="BC01").update(confidential=True, confidential_title=True)
    edition = Edition.objects.get(bilag=7, number=2)
    job = order_package(edition, cfo)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "den rummer noget fortroligt" in job.error
    assert not PackageFile.objects.exists()


@pytest.mark.parametrize("gone", [False, True])
def test_a_changed_or_missing_file_stops_the_package_and_is_named(round, cfo, gone):
    edition = Edition.objects.get(bilag=7, number=2)
    stored = edition.files.get(format="pdf")
    path = Path(stored.file.path)
    content = path.read_bytes()
    path.unlink() if gone else path.write_bytes(content[:-1] + b"!")
    job = order_package(edition, cfo)
    run_job(job.pk)
    job.refresh_from_db()
    why = "ligger ikke længere på serveren" if gone else "er ikke længere den fil, der blev gemt"
    assert (job.state, job.error) == ("failed", f"“{stored.name}” {why}. Pakken er ikke dannet.")
    assert not PackageFile.objects.exists()


def test_an_edition_without_files_has_nothing_to_pack(make_round, cfo):
    round = make_round()
    add_proposal(round, number="BC01")
    job = order_package(create_edition(round, cfo), cfo)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, "ingen filer at pakke" in job.error) == ("failed", True)


def test_it_is_ordered_on_the_editions_page_and_fetched_by_cfo_alone(round, cfo, client_for, make_user):
    edition = Edition.objects.get(bilag=7, number=2)
    client = client_for(cfo)
    page = client.get(reverse("edition", args=[edition.pk])).content.decode()
    assert "Bilag 7, udgave 2; Bilag 10, udgave 1" in page
    answer = client.post(reverse("package-build", args=[edition.pk]))
    run_job(Job.objects.latest("pk").pk)
    address = reverse("package-file", args=[PackageFile.objects.get().pk])
    for place in (answer.url, reverse("edition", args=[edition.pk])):
        assert address in client.get(place).content.decode()
    fetched = client.get(address)
    assert zipfile.is_zipfile(BytesIO(b"".join(fetched.streaming_content)))
    assert fetched["Content-Disposition"] == 'attachment; filename="Pakke, Budget 2026, bilag 7 udgave 2.zip"'
    assert client_for(make_user("administrator")).get(address).status_code == 403


def test_the_command_packs_the_newest_final_editions(round, cfo, tmp_path, capsys):
    path = tmp_path / "pakke.zip"
    call_command("build_package", "Budget 2026", "--out", str(path))
    said = capsys.readouterr().out.splitlines()
    entries = write_package(Edition.objects.get(bilag=7, number=2), tmp_path / "igen.zip")
    assert path.read_bytes() == (tmp_path / "igen.zip").read_bytes()
    assert said == [
        f"{one.name}  {one.size} byte  offentliggøres: {'ja' if one.publish else 'nej'}" for one in entries
    ]
    with pytest.raises(CommandError, match="ingen sådan udgave"):
        call_command("build_package", "Budget 2026", "--bilag", "8", "--out", str(path))
