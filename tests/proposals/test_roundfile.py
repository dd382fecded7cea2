"""A round file is read whole or refused with every fault and its place."""

import json

import pytest

from proposals.exchange import reading
from proposals.exchange.footnotes import footnotes, printed_titles
from proposals.exchange.reading import BrokenRoundFile, decode, read
from proposals.models import Template
from proposals.roundfile import PublishedTables, schema
from tests import rounds

pytestmark = pytest.mark.usefixtures("organisation")


def faults(data) -> list[str]:
    with pytest.raises(BrokenRoundFile) as refused:
        read(data)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("name", ["budget-2023", "budget-2025"])
def test_published_rounds_are_sound(name):
    data = rounds.load(name)
    assert [entry.number for entry in read(data).file.proposals] == [entry["number"] for entry in data["proposals"]]


def test_every_fault_is_found_at_once_in_the_order_of_the_file():
    data = rounds.load("budget-2025")
    first, second, third, fourth = data["proposals"][:4]
    data["round"]["template"] = "1999"
    data["round"]["years"] = [2029, 2024]
    data["round"]["presentation"]["zero"] = 0
    data["round"]["indices"] = {"service": {"2025": "hundrede"}}
    first["lines"][0]["booking"] = {"key": "ukendt"}
    first["lines"][0]["target"] = {"unit": "KS", "key": "nøgle"}
    second["number"] = first["number"]
    second["administration"] = "ABC"
    second["committee"] = "Det Nye Udvalg"
    second["keys"][0]["entries"][0]["unit"] = "Ukendt enhed"
    third["bemærkning"] = "en nøgle, ingen kender"
    third["summary"] = "\x00"
    third["years"] = [2025, 2027]
    third["affected_administrations"] = ["BIF", "XYZ"]
    third["hearings"] = [{"party": "cfo", "status": "måske", "dates": ["i går"]}]
    fourth["lines"][1]["amounts"]["2027"] = 1.5
    fourth["lines"][1]["amounts"]["næste år"] = 1
    fourth["lines"][1]["area"] = "drift"
    fourth["row_figures"] = {"service": 100}
    del fourth["title"]

    areas = "'service', 'anlaeg', 'efterspoergselsstyret_indsats', 'efterspoergselsstyrede_overfoersler'"
    assert sorted(faults(data)) == sorted(
        [
            "round.template: unknown template 1999",
            "round.years: the first year is after the last one",
            "round.presentation.zero: not text",
            "round.indices.service.2025: not an index above zero (a whole number, or decimals as text)",
            "proposals[0].lines[0].booking.key: unknown key ukendt",
            "proposals[0].lines[0].target: give exactly one of unit, key and amounts",
            "proposals[0].lines[0].target.key: unknown key nøgle",
            "proposals[1].number: BC01 stands twice",
            "proposals[1].administration: unknown administration ABC",
            "proposals[1].committee: unknown committee Det Nye Udvalg",
            "proposals[1].keys[0].entries[0].unit: unknown unit Ukendt enhed",
            "proposals[2].bemærkning: unknown key",
            "proposals[2].summary: has characters that cannot be stored",
            "proposals[2].years: the years do not follow each other",
            "proposals[2].affected_administrations[1]: unknown administration XYZ",
            "proposals[2].hearings[0].status: not one of 'yes', 'no', 'not_relevant' or 'blank'",
            "proposals[2].hearings[0].dates[0]: not a date (year-month-day)",
            "proposals[3].lines[1].amounts.2027: not a whole number",
            "proposals[3].lines[1].amounts.næste år: not a year between 1990 and 2100",
            f"proposals[3].lines[1].area: not one of {areas} or 'finansposter'",
            "proposals[3].row_figures: a proposal known only as a row has no lines",
            "proposals[3].row_figures: a proposal known only as a row has no sections",
            "proposals[3].title: missing",
        ]
    )
    found = [text.split(".")[0] for text in faults(data)]
    assert list(dict.fromkeys(found)) == ["round", *(f"proposals[{place}]" for place in range(4))]


@pytest.mark.parametrize(
    "value",
    ["12", True, None, 2.0, 1.5],
)
def test_an_amount_is_a_whole_number_and_nothing_that_looks_like_one(value):
    data = rounds.load("budget-2025")
    data["proposals"][3]["lines"][1]["amounts"]["2027"] = value
    assert faults(data) == ["proposals[3].lines[1].amounts.2027: not a whole number"]


def test_what_was_published_is_kept_as_it_is():
    data = rounds.load("budget-2025")
    data["proposals"][0]["published"]["noget nyt"] = [1, "to"]
    data["published_tables"]["table1"]["noget nyt"] = {"a": None}
    assert read(data).raw == data


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON: Expecting value (line 1, column 1)"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"[1]", "not a round file: the file must hold one JSON object"),
        (b'{"a": NaN}', "not JSON: NaN is no number"),
        (b'{"a": 1e400}', "not JSON: 1e400 is too large a number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON: a number of 5000 digits"),
        ('{"navn": "æble"}'.encode("latin-1"), "not UTF-8: byte 11 cannot be read"),
        (b'{"a":' * 100_000, "not a round file: nested too deeply"),
    ],
)
def test_a_file_that_is_no_json_object_is_refused(content, message):
    with pytest.raises(BrokenRoundFile) as refused:
        read(decode(content))
    assert str(refused.value) == message


