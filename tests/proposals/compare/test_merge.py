"""Joining two edits: what only one changed is taken, what both changed is told, nothing is lost."""

import pytest
from hypothesis import given, settings

from proposals.compare import difference, merge
from proposals.compare.blocks import TextClash, merge_text, split
from proposals.compare.flat import Flat, flatten, rows_within
from proposals.compare.labels import Labels
from proposals.contents import (
    CalculationContent,
    CalculationItem,
    ComponentContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    LineAllocation,
    LineContent,
    TextContent,
)
from proposals.economy.model import UnitBook

from .strategies import TEXT, several


def economy(**rows) -> EconomyContent:
    lines = [LineContent(id=name, kind="permanent", **values) for name, values in rows.items()]
    return EconomyContent(price_level=2026, years=[2026, 2027], lines=lines)


def cells_of_rows(flat: Flat) -> set[tuple[str, str, str]]:
    """List, row and name of the cells that hold rows."""
    return {
        (name, row, cell)
        for name, rows in flat.lists.items()
        for row, cells in rows.items()
        for cell, value in cells.items()
        if rows_within(value) is not None
    }


def places(*contents: Content) -> list[Flat]:
    """Each content's places; the rows inside a cell are places where the first three hold rows there."""
    flats = [flatten(content) for content in contents]
    for name, row, cell in set.intersection(*map(cells_of_rows, flats[:3])):
        for flat in flats:
            flat.lists[f"{name}/{row}/{cell}"] = rows_within(flat.lists[name][row].pop(cell))
    return flats


@settings(max_examples=40)
@given(several(2))
def test_with_one_edit_alone_that_edit_is_the_result(contents):
    base, edit = contents
    for merged in (merge(base, edit, base), merge(base, base, edit), merge(base, edit, edit)):
        assert merged.content == edit
        assert not merged.clashes


@settings(max_examples=60)
@given(several(3))
def test_no_cell_is_decided_silently_where_both_changed_it(contents):
    """Each value of the result is what one of them wrote; where both wrote, it is named as a clash."""
    base, mine, theirs = contents
    merged = merge(base, mine, theirs)
    named = {clash.place for clash in merged.clashes}
    flats = places(base, mine, theirs, merged.content)
    for name in flats[1].fields.keys() - {"text"}:
        was, own, other, result = (flat.fields.get(name) for flat in flats)
        assert result in (own, other)
        if own != was and other != was and own != other:
            assert f"//{name}" in named
        elif own == was:
            assert result == other
    for name in flats[0].lists.keys() & flats[1].lists.keys() & flats[2].lists.keys():
        for row in flats[1].lists[name].keys() & flats[2].lists[name].keys():
            was, own, other, result = (flat.lists[name].get(row, {}) for flat in flats)
            for cell in {*was, *own, *other}:
                # A cell that is not there is told from one that holds nothing.
                values = [cells.get(cell, ...) for cells in (was, own, other, result)]
                if values[0] not in values[1:3] and values[1] != values[2]:
                    assert f"{name}/{row}/{cell}" in named
                else:
                    assert values[3] == (values[1] if values[2] == values[0] else values[2])


@settings(max_examples=40)
@given(several(3))
def test_a_choice_settles_every_clash_and_both_see_the_same_ones(contents):
    base, mine, theirs = contents
    first, second = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {clash.place for clash in first.clashes} == {clash.place for clash in second.clashes}
    for side in ("mine", "theirs"):
        assert not merge(base, mine, theirs, {clash.place: side for clash in first.clashes}).open


@settings(max_examples=60)
@given(TEXT, TEXT, TEXT)
def test_every_paragraph_somebody_wrote_is_in_the_result_or_in_a_clash(base, mine, theirs):
    parts = merge_text(base, mine, theirs)
    kept = "".join(part if isinstance(part, str) else "".join([*part.mine, *part.theirs]) for part in parts)
    for text in (mine, theirs):
        assert all(block in kept for block in split(text) if block not in split(base))


def test_different_rows_and_different_cells_of_one_row_are_joined():
    base = economy(a={"amounts": {2026: 1, 2027: 1}}, b={"amounts": {2026: 1}})
    mine = economy(a={"amounts": {2026: 2, 2027: 1}}, b={"amounts": {2026: 1}}, c={"label": "Min"})
    theirs = economy(a={"amounts": {2026: 1, 2027: 3}}, b={"amounts": {2026: 4}, "label": "Deres"})
    merged = merge(base, mine, theirs)
    assert not merged.clashes
    assert merged.content == economy(
        a={"amounts": {2026: 2, 2027: 3}}, b={"amounts": {2026: 4}, "label": "Deres"}, c={"label": "Min"}
    )
    assert merged.taken == difference(mine, merged.content)


def test_the_same_cell_is_a_clash_and_the_choice_decides():
    base, mine, theirs = (economy(a={"amounts": {2026: amount}}) for amount in (1, 2, 3))
    merged = merge(base, mine, theirs)
    (clash,) = merged.open
    assert (clash.place, clash.base, clash.mine, clash.theirs) == ("lines/a/amounts.2026", 1, 2, 3)
    assert merged.content == mine
    assert merge(base, mine, theirs, {clash.place: "theirs"}).content == theirs


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_row_that_one_removed_and_the_other_changed_is_a_clash(side):
    base, changed = economy(a={"label": "Løn"}), economy(a={"label": "Lønninger"})
    merged = merge(base, economy(), changed)
    assert [clash.place for clash in merged.open] == ["lines/a/*"]
    assert merge(base, economy(), changed, {"lines/a/*": side}).content == (economy() if side == "mine" else changed)


