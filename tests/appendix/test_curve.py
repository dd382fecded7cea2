"""The curve of the cumulative effect where a template names it: drawn in PDF, Word and preview, beside its table."""

import zipfile

import docx
import page
import pikepdf
import pytest

from appendix.content.blocks import Figure, Table
from appendix.content.build import build
from appendix.writers import docx as docx_writer
from appendix.writers import pdf
from appendix.writers.html import tree_html

from .snapshots import snapshot

CAPTION = "Figur 1. Akkumuleret økonomisk påvirkning"


def _with_curve(made):
    """The snapshot with the curve named by each template."""
    proposals = []
    for one in made.proposals:
        if one.document is not None:
            spec = one.document.template
            sections = [
                section.model_copy(update={"tables": {**section.tables, "curve": CAPTION}})
                if section.kind == "economy"
                else section
                for section in spec.sections
            ]
            template = spec.model_copy(update={"sections": sections})
            one = one.model_copy(update={"document": one.document.model_copy(update={"template": template})})
        proposals.append(one)
    return made.model_copy(update={"proposals": proposals})


@pytest.fixture(scope="module")
def tree():
    return build(_with_curve(snapshot()))


def blocks(tree) -> list:
    return [block for part in tree.parts for block in part.blocks]


def test_no_template_of_the_published_rounds_prints_a_curve():
    assert not [block for block in blocks(build(snapshot())) if isinstance(block, Figure)]


def test_the_curve_stands_before_its_table_with_words_for_what_it_shows(tree):
    found = blocks(tree)
    place = next(place for place, block in enumerate(found) if isinstance(block, Figure))

    assert found[place].caption == CAPTION
    assert "ilbagebetalt" in found[place].alternative
    assert isinstance(found[place + 1], Table)
    assert "<svg" in tree_html(tree)
    assert "style=" not in found[place].svg


def test_the_pdf_holds_the_drawing_with_its_words(tree, tmp_path):
    pdf.write_tree(tree, tmp_path / "curve.pdf")

    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(str(tmp_path / "curve.pdf"), profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    figure = next(block for block in blocks(tree) if isinstance(block, Figure))
    with pikepdf.open(tmp_path / "curve.pdf") as document:
        alternatives = [
            str(one["/Alt"]) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert figure.alternative in alternatives


def test_word_holds_the_drawing_as_picture_and_vector_with_its_words(tree, tmp_path):
    docx_writer.write_tree(tree, tmp_path / "curve.docx")
    docx_writer.write_tree(tree, tmp_path / "again.docx")

    assert (tmp_path / "curve.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    figures = [block for block in blocks(tree) if isinstance(block, Figure)]
    written = docx.Document(tmp_path / "curve.docx")
    described = [shape._inline.docPr.get("descr") for shape in written.inline_shapes]
    assert described == [figure.alternative for figure in figures]
    captions = [one.text for one in written.paragraphs if one.style.name == "Caption"]
    assert captions.count(CAPTION) == len(figures)
    with zipfile.ZipFile(tmp_path / "curve.docx") as archive:
        media = {name: archive.read(name) for name in archive.namelist() if name.startswith("word/media/")}
    vectors = [data.decode() for name, data in media.items() if name.endswith(".svg")]
    assert sorted(vectors) == sorted(figure.svg for figure in figures)
    assert all(data.startswith(b"\x89PNG") for name, data in media.items() if name.endswith(".png"))
    assert len(media) == 2 * len(figures)
