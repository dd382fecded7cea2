"""The rettelsesblad as files and pages: built from two stored editions, with the pages of the first one's PDF."""

from __future__ import annotations

import json
from dataclasses import replace

import docx
import openpyxl
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from appendix.content.blocks import plain
from appendix.content.build import build
from appendix.content.changes import Change
from appendix.content.computed import compute_snapshot
from appendix.content.errata import errata
from appendix.content.errata_document import build_errata
from appendix.content.tables import CAPTION_1
from appendix.editions import create_edition
from appendix.errata import order_files
from appendix.jobs import enqueue
from appendix.models import Edition, Errata, ErrataFile, Job
from appendix.pages import Pages, read_pages
from appendix.proof.errata import prove_errata
from appendix.tasks import run_job
from appendix.writers.errata import write_errata
from appendix.writers.pdf import write_tree
from proposals.models import Proposal
from reviews.actions import perform
from reviews.actions.facts import next_number
from reviews.models import Event
from reviews.refusal import Refused

from .cases import add_proposal
from .changed import rewritten, with_proposals
from .snapshots import snapshot
from .test_errata import two_lines
from .test_proof import in_member

FORMATS = ["pdf", "docx", "xlsx", "json"]


@pytest.fixture(scope="module")
def found():
    old = snapshot()
    new = with_proposals(old, rewritten(old, "BC05", "economy", two_lines), without=("BC11",))
    return errata(compute_snapshot(old), compute_snapshot(new))


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Pages:
    path = tmp_path_factory.mktemp("old") / "bilag.pdf"
    write_tree(build(snapshot()), path)
    with path.open("rb") as pdf:
        return read_pages(pdf, build(snapshot()))


def test_pages_are_those_of_the_bookmarks(pages, tmp_path):
    path = tmp_path / "bilag.pdf"
    write_tree(build(snapshot()), path)
    with pikepdf.open(path) as document, document.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        found = {
            item.title.split()[0]: numbers[(item.destination or item.action.D)[0].objgen]
            for item in outline.root
            if item.title.startswith("BC")
        }
    assert len(found) == 11
    assert {number: int(pages.of(number).split("–")[0]) for number in found} == found
    assert pages.of("", Change("cell", "Oversigt over forslagene", CAPTION_1, "SUD")) == "1"


def test_the_pages_of_another_document_are_no_pages(tmp_path):
    path = tmp_path / "bilag.pdf"
    whole = snapshot()
    write_tree(build(with_proposals(whole, without=("BC11",))), path)
    with path.open("rb") as pdf:
        assert read_pages(pdf, build(whole)) == Pages()


def test_the_document_names_place_page_before_and_after(found, pages, tmp_path):
    path = tmp_path / "rettelser.docx"
    write_errata(found, pages.of, "docx", path)
    document = docx.Document(str(path))
    words = [paragraph.text for paragraph in document.paragraphs]
    gone = pages.of("BC11")
    assert f"BC11 udgår. Nummeret bruges ikke igen. Side {gone}." in words
    assert "Sidetallene er dem i udgave 1." in words
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    page = pages.rows["BC05", "2. Økonomi", "Tabel 1. Forslagets samlede økonomiske konsekvenser"][""]
    assert [str(page), "Drift af AI chatbot i Fasit", "2027", "3.000", "2.900"] in rows


def test_the_workbook_lists_every_cell_with_its_amounts(found, pages, tmp_path):
    path = tmp_path / "rettelser.xlsx"
    write_errata(found, pages.of, "xlsx", path)
    sheet = openpyxl.load_workbook(path)["Celler"]
    rows = {(row[3], row[4], row[5]): row for row in sheet.iter_rows(min_row=5, values_only=True)}
    told = [change for _part, change in found.changes if change.kind == "cell"]
    assert {(one.table, one.row, one.column) for one in told} <= rows.keys()
    row = rows["Tabel 1. Forslagets samlede økonomiske konsekvenser", "Drift af AI chatbot i Fasit", "2027"]
    assert row[1:3] == ("BC05", "2. Økonomi")
    assert row[6:10] == ("3.000", "2.900", 3000, 2900)
    assert row[10].startswith("=J")