def test_a_row_that_only_one_touched_goes_when_they_removed_it():
    base = economy(a={}, b={"label": "x"})
    assert merge(base, economy(a={}, b={"label": "y"}), economy(b={"label": "x"})).content == economy(b={"label": "y"})


def test_a_new_row_stands_after_the_row_it_was_put_after():
    base = economy(a={}, b={}, c={})
    merged = merge(base, economy(c={}, a={}, b={}), economy(a={}, new={}, b={}, c={}))
    assert [line.id for line in merged.content.lines] == ["c", "a", "new", "b"]
    assert not merged.clashes


def test_two_orders_of_one_list_are_a_clash():
    base, mine, theirs = economy(a={}, b={}, c={}), economy(b={}, a={}, c={}), economy(c={}, a={}, b={})
    assert [clash.place for clash in merge(base, mine, theirs).open] == ["lines//*order"]


def text(*paragraphs: str) -> TextContent:
    return TextContent(text="".join(f"<p>{words}</p>" for words in paragraphs))


def test_different_paragraphs_are_joined_even_side_by_side():
    base = text("Et afsnit.", "Et andet afsnit.", "Et tredje.")
    mine = text("Et nyt afsnit.", "Et andet afsnit.", "Et tredje.", "Et fjerde.")
    theirs = text("Et afsnit.", "Et helt andet afsnit.")
    merged = merge(base, mine, theirs)
    assert not merged.clashes
    assert merged.content == text("Et nyt afsnit.", "Et helt andet afsnit.", "Et fjerde.")


def test_the_same_paragraph_is_a_clash_and_the_rest_is_joined():
    base, mine, theirs = text("a b c", "d"), text("a B c", "d"), text("a b C", "d", "e")
    merged = merge(base, mine, theirs)
    assert [(clash.place, clash.mine, clash.theirs) for clash in merged.open] == [
        ("//text/0", "<p>a B c</p>", "<p>a b C</p>")
    ]
    assert merge(base, mine, theirs, {"//text/0": "theirs"}).content == text("a b C", "d", "e")


def test_both_writing_in_an_empty_text_is_a_clash():
    assert merge_text("", "<p>Min</p>", "<p>Deres</p>") == [TextClash((), ("<p>Min</p>",), ("<p>Deres</p>",))]


def test_fields_are_joined_one_by_one():
    base, mine, theirs = FactsContent(title="A"), FactsContent(title="B"), FactsContent(title="A", cross_cutting=True)
    assert merge(base, mine, theirs).content == FactsContent(title="B", cross_cutting=True)


def basis(**parts) -> CalculationContent:
    components = [ComponentContent(id=name, **values) for name, values in parts.items()]
    return CalculationContent(calculations=[CalculationItem(id="k", label="Samtaler", components=components)])


def test_two_people_in_one_calculation_are_joined_part_by_part():
    base = basis(a={"quantity": "100", "minutes": "7"}, b={"quantity": "5"})
    mine = basis(a={"quantity": "120", "minutes": "7"}, b={"quantity": "5"}, c={"label": "Breve"})
    theirs = basis(a={"quantity": "100", "minutes": "6"})
    merged = merge(base, mine, theirs)
    assert not merged.clashes
    assert merged.content == basis(a={"quantity": "120", "minutes": "6"}, c={"label": "Breve"})


def test_parts_of_two_who_began_from_none_stand_beside_each_other():
    merged = merge(basis(), basis(a={"quantity": "1"}), basis(b={"quantity": "2"}))
    assert not merged.clashes
    assert merged.content == basis(b={"quantity": "2"}, a={"quantity": "1"})


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_one_part_of_a_calculation_is_a_clash_that_is_named_in_full(side):
    base, mine, theirs = (basis(a={"label": "Opkald", "minutes": minutes}) for minutes in ("7", "6", "5"))
    merged = merge(base, mine, theirs)
    (clash,) = merged.open
    assert clash.place == "calculations/k/components/a/minutes"
    assert (clash.base, clash.mine, clash.theirs) == ("7", "6", "5")
    labels = Labels.of((mine, theirs), UnitBook.build([], [], []), {})
    assert labels.row(clash.list_name, clash.row) == "Samtaler, Opkald"
    assert merge(base, mine, theirs, {clash.place: side}).content == (mine if side == "mine" else theirs)


def booked(**units: dict[int, int]) -> DistributionContent:
    return DistributionContent(allocations=[LineAllocation(line="a", booking={"amounts": units})])


def test_amounts_of_different_units_and_years_are_joined():
    merged = merge(
        booked(KS={2026: 1, 2027: 1}, KIT={2026: 5}),
        booked(KS={2026: 2, 2027: 1}),
        booked(KS={2026: 1, 2027: 3}, KIT={2026: 5}),
    )
    assert not merged.clashes
    assert merged.content == booked(KS={2026: 2, 2027: 3})


def test_a_line_that_one_booked_elsewhere_is_a_clash_as_a_whole():
    elsewhere = DistributionContent(allocations=[LineAllocation(line="a", booking={"unit": "KEJD"})])
    merged = merge(booked(KS={2026: 1}), booked(KS={2026: 2}), elsewhere)
    assert [clash.place for clash in merged.open] == ["allocations/a/booking"]
