"""An edition in another price level: tables converted and headed so, indices printed, what is written left alone."""

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from appendix.content.blocks import AmountCell, Figure, Heading, Note, Table, plain
from appendix.content.build import build
from appendix.content.computed import compute_snapshot
from appendix.content.curve import AT_YEARS_END
from appendix.editions import create_edition, read_snapshot
from appendix.jobs import enqueue
from appendix.models import Edition
from appendix.proof import prove
from appendix.rebuild import check_edition
from appendix.snapshot import PriceConversion, Snapshot
from appendix.tasks import run_job
from appendix.writers import WRITERS, build_file
from appendix.writers.json import data
from proposals.economy.model import Area, LineKind
from proposals.economy.price import IndexTable, PriceError, convert

from .cases import add_proposal
from .snapshots import proposal_of, snapshot

INDICES = {area.value: {"2024": "96,9", "2025": "100"} for area in Area} | {"anlaeg": {"2024": "98", "2025": "100"}}
TABLE = IndexTable.from_json(INDICES)


def priced(name: str = "budget-2025", wanted: int = 2024, indices: dict = INDICES) -> Snapshot:
    return snapshot(name).model_copy(update={"price": PriceConversion(wanted=wanted, indices=indices)})


def tables_of(whole: Snapshot) -> list[Table]:
    return [block for part in build(whole).parts for block in part.blocks if isinstance(block, Table)]


def test_every_line_is_converted_and_every_sum_is_the_sum_of_the_converted_lines():
    before, after = compute_snapshot(snapshot()), compute_snapshot(priced())
    for was, now in zip(before.proposals, after.proposals, strict=True):
        if was.economy is None:
            continue
        for old, new in zip(was.economy.lines, now.economy.lines, strict=True):
            assert new.amounts == {
                year: convert(amount, old.counted_area, TABLE, 2025, 2024) for year, amount in old.amounts.items()
            }
        permanent = now.economy.of_kind(LineKind.PERMANENT)
        assert now.figures.totals.permanent_total == now.economy.row(permanent)
        assert now.snapshot.document == was.snapshot.document
    rows = {row.number: row for row in after.rows}
    assert rows["BC01"].anlaeg == 1960 + 2205
    assert after.tables.table2.total.anlaeg_tkr == sum(row.anlaeg_tkr for row in after.tables.table2.rows)
    # Known from its printed row alone, but its sums are by area.
    known = proposal_of(snapshot(), "BC08").row_figures
    assert rows["BC08"].service == convert(known["service"], Area.SERVICE, TABLE, 2025, 2024)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.decimals("80", "130", places=1), min_size=len(Area), max_size=len(Area)))
def test_parts_sum_to_the_whole_whatever_the_indices(values: list[Decimal]):
    indices = {area.value: {"2024": str(value), "2025": "100"} for area, value in zip(Area, values, strict=True)}
    computed = compute_snapshot(priced(indices=indices))
    for one in computed.technical:
        years = one.economy.years
        net = {year: sum(row[year] for row in one.distribution.values()) for year in years}
        assert net == one.figures.totals.net
        assert one.technical.a.total == one.technical.c.total == one.figures.totals.permanent_total
        assert set(one.technical.b.total.values()) == {0}


def test_every_table_of_computed_amounts_says_its_price_level():
    said = "(2024 p/l, omregnet fra 2025 p/l)"
    amounts = [
        table
        for table in tables_of(priced())
        if any(isinstance(cell, AmountCell) for row in table.body for cell in row.cells)
        and not table.caption.startswith("P/l-indeks")
    ]
    unsaid = {table.caption for table in amounts if said not in table.caption}
    # What is written stays as it is, and says its own level.
    assert unsaid == {"Tabel 2. Kriterier til prioritering"}
    assert [table.caption for table in amounts[:2]] == [
        f"Tabel 1. Investerings- og innovationsforslag fordelt på udvalg {said}",
        f"Tabel 2. Indkomne ansøgninger til investeringspuljen {said}",
    ]
    # Once: not in what the amounts are stated in as well.
    assert {table.unit for table in amounts if said in table.caption} == {"Mio. kr.", "1.000 kr."}
    assert not any(said in table.caption for table in tables_of(snapshot()))