def test_the_data_hold_every_change(found, pages, tmp_path):
    path = tmp_path / "rettelser.json"
    write_errata(found, pages.of, "json", path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["empty"] is False
    assert len(data["changes"]) == len(list(found.changes))
    assert [one["words"] for one in data["proposals"]] == ["BC11 udgår. Nummeret bruges ikke igen."]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_editions_give_the_same_bytes_and_nothing_is_said_to_be_nothing(format, tmp_path):
    same = compute_snapshot(snapshot())
    later = compute_snapshot(snapshot().model_copy(update={"edition": 2}))
    for name in ("one", "two"):
        write_errata(errata(same, later), None, format, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    if format == "docx":
        words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "one")).paragraphs]
        assert words[-1] == "Der er ingen rettelser mellem udgave 1 og 2."


def test_what_is_far_from_the_changed_words_is_left_out():
    words = " ".join(f"ord{place}" for place in range(60))
    old, new = (
        snapshot().model_copy(update={"intro": f"{words} gammelt"}),
        snapshot().model_copy(update={"intro": f"{words} nyt", "edition": 2}),
    )
    found = errata(compute_snapshot(old), compute_snapshot(new))
    tree = build_errata(found)
    table = next(block for block in tree.parts[0].blocks if getattr(block, "caption", "") == "Tekst")
    assert plain(table.body[0].cells[3].content) == f" … {' '.join(words.split()[-12:])} nyt"


# With the database.


@pytest.fixture
def two(make_round, make_user):
    """Two editions: of three proposals, and after one was withdrawn; the first has its PDF."""
    round = make_round("Budget 2026")
    for number in ("BC01", "BC02", "BC03"):
        add_proposal(round, number=number, title=f"Forslag {number}")
    cfo = make_user("cfo_caseworker")
    first = create_edition(round, cfo, final=True)
    run_job(enqueue(first, ["pdf"]).pk)
    perform("withdraw", Proposal.objects.get(number="BC02"), cfo, reason="Det er opgivet.")
    return first, create_edition(round, cfo, final=True)


