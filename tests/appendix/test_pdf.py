"""The PDF is valid for PDF/UA-1 and PDF/A-2a, names its rows and columns, and holds the computed figures."""

import subprocess
from collections import Counter
from pathlib import Path

import page
import pikepdf
import pytest

from appendix.content.blocks import (
    AmountCell,
    Column,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    Text,
    TextCell,
    Tree,
    tables_of,
    text,
)
from appendix.content.build import build, build_preview
from appendix.proof import pdf as pdf_proof
from appendix.writers import build_file
from appendix.writers.pdf import heads, write_tree
from appendix.writers.whole import WriterError
from proposals.economy.numbers import thousand

from .snapshots import DATE, proposal_of, snapshot


@pytest.fixture(scope="module")
def appendix(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "bilag.pdf"
    build_file(snapshot(), "pdf", path)
    return path


def words(path: Path) -> str:
    """The text of a PDF, its lines put together."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return done.stdout


def elements(element: pikepdf.Object):
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def attribute(element: pikepdf.Object, name: str):
    known = element.get("/A")
    for one in known if isinstance(known, pikepdf.Array) else [known]:
        if one is not None and name in one:
            return str(one[name])
    return None


@pytest.mark.parametrize(
    ("round_name", "year"), [("budget-2025", None), ("budget-2023", None), ("budget-2025", "2026")]
)
def test_valid_for_both_standards(tmp_path, round_name, year):
    path = tmp_path / "bilag.pdf"
    write_tree(build(snapshot(round_name, year=year)), path)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(str(path), profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_language_title_and_the_editions_date(appendix):
    with pikepdf.open(appendix) as document:
        assert str(document.Root.Lang) == "da-DK"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        title = "Bilag 7. Investerings- og innovationsforslag til efterretning. Budget 2025"
        assert str(document.docinfo["/Title"]) == title
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert metadata["xmp:CreateDate"].startswith(f"{DATE:%Y-%m-%d}")


def test_every_table_is_tagged_with_column_and_row_headers(appendix):
    tables = [table for part in build(snapshot()).parts for table in tables_of(part.blocks)]
    with pikepdf.open(appendix) as document:
        found = list(elements(document.Root.StructTreeRoot))
        kinds = Counter(str(element.S) for element in found)
        scopes = Counter(attribute(element, "/Scope") for element in found if element.S == "/TH")
        # A list of headers in a cell would keep its row's header from being read.
        rows = [list(elements(element)) for element in found if element.S == "/TR"]
        named_rows = [row for row in rows if any(cell.S == "/TH" for cell in row)]
        assert not any(attribute(cell, "/Headers") for row in named_rows for cell in row if cell.S == "/TD")
    assert kinds["/Table"] == len(tables)
    assert kinds["/H1"] == 12
    named = sum(head is not None for table in tables for head in heads(table))
    columns = sum(len(row.cells) for table in tables if isinstance(table, Table) for row in table.header)
    assert scopes == {"/Column": columns, "/Row": named}


def test_contents_and_bookmarks_name_every_open_proposal(appendix):
    with pikepdf.open(appendix) as document:
        outline = [str(item.title) for item in document.open_outline().root]
    assert outline[0] == "Bilag 7"
    assert [title[:4] for title in outline[1:]] == [part.label for part in build(snapshot()).parts[1:]]
    contents = words(appendix).split("Indhold", 1)[1].split("\f", 1)[0]
    assert "BC14 Opsætning af lyn- og hurtigladeinfrastruktur" in contents


def test_page_numbers_run_through_the_appendix_and_within_the_proposal(appendix):
    pages = words(appendix).split("\f")[:-1]
    for number, one in enumerate(pages, start=1):
        assert f"Side {number} af {len(pages)}" in one
    own = [one for one in pages if "BC01 side" in one]
    for number, one in enumerate(own, start=1):
        assert f"BC01 side {number} af {len(own)}" in one


def test_the_computed_figures_stand_in_the_text(appendix):
    said = " ".join(words(appendix).split())
    tree = build(snapshot())
    for part in tree.parts:
        for table in (block for block in part.blocks if isinstance(block, Table)):
            for row in table.body:
                figures = [cell.display for cell in row.cells if isinstance(cell, AmountCell)]
                if len(figures) > 3:
                    assert " ".join(figures) in said, (part.label, table.caption)
    assert thousand(-1474) in said


def test_a_draft_says_so_on_every_page(tmp_path):
    whole = snapshot()
    mark = "Kladde, version 3, 3. marts 2026 kl. 12.00"
    path = tmp_path / "forslag.pdf"
    write_tree(build_preview(whole, proposal_of(whole, "BC05").model_copy(update={"draft_mark": mark})), path)
    pages = words(path).split("\f")[:-1]
    assert len(pages) > 1
    assert all(mark in text for text in pages)


@pytest.mark.parametrize("year", ["2023", "2025", "2026"])
def test_an_empty_draft_can_be_printed(tmp_path, year):
    whole = snapshot(year=year)
    proposal = proposal_of(whole, "BC01")
    for section in proposal.document.sections:
        content = section.content
        kept = {name: getattr(content, name) for name in ("price_level", "years") if hasattr(content, name)}
        section.content = type(content)(**kept)
    path = tmp_path / "forslag.pdf"
    write_tree(build_preview(whole, proposal.model_copy(update={"number": "", "hearings": []})), path)
    assert "Uden titel" in words(path)
    assert page.is_pdf_compliant(str(path), profile=page.ValidationProfile.PDF_UA_1)


def test_a_word_too_long_for_a_line_is_broken(tmp_path):
    address = "https://www.kk.dk/politik/" + "meget-lang-sti/" * 12
    blocks = (Heading(1, "Titel"), Paragraph((Text(address),)))
    write_tree(Tree("Titel", "Hoved", "Københavns Kommune", DATE, (Part(blocks),)), tmp_path / "bilag.pdf")
    said = "".join(words(tmp_path / "bilag.pdf").replace("\N{ZERO WIDTH SPACE}", "").split())
    assert address in said


def test_only_a_long_word_that_fits_no_line_of_its_cell_is_hyphenated(tmp_path):
    path = tmp_path / "bilag.pdf"
    said = ["kommunikation", "Økonomiudvalget", "til hurtigladeinfrastruktur", "én tilbagebetalingstid"]
    rows = [Row((TextCell(text(one)), TextCell(()))) for one in said]
    header = Row((TextCell(text("Styringsområde")), TextCell(())))
    table = Table("", (Column(share=1), Column(share=99)), (header,), tuple(rows))
    write_tree(Tree("Titel", "Hoved", "Københavns Kommune", DATE, (Part((Heading(1, "Titel"), table)),)), path)
    drawn = [line.replace("\N{SOFT HYPHEN}", "-").strip() for line in words(path).splitlines()]
    lines = [line for line in drawn if line]
    assert lines == [
        *("Titel", "Styringsområde", "kommunikation", "Økonomiud-", "valget"),
        *("til hurtigladein-", "frastruktur", "én tilbagebeta-", "lingstid", "Side 1 af 1"),
    ]
    read = [[cell.replace("\N{SOFT HYPHEN}", "") for cell in row] for row in pdf_proof.read(path)[0]]
    assert read == [["Styringsområde", ""], *([one, ""] for one in said)]


def test_a_character_no_font_has_stops_the_file_and_leaves_the_old_one(tmp_path):
    path = tmp_path / "bilag.pdf"
    path.write_bytes(b"the old one")
    blocks = (Heading(1, "Titel"), Paragraph((Text("\U0001f6b2"),)))
    with pytest.raises(WriterError, match="PDF-filen kunne ikke dannes"):
        write_tree(Tree("Titel", "Hoved", "Københavns Kommune", DATE, (Part(blocks),)), path)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("appendix.writers.pdf.TIMEOUT_SECONDS", 0.01)
    with pytest.raises(WriterError, match="blev ikke færdig"):
        write_tree(build(snapshot()), tmp_path / "bilag.pdf")
    assert list(tmp_path.iterdir()) == []
