"""An edition's round file: what it prints and no more, attached to the PDF and taken in again."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import page
import pikepdf
import pytest
from django.urls import reverse

from appendix.content.blocks import Attachment
from appendix.content.build import build
from appendix.content.computed import compute_snapshot
from appendix.content.round_file import NAME, round_file, round_file_text
from appendix.leaks import Leak, check_leaks, secrets_of
from appendix.models import Edition, ExportFile
from appendix.proof import prove
from appendix.taking import snapshot_of
from appendix.tasks import run_job
from appendix.writers import build_file
from appendix.writers.pdf import write_apart, write_tree
from proposals.exchange.reading import read
from reviews.archive import import_round
from tests.rounds import load

from .snapshots import snapshot

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)


@pytest.fixture
def carrying(tmp_path):
    """Budget 2025 with its data, and its PDF."""
    whole = snapshot().model_copy(update={"attach_data": True})
    path = tmp_path / "bilag.pdf"
    build_file(whole, "pdf", path)
    return whole, path


def attached(pdf) -> dict[str, bytes]:
    with pikepdf.open(pdf) as document:
        return {name: bytes(one.get_file().read_bytes()) for name, one in document.attachments.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["budget-2023", "budget-2025"])
def test_who_takes_it_in_prints_the_same_tables(organisation, name):
    first = compute_snapshot(snapshot_of(import_round(load(name), state="approved")))
    text = round_file_text(first)
    assert read(json.loads(text)).raw == json.loads(text)
    again = compute_snapshot(snapshot_of(import_round(json.loads(text), state="approved", replace=True)))
    assert (again.tables, again.introduction) == (first.tables, first.introduction)
    assert [one.figures for one in again.in_full] == [one.figures for one in first.in_full]
    assert [one.snapshot.document.facts for one in again.in_full] == [
        one.snapshot.document.facts for one in first.in_full
    ]


@pytest.mark.django_db
def test_the_open_edition_s_file_says_of_the_closed_what_its_tables_say(organisation):
    round = import_round(load("budget-2025"), state="approved")
    whole = round.proposals.get(number="BC05")
    round.proposals.filter(pk=whole.pk).update(confidential=True, confidential_title=True, confidential_reason="Udbud")
    partly = {number: round.proposals.get(number=number) for number in ("BC02", "BC03", "BC11")}
    for one, kind in zip(partly.values(), ("distribution", "economy", "risks"), strict=True):
        one.confidential_sections = {one.sections.get(kind=kind).key: {"reason": "Udbud", "until": "2030-01-01"}}
        one.save()
    opened, closed = (compute_snapshot(snapshot_of(round, bilag=bilag)) for bilag in (7, 10))
    told = {one["number"]: one for one in round_file(opened)["proposals"]}
    row = next(row for row in opened.rows if row.number == "BC05")
    figures = {
        "service": row.service,
        "anlaeg": row.anlaeg,
        "efficiency_service": row.efficiency_service,
        "transfers": row.transfers,
        "payback_years": row.payback_years,
    }
    assert told["BC05"] == {
        "number": "BC05",
        "title": "Fortroligt forslag",
        "type": whole.type,
        "cross_cutting": False,
        "confidential": True,
        "criteria": whole.criteria,
        "administration": whole.administration.code,
        "committee": whole.committee.code,
        "body_in_appendix": True,
        "price_level": 2025,
        "years": [],
        "row_figures": figures,
        "process": {"state": "approved", "printed_title": "", "confidential_title": True, "treatments": []},
    }
    left = {section["key"]: section["text"] for section in told["BC11"]["sections"]}
    assert (left["risks"], told["BC11"]["risks"]["items"]) == ("<p>Fortroligt, se Bilag 10</p>", [])
    for number in ("BC02", "BC03"):
        assert ("sections" in told[number], "lines" in told[number]) == (False, False)
        assert told[number]["title"] == partly[number].title
        assert told[number]["row_figures"]["service"] + told[number]["row_figures"]["anlaeg"] > 0
    again = compute_snapshot(snapshot_of(import_round(round_file(opened), state="approved", replace=True)))
    assert again.tables == opened.tables
    inside = {one["number"]: one for one in round_file(closed)["proposals"]}
    # Of BC08 nothing but its row was ever known.
    assert inside.pop("BC08")["row_figures"] is not None
    assert inside.keys() == {"BC02", "BC03", "BC05", "BC11"}
    assert all(one["confidential"] and one["lines"] and one["figures"] for one in inside.values())
    assert inside["BC05"]["title"] == whole.title


@pytest.mark.django_db
def test_an_attachment_is_searched_for_leaks(organisation, tmp_path):
    round = import_round(load("budget-2025"), state="approved")
    before = compute_snapshot(snapshot_of(round))
    round.proposals.filter(number="BC05").update(confidential=True, confidential_reason="Udbud")
    after = snapshot_of(round).model_copy(update={"attach_data": True})
    secrets, path = secrets_of(round, after), tmp_path / "bilag.pdf"
    build_file(after, "pdf", path)
    check_leaks(secrets, path, "Bilag 7")
    tree = build(after)
    told = Attachment(NAME, "Data", "application/json", round_file_text(before))
    write_tree(type(tree)(**{name: getattr(tree, name) for name in tree.__slots__} | {"attachment": told}), path)
    with pytest.raises(Leak, match=r"EmbeddedFile"):
        check_leaks(secrets, path, "Bilag 7")


def test_the_pdf_carries_it_and_is_valid_for_both_standards(carrying):
    whole, path = carrying
    for profile in PROFILES:
        report = page.validate_pdf(str(path), profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    text = round_file_text(compute_snapshot(whole))
    assert attached(path) == {NAME: text.encode()}
    with pikepdf.open(path) as document:
        [told] = document.Root.AF
        assert (str(told.AFRelationship), str(told.Desc)) == ("/Data", "Rundens forslag som data (rundefil)")
        size = told.EF.F.Params.Size
    assert size == len(text.encode())
    assert path.stat().st_size < len(text.encode()) + 432_275


def test_a_pdf_without_it_carries_nothing_and_the_same_edition_gives_the_same_bytes(carrying, tmp_path):
    whole, path = carrying
    build_file(whole, "pdf", tmp_path / "igen.pdf")
    assert (tmp_path / "igen.pdf").read_bytes() == path.read_bytes()
    build_file(snapshot(), "pdf", tmp_path / "uden.pdf")
    assert attached(tmp_path / "uden.pdf") == {}


def test_another_attachment_than_the_edition_s_is_caught(carrying):
    whole, path = carrying
    assert prove(whole, "pdf", path).deviations == []
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        content = attached(path)[NAME].replace(b'"number": "BC01"', b'"number": "BC99"')
        document.attachments[NAME] = pikepdf.AttachedFileSpec(document, content, mime_type="application/json")
        document.save(path)
    assert [(one.table, one.row) for one in prove(whole, "pdf", path).deviations] == [("Vedhæftet", NAME)]
    assert [one.found for one in prove(snapshot(), "pdf", path).deviations] != []


def test_of_an_archive_the_front_carries_it(tmp_path):
    whole = snapshot().model_copy(update={"attach_data": True})
    write_apart(build(whole), tmp_path / "bilag.zip")
    with zipfile.ZipFile(tmp_path / "bilag.zip") as archive:
        carried = {name: list(attached(BytesIO(archive.read(name)))) for name in archive.namelist()}
    assert carried.pop("Oversigt.pdf") == [NAME]
    assert set(map(tuple, carried.values())) == {()}
    assert prove(whole, "pdf", tmp_path / "bilag.zip").deviations == []


@pytest.mark.django_db
def test_it_is_chosen_where_the_appendix_is_built(make_round, make_user, client_for):
    from .cases import add_proposal

    round = make_round()
    add_proposal(round, number="BC01")
    client = client_for(make_user("cfo_caseworker"))
    address = reverse("appendix-build", args=[round.pk, 7])
    client.post(address, {"final": "draft", "formats": ["pdf"], "attach_data": "on"})
    edition = Edition.objects.get()
    run_job(edition.jobs.get().pk)
    with ExportFile.objects.get(edition=edition).file.open("rb") as stored:
        carried = json.loads(attached(BytesIO(stored.read()))[NAME])
    assert [one["number"] for one in carried["proposals"]] == ["BC01"]
    client.post(address, {"final": "draft", "formats": ["pdf"]})
    page_of_it = client.get(reverse("edition", args=[edition.pk])).content.decode()
    assert "Rundens forslag som data (rundefil)" in page_of_it
    assert [json.loads(one.snapshot)["attach_data"] for one in Edition.objects.order_by("number")] == [True, False]