def test_a_key_that_stands_twice_is_a_fault_and_not_silently_dropped():
    text = json.dumps(rounds.load("budget-2025")).replace('"kind": "budget"', '"kind": "ofs", "kind": "budget"', 1)
    with pytest.raises(BrokenRoundFile) as refused:
        read(decode(text.encode()))
    assert str(refused.value) == "round.kind: stands twice"


def test_a_byte_order_mark_is_no_fault():
    content = b"\xef\xbb\xbf" + json.dumps(rounds.load("budget-2023")).encode()
    assert read(decode(content)).file.round.name == "Budget 2023"


def test_a_huge_file_is_refused_unread(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(BrokenRoundFile) as refused:
        decode(b" " * (1024 * 1024 + 1))
    assert str(refused.value) == "the file is larger than 1 MB"


def test_another_format_is_refused():
    data = rounds.load("budget-2025")
    data["format"] = "bilag7-round/2"
    assert faults(data) == ["format: not one of 'bilag7-round/1'"]


def test_a_proposal_without_years_must_be_known_as_a_row():
    data = rounds.load("budget-2025")
    data["proposals"][0]["years"] = []
    assert faults(data) == ["proposals[0].years: missing: only a proposal with row_figures has no years"]


def test_a_template_in_full_must_fit_and_be_whole():
    data = rounds.load("budget-2025")
    form = Template.objects.get(code="2025", type="investment").spec().model_dump(mode="json")
    form["name"] = "x" * 101
    form["sections"][1] |= {"key": "Beskrivelse!", "number": "1.1.1.1.1.1.1"}
    form["sections"][2] |= {"key": "facts", "kind": "digt"}
    data["round"]["template"] = {"code": "2027", "forms": [form]}
    kinds = (
        "'text', 'economy', 'distribution', 'calculation', 'administration', 'follow_up', 'risks', "
        "'prioritisation', 'partners'"
    )
    place = "round.template.forms[0]"
    assert [fault for fault in faults(data) if fault.startswith("round")] == [
        f"{place}.sections[2].kind: not one of 'facts', {kinds}, 'hearings', 'technical' or 'tables'",
        f"{place}.code: not the code of the template",
        f"{place}.name: longer than 100 characters",
        f"{place}.sections[2].key: facts stands twice",
        f"{place}.sections[1].number: longer than 10 characters",
        f"{place}.sections[1].key: not a key of small letters, digits, - and _",
    ]
    assert "proposals[2].type: the round's template has no form for it" in faults(data)


def test_the_schema_names_every_key_of_a_published_round():
    body = schema()
    entry = body["$defs"]["ProposalEntry"]["properties"]
    data = rounds.load("budget-2025")
    assert body["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(data) <= set(body["properties"])
    assert set(data["round"]) <= set(body["$defs"]["RoundEntry"]["properties"])
    assert {key for proposal in data["proposals"] for key in proposal} <= set(entry)
    assert body["$defs"]["LineEntry"]["properties"]["amounts"]["additionalProperties"]["type"] == "integer"


def test_marks_are_read_back_as_footnotes_of_their_table():
    tables = PublishedTables.model_validate(
        {
            "table2": {
                "rows": [
                    {"number": "BC01", "marks": "*", "title": "A"},
                    {"number": "BC02", "marks": "*/**", "title": "B (FORTROLIGT)"},
                    {"number": "BC03", "marks": "", "title": "C"},
                ],
                "footnotes": ["*Den første", "** Den anden"],
            },
            "table3": {"rows": [{"number": "BC04", "marks": "*", "title": "D"}], "footnotes": ["*Den tredje"]},
        }
    )
    assert footnotes(tables) == [
        {"table": "table2", "text": "Den første", "proposals": ["BC01", "BC02"]},
        {"table": "table2", "text": "Den anden", "proposals": ["BC02"]},
        {"table": "table3", "text": "Den tredje", "proposals": ["BC04"]},
    ]
    assert printed_titles(tables) == {"BC01": "A", "BC02": "B", "BC03": "C", "BC04": "D"}


def test_a_mark_printed_twice_at_one_proposal_is_the_note_no_other_carries():
    tables = PublishedTables.model_validate(
        {
            "table2": {
                "rows": [{"number": "BC05", "marks": "*"}, {"number": "BC06", "marks": "*/*"}],
                "footnotes": ["*Behandles i august", "**Der indgår grundinvesteringer"],
            }
        }
    )
    assert [note["proposals"] for note in footnotes(tables)] == [["BC05", "BC06"], ["BC06"]]


def test_common_footnotes_belong_to_the_tables_with_marks():
    tables = PublishedTables.model_validate(rounds.load("budget-2025")["published_tables"])
    assert [(note["table"], note["proposals"]) for note in footnotes(tables)] == [
        ("table2", ["BC01", "BC02"]),
        ("table2", ["BC08"]),
    ]