def test_the_curve_and_its_table_say_the_price_level_once():
    whole = snapshot(year="2026").model_copy(update={"price": PriceConversion(wanted=2024, indices=INDICES)})
    said = "(2024 p/l, omregnet fra 2025 p/l)"
    blocks = next(part.blocks for part in build(whole).parts if part.label == "BC02")
    figure = next(block for block in blocks if isinstance(block, Figure))
    table = next(block for block in blocks if isinstance(block, Table) and block.caption.startswith(AT_YEARS_END))
    assert figure.caption == f"Akkumuleret økonomisk påvirkning {said}"
    assert figure.alternative.count("p/l") == figure.caption.count("p/l")
    assert (table.caption.removeprefix(AT_YEARS_END).split(". ")[0], table.unit) == (f" {said}", "1.000 kr.")


@pytest.mark.parametrize("whole", [priced(), snapshot()])
def test_the_note_under_the_tables_names_the_level_the_proposal_is_written_in(whole):
    notes = {
        plain(block.content)
        for part in build(whole).parts
        for block in part.blocks
        if isinstance(block, Note) and "skal udarbejdes" in plain(block.content)
    }
    assert notes == {"Noter til alle tabeller: Forslaget skal udarbejdes i 2025 p/l."}


def test_the_index_table_is_printed_last_in_the_front_matter():
    front = build(priced()).parts[0].blocks
    headings = [block.text for block in front if isinstance(block, Heading)]
    assert headings[-2:] == ["Omregning af pris- og lønniveau", "Indhold"]
    table = next(block for block in front if isinstance(block, Table) and block.caption.startswith("P/l-indeks"))
    shown = [[plain(cell.content) for cell in row.cells] for row in (*table.header, *table.body)]
    assert shown[:3] == [["Styringsområde", "2024", "2025"], ["Service", "96,9", "100"], ["Anlæg", "98", "100"]]


def test_the_introduction_and_pools_stay_in_the_rounds_own_level():
    indices = {area.value: {"2022": "96", "2023": "100"} for area in Area}
    after = compute_snapshot(priced("budget-2023", 2022, indices))
    assert after.introduction == compute_snapshot(snapshot("budget-2023")).introduction
    assert after.tables != compute_snapshot(snapshot("budget-2023")).tables
    assert [(pool["asked_tkr"], pool["price_level"]) for pool in data(after)["pools"]] == [(97549, 2023)]


def test_json_and_excel_are_converted_and_hold_the_indices(tmp_path):
    for format, suffix in (("json", "json"), ("xlsx", "xlsx"), ("kvantum", "xlsx")):
        build_file(priced(), format, tmp_path / f"{format}.{suffix}")
    read = json.loads((tmp_path / "json.json").read_text(encoding="utf-8"))
    assert (read["price_level"], read["round"]["price_level"]) == (2024, 2025)
    assert read["price_conversion"]["indices"]["service"] == {"2024": "96.9", "2025": "100"}
    bc01 = read["proposals"][0]
    assert (bc01["price_level"], bc01["figures"]["implementation_total"]["2025"]) == (2024, 1960)
    assert sum(row["2025"] for row in bc01["distribution"].values()) == bc01["figures"]["net"]["2025"]
    book = openpyxl.load_workbook(tmp_path / "xlsx.xlsx", data_only=True)
    assert book["BC01"]["A2"].value == "1.000 kr. (2024 p/l, omregnet fra 2025 p/l)"
    assert [[cell.value for cell in row] for row in book["Prisindeks"].iter_rows(min_row=4, max_row=6)] == [
        ["Styringsområde", "2024", "2025"],
        ["Service", 96.9, 100],
        ["Anlæg", 98, 100],
    ]
    lines = openpyxl.load_workbook(tmp_path / "kvantum.xlsx", data_only=True)["Linjer"]
    assert {row[8].value for row in lines.iter_rows(min_row=5)} == {2024}


