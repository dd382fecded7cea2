"""The files for Kvantum, read back: the published tables but for what is listed, sums that are live, no leaks."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from appendix.bilag import APPROVAL, CONFIDENTIAL
from appendix.content.computed import compute_snapshot
from appendix.content.kvantum import HEADS, kvantum_faults, kvantum_rows
from appendix.snapshot import Snapshot
from appendix.writers import build_file
from proposals.confidentiality import redacted
from tests.proposals.economy.test_published_rounds import (
    OFF_BY_ONE_2023,
    OFF_BY_ONE_2025,
    TABLES_2023,
    TABLES_2025,
    Differences,
)
from tests.rounds import proposal, unit_book

from .snapshots import proposal_of, snapshot

LISTED = {"budget-2023": TABLES_2023 | OFF_BY_ONE_2023, "budget-2025": TABLES_2025 | OFF_BY_ONE_2025}
NUMBER, TITLE, LETTER, COMMITTEE, UNIT, CENTRE, YEAR, AMOUNT, LEVEL = range(len(HEADS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Both rounds as workbook and CSV."""
    path: Path = tmp_path_factory.mktemp("kvantum")
    for name in LISTED:
        build_file(snapshot(name), "kvantum", path / f"{name}.xlsx")
        build_file(snapshot(name), "kvantum_csv", path / f"{name}.csv")
    return path


def lines(path: Path) -> list[list]:
    """The rows of the sheet of amounts."""
    return cells(openpyxl.load_workbook(path, data_only=True)["Linjer"], 5)


def cells(sheet: Worksheet, first: int) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def letter_of(caption: str) -> str:
    """Today's letter of a printed table by its caption; 2023's own letters were others."""
    if "Måltalseffekt" in caption:
        return "A"
    if "ikke indarbejdes" in caption or "varig drift" in caption:
        return "B"
    return "C" if "Bevillingsmæssig" in caption else "D"


def against_print(path: Path, name: str, number: str) -> Differences:
    """Every place where the workbook's tables differ from the printed ones, as (printed, workbook)."""
    found: Differences = {}
    whole = lines(path)
    committees = {unit.committee: unit.label for unit in unit_book().units if unit.is_committee}
    codes = {unit.label: unit.committee for unit in unit_book().units}
    for table in proposal(name, number)["published"]["technical_tables"]:
        letter = letter_of(table["caption"])
        printed = {row["unit"]: {int(y): a for y, a in row["amounts"].items()} for row in table["rows"]}
        rows = [row for row in whole if (row[NUMBER], row[LETTER]) == (number, letter)]
        if not rows:
            found[f"{number} {letter}"] = ("printed", "not shared")
            continue
        if not any(printed.values()):
            found[f"{number} {letter}"] = ("blank", "filled")
            continue
        computed: dict[tuple[str, int], int] = {}
        for row in rows:
            # A unit that print has no row for stands in its committee's.
            unit = row[UNIT] if row[UNIT] in printed else committees[codes[row[UNIT]]]
            computed[unit, row[YEAR]] = computed.get((unit, row[YEAR]), 0) + row[AMOUNT]
            computed["total", row[YEAR]] = computed.get(("total", row[YEAR]), 0) + row[AMOUNT]
        if table["total"]:
            printed["total"] = {int(year): amount for year, amount in table["total"].items()}
        first = min(year for row in printed.values() for year in row)
        late = max(0, min(proposal(name, number)["years"]) - first)
        if late:
            found[f"{number} {letter} heading from"] = (first, first + late)
        was = {(unit, year + late): amount for unit, row in printed.items() for year, amount in row.items()}
        for unit, year in sorted({*was, *computed}):
            pair = (was.get((unit, year), 0), computed.get((unit, year), 0))
            if pair[0] != pair[1] and (unit != "total" or table["total"]):
                found[f"{number} {letter} {unit} {year}"] = pair
    return found


