"""Tables on pages: figures never break, a table too wide for an upright page is turned, and nothing is lost."""

from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from appendix.content.blocks import (
    AmountCell,
    Block,
    Bullets,
    Column,
    Heading,
    KeyValue,
    Note,
    Paragraph,
    Part,
    Row,
    Table,
    TextCell,
    Tree,
    Turned,
    tables_of,
    text,
)
from appendix.content.build import build
from appendix.proof import docx as docx_proof
from appendix.proof import pdf as pdf_proof
from appendix.writers import docx, pdf
from appendix.writers.layout import TURNED, UPRIGHT, laid_out, stays_whole
from proposals.economy.numbers import thousand

from .office import LIBREOFFICE, as_pdf, pages
from .snapshots import snapshot

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def money(years: int, amount: int, caption: str = "Tabel 1") -> Table:
    cells = (TextCell(text("Færre timer")), *(AmountCell(amount, thousand(amount)) for _ in range(years)))
    heads = (TextCell(text("Post")), *(TextCell(text(str(2025 + year))) for year in range(years)))
    columns = (Column(share=40), *(Column("right", 9) for _ in range(years)))
    return Table(caption, columns, (Row(heads),), (Row(cells),))


def tree(*blocks: Block) -> Tree:
    front = (Heading(1, "Bilag", kind="title"), Paragraph(text("Indledning.")))
    return Tree("Bilag", "Bilag", "Kommunen", datetime(2026, 3, 3, tzinfo=UTC), (Part((*front, *blocks)),))


def laid(*blocks: Block) -> tuple[Block, ...]:
    return laid_out(tree(*blocks)).parts[0].blocks[2:]


def test_a_table_with_room_stays_upright_in_the_usual_type():
    (table,) = laid(money(6, -1474))
    assert isinstance(table, Table)
    assert table.step == 0
    assert sum(column.width for column in table.columns) == pytest.approx(UPRIGHT)


def test_columns_of_figures_are_as_wide_as_the_longest_and_alike():
    (short,), (long,) = laid(money(6, -14)), laid(money(6, -123456789))
    assert {round(column.width, 3) for column in long.columns[1:]} == {round(long.columns[1].width, 3)}
    # Eleven figures and signs in 8.5 points take 17 mm.
    assert long.columns[1].width > 17 > short.columns[1].width


def test_a_column_holds_its_longest_word_unless_that_can_be_hyphenated():
    def width(word: str) -> float:
        row = Row((TextCell(text(word)), TextCell(())))
        (table,) = laid(Table("", (Column(share=1), Column(share=999)), (), (row,)))
        return table.columns[0].width

    # 0.6 of 8.5 points a letter, 0.94 for the space beside them.
    found = [round(width(word), 1) for word in ("ø" * 12, "ø" * 13, "ø" * 14, "ø" * 30, "øøøøøøøøø@kommune.dk")]
    assert found == [24.4, 26.2, 26.2, 26.2, 37.9]


def test_a_table_too_wide_is_turned_with_its_heading_and_its_notes():
    heading, note, after = Heading(3, "Beløb"), Note(text("Note.")), Paragraph(text("Efter."))
    turned, last = laid(heading, money(14, -12345), note, after)
    assert isinstance(turned, Turned)
    assert [type(block) for block in turned.blocks] == [Heading, Table, Note]
    assert sum(column.width for column in turned.blocks[1].columns) == pytest.approx(TURNED)
    assert last == after


def test_two_wide_tables_in_a_row_share_turned_pages():
    (turned,) = laid(money(14, -12345), money(14, -123456, "Tabel 2"))
    assert [block.caption for block in turned.blocks] == ["Tabel 1", "Tabel 2"]


def test_a_table_within_a_list_or_a_box_is_fitted_and_stays_upright():
    wide = money(14, -12345)
    bullets, box = laid(Bullets(((wide,),)), KeyValue((("Beløb", (wide,)),)))
    for (table,) in (bullets.items[0], box.rows[0][1]):
        assert sum(column.width for column in table.columns) == pytest.approx(UPRIGHT)


def test_only_a_row_of_many_words_may_part():
    assert stays_whole(Row((TextCell(text("Kort")), AmountCell(1, "1"))))
    assert not stays_whole(Row((TextCell(text("Ord " * 100)), AmountCell(1, "1"))))


@settings(max_examples=100)
@given(st.integers(1, 20), st.integers(-(10**9), 10**9), st.integers(1, 60))
def test_all_room_is_used_and_no_column_vanishes(years, amount, share):
    table = money(years, amount)
    columns = (Column(share=share), *table.columns[1:])
    (found,) = tables_of(laid(Table("", columns, table.header, table.body)))
    assert sum(column.width for column in found.columns) == pytest.approx(UPRIGHT if found.step < 2 else TURNED) or (
        sum(column.width for column in found.columns) == pytest.approx(TURNED)
    )
    assert min(column.width for column in found.columns) > 3


@pytest.fixture(scope="module")
def turned_files(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("turned")
    made = tree(Heading(2, "Økonomi"), money(14, -12345), Note(text("Note.")), Paragraph(text("Efter.")), money(6, 1))
    pdf.write_tree(made, folder / "bilag.pdf")
    docx.write_tree(made, folder / "bilag.docx")
    return folder / "bilag.pdf", folder / "bilag.docx"


def test_the_pdf_turns_that_page_alone(turned_files):
    with pikepdf.open(turned_files[0]) as document:
        sides = [[round(float(side)) for side in page.mediabox[2:]] for page in document.pages]
    assert sides == [[595, 842], [842, 595], [595, 842]]
    assert [len(table[0]) for table in pdf_proof.read(turned_files[0])] == [15, 7]


def test_the_word_file_has_a_section_for_it_under_the_same_head(turned_files):
    with ZipFile(turned_files[1]) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    sections = list(body.iter(f"{_W}sectPr"))
    assert [section.find(f"{_W}pgSz").get(f"{_W}orient") for section in sections] == [None, "landscape", None]
    assert len({section.find(f"{_W}headerReference").values()[-1] for section in sections}) == 1
    assert [len(table[0]) for table in docx_proof.read(turned_files[1])] == [15, 7]


@LIBREOFFICE
@pytest.mark.parametrize("round_name", ["budget-2025", "budget-2023"])
def test_word_takes_as_many_pages_as_the_pdf(tmp_path, round_name):
    made = build(snapshot(round_name))
    pdf.write_tree(made, tmp_path / "bilag.pdf")
    docx.write_tree(made, tmp_path / "ord.docx")
    wanted = pages(tmp_path / "bilag.pdf")
    assert abs(pages(as_pdf(tmp_path / "ord.docx")) - wanted) <= wanted * 0.05
