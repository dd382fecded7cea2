"""A fourth layout is data: every setting of the three that are known, mixed anew, prints right in every format."""

import itertools

import docx
import page
import pytest

from appendix.content.blocks import Heading, Table
from appendix.content.build import build
from appendix.content.computed import compute_snapshot
from appendix.models import Format
from appendix.proof import prove
from appendix.snapshot import Snapshot
from appendix.writers import build_file
from proposals.template import Layout

from .snapshots import snapshot

CHOICES = {
    "table_numbering": ["per_section", "through"],
    "page_numbers": ["appendix", "within_proposal", "both"],
    "economy_tables": ["one", "by_area"],
    "economy_first": [False, True],
    "print_all_areas": [False, True],
    "origin_in": ["description", "annex"],
}
LAYOUTS = [dict(zip(CHOICES, chosen, strict=True)) for chosen in itertools.product(*CHOICES.values())]


def laid_out(layout: dict, *, reverse: bool = False) -> Snapshot:
    """Budget 2025 with the layout, headings of its own and, if asked, its sections in the opposite order."""
    whole = snapshot()
    proposals = []
    for one in whole.proposals:
        if one.document is None:
            proposals.append(one)
            continue
        template = one.document.template
        sections = [spec.model_copy(update={"heading": f"Fjerde: {spec.heading}"}) for spec in template.sections]
        changed = template.model_copy(
            update={
                "code": "fjerde",
                "layout": Layout(**layout),
                "heading": "Forslag til fjerde runde",
                "sections": sections[::-1] if reverse else sections,
            }
        )
        document = one.document.model_copy(update={"template": changed})
        proposals.append(one.model_copy(update={"document": document}))
    return whole.model_copy(update={"proposals": proposals})


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: "-".join(str(value) for value in layout.values()))
def test_every_mixture_of_settings_prints_every_figure_of_the_three_tables_and_of_each_proposal(layout):
    known, mixed = compute_snapshot(snapshot()), compute_snapshot(laid_out(layout))
    assert mixed.tables == known.tables
    assert [one.figures for one in mixed.proposals] == [one.figures for one in known.proposals]
    parts = build(laid_out(layout)).parts
    assert {part.pages for part in parts[1:]} == {layout["page_numbers"]}
    for part in parts[1:]:
        headings = [block.text for block in part.blocks if isinstance(block, Heading)]
        assert any(heading.startswith("Fjerde: ") for heading in headings)
        assert any(isinstance(block, Table) for block in part.blocks)


@pytest.mark.parametrize("format", [Format.PDF, Format.DOCX, Format.XLSX, Format.JSON])
@pytest.mark.parametrize("layout", [LAYOUTS[0], LAYOUTS[-1], LAYOUTS[41]], ids=["first", "last", "between"])
def test_its_files_are_read_back_right_and_the_pdf_is_valid(tmp_path, layout, format):
    whole = laid_out(layout, reverse=True)
    path = tmp_path / f"bilag.{format}"
    build_file(whole, format, path)
    proof = prove(whole, format, path)
    assert (proof.sound, proof.deviations) == (True, [])
    if format == Format.PDF:
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
            report = page.validate_pdf(str(path), profile=profile)
            assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    if format == Format.DOCX:
        styled = [one.text for one in docx.Document(str(path)).paragraphs if one.style.name.startswith("Heading")]
        assert sum("Fjerde: " in text for text in styled) > 50
