"""The workbook: typed figures, totals as formulas with right values, sheets that can be named anything."""

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from appendix.content.computed import compute_snapshot
from appendix.writers import build_file
from appendix.writers.xlsx_sheet import SheetNames
from proposals.economy.model import LineKind

from .office import LIBREOFFICE, converted
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


def test_table_1_counts_what_tables_2_and_3_say_is_counted_in_it(formulas, values, computed):
    cells = row(formulas["Tabel 1"], "BIU")
    assert cells[1] == "=COUNTIF('Tabel 2'!$J$5:$J$14,$A5)+COUNTIF('Tabel 3'!$G$5:$G$6,$A5)"
    assert cells[3] == (
        "=SUMIF('Tabel 2'!$J$5:$J$14,$A5,'Tabel 2'!$E$5:$E$14)+SUMIF('Tabel 2'!$J$5:$J$14,$A5,'Tabel 2'!$F$5:$F$14)"
        "+SUMIF('Tabel 3'!$G$5:$G$6,$A5,'Tabel 3'!$F$5:$F$6)"
    )
    shown = {cells[0].value: cells[3].value for cells in values["Tabel 1"].iter_rows(min_row=5)}
    assert {one.committee: shown[one.committee] for one in computed.tables.table1.rows} == {
        one.committee: one.investment_tkr / 1000 for one in computed.tables.table1.rows
    }


def test_totals_have_names(formulas, values):
    names = {name: defined.attr_text for name, defined in formulas.defined_names.items()}
    assert names["Tabel_2_effektivisering"] == "'Tabel 2'!$G$15"
    sheet, cells = names["Forslag_BC01_netto"].split("!")
    years = [cell.value for cell in values[sheet.strip("'")][cells.replace("$", "")][0]]
    assert years == row(values["BC01"], "Samlet økonomisk påvirkning")[2:8]


@LIBREOFFICE
@pytest.mark.parametrize("round_name", ["budget-2025", "budget-2023"])
def test_an_office_program_computes_the_same(tmp_path, round_name):
    """Without the stored values: whatever comes back was computed there."""
    whole = snapshot(round_name)
    build_file(whole, "xlsx", tmp_path / "bilag.xlsx")
    stored = openpyxl.load_workbook(tmp_path / "bilag.xlsx", data_only=True)
    emptied = tmp_path / "tom.xlsx"
    without_values(tmp_path / "bilag.xlsx", emptied)
    computed_there = openpyxl.load_workbook(converted(emptied, "xlsx"), data_only=True)
    compared = 0
    for sheet in openpyxl.load_workbook(tmp_path / "bilag.xlsx").worksheets:
        for cell in (cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"):
            there = computed_there[sheet.title][cell.coordinate].value
            assert there == pytest.approx(stored[sheet.title][cell.coordinate].value), (sheet.title, cell.coordinate)
            compared += 1
    assert compared > 300


def without_values(path: Path, emptied: Path) -> None:
    """The same workbook with no stored values beside its formulas."""
    taken = 0
    with ZipFile(path) as archive, ZipFile(emptied, "w") as made:
        for name in archive.namelist():
            content, here = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", archive.read(name))
            made.writestr(name, content)
            taken += here
    assert taken > 300


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
