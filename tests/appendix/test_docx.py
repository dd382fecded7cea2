"""The Word file: real styles, repeated headers, a contents field, and the computed figures."""

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from appendix.content.blocks import AmountCell, Heading, Table
from appendix.content.build import build
from appendix.writers import build_file

from .snapshots import DATE, snapshot


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path: Path = tmp_path_factory.mktemp("docx") / "bilag.docx"
    build_file(snapshot(), "docx", path)
    return docx.Document(str(path))


def test_headings_have_the_real_styles_in_order(document):
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading") or paragraph.style.name in ("Title", "Bilagsoverskrift")
    ]
    names = {"title": "Title", "part": "Bilagsoverskrift"}
    headings = [block for part in build(snapshot()).parts for block in part.blocks if isinstance(block, Heading)]
    assert found == [(names.get(heading.kind, f"Heading {heading.level}"), heading.full) for heading in headings]
    assert document.styles["Bilagsoverskrift"].base_style.name == "Heading 2"


def test_every_header_row_repeats_and_figures_stand_to_the_right(document):
    tables = [block for part in build(snapshot()).parts for block in part.blocks if isinstance(block, Table)]
    # The boxes at the heads of the proposals have no header row.
    made = [table for table in document.tables if table._tbl.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(made) == len(tables)
    for table, block in zip(made, tables, strict=True):
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [True] * len(block.header) + [False] * len(block.body)


def test_the_computed_figures_stand_in_the_cells(document):
    tables = [block for part in build(snapshot()).parts for block in part.blocks if isinstance(block, Table)]
    made = [table for table in document.tables if table._tbl.find(f".//{qn('w:tblHeader')}") is not None]
    compared = 0
    for table, block in zip(made, tables, strict=True):
        for place, row in enumerate(block.body, start=len(block.header)):
            expected = [cell.display for cell in row.cells if isinstance(cell, AmountCell)]
            cells = table.rows[place]._tr.tc_lst
            said = ["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in cells]
            assert [
                words for words, cell in zip(said, row.cells, strict=True) if isinstance(cell, AmountCell)
            ] == expected
            compared += len(expected)
    assert compared > 1000


def test_contents_field_language_properties_and_page_fields(document):
    body = document.element.body
    fields = [node.text.strip() for node in body.iter(qn("w:instrText"))]
    assert fields[0].startswith("TOC")
    assert document.settings.element.find(qn("w:updateFields")) is not None
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "da-DK"
    core = document.core_properties
    assert core.title == "Bilag 7. Investerings- og innovationsforslag til efterretning. Budget 2025"
    assert core.created == core.modified == DATE
    foot = document.sections[0].footer._element
    assert [node.text.strip() for node in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_links_in_the_tables_lead_to_bookmarks(document):
    anchors = {node.get(qn("w:anchor")) for node in document.element.body.iter(qn("w:hyperlink"))}
    bookmarks = {node.get(qn("w:name")) for node in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {anchor for anchor in anchors if anchor} <= bookmarks
    assert "forslag_bc01" in anchors
