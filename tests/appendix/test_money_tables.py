"""Loan, distribution, tables A–E and base investments: as published, and the same in documents, workbook and JSON."""

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from appendix.content.blocks import AmountCell, Block, Note, Table, plain
from appendix.content.build import build
from appendix.content.computed import ComputedProposal, compute_snapshot
from appendix.content.money_tables import distribution, loan, technical
from appendix.footnotes import computed_footnotes
from appendix.writers import build_file
from proposals.document import canonical_bytes, dump, parse
from proposals.forms.distribution_preview import DistributionPreview
from tests.proposals.economy.test_published_rounds import OFF_BY_ONE_2025
from tests.rounds import figures, proposal

from .snapshots import proposal_of, snapshot


def computed(number: str, name: str = "budget-2025") -> ComputedProposal:
    return next(one for one in compute_snapshot(snapshot(name)).proposals if one.snapshot.number == number)


def amounts(table: Table) -> dict[str, list[int]]:
    """The rows of a table by their name."""
    return {
        plain(row.cells[0].content): [cell.amount_tkr for cell in row.cells if isinstance(cell, AmountCell)]
        for row in table.body
    }


def blocks_of(number: str, name: str) -> list[Block]:
    return [block for part in build(snapshot(name)).parts if part.label == number for block in part.blocks]


def notes(blocks: list[Block]) -> list[str]:
    return [plain(block.content) for block in blocks if isinstance(block, Note)]


def below(sheet: Worksheet, caption: str) -> dict[str, list]:
    """The rows of the table under the caption, by their first cell; years in the third column on."""
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    start = next(at for at, row in enumerate(rows) if str(row[0]).startswith(caption)) + 2
    end = next((at for at in range(start, len(rows)) if rows[at][0] == rows[at][2] == None), len(rows))  # noqa: E711
    return {row[0]: row[2:] for row in rows[start:end] if isinstance(row[2], int) or str(row[2]).startswith("=")}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("penge") / "bilag.xlsx"
    build_file(snapshot(), "xlsx", path)
    return path


def test_2_1_in_the_document_is_the_published_one_but_for_roundings():
    """The only published one by the net; those of 2023 part savings and costs and are held against the rules alone."""
    number = "BC01"
    [printed] = proposal("budget-2025", number)["published"]["committee_distribution"]
    one = computed(number)
    table = next(block for block in blocks_of(number, "budget-2025") if block == distribution(one)[0])
    shown = amounts(table)
    found = {}
    for row in printed["rows"]:
        for place, year in enumerate(one.economy.years):
            pair = row["amounts"].get(str(year), 0), shown[row["unit"]][place] if row["unit"] in shown else 0
            if pair[0] != pair[1]:
                found[f"{number} 2.1 {row['unit']} net {year}"] = pair
    assert found == {
        place: pair for place, pair in OFF_BY_ONE_2025.items() if place.startswith(f"{number} 2.1") and "net" in place
    }
    assert shown["I alt"] == list(one.figures.totals.net.values())


@pytest.mark.parametrize("number", ["BC01", "BC02"])
def test_the_workbook_has_2_1_and_the_technical_tables_with_live_totals(book, number):
    one = computed(number)
    values = openpyxl.load_workbook(book, data_only=True)[number]
    live = openpyxl.load_workbook(book)[number]
    tables = [block for block in (*distribution(one), *technical(one)) if isinstance(block, Table)]
    assert len(tables) == {"BC01": 2, "BC02": 4}[number]
    for table in tables:
        assert below(values, table.caption) == amounts(table)
        assert {str(value)[:5] for value in below(live, table.caption)["I alt"]} == {"=SUM("}


@pytest.mark.parametrize("number", ["BC02", "BC03"])
def test_the_tables_of_2023_stand_in_the_order_of_their_letters_however_they_were_stored(number):
    """Its A, B and C are A, C and B of later rounds; the canonical form sorts the names of the captions."""
    whole = snapshot("budget-2023")
    stored = canonical_bytes(dump(proposal_of(whole, number).document))
    proposal_of(whole, number).document = parse(json.loads(stored))
    one = next(one for one in compute_snapshot(whole).proposals if one.snapshot.number == number)
    captions = [
        "Tabel A. Måltalseffekt – hvis forslaget indarbejdes",
        "Tabel B. Bevillingsmæssig effekt – hvis forslaget indarbejdes",
        "Tabel C. Bevillingsmæssig effekt – hvis forslaget ikke indarbejdes**",
    ]
    assert [block.caption for block in technical(one)][:3] == captions
    spec = next(spec for spec in one.document.template.sections if spec.kind == "technical")
    shown = DistributionPreview.of(one.economy, one.book, spec.tables).technical
    assert [table.caption for table in shown][:3] == captions
    totals = [list(table.total.values()) for table in (one.technical.a, one.technical.c, one.technical.b)]
    assert [amounts(block)["I alt"] for block in technical(one)][:3] == totals


def test_a_repayment_plan_is_in_workbook_document_and_json_and_tells_what_it_lacks(tmp_path):
    whole = snapshot()
    study = proposal_of(whole, "BC04")
    lines = study.document.content("economy").lines
    paid = next(line for line in lines if line.kind == "loan_repayment")
    year, amount = next((year, amount) for year, amount in paid.amounts.items() if amount)
    paid.amounts[year] = amount + 300
    one = next(one for one in compute_snapshot(whole).proposals if one.snapshot.number == "BC04")
    plan = one.figures.loan
    assert (plan.loan, plan.repaid, plan.shortfall) == (1000, 732, 268)
    said = "Lånet er på 1.000 t.kr., og der tilbagebetales i alt 732 t.kr. Planen mangler 268 t.kr. i at dække lånet."
    assert notes(loan(one)) == [said]
    for format in ("xlsx", "json"):
        build_file(whole, format, tmp_path / f"bilag.{format}")
    sheet = openpyxl.load_workbook(tmp_path / "bilag.xlsx", data_only=True)["BC04"]
    table = loan(one)[0]
    assert below(sheet, table.caption) == amounts(table)
    assert below(sheet, table.caption)["Tilbagebetaling i alt"] == list(plan.repayments.values())
    assert said in [cells[0].value for cells in sheet.iter_rows()]
    data = json.loads((tmp_path / "bilag.json").read_text(encoding="utf-8"))
    told = next(row for row in data["proposals"] if row["number"] == "BC04")["figures"]["loan"]
    assert (told["loan"], told["repaid"], told["shortfall"]) == (1000, 732, 268)
    assert list(told["repayments"].values()) == list(plan.repayments.values())


def test_base_investments_of_2023_are_told_of_with_their_amount(tmp_path):
    whole = snapshot("budget-2023")
    for one in whole.proposals:
        one.figures = figures(proposal("budget-2023", one.number)).as_json()
    assert [(note.text, note.proposals) for note in computed_footnotes(whole.proposals) if "grund" in note.text] == [
        ("Der indgår grundinvesteringer i forslaget for 2,6 mio. kr.", ["BC06"])
    ]
    said = "Der indgår grundinvesteringer for 2,6 mio. kr., som ikke indgår i beregningen af tilbagebetalingstiden."
    assert said in notes(blocks_of("BC06", "budget-2023"))
    assert not any("grundinvesteringer" in note for note in notes(blocks_of("BC05", "budget-2023")))
    build_file(whole, "xlsx", tmp_path / "bilag.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bilag.xlsx", data_only=True)["BC06"]
    assert said in [cells[0].value for cells in sheet.iter_rows()]
