"""What holds for every format: the same bytes, nothing confidential, and text that stays text."""

import hashlib
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest

from appendix.content.build import build_preview
from appendix.models import Format
from appendix.snapshot import Snapshot
from appendix.writers import WRITERS, build_file
from appendix.writers.html import tree_html
from proposals.richtext import from_plain

from .snapshots import proposal_of, snapshot
from .test_pdf import words

STRANGE = '=1+1 #let x = 2 $x^2$ <script>alert(1)</script> & "citat" *fed* _skrå_ 1. punkt // slut'


def files(whole: Snapshot, folder: Path) -> dict[str, Path]:
    made = {name: folder / f"bilag-{name}.{Format(name).suffix}" for name in WRITERS}
    for name, path in made.items():
        build_file(whole, name, path)
    return made


def insides(path: Path) -> str:
    """Everything a file holds, unpacked, as one text."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if path.suffix == ".pdf":
        with pikepdf.open(path) as document:
            held = [str(item.title) for item in document.open_outline().root]
            held += [repr(one) for one in document.objects if not isinstance(one, pikepdf.Stream)]
            held.append(document.Root.Metadata.read_bytes().decode())
        return words(path) + "\n".join(held)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", WRITERS)
def test_the_same_snapshot_gives_the_same_bytes(tmp_path, format):
    raw = snapshot().model_dump(mode="json", by_alias=True)
    sums = set()
    for name in ("one", "two"):
        path = tmp_path / f"{name}.{format}"
        build_file(Snapshot.model_validate(raw), format, path)
        sums.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(sums) == 1


def test_nothing_of_a_confidential_proposal_but_its_row(tmp_path):
    whole = snapshot()
    secret = proposal_of(whole, "BC05")
    secret.confidential = secret.confidential_title = True
    title = secret.title.split(" – ")[0]
    # A short label may be another proposal's as well.
    labels = [line.label for line in secret.document.content("economy").lines if len(line.label) > 30]
    assert labels
    for name, path in files(whole, tmp_path).items():
        inside = " ".join(insides(path).split())
        # It has no row in the files for Kvantum.
        assert ("Fortroligt forslag" in inside) is (not name.startswith("kvantum")), name
        assert title not in inside, name
        assert secret.document.facts.summary[:70] not in inside, name
        assert not any(label in inside for label in labels), name
        assert "forslag-bc05" not in inside, name
    rows = json.loads((tmp_path / "bilag-json.json").read_text(encoding="utf-8"))["proposals"]
    assert "figures" not in next(row for row in rows if row["number"] == "BC05")


def test_text_stays_text_in_every_format(tmp_path):
    whole = snapshot()
    document = proposal_of(whole, "BC05").document
    document.facts.title = document.facts.summary = STRANGE
    document.content("description").text = from_plain(STRANGE)
    document.content("economy").lines[0].label = STRANGE
    proposal_of(whole, "BC05").title = STRANGE
    made = files(whole, tmp_path)
    said = " ".join(words(made["pdf"]).split())
    assert said.count(STRANGE) >= 2
    assert sum(STRANGE in paragraph.text for paragraph in docx.Document(str(made["docx"])).paragraphs) >= 2
    book = openpyxl.load_workbook(made["xlsx"])
    cells = [cell for sheet in book for cells in sheet.iter_rows() for cell in cells if cell.value == STRANGE]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    rows = json.loads(made["json"].read_text(encoding="utf-8"))["tables"]["table2"]["rows"]
    assert next(row["title"] for row in rows if row["number"] == "BC05") == STRANGE
    html = tree_html(build_preview(whole, proposal_of(whole, "BC05")))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_json_has_the_published_tables_shape_with_exact_amounts(tmp_path):
    build_file(snapshot(), "json", tmp_path / "bilag.json")
    data = json.loads((tmp_path / "bilag.json").read_text(encoding="utf-8"))
    assert data["tables"]["table1"]["total"] == {
        "count": "12 (2)",
        "number_of_proposals": 12,
        "number_of_innovation": 2,
        "investment": "122,5",
        "investment_tkr": data["tables"]["table1"]["total"]["investment_tkr"],
        "efficiency": "−93,7",
        "efficiency_tkr": data["tables"]["table1"]["total"]["efficiency_tkr"],
    }
    first = data["tables"]["table2"]["rows"][0]
    assert {key: first[key] for key in ("committee", "marks", "number", "anlaeg", "anlaeg_tkr", "payback")} == {
        "committee": "ØU",
        "marks": "*",
        "number": "BC01",
        "anlaeg": "4,3",
        "anlaeg_tkr": 4250,
        "payback": 4,
    }
    assert data["tables"]["table2"]["footnotes"] == ["* Tværgående forslag til godkendelse, jf. bilag 8"]
    bc01 = data["proposals"][0]
    assert bc01["figures"]["net"] == {
        "2024": 0,
        "2025": 1703,
        "2026": 1106,
        "2027": -1474,
        "2028": -1474,
        "2029": -1474,
    }
    assert bc01["technical_tables"]["equal"] is True
    assert sum(row["2025"] for row in bc01["distribution"].values()) == 1703


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(KeyError):
        build_file(snapshot(), "odt", tmp_path / "bilag.odt")
    assert list(tmp_path.iterdir()) == []
