"""Tables 1–3: rows, order, counts, marks and the round's presentation; totals are exact sums, rounded once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.economy.summary import (
    Footnote,
    Presentation,
    PrintedNote,
    ProposalType,
    SummaryRow,
    danish_order,
    number_order,
    summary_tables,
)
from proposals.economy.summary_rows import known_row_figures, row_figures
from tests.rounds import figures, proposal

INVESTMENT, INNOVATION, STUDY = ProposalType

PRESENTATION = Presentation()


def row(number: str, committee: str = "KFU", type: ProposalType = INVESTMENT, **fields: object) -> SummaryRow:
    names = {"KFU": "Kultur- og Fritidsudvalget", "ØU": "Økonomiudvalget", "BIU": "Beskæftigelsesudvalget"}
    return SummaryRow(
        number=number,
        title=f"Forslag {number}",
        type=type,
        committee=committee,
        committee_name=names.get(committee, committee),
        administration={"KFU": "KFF", "ØU": "ØKF", "BIU": "BIF"}.get(committee, committee),
        **fields,  # type: ignore[arg-type]
    )


rows_of_a_round = st.lists(
    st.builds(
        row,
        number=st.integers(1, 99).map(lambda number: f"BC{number:02}"),
        committee=st.sampled_from(["KFU", "ØU", "BIU", "SUD", "ÅU", "ÆU"]),
        type=st.sampled_from(ProposalType),
        service=st.integers(0, 10**6),
        anlaeg=st.integers(0, 10**6),
        efficiency_service=st.integers(-(10**6), 10**6),
        transfers=st.integers(-(10**6), 10**6),
        cross_cutting=st.booleans(),
    ),
    unique_by=lambda one: one.number,
)


@given(rows_of_a_round)
def test_totals_are_the_exact_sums_of_the_rows(rows: list[SummaryRow]) -> None:
    tables = summary_tables(rows, PRESENTATION)
    one, two, three = tables.table1, tables.table2, tables.table3
    assert one.total.investment_tkr == sum(r.investment_tkr for r in one.rows) == sum(r.investment for r in rows)
    assert one.total.efficiency_tkr == sum(r.efficiency_tkr for r in one.rows)
    assert one.total.number_of_proposals == sum(r.number_of_proposals for r in one.rows) == len(rows)
    assert one.total.number_of_innovation == len(three.rows)
    for column in ("service_tkr", "anlaeg_tkr", "efficiency_service_tkr", "transfers_tkr"):
        assert getattr(two.total, column) == sum(getattr(r, column) for r in two.rows)
    assert three.total.amount_tkr == sum(r.amount_tkr for r in three.rows)
    assert one.total.investment_tkr == two.total.service_tkr + two.total.anlaeg_tkr + three.total.amount_tkr


def test_a_total_is_rounded_once_and_not_the_sum_of_rounded_rows() -> None:
    tables = summary_tables([row("BC01", service=40), row("BC02", service=40), row("BC03", service=40)], PRESENTATION)
    assert [one.service for one in tables.table2.rows] == ["0,0", "0,0", "0,0"]
    assert tables.table2.total.service == "0,1"


def test_committees_stand_in_danish_order_with_the_cross_cutting_last() -> None:
    rows = [
        row("BC01", "ØU", cross_cutting=True),
        *(row(f"BC0{place}", code) for place, code in enumerate(["ÅU", "ØU", "ÆU", "ZU", "BIU"], start=2)),
        row("BC07", "KFU", cross_cutting=True),
    ]
    assert [one.committee for one in summary_tables(rows, PRESENTATION).table1.rows] == [
        "BIU",
        "ZU",
        "ÆU",
        "ØU",
        "ÅU",
        "ØU (tværgående)",
    ]


def test_danish_order_takes_small_and_capital_letters_together() -> None:
    assert sorted(["å", "Z", "Ø", "a", "Æ", "B"], key=danish_order) == ["a", "B", "Z", "Æ", "Ø", "å"]


def test_numbers_stand_in_the_order_of_their_digits() -> None:
    assert sorted(["BC10", "BC2", "BC1", "OFS3", ""], key=number_order) == ["", "BC1", "BC2", "BC10", "OFS3"]


@pytest.mark.parametrize(
    ("style", "counts"),
    [
        ("all_with_innovation_in_brackets", ["3 (2)", "1", "1 (1)", "5 (3)"]),
        ("innovation_in_brackets_only", ["1 (2)", "1", "(1)", "2 (3)"]),
    ],
)
def test_counts_put_innovation_and_studies_in_brackets(style: str, counts: list[str]) -> None:
    rows = [
        row("BC01", "BIU"),
        row("BC02", "BIU", INNOVATION),
        row("BC03", "BIU", STUDY),
        row("BC04", "KFU"),
        row("BC05", "ØU", INNOVATION),
    ]
    table = summary_tables(rows, Presentation.from_json({"count_style": style})).table1
    assert [one.count for one in (*table.rows, table.total)] == counts


def test_an_appendix_without_proposals_counts_zero() -> None:
    tables = summary_tables([], PRESENTATION)
    assert (tables.table1.rows, tables.table1.total.count) == ((), "0")


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("committee_code", "KFU"),
        ("committee_name", "Kultur- og Fritidsudvalget"),
        ("administration_code", "KFF"),
    ],
)
def test_a_committee_is_shown_by_code_name_or_administration(label: str, shown: str) -> None:
    tables = summary_tables([row("BC01"), row("BC02", type=STUDY)], Presentation.from_json({"table1_label": label}))
    assert {tables.table1.rows[0].committee, tables.table2.rows[0].committee, tables.table3.rows[0].committee} == {
        shown
    }


def test_efficiencies_are_printed_positive_where_the_round_says_so_and_stay_exact() -> None:
    rows = [row("BC01", efficiency_service=-1250, transfers=350, service=1000)]
    table = summary_tables(rows, Presentation.from_json({"efficiency_sign": "positive"})).table2
    assert (table.total.efficiency_service, table.total.transfers, table.total.service) == ("1,3", "−0,4", "1,0")
    assert (table.total.efficiency_service_tkr, table.total.transfers_tkr) == (-1250, 350)


@pytest.mark.parametrize(("zero", "shown"), [("0,0", "0,0"), (".", "."), ("-", "-")])
def test_an_exact_zero_prints_as_the_round_says_and_a_small_amount_never_does(zero: str, shown: str) -> None:
    table = summary_tables([row("BC01", anlaeg=3)], Presentation.from_json({"zero": zero})).table2
    assert (table.rows[0].service, table.rows[0].anlaeg) == (shown, "0,0")


def test_in_thousands_amounts_are_printed_exactly() -> None:
    rows = [row("BC01", service=1474, efficiency_service=-562), row("BC02", type=STUDY, service=1000)]
    tables = summary_tables(rows, Presentation.from_json({"summary_unit": "tkr"}))
    assert (tables.table1.total.investment, tables.table1.total.efficiency) == ("2.474", "−562")
    assert (tables.table2.total.service, tables.table2.total.anlaeg) == ("1.474", "0")
    assert tables.table3.total.amount == "1.000"


def test_marks_are_numbered_in_each_table_and_stacked() -> None:
    rows = [row("BC01"), row("BC02"), row("BC03", type=INNOVATION), row("BC04", type=STUDY)]
    notes = (
        Footnote("Tværgående", frozenset({"BC01"})),
        Footnote("Behandles den 22. august", frozenset({"BC01", "BC02", "BC03"})),
        Footnote("Kun tabel 2", frozenset({"BC02", "BC04"}), frozenset({"table2"})),
        Footnote("Gælder ingen", frozenset({"BC99"})),
        Footnote("Foranalyse", frozenset({"BC04"})),
    )
    tables = summary_tables(rows, PRESENTATION, notes)
    assert [one.marks for one in tables.table2.rows] == ["*/**", "**/***"]
    assert [one.marks for one in tables.table3.rows] == ["*", "**"]
    assert tables.table2.footnotes == (
        PrintedNote("*", "Tværgående"),
        PrintedNote("**", "Behandles den 22. august"),
        PrintedNote("***", "Kun tabel 2"),
    )
    assert tables.table3.footnotes == (PrintedNote("*", "Behandles den 22. august"), PrintedNote("**", "Foranalyse"))


def test_a_confidential_proposal_keeps_its_row_with_or_without_its_title() -> None:
    secret = row("BC01", service=1000, confidential=True)
    rows = [secret, replace(secret, number="BC02", title_withheld=True)]
    table = summary_tables(rows, PRESENTATION).table2
    assert [one.title for one in table.rows] == ["Forslag BC01 (FORTROLIGT)", "Fortroligt forslag"]
    assert table.total.service_tkr == 2000


def test_paybacks_are_numbers_or_a_dash_and_have_no_total() -> None:
    table = summary_tables([row("BC01", payback_years=4), row("BC02")], PRESENTATION).table2
    assert [(one.payback_years, one.payback) for one in (*table.rows, table.total)] == [
        (4, "4"),
        (None, "–"),
        (None, ""),
    ]


def test_kinds_of_table_3() -> None:
    table = summary_tables([row("BC01", type=STUDY), row("BC02", type=INNOVATION)], PRESENTATION).table3
    assert [one.kind for one in table.rows] == ["Foranalyse", "Innovationsforslag"]


def test_a_rows_figures_come_from_the_frozen_figures_or_the_known_row() -> None:
    assert row_figures(figures(proposal("budget-2025", "BC14")).as_json()) == {
        "service": 1777,
        "anlaeg": 206,
        "efficiency_service": -1170,
        "transfers": 0,
        "payback_years": 4,
    }
    frozen = figures(proposal("budget-2025", "BC14")).as_json()
    frozen["payback_service"] = {"years": 9, "year": 2033}
    assert row_figures(frozen)["payback_years"] == 4
    known = proposal("budget-2025", "BC08")["row_figures"]
    assert known_row_figures(known) == known
    assert known_row_figures({"service": 5, "anlaeg": None}) == {
        "service": 5,
        "anlaeg": 0,
        "efficiency_service": 0,
        "transfers": 0,
        "payback_years": None,
    }


def test_settings_that_are_absent_keep_their_default() -> None:
    presentation = Presentation.from_json({"zero": ".", "table2_columns": ["service"], "ukendt": 1})
    assert presentation == Presentation(zero=".", table2_columns=("service",))