@pytest.mark.parametrize(
    ("name", "number"),
    [("budget-2025", "BC01"), ("budget-2025", "BC02"), ("budget-2023", "BC03"), ("budget-2023", "BC02")],
)
def test_the_workbook_has_the_published_tables_but_for_what_is_listed(folder, name, number):
    listed = {place: pair for place, pair in LISTED[name].items() if place.startswith(number) and place[5] in "ABCDE"}
    assert against_print(folder / f"{name}.xlsx", name, number) == listed


def test_the_first_and_last_rows_of_2025_in_every_cell(folder):
    rows = lines(folder / "budget-2025.xlsx")
    title = proposal("budget-2025", "BC01")["title"]
    assert rows[0] == ["BC01", title, "A", "Økonomiudvalget", "Økonomiudvalget", "Service", 2026, -118, 2025]
    assert [row[AMOUNT] for row in rows if row[NUMBER] == "BC02" and row[UNIT] == "Københavns Ejendomme"] == [
        *[-484] * 5,
        *[-484] * 5,
    ]
    assert {row[NUMBER] for row in rows} == {"BC01", "BC02"}


def test_an_amount_stands_on_the_profit_centre_it_is_booked_on_alone(folder):
    """2023's BC03 has running costs on 1170 at KEJD, which others count as theirs; they have no centre in print."""
    rows = [row for row in lines(folder / "budget-2023.xlsx") if row[NUMBER] == "BC03"]
    assert {(row[LETTER], row[UNIT]) for row in rows if row[CENTRE] == "1170"} == {
        ("B", "Københavns Ejendomme"),
        ("C", "Københavns Ejendomme"),
    }
    assert {row[CENTRE] for row in rows if row[UNIT] != "Københavns Ejendomme"} == {"Service"}


