"""The basis of the economy as it is printed: where the template asks for its table, and nowhere else."""

from decimal import Decimal

from appendix.content.blocks import Table, plain
from appendix.content.build import build
from appendix.snapshot import Snapshot
from proposals.contents import CalculationContent, CalculationItem, ComponentContent, EconomyContent
from proposals.document import DocumentSection
from proposals.template import SectionSpec

from .snapshots import snapshot
from .test_content import amounts, headings, part, table

CAPTION = "Forudsætninger for beregningerne"
SPEC = SectionSpec(
    key="basis", kind="calculation", heading="Beregningsgrundlag", required=False, tables={"calculation": CAPTION}
)
CALCULATION = CalculationItem(
    id="samtaler",
    label="Færre samtaler",
    components=[ComponentContent(label="Samtaler", quantity=Decimal(150_000), minutes=Decimal(7))],
    hours_per_fte=Decimal(1_200),
    price_per_fte=629_000,
    phase_in={2024: Decimal(50)},
)


def with_basis(*items: CalculationItem, spec: SectionSpec | None = SPEC, text: str = "") -> Snapshot:
    """Budget 2025 with a basis in BC01, whose first line takes its amounts from it."""
    whole = snapshot().model_copy(deep=True)
    document = next(one.document for one in whole.proposals if one.number == "BC01")
    document.template.sections = [s for s in document.template.sections if s.key != "basis"] + ([spec] if spec else [])
    document.sections = [s for s in document.sections if s.key != "basis"]
    document.sections.append(
        DocumentSection(key="basis", content=CalculationContent(calculations=list(items), text=text))
    )
    document.first(EconomyContent).lines[0].calculation = "samtaler"
    return whole


def rows(found: Table) -> list[list[str]]:
    return [[plain(cell.content) for cell in row.cells] for row in found.body]


def test_assumptions_and_amounts_by_year_are_printed_under_the_sections_heading():
    blocks = part(build(with_basis(CALCULATION, text="<p>Tallene er fra 2023.</p>")), "BC01").blocks

    line = next(p.document for p in with_basis().proposals if p.number == "BC01").first(EconomyContent).lines[0]
    assert "Beregningsgrundlag" in headings(blocks)
    assert rows(table(blocks, CAPTION)) == [
        ["Færre samtaler"],
        ["Samtaler", "150.000 × 7 min."],
        ["Timer om året", "17.500"],
        ["Effektive timer pr. årsværk", "1.200"],
        ["Årsværk", "14,58"],
        ["Pris pr. årsværk, kr.", "629.000"],
        ["Andel, der regnes med", "100 %"],
        ["Bruges i linjen", line.label],
    ]
    by_year = table(blocks, "Beregningernes virkning år for år")
    assert amounts(by_year, "Færre samtaler")[:2] == [-4_586, -9_173]
    assert [plain(cell.content) for cell in by_year.body[0].cells][:3] == [
        "Færre samtaler, indfasning",
        "50 %",
        "100 %",
    ]


def test_an_unfinished_calculation_has_no_amounts_in_print():
    unfinished = CALCULATION.model_copy(update={"price_per_fte": None})
    blocks = part(build(with_basis(unfinished)), "BC01").blocks

    assert ["Pris pr. årsværk, kr.", "–"] in rows(table(blocks, CAPTION))
    assert not [b for b in blocks if isinstance(b, Table) and b.caption.startswith("Beregningernes")]


def test_nothing_is_printed_where_the_template_does_not_ask_for_it_or_there_is_nothing():
    quiet = SPEC.model_copy(update={"tables": {}})
    for whole in (with_basis(CALCULATION, spec=quiet), with_basis(CALCULATION, spec=None), with_basis()):
        blocks = part(build(whole), "BC01").blocks
        assert "Beregningsgrundlag" not in headings(blocks)
        assert "150.000 × 7 min." not in str(blocks)