@pytest.mark.parametrize("format", WRITERS)
def test_the_files_are_proved_like_any_other(format, tmp_path):
    build_file(priced(), format, tmp_path / "bilag")
    proof = prove(priced(), format, tmp_path / "bilag")
    assert (proof.deviations, proof.sound) == ([], True)


@pytest.mark.parametrize(
    ("indices", "said"),
    [
        ({}, "Der er intet p/l-indeks for Service i 2024."),
        ({**INDICES, "anlaeg": {"2025": "100"}}, "Der er intet p/l-indeks for Anlæg i 2024."),
    ],
)
def test_a_missing_index_stops_it(indices, said):
    with pytest.raises(PriceError) as refused:
        compute_snapshot(priced(indices=indices))
    assert str(refused.value) == said


def test_transfers_of_an_unknown_area_cannot_be_converted():
    whole = priced()
    proposal_of(whole, "BC08").row_figures["transfers"] = -100
    with pytest.raises(PriceError, match="BC08 kendes kun fra sin række"):
        compute_snapshot(whole)


# On the page.

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(make_round):
    round = make_round("Overførselssagen 2025-2026")
    round.price_indices = {
        "service": {str(round.price_level): "103.2"},
        "anlaeg": {str(round.price_level): "102", str(round.price_level - 1): "100"},
    }
    round.save()
    add_proposal(round, number="OF01")
    return round


@pytest.fixture
def cfo(client, make_user):
    client.force_login(make_user("cfo_caseworker"))
    return client


def post(cfo, round, **given):
    return cfo.post(reverse("appendix-build", args=[round.pk, 7]), {"final": "draft", "formats": ["json"], **given})


def test_the_price_level_is_chosen_on_the_page_and_kept_with_the_edition(cfo, round):
    level = round.price_level - 1
    round.price_indices["service"][str(level)] = "100"
    round.save()
    page = cfo.get(reverse("appendix", args=[round.pk, 7])).content.decode()
    assert f'<option value="{round.price_level}" selected>{round.price_level} p/l</option>' in page
    assert post(cfo, round, price_level=level).status_code == 302
    edition = Edition.objects.get()
    assert read_snapshot(edition).price == PriceConversion(wanted=level, indices=round.price_indices)
    shown = cfo.get(reverse("edition", args=[edition.pk])).content.decode()
    assert f"{level} p/l, omregnet fra {round.price_level} p/l" in shown


def test_a_rebuild_reads_the_indices_that_were_kept(round, make_user):
    round.price_indices["service"][str(round.price_level - 1)] = "100"
    round.save()
    edition = create_edition(round, make_user("cfo_caseworker"), price_level=round.price_level - 1)
    run_job(enqueue(edition, ["pdf", "docx", "xlsx", "json", "kvantum", "kvantum_csv"]).pk)
    round.price_indices = {}
    round.save()
    assert [(check.format, check.sound) for check in check_edition(edition)] == [
        (format, True) for format in ("pdf", "docx", "xlsx", "json", "kvantum", "kvantum_csv")
    ]


def test_a_missing_index_is_said_at_the_field_and_nothing_is_frozen(cfo, round):
    level = round.price_level - 1
    page = post(cfo, round, price_level=level).content.decode()
    assert f"Der er intet p/l-indeks for Service i {level}." in page
    assert f'<option value="{level}" selected>' in page
    assert not Edition.objects.exists()


@pytest.mark.parametrize("given", ["1999", "x", "9" * 400, "\x00"])
def test_a_level_without_indices_is_no_choice(cfo, round, given):
    assert post(cfo, round, price_level=given).status_code == 200
    assert not Edition.objects.exists()


def test_a_round_without_indices_has_no_choice(cfo, make_round):
    page = cfo.get(reverse("appendix", args=[make_round("Budget 2027").pk, 7])).content.decode()
    assert 'name="price_level"' not in page


def test_the_command_converts_too_and_says_what_it_lacks(round, tmp_path):
    arguments = ["build_appendix", round.name, "--out", str(tmp_path), "--format", "json", "--price-level"]
    with pytest.raises(CommandError, match="Der er intet p/l-indeks for Service"):
        call_command(*arguments, str(round.price_level - 1))
    assert list(Path(tmp_path).iterdir()) == []