def test_csv_and_workbook_hold_the_same_rows(folder):
    for name in LISTED:
        heading, *rows = read_csv(folder / f"{name}.csv")
        assert heading == list(HEADS)
        assert rows == [[str(value) for value in row] for row in lines(folder / f"{name}.xlsx")]
    assert (folder / "budget-2025.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_the_sums_are_live_formulas_with_right_values(folder):
    for name in LISTED:
        rows = lines(folder / f"{name}.xlsx")
        live = openpyxl.load_workbook(folder / f"{name}.xlsx")
        values = cells(openpyxl.load_workbook(folder / f"{name}.xlsx", data_only=True)["Enheder og år"], 4)
        years = values[0][3:]
        letter, found, totals = "", {}, {}
        for row in values[1:]:
            if row[0] == "I alt":
                totals[letter] = row[3:]
            elif row[1]:
                found |= {(*row[:3], year): amount for year, amount in zip(years, row[3:], strict=True) if amount}
            else:
                letter = row[0][0]
        expected: dict[tuple, int] = {}
        for row in rows:
            place = (row[LETTER], row[COMMITTEE], row[UNIT], row[YEAR])
            expected[place] = expected.get(place, 0) + row[AMOUNT]
        assert found == {place: amount for place, amount in expected.items() if amount}
        by_letter = {
            letter: [sum(amount for place, amount in expected.items() if place[::3] == (letter, y)) for y in years]
            for letter in totals
        }
        assert totals == by_letter
        assert totals["B"] == [0] * len(years)
        assert totals["A"] == totals["C"]
        written = [cell for row in live["Enheder og år"].iter_rows(min_row=5, min_col=4) for cell in row if cell.value]
        assert {cell.data_type for cell in written} == {"f"}
        last = 4 + len(rows)
        assert live["Enheder og år"]["D6"].value == (
            f"=SUMIFS(Linjer!$H$5:$H${last},Linjer!$C$5:$C${last},$A6,Linjer!$D$5:$D${last},$B6,"
            f"Linjer!$E$5:$E${last},$C6,Linjer!$G$5:$G${last},D$4)"
        )
        assert live["Linjer"]["H3"].value == f"=SUBTOTAL(109,H5:H{last})"
        assert (live["Linjer"].freeze_panes, live["Linjer"].auto_filter.ref) == ("A5", f"A4:I{last}")


def closed_and_open(secret: str) -> tuple[Snapshot, Snapshot]:
    """Bilag 7 and Bilag 10 of 2025 with a cross-cutting proposal that is confidential."""
    whole = snapshot()
    proposal_of(whole, secret).confidential = True
    kept = [one for one in whole.proposals if one.confidential]
    return whole, whole.model_copy(update={"bilag": CONFIDENTIAL, "proposals": kept})


def test_what_is_confidential_is_in_the_closed_files_alone(tmp_path):
    for bilag, whole in zip((7, APPROVAL), (closed_and_open("BC02")[0],) * 2, strict=True):
        one = whole.model_copy(update={"bilag": bilag})
        build_file(one, "kvantum", tmp_path / "open.xlsx")
        build_file(one, "kvantum_csv", tmp_path / "open.csv")
        assert {row[NUMBER] for row in lines(tmp_path / "open.xlsx")} == {"BC01"}
        assert {row[NUMBER] for row in read_csv(tmp_path / "open.csv")[1:]} == {"BC01"}
        # Not by their sums either: only BC02 has money at KEJD.
        sums = cells(openpyxl.load_workbook(tmp_path / "open.xlsx")["Enheder og år"], 1)
        assert "Københavns Ejendomme" not in {row[2] for row in sums}
    build_file(closed_and_open("BC02")[1], "kvantum", tmp_path / "closed.xlsx")
    assert {row[NUMBER] for row in lines(tmp_path / "closed.xlsx")} == {"BC02"}


@pytest.mark.parametrize("kind", ["economy", "distribution", "technical"])
def test_a_confidential_section_takes_its_tables_with_it(kind, tmp_path):
    whole = snapshot()
    one = proposal_of(whole, "BC02")
    key = next(section.key for section in one.document.sections if section.content.kind == kind)
    one.document = redacted(one.document, {key})
    assert {row.number for row in kvantum_rows(compute_snapshot(whole))} == {"BC01"}
    build_file(whole, "json", tmp_path / "bilag.json")
    data = json.loads((tmp_path / "bilag.json").read_text(encoding="utf-8"))
    assert next(row for row in data["proposals"] if row["number"] == "BC02").get("technical_tables") is None


def test_titles_are_never_formulas(tmp_path):
    whole = snapshot()
    proposal_of(whole, "BC01").title = '=HYPERLINK("http://example.org")'
    build_file(whole, "kvantum", tmp_path / "k.xlsx")
    build_file(whole, "kvantum_csv", tmp_path / "k.csv")
    cell = openpyxl.load_workbook(tmp_path / "k.xlsx")["Linjer"]["B5"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.org")')
    assert read_csv(tmp_path / "k.csv")[1][1] == '\'=HYPERLINK("http://example.org")'


def test_tables_that_cannot_be_computed_are_told_of_instead(tmp_path):
    whole = snapshot()
    proposal_of(whole, "BC02").document.content("distribution").allocations[0].booking.key = "m²"
    line = proposal_of(whole, "BC02").document.content("economy").lines[0].label
    why = f"“{line}” er fordelt med en fordelingsnøgle, som ikke findes: m²."
    assert kvantum_faults(compute_snapshot(whole)) == {"BC02": why}
    build_file(whole, "kvantum", tmp_path / "k.xlsx")
    assert {row[NUMBER] for row in lines(tmp_path / "k.xlsx")} == {"BC01"}
    told = [row[0] for row in cells(openpyxl.load_workbook(tmp_path / "k.xlsx")["Enheder og år"], 5)]
    assert told[-1] == f"BC02: de tekniske tabeller kan ikke beregnes. {why}"


def test_a_round_without_cross_cutting_proposals_has_files_without_rows(tmp_path):
    whole = snapshot()
    alone = whole.model_copy(update={"proposals": [one for one in whole.proposals if not one.cross_cutting]})
    build_file(alone, "kvantum", tmp_path / "k.xlsx")
    build_file(alone, "kvantum_csv", tmp_path / "k.csv")
    assert (lines(tmp_path / "k.xlsx"), read_csv(tmp_path / "k.csv")) == ([], [list(HEADS)])
