"""What is built is valid by veraPDF, the arbiter of PDF/UA and PDF/A; it runs where Java and its libraries are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from appendix.content.build import build, build_preview
from appendix.content.computed import compute_snapshot
from appendix.content.errata import errata
from appendix.writers.errata import write_errata
from appendix.writers.pdf import write_apart, write_tree
from tests.servers import verapdf

from .changed import rewritten, with_proposals
from .snapshots import proposal_of, snapshot
from .test_errata import two_lines

PROFILES = ("PDFUA-1", "PDFA-2A")
MAIN = Path(__file__).with_name("Validate.java")

pytestmark = pytest.mark.skipif(not verapdf(), reason="veraPDF: Java eller dets biblioteker findes ikke")


def judged(*files: Path, profiles: tuple[str, ...] = PROFILES) -> list[str]:
    """What it says of the files, a line for each file and profile and one for each failed check."""
    command = ["java", "-cp", verapdf(), str(MAIN), *profiles, "--", *map(str, files)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.splitlines()


def test_every_kind_of_document_is_valid_for_both_standards(tmp_path):
    files = {name: tmp_path / f"{name}.pdf" for name in ("budget-2025", "budget-2023", "proposal", "errata", "draft")}
    for name in ("budget-2025", "budget-2023"):
        write_tree(build(snapshot(name)), files[name])
    whole = snapshot()
    write_tree(build_preview(whole, proposal_of(whole, "BC05")), files["proposal"])
    write_tree(build(whole.model_copy(update={"final": False})), files["draft"])
    new = with_proposals(whole, rewritten(whole, "BC05", "economy", two_lines), without=("BC11",))
    write_errata(errata(compute_snapshot(whole), compute_snapshot(new)), None, "pdf", files["errata"])
    assert judged(*files.values()) == [f"valid {profile} {file}" for profile in PROFILES for file in files.values()]


def test_with_its_data_attached_it_is_valid_as_an_archive_of_them(tmp_path):
    path, profiles = tmp_path / "data.pdf", ("PDFUA-1", "PDFA-3A")
    write_tree(build(snapshot().model_copy(update={"attach_data": True})), path)
    assert judged(path, profiles=profiles) == [f"valid {profile} {path}" for profile in profiles]
    assert judged(path, profiles=("PDFA-2A",))[0] == f"invalid PDFA-2A {path}"


def test_a_file_of_an_archive_is_valid_too(tmp_path):
    import zipfile

    write_apart(build(snapshot()), tmp_path / "bilag.zip")
    with zipfile.ZipFile(tmp_path / "bilag.zip") as archive:
        archive.extractall(tmp_path)
    files = [tmp_path / "Oversigt.pdf", tmp_path / "BC01.pdf"]
    assert judged(*files) == [f"valid {profile} {file}" for profile in PROFILES for file in files]


def test_a_file_without_its_tags_and_language_is_refused(tmp_path):
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    write_tree(build_preview(snapshot(), proposal_of(snapshot(), "BC05")), whole)
    with pikepdf.open(whole) as document:
        del document.Root.StructTreeRoot
        del document.Root.Lang
        document.save(broken)
    said = judged(broken)
    assert [line for line in said if not line.startswith(" ")] == [
        f"invalid {profile} {broken}" for profile in PROFILES
    ]
    assert len(said) > len(PROFILES)
