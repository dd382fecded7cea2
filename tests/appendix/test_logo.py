"""The sender's mark: named by a setting, kept by the edition, on the first page of PDF and Word."""

from zipfile import ZipFile

import page
import pikepdf
import pytest
from django.core.checks import run_checks

from appendix.content.build import build
from appendix.logo import LogoError, read_logo
from appendix.writers import docx, pdf
from tests.appendix.test_pdf import elements

from .snapshots import snapshot

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<rect width="60" height="60" fill="#000c2e"/><rect x="75" y="20" width="125" height="20" fill="#515b6b"/></svg>'
)


@pytest.fixture
def logo(settings, tmp_path):
    settings.ORGANISATION_LOGO = str(tmp_path / "logo.svg")
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    return tmp_path / "logo.svg"


def test_no_setting_no_logo():
    assert read_logo() == ""
    assert build(snapshot()).logo is None


def test_the_logo_is_read_as_it_stands(logo):
    assert read_logo() == SVG
    assert [error for error in run_checks() if error.id == "appendix.E001"] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG", "not an SVG"),
        (b"<html/>", "not an SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * 200_000 + b"</svg>", "more than 200000 bytes"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_no_logo_is_refused_at_the_start(logo, content, words):
    logo.unlink() if content is None else logo.write_bytes(content)
    with pytest.raises(LogoError, match=words):
        read_logo()
    (error,) = [error for error in run_checks() if error.id == "appendix.E001"]
    assert words in error.msg


def test_it_stands_on_the_first_page_with_its_words(tmp_path):
    whole = snapshot().model_copy(update={"logo": SVG})
    pdf.write_tree(build(whole), tmp_path / "bilag.pdf")
    docx.write_tree(build(whole), tmp_path / "bilag.docx")
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        assert page.validate_pdf(str(tmp_path / "bilag.pdf"), profile=profile).failures == []
    with pikepdf.open(tmp_path / "bilag.pdf") as document:
        figure = next(one for one in elements(document.Root.StructTreeRoot) if one["/S"] == "/Figure")
        assert str(figure["/Alt"]) == "Københavns Kommune"
        assert figure["/Pg"].objgen == document.pages[0].objgen
    with ZipFile(tmp_path / "bilag.docx") as archive:
        assert SVG.encode() in [archive.read(name) for name in archive.namelist() if name.endswith(".svg")]
        assert 'descr="Københavns Kommune"' in archive.read("word/document.xml").decode()
