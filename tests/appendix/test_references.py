"""What the prose refers to is led to, in the PDF, in Word and on the page; what there is not, or twice, is not."""

import zipfile

import page
import pikepdf
import pytest
from lxml import etree, html

from appendix.content import blocks as b
from appendix.content.build import build
from appendix.content.references import referred
from appendix.proof import prove
from appendix.web import web_edition
from appendix.writers import build_file
from proposals.richtext import from_plain

from .office import LIBREOFFICE, converted
from .snapshots import proposal_of, snapshot

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(words: str) -> b.Paragraph:
    return b.Paragraph((b.Text(words),))


def table(caption: str) -> b.Table:
    return b.Table(caption, (b.Column(),), (), ())


def links(blocks) -> list[tuple[str, str]]:
    return [
        (item.href, b.plain(item.content))
        for block in blocks
        if isinstance(block, b.Paragraph)
        for item in block.content
        if isinstance(item, b.Link)
    ]


def test_a_table_and_a_section_that_are_there_once_are_led_to():
    blocks = (
        b.Heading(2, "Økonomi", number="2"),
        said("Se tabel 2.1 og Afsnit 2, men ikke tabel 9, tabellen eller afsnit 2.2."),
        table("Tabel 2.1. Fordeling"),
    )
    found = referred(blocks, "forslag-bc01")
    assert links(found) == [("#forslag-bc01-tabel-2-1", "tabel 2.1"), ("#forslag-bc01-afsnit-2", "Afsnit 2")]
    assert [getattr(block, "anchor", "") for block in found] == [
        "forslag-bc01-afsnit-2", "", "forslag-bc01-tabel-2-1",
    ]  # fmt: skip
    assert b.plain(found[1].content) == b.plain(blocks[1].content)


def test_of_two_tables_of_one_number_none_is_led_to():
    blocks = (table("Tabel 1. Service"), said("Se tabel 1."), table("Tabel 1. Anlæg"))
    assert referred(blocks, "forslag-bc01") == blocks


def test_a_proposal_without_a_number_has_no_anchors_to_lead_to():
    blocks = (table("Tabel 1. Service"), said("Se tabel 1."))
    assert referred(blocks, "") == blocks


@pytest.fixture
def referring():
    whole = snapshot()
    text = from_plain("Tallene står i tabel 1, og risikoen er beskrevet i afsnit 5.")
    proposal_of(whole, "BC05").document.content("description").text = text
    return whole


def test_every_file_leads_there_and_reads_back_right(referring, tmp_path):
    hrefs = {href for part in build(referring).parts for href, _words in links(part.blocks) if href.startswith("#")}
    assert {"#forslag-bc05-tabel-1", "#forslag-bc05-afsnit-5"} <= hrefs
    for format in ("pdf", "docx"):
        path = tmp_path / f"bilag.{format}"
        build_file(referring, format, path)
        assert prove(referring, format, path).deviations == []
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(str(tmp_path / "bilag.pdf"), profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    with pikepdf.open(tmp_path / "bilag.pdf") as document:
        inside = [note for one in document.pages for note in one.get("/Annots", []) if "/Dest" in note or "/A" in note]
        said_there = sum("/URI" not in note.get("/A", {}) for note in inside)
    assert said_there >= 2
    word = word_of(tmp_path / "bilag.docx")
    marks = [mark.get(f"{W}name") for mark in word.iter(f"{W}bookmarkStart")]
    led_to = {link.get(f"{W}anchor") for link in word.iter(f"{W}hyperlink")} - {None}
    assert len(marks) == len(set(marks))
    assert {"forslag_bc05"} <= led_to <= set(marks)


def word_of(path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def marked(word: etree._Element) -> dict[str, str]:
    """The words each bookmark is about."""
    found = {}
    for start in word.iter(f"{W}bookmarkStart"):
        words = ""
        for part in start.itersiblings():
            if part.tag == f"{W}bookmarkEnd" and part.get(f"{W}id") == start.get(f"{W}id"):
                break
            words += "".join(text.text for text in part.iter(f"{W}t"))
        found[start.get(f"{W}name")] = words
    return found


def references(word: etree._Element) -> list[tuple[str, str, str]]:
    """Each field that refers: the words before it in its paragraph, the bookmark, and what it shows."""
    found = []
    for paragraph in word.iter(f"{W}p"):
        before, name, shown, inside = "", "", "", False
        for part in paragraph.iter(f"{W}t", f"{W}instrText", f"{W}fldChar"):
            if part.tag == f"{W}instrText" and part.text.split()[0] == "REF":
                name, shown, inside = part.text.split()[1], "", True
                assert part.text.split()[2:] == ["\\h"]
            elif part.get(f"{W}fldCharType") == "end" and inside:
                found.append((before, name, shown))
                before, inside = before + shown, False
            elif part.tag == f"{W}t" and inside:
                shown += part.text
            elif part.tag == f"{W}t":
                before += part.text
    return found


def test_in_word_a_reference_is_a_field_that_shows_the_number_of_the_place(referring, tmp_path):
    path = tmp_path / "bilag.docx"
    build_file(referring, "docx", path)
    word = word_of(path)
    found, marks = references(word), marked(word)
    assert ("Tallene står i tabel ", "forslag_bc05_tabel_1", "1") in found
    assert ("Tallene står i tabel 1, og risikoen er beskrevet i afsnit ", "forslag_bc05_afsnit_5", "5") in found
    assert {name: shown for _before, name, shown in found} == {name: marks[name] for _before, name, _shown in found}


@LIBREOFFICE
def test_an_office_program_that_computes_the_fields_shows_the_same(referring, tmp_path):
    path = tmp_path / "bilag.docx"
    build_file(referring, "docx", path)
    said = converted(path, "txt").read_text(encoding="utf-8-sig")
    assert "Tallene står i tabel 1, og risikoen er beskrevet i afsnit 5." in said
    assert "Error" not in said


def test_the_page_leads_there(referring):
    printed = html.fromstring("<main>" + "".join(part.printed for part in web_edition(referring).parts) + "</main>")
    for anchor in ("forslag-bc05-tabel-1", "forslag-bc05-afsnit-5"):
        assert len(printed.xpath(f"//*[@id='{anchor}']")) == 1
        assert printed.xpath(f"//a[@href='#{anchor}']")
