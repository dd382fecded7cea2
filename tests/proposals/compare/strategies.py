"""Contents and texts as people might write them, and edits of them."""

from __future__ import annotations

from hypothesis import strategies as st

from proposals.contents import (
    CalculationContent,
    CalculationItem,
    ComponentContent,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    FollowUpRow,
    KeyContent,
    LineAllocation,
    LineContent,
    OriginInnovation,
    RiskItem,
    RisksContent,
)
from proposals.richtext import clean

YEARS = list(range(2026, 2030))
WORDS = st.sampled_from("træer borgere sager færre flere og <stærk> & CO2 2027 −540 løsning".split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=6).map(
    lambda words: " ".join(words).replace("&", "&amp;").replace("<", "&lt;")
)
INLINE = st.one_of(
    SENTENCE,
    SENTENCE.map(lambda text: f"<strong>{text}</strong>"),
    SENTENCE.map(lambda text: f"CO<sub>2</sub> {text}"),
    SENTENCE.map(lambda text: f'<a href="https://example.org/?a=1&amp;b=2">{text}</a> og<br><em>{text}</em>'),
)
PARAGRAPH = st.one_of(
    INLINE.map(lambda text: f"<p>{text}</p>"),
    INLINE.map(lambda text: f"<h3>{text}</h3>"),
    st.lists(INLINE, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"
    ),
    st.lists(st.lists(INLINE, min_size=2, max_size=2), min_size=1, max_size=3).map(
        lambda rows: (
            "<table>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>"
        )
    ),
    INLINE.map(lambda text: f"<ul><li>{text}<ul><li>{text}</li></ul></li></ul>"),
)
PARAGRAPHS = st.lists(PARAGRAPH, max_size=5)
TEXT = PARAGRAPHS.map("".join).map(clean)

AMOUNTS = st.dictionaries(st.sampled_from(YEARS), st.integers(-900, 900), max_size=4)
PLAIN = st.sampled_from(["", "Løn", "Husleje", "Et mål\nmed to linjer"])
IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)


def rows(row_type, **cells):
    """Rows of the type in any order, each with an id of its own."""
    row = st.fixed_dictionaries(cells)
    return IDS.flatmap(
        lambda ids: st.tuples(*[row for _id in ids]).map(
            lambda drawn: [row_type(id=row_id, **values) for row_id, values in zip(ids, drawn, strict=True)]
        )
    )


LINES = rows(
    LineContent,
    kind=st.sampled_from(["permanent", "implementation"]),
    label=PLAIN,
    area=st.sampled_from([None, "service", "anlaeg"]),
    amounts=AMOUNTS,
)
ECONOMY = st.builds(
    EconomyContent, text=TEXT, price_level=st.just(2026), years=st.sampled_from([YEARS, YEARS[:3]]), lines=LINES
)
FOLLOW_UP = st.builds(FollowUpContent, text=TEXT, rows=rows(FollowUpRow, goal=PLAIN, when=PLAIN))
RISKS = st.builds(
    RisksContent,
    overall=st.sampled_from([None, "Lav"]),
    items=rows(RiskItem, title=PLAIN, score=st.sampled_from([None, 4, 25]), handling=st.sampled_from([None, "Plan"])),
)
FACTS = st.builds(
    FactsContent,
    title=PLAIN,
    cross_cutting=st.booleans(),
    affected_administrations=st.sampled_from([None, [], ["TMF"], ["TMF", "ØKF"]]),
    origin_innovation=st.sampled_from([None, OriginInnovation(answer=True, title="Prøve")]),
)
ENTRIES = st.dictionaries(st.sampled_from(["TMF", "ØKF", "BIF"]), st.integers(0, 99)).map(
    lambda units: [{"unit": unit, "basis": basis} for unit, basis in units.items()]
)
PLACE = st.one_of(
    st.sampled_from([None, {"unit": "TMF"}, {"key": "a"}]),
    st.fixed_dictionaries({"amounts": st.dictionaries(st.sampled_from(["TMF", "KS", "KIT"]), AMOUNTS, max_size=3)}),
)
DISTRIBUTION = st.builds(
    DistributionContent,
    keys=rows(KeyContent, label=PLAIN, entries=ENTRIES),
    allocations=IDS.flatmap(
        lambda ids: st.tuples(*[PLACE for _id in ids]).map(
            lambda places: [LineAllocation(line=line, booking=place) for line, place in zip(ids, places, strict=True)]
        )
    ),
)
NUMBER = st.sampled_from([None, "7", "12.5"])
CALCULATION = st.builds(
    CalculationContent,
    text=TEXT,
    calculations=rows(
        CalculationItem,
        label=PLAIN,
        share=st.sampled_from(["100", "80"]),
        components=rows(ComponentContent, label=PLAIN, quantity=NUMBER, minutes=NUMBER),
    ),
)
KINDS = [ECONOMY, FOLLOW_UP, RISKS, FACTS, DISTRIBUTION, CALCULATION]


def several(count: int):
    """So many contents of one kind."""
    return st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(*[kind] * count))
