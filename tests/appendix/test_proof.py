"""A file is read back and every figure compared: one digit changed in any format is found, with its place."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from appendix.control_sheet import control_sheet
from appendix.editions import create_edition
from appendix.jobs import enqueue
from appendix.models import Job
from appendix.proof import prove
from appendix.proof.formulas import Calculator, Unknown
from appendix.proof.pdf import letters
from appendix.proof.result import Deviation, Proof
from appendix.proof.workbook import Sheet
from appendix.tasks import run_job
from appendix.writers import WRITERS, build_file
from appendix.writers.pdf import tree_data

from .cases import add_proposal
from .snapshots import snapshot
from .test_pdf import words

ROUND = "budget-2025"
FORMATS = ["docx", "json", "pdf", "xlsx"]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """The published round in every format."""
    folder = tmp_path_factory.mktemp("proof")
    for format in WRITERS:
        build_file(snapshot(ROUND), format, folder / f"bilag.{format}")
    return {format: folder / f"bilag.{format}" for format in WRITERS}


def test_every_figure_of_a_sound_file_is_compared(files):
    proofs = {format: prove(snapshot(ROUND), format, path) for format, path in files.items()}
    assert {format: proof.deviations for format, proof in proofs.items()} == {format: [] for format in WRITERS}
    assert all(proof.sound for proof in proofs.values())
    # Word and PDF hold the same tables.
    assert (proofs["pdf"].tables, proofs["pdf"].figures) == (proofs["docx"].tables, proofs["docx"].figures)
    assert proofs["pdf"].figures > 1000
    assert (proofs["xlsx"].tables, proofs["xlsx"].unknown_formulas) == (14, 0)
    assert proofs["xlsx"].formulas > 100


def in_member(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Changes a member of an Office file the first time it says so."""

    def tamper(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {info: archive.read(info) for info in archive.infolist()}
        with zipfile.ZipFile(path, "w") as archive:
            for info, content in members.items():
                assert info.filename != name or old in content
                archive.writestr(info, content.replace(old, new, 1) if info.filename == name else content)

    return tamper


def in_text(old: bytes, new: bytes) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))

    return tamper


