"""What changed between two contents: nothing where they are equal, and enough to make the one of the other."""

from hypothesis import given, settings

from proposals.compare import apply, difference
from proposals.compare.difference import moved_rows
from proposals.contents import EconomyContent, LineContent
from tests.proposals.test_sections import FILLED

from .strategies import IDS, several


def economy(*lines: LineContent) -> EconomyContent:
    return EconomyContent(price_level=2026, years=[2026, 2027], lines=list(lines))


def line(row: str, **values) -> LineContent:
    return LineContent(id=row, kind="permanent", **values)


def test_every_kind_equals_itself():
    assert not any(difference(content, content.model_copy(deep=True)) for content in FILLED)


@settings(max_examples=60)
@given(several(2))
def test_the_change_made_to_the_old_gives_the_new(contents):
    old, new = contents
    change = difference(old, new)
    assert apply(change, old) == new
    assert bool(change) == (old != new)


def test_a_change_is_told_at_its_cell():
    old = economy(line("a", label="Løn", amounts={2026: 5}), line("b", amounts={2027: -3}))
    new = economy(line("a", label="Løn", amounts={2026: 5, 2027: 7}), line("b"))
    told = [
        (row.row, row.status, row.moved, [(c.place, c.old, c.new) for c in row.cells])
        for row in difference(old, new).rows
    ]
    assert told == [
        ("a", "kept", False, [("lines/a/amounts.2027", None, 7)]),
        ("b", "kept", False, [("lines/b/amounts.2027", -3, None)]),
    ]


def test_a_moved_row_is_told_as_moved_and_the_others_are_not():
    rows = [line(name) for name in "abcd"]
    told = difference(economy(*rows), economy(*rows[1:], rows[0])).rows
    assert [(row.row, row.status, row.moved, row.cells) for row in told] == [("a", "kept", True, ())]


def test_rows_are_told_as_added_and_removed():
    told = difference(economy(line("a"), line("b")), economy(line("b"), line("c"))).rows
    assert [(row.row, row.status, row.moved) for row in told] == [("c", "added", False), ("a", "removed", False)]


@given(IDS, IDS)
def test_the_rows_that_did_not_move_keep_their_order(old, new):
    moved = moved_rows(old, new)
    assert [row for row in old if row in new and row not in moved] == [
        row for row in new if row in old and row not in moved
    ]
