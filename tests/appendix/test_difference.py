"""Two stretches of printed blocks: nothing is told when they say the same, and something whenever they do not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from appendix.content.blocks import (
    AmountCell,
    Bullets,
    Column,
    Figure,
    Heading,
    KeyValue,
    Link,
    Note,
    Paragraph,
    Row,
    Styled,
    Table,
    Text,
    TextCell,
    text,
)
from appendix.content.changes import Change
from appendix.content.difference import difference

WORDS = st.sampled_from(["Drift", "Løn og pension", "Huslejen falder fra 2027", "Huslejen stiger fra 2027", "Andet"])
INLINES = st.one_of(WORDS.map(text), WORDS.map(lambda words: (Styled("strong", text(words)),)))
AMOUNTS = st.integers(-2, 2).map(lambda amount: AmountCell(amount * 1000, str(amount)))
PARAGRAPHS = INLINES.map(Paragraph)
TABLES = st.builds(
    lambda caption, years, rows: Table(
        caption=caption,
        unit="1.000 kr.",
        columns=(Column(), *(Column("right") for _year in years)),
        header=(Row(tuple(TextCell(text(word)) for word in ("Post", *years))),),
        body=tuple(Row((TextCell(text(name)), *cells[: len(years)])) for name, cells in rows),
    ),
    st.sampled_from(["Tabel 1. Økonomi", "Tabel 2. Administration"]),
    st.sampled_from([("2026", "2027"), ("2027", "2026"), ("2026",)]),
    st.lists(st.tuples(WORDS, st.tuples(AMOUNTS, AMOUNTS)), max_size=3),
)
BLOCKS = st.lists(
    st.one_of(
        PARAGRAPHS,
        INLINES.map(Note),
        PARAGRAPHS.map(lambda inner: Bullets(((inner,),))),
        PARAGRAPHS.map(lambda inner: KeyValue((("Kort resumé", (inner,)),))),
        st.sampled_from([Heading(2, "Økonomi", "2"), Heading(2, "Risici", "4")]),
        st.builds(Figure, st.sampled_from(["<svg/>", "<svg>1</svg>"]), st.just("Kurve"), st.just("Falder")),
        TABLES,
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS, BLOCKS)
def test_something_is_told_whenever_two_documents_differ(old, new):
    assert bool(difference(old, new)) == (old != new)
    assert difference(old, old) == []


@settings(max_examples=150, deadline=None)
@given(BLOCKS, st.data())
def test_something_is_told_when_one_block_is_another_or_they_stand_otherwise(old, data):
    new = list(data.draw(st.permutations(old)))
    if new and data.draw(st.booleans()):
        new[data.draw(st.integers(0, len(new) - 1))] = data.draw(BLOCKS.filter(bool))[0]
    assert bool(difference(old, new)) == (old != new)


def table(*rows: tuple[str, int, int], caption: str = "Tabel 1") -> Table:
    body = tuple(
        Row((TextCell(text(name)), AmountCell(first, str(first)), AmountCell(second, str(second))))
        for name, first, second in rows
    )
    header = (Row(tuple(TextCell(text(word)) for word in ("Post", "2026", "2027"))),)
    return Table(caption, (Column(), Column("right"), Column("right")), header, body)


def test_a_cell_is_named_by_table_row_and_column_with_its_amounts():
    old, new = table(("Løn", 100, 200), ("Drift", 5, 6)), table(("Løn", 100, 250), ("Drift", 5, 6))
    place = {"section": "2. Økonomi", "table": "Tabel 1", "row": "Løn", "column": "2027"}
    heading = Heading(2, "Økonomi", "2")
    assert difference([heading, old], [heading, new]) == [
        Change("cell", **place, old="200", new="250", old_tkr=200, new_tkr=250)
    ]


def test_amounts_that_print_alike_are_told_in_full():
    old, new = table(("Løn", 100, 200)), table(("Løn", 100, 200))
    cell = AmountCell(1_231, "1,2")
    old = replace(old, body=(Row((*old.body[0].cells[:2], cell)),))
    new = replace(new, body=(Row((*new.body[0].cells[:2], replace(cell, amount_tkr=1_249))),))
    [change] = difference([old], [new])
    assert (change.old, change.new) == ("1,2 (1.231 t.kr.)", "1,2 (1.249 t.kr.)")


def test_a_row_that_got_another_name_is_the_same_row():
    changes = difference(
        [table(("Løn", 100, 200), ("Drift", 5, 6))], [table(("Lønninger", 100, 200), ("Drift", 5, 6))]
    )
    assert changes == [Change("cell", table="Tabel 1", row="Lønninger", column="Post", old="Løn", new="Lønninger")]


def test_rows_in_another_order_are_told_once():
    rows = [("Løn", 1, 1), ("Drift", 2, 2), ("Leje", 3, 3)]
    assert difference([table(*rows)], [table(rows[2], rows[0], rows[1])]) == [Change("order", table="Tabel 1")]


def test_rows_that_came_and_went_are_told_whole():
    changes = difference([table(("Løn", 1, 1), ("Drift", 2, 2))], [table(("Løn", 1, 1), ("Leje", 8, 9))])
    assert changes == [
        Change("row", table="Tabel 1", row="Leje", new="Leje · 8 · 9"),
        Change("row", table="Tabel 1", row="Drift", old="Drift · 2 · 2"),
    ]


def test_a_column_that_one_has_is_told_once():
    both = table(("Løn", 1, 2), ("Drift", 3, 4))
    less = replace(
        both,
        columns=both.columns[:2],
        header=(Row(both.header[0].cells[:2]),),
        body=tuple(Row(row.cells[:2]) for row in both.body),
    )
    assert difference([both], [less]) == [Change("column", table="Tabel 1", old="2027")]


def test_words_that_moved_are_no_words_that_changed():
    first, second = Paragraph(text("Huslejen falder.")), Paragraph(text("Der spares på el og varme i alle bygninger."))
    assert difference([first, second], [second, first]) == [Change("order")]
    changed = Paragraph(text("Huslejen stiger."))
    assert difference([first, second], [changed, second]) == [
        Change("text", old="Huslejen falder.", new="Huslejen stiger.")
    ]


def test_another_address_behind_the_same_words_is_told_and_a_new_place_in_the_document_is_not():
    def led(href: str) -> list[Paragraph]:
        return [Paragraph((Link(href, (Text("Se her"),)),))]

    assert difference(led("#forslag-bc01"), led("#forslag-bc02")) == []
    assert difference(led("https://a.dk"), led("https://b.dk")) == [Change("order", old="Se her", new="Se her")]
