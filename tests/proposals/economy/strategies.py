"""Made-up economies for the property tests."""

from hypothesis import strategies as st

from proposals.economy.model import Allocation, Area, Economy, Key, KeyEntry, Line, LineKind
from tests.rounds import unit_book

BOOK = unit_book()
UNITS = [unit.code for unit in BOOK.units]
YEARS = (2025, 2026, 2027, 2028, 2029, 2030)

thousands = st.integers(-10_000_000, 10_000_000)
rows = st.dictionaries(st.sampled_from(YEARS), thousands)


@st.composite
def keys(draw: st.DrawFn, key_id: str = "key") -> Key:
    """A key with a basis above zero."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=8, unique=True))
    bases = [draw(st.integers(0, 10_000)) for _ in units]
    bases[0] += 1
    return Key(key_id, "Nøgle", "m²", tuple(KeyEntry(unit, basis) for unit, basis in zip(units, bases, strict=True)))


def allocations(key_ids: tuple[str, ...]) -> st.SearchStrategy[Allocation | None]:
    return st.one_of(
        st.none(),
        st.sampled_from(UNITS).map(lambda unit: Allocation(unit=unit)),
        st.sampled_from(key_ids).map(lambda key: Allocation(key=key)),
    )


@st.composite
def lines(draw: st.DrawFn, kinds: tuple[LineKind, ...] = tuple(LineKind)) -> Line:
    kind = draw(st.sampled_from(kinds))
    return Line(
        id=draw(st.uuids()).hex,
        kind=kind,
        label="Linje",
        area=draw(st.one_of(st.none(), st.sampled_from(Area))),
        amounts=draw(rows),
        profit_centre=draw(st.sampled_from([None, "1000", "2000"])),
        base_investment=kind is LineKind.IMPLEMENTATION and draw(st.booleans()),
        booking=draw(allocations(("a", "b"))),
        target=draw(allocations(("a", "b"))),
    )


@st.composite
def economies(draw: st.DrawFn) -> Economy:
    return Economy(
        years=YEARS,
        lines=tuple(draw(st.lists(lines(), max_size=8))),
        keys=(draw(keys("a")), draw(keys("b"))),
        own_unit=draw(st.sampled_from(["ØKF", "KFF", "BUF", "SUF", "SOF", "TMF", "BIF"])),
    )
