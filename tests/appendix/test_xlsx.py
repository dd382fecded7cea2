"""The workbook: typed figures, totals as formulas with right values, sheets that can be named anything."""

from pathlib import Path

import openpyxl
import pytest

from appendix.content.computed import compute_snapshot
from appendix.writers import build_file
from appendix.writers.xlsx_sheet import SheetNames
from proposals.economy.model import LineKind

from .snapshots import snapshot


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("xlsx") / "bilag.xlsx"
    build_file(snapshot(), "xlsx", path)
    return path


@pytest.fixture(scope="module")
def values(file):
    return openpyxl.load_workbook(file, data_only=True)


@pytest.fixture(scope="module")
def formulas(file):
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module")
def computed():
    return compute_snapshot(snapshot())


def row(sheet, first: str) -> list:
    return next([cell.value for cell in cells] for cells in sheet.iter_rows() if cells[0].value == first)


def test_a_sheet_for_each_table_and_each_open_proposal(values, computed):
    numbers = [one.snapshot.number for one in computed.in_full]
    assert values.sheetnames == ["Tabel 1", "Tabel 2", "Tabel 3", *numbers]


def test_summary_tables_hold_the_exact_figures_in_their_unit(values, computed):
    tables = computed.tables
    assert row(values["Tabel 1"], "I alt")[3:5] == [
        tables.table1.total.investment_tkr / 1000,
        tables.table1.total.efficiency_tkr / 1000,
    ]
    sheet = values["Tabel 2"]
    rows = {cells[2].value: [cell.value for cell in cells] for cells in sheet.iter_rows(min_row=5)}
    for one in tables.table2.rows:
        assert rows[one.number][:4] == [one.committee, one.marks, one.number, one.title]
        exact = (one.service_tkr, one.anlaeg_tkr, one.efficiency_service_tkr, one.transfers_tkr)
        assert rows[one.number][4:8] == [amount / 1000 for amount in exact]
        assert rows[one.number][8] == one.payback_years
    assert row(values["Tabel 3"], "I alt")[5] == tables.table3.total.amount_tkr / 1000


def test_totals_are_formulas(formulas, computed):
    first, last = 5, 4 + len(computed.tables.table2.rows)
    assert row(formulas["Tabel 2"], "I alt")[4] == f"=SUM(E{first}:E{last})"
    assert row(formulas["BC01"], "Samlet varig ændring")[2] == "=SUM(C6:C8)"
    assert row(formulas["BC01"], "Samlet varig ændring, service")[2] == '=SUMIF($B$6:$B$8,"Service",C6:C8)'
    assert row(formulas["BC01"], "Samlet økonomisk påvirkning")[2] == "=C10+C15"


def test_the_summary_reads_the_proposals_own_sheets(formulas, values):
    bc01 = next(cells for cells in formulas["Tabel 2"].iter_rows() if cells[2].value == "BC01")
    assert [cell.value for cell in bc01[5:7]] == ["=SUM('BC01'!C14:H14)/1000", "='BC01'!H9/1000"]


def test_every_proposals_lines_and_totals(values, computed):
    for one in computed.in_full:
        sheet = values[one.snapshot.number]
        years = len(one.economy.years)
        for line in one.economy.lines:
            if line.kind is not LineKind.LOAN_REPAYMENT:
                label = f"{line.label} (grundinvestering)" if line.base_investment else line.label
                shown = [[cell.value for cell in cells] for cells in sheet.iter_rows() if cells[0].value == label]
                assert [line.amounts.get(year, 0) for year in one.economy.years] in [
                    cells[2 : 2 + years] for cells in shown
                ]
        if one.economy.of_kind(LineKind.PERMANENT):
            net = row(sheet, "Samlet økonomisk påvirkning")[2 : 2 + years]
            assert net == list(one.figures.totals.net.values())


def test_positive_efficiencies_turn_the_sign(tmp_path):
    whole = snapshot("budget-2023")
    build_file(whole, "xlsx", tmp_path / "bilag.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bilag.xlsx", data_only=True)["Tabel 2"]
    assert row(sheet, "I alt")[6] == -compute_snapshot(whole).tables.table2.total.efficiency_service_tkr / 1000


def test_sheet_names_are_what_excel_takes():
    names = SheetNames()
    long = "Et meget langt navn på et forslag til puljen"
    assert [names.new(name) for name in ("Tabel 1", "tabel 1", "A/B:[C]*?", "", long, long, "History")] == [
        "Tabel 1",
        "tabel 1 2",
        "A B  C",
        "Forslag",
        long[:31].strip(),
        f"{long[:29]} 2",
        "History 2",
    ]
