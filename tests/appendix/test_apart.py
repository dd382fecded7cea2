"""An appendix of very many proposals: an archive with a PDF for the front and one for each proposal, each valid."""

import hashlib
import zipfile
from io import BytesIO

import page
import pikepdf
import pytest

from appendix import bilag
from appendix.build import file_name
from appendix.leaks import Leak, check_leaks
from appendix.models import Job
from appendix.proof import prove
from appendix.tasks import run_job
from appendix.writers import build_file

from .snapshots import snapshot


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch):
    """Already the eleven proposals of Budget 2025 are too many for one file."""
    monkeypatch.setattr(bilag, "MOST_TOGETHER", 10)


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "bilag.zip"
    build_file(snapshot(), "pdf", path)
    return path


def links(document: pikepdf.Pdf) -> set[str]:
    notes = [note for one in document.pages for note in one.get("/Annots", [])]
    return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def test_a_file_for_each_each_of_them_valid_and_led_to_from_the_front(archive, tmp_path):
    with zipfile.ZipFile(archive) as files:
        names = files.namelist()
        assert names[:3] == ["Oversigt.pdf", "BC01.pdf", "BC02.pdf"]
        assert len(names) == 1 + 11
        for name in names:
            path = tmp_path / name
            path.write_bytes(files.read(name))
            for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
                report = page.validate_pdf(str(path), profile=profile)
                assert [(name, failure.rule_id, failure.message) for failure in report.failures] == []
        with pikepdf.open(BytesIO(files.read("Oversigt.pdf"))) as front:
            assert links(front) >= set(names[1:])


def test_the_same_bytes_twice_and_every_figure_read_back(archive, tmp_path):
    again = tmp_path / "igen.zip"
    build_file(snapshot(), "pdf", again)
    assert archive.read_bytes() == again.read_bytes()
    proof = prove(snapshot(), "pdf", archive)
    assert (proof.sound, proof.figures > 1_000) == (True, True)


def test_a_figure_that_is_changed_in_one_file_is_found(archive, tmp_path):
    """The file of BC05 is that of another price level: its years and amounts are others."""
    other = tmp_path / "andet.zip"
    build_file(snapshot(year="2026"), "pdf", other)
    mixed = tmp_path / "blandet.zip"
    with zipfile.ZipFile(archive) as mine, zipfile.ZipFile(other) as theirs, zipfile.ZipFile(mixed, "w") as made:
        for name in mine.namelist():
            made.writestr(name, (theirs if name == "BC05.pdf" else mine).read(name))
    proof = prove(snapshot(), "pdf", mixed)
    assert not proof.sound


def test_what_is_confidential_is_found_in_any_of_the_files(archive):
    check_leaks({("havnegrunden",): "BC09, 2 Baggrund"}, archive, "Bilag 7.zip")
    with pytest.raises(Leak, match=r"BC05\.pdf, .*\(BC09, 2 Baggrund\)"):
        check_leaks({("fasit",): "BC09, 2 Baggrund"}, archive, "Bilag 7.zip")


@pytest.mark.django_db
def test_the_job_stores_it_under_the_ending_it_has(make_job):
    job = make_job(["pdf"])
    run_job(job.pk)
    assert Job.objects.get().state == "done"
    file = job.edition.files.get()
    assert file.name == file_name(snapshot(), "pdf")
    assert (file.name.endswith(".zip"), file.file.name.endswith(".zip")) == (True, True)
    content = file.file.read()
    assert hashlib.sha256(content).hexdigest() == file.sha256
    assert zipfile.is_zipfile(BytesIO(content))
    assert file.proof["sound"]