def in_pdf(path: Path) -> None:
    """Draws 922,5 on the page instead of 122,5."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            instructions = list(pikepdf.parse_content_stream(page))
            font: dict[str, int] = {}
            for place, (operands, operator) in enumerate(instructions):
                if str(operator) == "Tf":
                    codes = letters(page.resources.Font[operands[0]].ToUnicode.read_bytes())
                    font = {meant: code for code, meant in codes.items()}
                elif str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else operands
                    drawn = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                    if drawn == b"".join(font.get(letter, 0).to_bytes(2) for letter in "122,5"):
                        changed = pikepdf.String(font["9"].to_bytes(2) + drawn[2:])
                        instructions[place] = ([changed], pikepdf.Operator("Tj"))
                        page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))
                        document.save()
                        return
    raise AssertionError("122,5 is not there")


TABLE_1 = "Tabel 1. Investerings- og innovationsforslag fordelt på udvalg"


@pytest.mark.parametrize(
    ("format", "tamper", "found"),
    [
        ("pdf", in_pdf, [Deviation(TABLE_1, "7: I alt", "Investering i alt", "122,5", "922,5")]),
        (
            "docx",
            in_member("word/document.xml", b">122,5<", b">122,6<"),
            [Deviation(TABLE_1, "7: I alt", "Investering i alt", "122,5", "122,6")],
        ),
        (
            "xlsx",
            in_member("xl/worksheets/sheet4.xml", b"<v>-1474</v>", b"<v>-1475</v>"),
            [
                Deviation(
                    "BC01 Samlet ferieløsning i Serviceportalen",
                    "F9: Samlet varig ændring, service",
                    "2027",
                    "−1474",
                    "−1475",
                ),
                Deviation("BC01", "F9: Samlet varig ændring, service", "Formel regnet efter", "−1474", "−1475"),
            ],
        ),
        (
            "json",
            in_text(b'"anlaeg_tkr": 4250', b'"anlaeg_tkr": 4251'),
            [Deviation("tables.table2", "rows 1 (BC01)", "anlaeg_tkr", "4250", "4251")],
        ),
        (
            "kvantum_csv",
            in_text(b";2025;", b";2052;"),
            [Deviation("Kvantum", "5: BC01 A", "År", "2025", "2052")],
        ),
    ],
)
def test_one_digit_changed_is_found_with_its_place(files, tmp_path, format, tamper, found):
    path = shutil.copy(files[format], tmp_path)
    tamper(Path(path))
    proof = prove(snapshot(ROUND), format, Path(path))
    assert (proof.deviations, proof.sound) == (found, False)


def test_a_total_that_is_no_formula_is_found(files, tmp_path):
    path = Path(shutil.copy(files["xlsx"], tmp_path))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    start = sheet.index(b"<f>SUM(D")
    end = sheet.index(b"</f>", start) + len(b"</f>")
    in_member("xl/worksheets/sheet1.xml", sheet[start:end], b"")(path)
    assert prove(snapshot(ROUND), "xlsx", path).deviations == [
        Deviation(TABLE_1, "D10: I alt", "Investering i alt", "en formel", "et tal")
    ]


def test_a_table_too_few_is_found(files, tmp_path):
    """A file of one proposal less than the edition has."""
    whole = snapshot(ROUND)
    less = whole.model_copy(update={"proposals": whole.proposals[1:]})
    for format in WRITERS:
        build_file(less, format, tmp_path / f"bilag.{format}")
        assert not prove(whole, format, tmp_path / f"bilag.{format}").sound, format


def test_formulas_are_calculated_as_a_spreadsheet_does():
    other = Sheet("Ark 2", {"A1": 4.0})
    sheet = Sheet("Ark", {"A1": "Service", "A2": "Anlæg", "A3": "Service", "B1": 1.0, "B2": 2.0, "B3": 3.0})
    sheet.formulas = {
        "C1": "SUM(B1:B3)",
        "C2": 'SUMIF($A$1:$A$3,"Service",B1:B3)',
        "C3": "-(C1+'Ark 2'!A1*2)/4-B1",
        "C4": "SUM('Ark 2'!A1:B2,B1)",
        "C5": "TODAY()",
        "C6": "C6+1",
        "C7": "B1/B9",
        "C8": "SUMIFS(B1:B3,A1:A3,A1,B1:B3,3)",
        "C9": "SUBTOTAL(109,B2:B3)+SUBTOTAL(109,B1:B1)",
    }
    calculator = Calculator({"Ark": sheet, "Ark 2": other})
    assert [calculator.value("Ark", f"C{row}") for row in (1, 2, 3, 4, 8, 9)] == [6.0, 4.0, -4.5, 5.0, 3.0, 6.0]
    for row in (5, 6, 7):
        with pytest.raises(Unknown):
            calculator.value("Ark", f"C{row}")


@pytest.fixture
def edition(make_round, make_user, db):
    """A final edition with all its files."""
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01")
    made = create_edition(round, make_user("cfo_caseworker"), final=True)
    run_job(enqueue(made, FORMATS).pk)
    return made


def test_a_built_edition_is_proved_and_its_control_sheet_says_so(edition, make_user, client_for, tmp_path):
    proofs = {file.format: file.proof for file in edition.files.all()}
    assert {format: proof["sound"] for format, proof in proofs.items()} == dict.fromkeys(FORMATS, True)
    client = client_for(make_user("cfo_signer"))
    page = client.get(reverse("edition", args=[edition.pk])).content.decode()
    assert f"{proofs['pdf']['figures']} tal er rigtige" in page
    sheet = client.get(reverse("control-sheet", args=[edition.pk]))
    assert sheet.content == client.get(reverse("control-sheet", args=[edition.pk])).content
    assert "Kontrolark, Bilag 7, Budget 2026, udgave 1.pdf" in sheet["Content-Disposition"]
    (tmp_path / "ark.pdf").write_bytes(sheet.content)
    found = words(tmp_path / "ark.pdf")
    revision = edition.round.proposals.get().revisions.get()
    fingerprints = [file.sha256 for file in edition.files.all()]
    # A long word may break anywhere.
    unbroken = "".join(found.replace("\N{ZERO WIDTH SPACE}", "").split())
    assert all(one in unbroken for one in (*fingerprints, edition.sha256, revision.sha256))
    assert "Alle tal i alle tabeller er læst tilbage" in " ".join(found.split())


def test_a_final_file_that_says_something_else_is_not_released_until_it_is_built_again(edition, make_user, client_for):
    client = client_for(make_user("cfo_signer"))
    wrong = edition.files.get(format="json")
    deviation = Deviation("tables.table1", "total", "investment_tkr", "100", "101")
    wrong.proof = Proof(3, 10, [deviation]).as_json()
    wrong.save()
    page = client.get(reverse("edition", args=[edition.pk])).content.decode()
    assert all(one in page for one in ("JSON: 1 afvigelse", "investment_tkr", ">100<", ">101<"))
    assert reverse("export-file", args=[wrong.pk]) not in page
    assert client.get(reverse("export-file", args=[wrong.pk])).status_code == 403
    assert "Den må ikke bruges" in json.dumps(tree_data(control_sheet(edition)), ensure_ascii=False)
    client.post(reverse("edition-build-again", args=[edition.pk]))
    again = edition.jobs.first()
    assert (again.kind, again.formats) == (Job.Kind.BUILD, ["json"])
    run_job(again.pk)
    mended = edition.files.get(format="json")
    assert (mended.released, mended.sha256, edition.files.count()) == (True, wrong.sha256, 4)
    assert client.get(reverse("export-file", args=[mended.pk])).status_code == 200


def test_a_draft_that_says_something_else_can_be_fetched_and_says_so(edition, make_user, client_for):
    type(edition).objects.filter(pk=edition.pk).update(final=False)
    wrong = edition.files.get(format="json")
    wrong.proof = Proof(3, 10, [Deviation("tables.table1", "total", "investment_tkr", "100", "101")]).as_json()
    wrong.save()
    client = client_for(make_user("cfo_signer"))
    for name, key in (("edition", [edition.pk]), ("appendix", [edition.round_id, 7])):
        assert "1 afvigelse" in client.get(reverse(name, args=key)).content.decode()
    assert client.get(reverse("export-file", args=[wrong.pk])).status_code == 200
