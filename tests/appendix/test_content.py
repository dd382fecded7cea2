"""What is printed of a proposal, in which order, and what is not."""

import datetime

import pytest

from appendix.content.blocks import AmountCell, CheckboxList, Heading, KeyValue, Note, Paragraph, Part, Table, plain
from appendix.content.build import build, build_preview
from appendix.snapshot import Snapshot
from proposals.contents import RiskItem

from .snapshots import snapshot


@pytest.fixture(scope="module")
def budget_2025_tree():
    return build(snapshot())


def part(tree, number: str) -> Part:
    return next(part for part in tree.parts if part.label == number)


def headings(blocks) -> list[str]:
    return [block.full for block in blocks if isinstance(block, Heading)]


def table(blocks, caption: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.caption.startswith(caption))


def headed(blocks, first: str) -> Table:
    """The table whose first column is headed so."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return next(table for table in tables if plain(table.header[0].cells[0].content) == first)


def labels(table: Table) -> list[str]:
    return [plain(row.cells[0].content) for row in table.body]


def amounts(table: Table, label: str) -> list[int]:
    row = next(row for row in table.body if plain(row.cells[0].content) == label)
    return [cell.amount_tkr for cell in row.cells if isinstance(cell, AmountCell)]


def with_section(whole: Snapshot, number: str, key: str, **fields) -> Snapshot:
    """The snapshot with some fields of one section changed."""
    whole = whole.model_copy(deep=True)
    document = next(one.document for one in whole.proposals if one.number == number)
    content = document.content(key)
    for name, value in fields.items():
        setattr(content, name, value)
    return whole


def test_every_open_proposal_is_printed_in_number_order(budget_2025_tree):
    numbers = [part.label for part in budget_2025_tree.parts[1:]]
    assert numbers == ["BC01", "BC02", "BC03", "BC04", "BC05", "BC07", "BC09", "BC11", "BC12", "BC13", "BC14"]


def test_a_cross_cutting_proposal_in_the_order_of_its_template(budget_2025_tree):
    blocks = part(budget_2025_tree, "BC01").blocks
    assert plain(blocks[0].content) == "TVÆRGÅENDE INVESTERINGSFORSLAG BUDGET 2025"
    assert headings(blocks) == [
        "BC01 Samlet ferieløsning i Serviceportalen",
        "1. Beskrivelse af forslag (fremgangsmåde og effekt)",
        "2. Økonomi",
        "2.1 Fordeling på udvalg",
        "3. Implementering og opfølgning",
        "4. Risikovurdering",
        "ADMINISTRATIVT BILAG TIL TVÆRGÅENDE INVESTERINGSFORSLAG",
        "5. Effektivisering på administration",
        "6. Hvem er hørt?",
        "Relevante samarbejdspartnere i kommunen, der er inddraget",
        "7. Tekniske tabeller til korrektioner i Kvantum",
    ]
    box = next(block for block in blocks if isinstance(block, KeyValue))
    assert [label for label, _ in box.rows] == ["Kort resumé", "Fremstillende forvaltning", "Berørte forvaltninger"]
    boxes = box.rows[2][1][0]
    assert isinstance(boxes, CheckboxList)
    assert len(boxes.items) == 7


def test_tabel_1_has_lines_subtotals_totals_net_and_paybacks(budget_2025_tree):
    economy = table(part(budget_2025_tree, "BC01").blocks, "Tabel 1.")
    assert labels(economy) == [
        "Varige ændringer (effektiviseringer og drift)",
        "Effektivisering ved administration af ferie i Koncernservice",
        "Effektivisering ved administration af løntræk ved negativ feriesaldo ved fratrædelse i Koncernservice",
        "Effektivisering ved leders godkendelse og opfølgning på ferie og fravær i forvaltningerne",
        "Samlet varig ændring, service",
        "Samlet varig ændring",
        "Implementeringsomkostninger (midler fra investeringspuljen)",
        "Projektressourcer i Koncernservice",
        "Omkostninger til eksterne leverandører til udvikling af ny samlet løsning i Serviceportalen",
        "Samlede implementeringsomkostninger, anlæg",
        "Samlede implementeringsomkostninger",
        "Samlet økonomisk påvirkning",
        "Tilbagebetalingstid baseret på serviceeffektivisering",
        "Tilbagebetalingstid baseret på totaløkonomi",
    ]
    assert economy.unit == "1.000 kr. 2025 p/l"
    assert amounts(economy, "Samlet økonomisk påvirkning") == [0, 1703, 1106, -1474, -1474, -1474]
    assert plain(economy.body[-1].cells[1].content) == "4 år (2028)"


def test_where_the_target_and_the_appropriation_are_equal_they_are_one_table(budget_2025_tree):
    captions = [block.caption for block in part(budget_2025_tree, "BC01").blocks if isinstance(block, Table)]
    assert [caption[:7] for caption in captions if caption.startswith("Tabel A")] == ["Tabel A"]
    assert not any(caption.startswith(("Tabel B", "Tabel C")) for caption in captions)
    other = [block.caption for block in part(budget_2025_tree, "BC02").blocks if isinstance(block, Table)]
    assert [caption[:7] for caption in other if caption[:7] in ("Tabel A", "Tabel B", "Tabel C")] == [
        "Tabel A",
        "Tabel B",
        "Tabel C",
    ]


def test_a_preliminary_study_prints_its_loan_and_no_payback(budget_2025_tree):
    blocks = part(budget_2025_tree, "BC04").blocks
    economy = table(blocks, "Tabel 1.")
    assert not any("Tilbagebetalingstid" in label for label in labels(economy))
    loan = table(blocks, "Tilbagebetalingsplan")
    assert amounts(loan, "Tilbagebetaling i alt") == [0, 0, -258, -258, -258, -258]
    notes = [plain(block.content) for block in blocks if isinstance(block, Note)]
    assert "Lånet er på 1.000 t.kr., og der tilbagebetales i alt 1.032 t.kr." in notes


def test_the_template_of_2023_has_the_economy_first_and_a_table_for_each_area():
    blocks = part(build(snapshot("budget-2023")), "BC05").blocks
    captions = [block.caption for block in blocks if isinstance(block, Table)]
    place = {caption.split(".")[0]: blocks.index(table(blocks, caption)) for caption in captions[:4]}
    first = next(index for index, block in enumerate(blocks) if isinstance(block, Heading) and block.number == "1")
    assert place["Tabel 1"] < first < place["Tabel 2"] < place["Tabel 3"] < place["Tabel 4"]
    assert part(build(snapshot("budget-2023")), "BC05").pages == "appendix"


def test_the_template_of_2026_numbers_its_tables_through_and_tells_the_origin_in_the_annex():
    whole = snapshot(year="2026")
    blocks = part(build(whole), "BC01").blocks
    captions = [block.caption.split(".")[0] for block in blocks if isinstance(block, Table) and block.caption]
    assert [caption for caption in captions if caption[-1].isdigit()] == [f"Tabel {number}" for number in range(1, 7)]
    origin = next(i for i, block in enumerate(blocks) if isinstance(block, Paragraph) and block.style == "label")
    annex = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.kind == "part")
    assert origin == annex + 1


def test_only_the_row_of_confidential_and_row_only_proposals(budget_2025_tree):
    said = str(budget_2025_tree.parts[1:])
    assert "Autismehus" not in said
    assert "BC08" not in [part.label for part in budget_2025_tree.parts]
    rows = table(budget_2025_tree.parts[0].blocks, "Tabel 2.").body
    assert "BC08" in [plain(row.cells[1].content) for row in rows if row.kind == "line"]


def test_a_round_may_print_cross_cutting_proposals_as_rows_only():
    whole = snapshot()
    whole.round.presentation = {**whole.round.presentation, "cross_cutting_in_full": False}
    assert [part.label for part in build(whole).parts[1:3]] == ["BC03", "BC04"]


def test_what_the_prose_has_told_is_not_printed_again():
    told = RiskItem(id="a", title="Leverandøren bliver forsinket", handling="Der er en bod i kontrakten")
    untold = RiskItem(id="b", title="Nøglepersoner rejser", level="middel")
    text = "<p>Leverandøren bliver forsinket. Der er en bod i kontrakten. Den samlede risiko er lav.</p>"
    whole = with_section(snapshot(), "BC05", "risks", text=text, items=[told, untold], overall="lav")
    blocks = part(build(whole), "BC05").blocks
    risks = next(
        block for block in blocks if isinstance(block, Table) and plain(block.header[0].cells[0].content) == "Risiko"
    )
    assert labels(risks) == ["Nøglepersoner rejser"]
    assert "Samlet risikovurdering" not in str(blocks)


def test_partners_and_notes_the_prose_has_told_are_not_printed_again():
    note = "Note: Reducerede administrative udgifter"
    whole = with_section(
        snapshot(), "BC01", "partners", text="<p>Koncern IT er hørt.</p>", partners="Koncern IT er hørt"
    )
    spec = whole.proposals[0].document.template.section("administration")
    whole = with_section(whole, "BC01", "administration", text=f"<p>{spec.notes_after[0]}</p>")
    said = [
        plain(block.content) for block in part(build(whole), "BC01").blocks if isinstance(block, (Paragraph, Note))
    ]
    assert sum("Koncern IT er hørt" in words for words in said) == 1
    assert sum(words.startswith(note) for words in said) == 1


def test_guidance_is_never_printed_and_notes_are():
    whole = snapshot()
    document = whole.proposals[0].document
    document.template.sections[1].guidance = "<p>VEJLEDNING</p>"
    blocks = part(build(whole), "BC01").blocks
    assert "VEJLEDNING" not in str(blocks)
    notes = [plain(block.content) for block in blocks if isinstance(block, Note)]
    assert "Noter til alle tabeller: Forslaget skal udarbejdes i 2025 p/l." in notes


def test_an_empty_required_section_says_so_and_an_empty_optional_one_is_left_out():
    whole = with_section(snapshot(), "BC05", "risks", text="", items=[], overall=None)
    blocks = part(build(whole), "BC05").blocks
    place = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.number == "4")
    assert plain(blocks[place + 1].content) == "Ikke udfyldt."


def test_money_that_cannot_be_shared_is_said_and_stops_nothing():
    whole = snapshot()
    document = next(one.document for one in whole.proposals if one.number == "BC01")
    document.content("distribution").keys = []
    notes = [plain(block.content) for block in part(build(whole), "BC01").blocks if isinstance(block, Note)]
    assert any(note.startswith("Fordelingen kan ikke beregnes: ") for note in notes)


def test_a_preview_is_one_proposal_with_the_drafts_mark():
    whole = snapshot()
    mark = "Kladde, 3. marts 2026 kl. 12.00"
    tree = build_preview(whole, whole.proposals[0].model_copy(update={"draft_mark": mark, "confidential": True}))
    assert [part.label for part in tree.parts] == ["BC01"]
    assert tree.mark == mark


def test_the_committees_treatment_is_printed():
    whole = snapshot()
    whole.proposals[0].treated = [datetime.date(2026, 8, 17)]
    said = [plain(block.content) for block in part(build(whole), "BC01").blocks if isinstance(block, Paragraph)]
    assert "Forslaget er behandlet i Økonomiudvalget den 17. august 2026." in said


def test_no_level_of_heading_is_skipped(budget_2025_tree):
    for tree in (budget_2025_tree, build(snapshot("budget-2023")), build(snapshot(year="2026"))):
        level = 0
        for one in tree.parts:
            for block in one.blocks:
                if isinstance(block, Heading):
                    assert block.level <= level + 1
                    level = block.level


def test_the_contents_of_follow_up_stand_in_their_groups(budget_2025_tree):
    goals = headed(part(budget_2025_tree, "BC01").blocks, "Opfølgningsmål")
    groups = [plain(row.cells[0].content) for row in goals.body if row.kind == "group"]
    assert groups == ["Implementering og anvendelse af investeringsmidler", "Realisering af effektiviseringer"]