@pytest.mark.django_db
def test_a_withdrawal_after_printing_leaves_a_gap_and_a_line_with_its_page(two, make_user, client_for):
    first, second = two
    client = client_for(make_user("cfo_signer"))
    page = client.get(reverse("errata", args=[second.pk])).content.decode()
    assert "BC02 udgår. Nummeret bruges ikke igen. Side" in page
    answer = client.post(reverse("errata-build", args=[second.pk, first.number]), {"formats": FORMATS})
    job = Job.objects.get(kind="errata")
    assert answer.url == reverse("job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.errata.old, job.errata.edition) == (Job.State.DONE, first, second)
    names = [file.name for file in ErrataFile.objects.order_by("pk")]
    assert names == [f"Rettelsesblad til udgave 1, Bilag 7, Budget 2026, udgave 2.{end}" for end in FORMATS]
    assert Event.objects.get(kind="errata_built").data == {"bilag": 7, "edition": 2, "old": 1}
    assert second.files.count() == 0
    for address in (reverse("edition", args=[second.pk]), reverse("appendix", args=[second.round_id, 7]), answer.url):
        assert all(
            reverse("errata-file", args=[file.pk]) in client.get(address).content.decode()
            for file in ErrataFile.objects.all()
        )


@pytest.mark.django_db
def test_the_number_of_a_withdrawn_proposal_is_never_given_again(two, make_user):
    first, _second = two
    cfo = make_user("cfo_caseworker")
    assert next_number(first.round) == "BC04"
    with pytest.raises(Refused, match="BC02 er allerede givet"):
        perform("number", Proposal.objects.get(number="BC03"), cfo, number="BC02")
    with pytest.raises(Refused):
        perform("number", Proposal.objects.get(number="BC02"), cfo, number="BC09")


@pytest.mark.django_db
def test_files_that_are_there_are_not_built_twice(two, make_user):
    first, second = two
    for _time in range(2):
        run_job(order_files(first, second, ["json"], make_user("cfo_signer")).pk)
    assert (Errata.objects.count(), ErrataFile.objects.count(), Job.objects.filter(state="done").count()) == (1, 1, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_only_cfo_sees_and_builds_rettelsesblade(role, two, make_user, client_for):
    first, second = two
    run_job(order_files(first, second, ["json"], make_user("cfo_signer")).pk)
    client = client_for(make_user(role))
    answers = [
        client.get(reverse("errata", args=[second.pk])).status_code,
        client.get(reverse("errata-file", args=[ErrataFile.objects.get().pk])).status_code,
        client.post(reverse("errata-build", args=[second.pk, 1]), {"formats": ["xlsx"]}).status_code,
    ]
    allowed = role in (Role.CFO_CASEWORKER, Role.CFO_SIGNER)
    assert answers == ([200, 200, 302] if allowed else [403, 403, 403])
    assert Event.objects.filter(kind="file_downloaded").count() == allowed


@pytest.mark.django_db
def test_an_edition_that_is_not_earlier_of_the_same_appendix_is_refused(two, make_user, client_for):
    first, second = two
    other = Edition.objects.create(
        round=first.round, bilag=8, number=1, snapshot=first.snapshot, sha256=first.sha256, created_by_name="CFØ"
    )
    client = client_for(make_user("cfo_signer"))
    for fra in ("2", "3", "x", "99999999999999999999", "\x00"):
        answer = client.get(reverse("errata", args=[second.pk]), {"fra": fra})
        refused = "Der er problemer" in answer.content.decode() and 'id="rettelser"' not in answer.content.decode()
        assert (fra, answer.status_code, refused) == (fra, 200, True)
    assert client.post(reverse("errata-build", args=[first.pk, 2]), {"formats": ["pdf"]}).status_code == 404
    assert client.post(reverse("errata-build", args=[other.pk, 1]), {"formats": ["pdf"]}).status_code == 404
    nothing = client.post(reverse("errata-build", args=[second.pk, 1]), {})
    assert "Vælg mindst ét format." in nothing.content.decode()
    with pytest.raises(ValueError, match="no rettelsesblad"):
        order_files(other, second, ["pdf"], make_user("cfo_signer"))
    assert "Det er den første udgave" in client.get(reverse("errata", args=[first.pk])).content.decode()
    assert Errata.objects.count() == 0


@pytest.mark.django_db
def test_more_rettelsesblade_ask_no_more_of_the_database(two, make_user, client_for):
    first, _second = two
    cfo = make_user("cfo_caseworker")
    client = client_for(cfo)
    address = reverse("appendix", args=[first.round_id, 7])
    # What is kept of the versions is worked out by the first visit.
    client.get(address)
    counts = []
    for upto in (2, 4):
        while (newest := Edition.objects.order_by("number").last()).number < upto:
            create_edition(first.round, cfo)
        newest = Edition.objects.order_by("number").last()
        for old in Edition.objects.filter(number__lt=newest.number):
            run_job(order_files(old, newest, ["json"], cfo).pk)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert page.count("rettelsesfil") == ErrataFile.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize("format", FORMATS)
def test_a_rettelsesblad_that_says_another_figure_is_not_stored(two, make_user, monkeypatch, format):
    def tampered(found, page_of, format, path):
        write_errata(replace(found, parts=found.parts[1:]), page_of, format, path)

    monkeypatch.setattr("appendix.errata.write_errata", tampered)
    job = order_files(*two, [format], make_user("cfo_signer"))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error.startswith("Rettelsesbladet er ikke gemt: ")
    assert ErrataFile.objects.count() == 0


def test_a_workbook_whose_difference_is_no_formula_is_caught(tmp_path):
    whole, path = snapshot(), tmp_path / "rettelser.xlsx"
    new = with_proposals(whole, rewritten(whole, "BC05", "economy", two_lines))
    found = errata(compute_snapshot(whole), compute_snapshot(new))
    write_errata(found, None, "xlsx", path)
    assert prove_errata(found, None, "xlsx", path) == ""
    in_member("xl/worksheets/sheet2.xml", b"<f>", b"<x>")(path)
    in_member("xl/worksheets/sheet2.xml", b"</f>", b"</x>")(path)
    assert prove_errata(found, None, "xlsx", path).startswith("Celler, K")


@pytest.mark.django_db
@pytest.mark.parametrize("format", FORMATS)
def test_a_rettelsesblad_that_says_something_confidential_is_not_stored(two, make_user, monkeypatch, format):
    monkeypatch.setattr(
        "appendix.errata.secrets_of", lambda *_args: {("nummeret", "bruges", "ikke"): "BC09, 2 Baggrund"}
    )
    job = order_files(*two, [format], make_user("cfo_signer"))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "den rummer noget fortroligt" in job.error
    assert ErrataFile.objects.count() == 0
