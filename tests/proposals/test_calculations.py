"""The basis: lines take their amounts from calculations, follow them, and can be released again."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from proposals import calculations
from proposals.assemble import assemble, dump_content
from proposals.checks import run
from proposals.contents import CalculationContent, CalculationItem, ComponentContent, EconomyContent, LineContent
from proposals.document import canonical_bytes, dump, parse
from proposals.drafts import StaleSave, read_content, save_section
from proposals.exchange.reading import BrokenRoundFile
from proposals.models import Section
from proposals.units import unit_book
from reviews.archive import export_round, import_round
from tests.pages import fields, form_of, texts

from .test_sections import address, fill

YEARS = range(2026, 2032)
CONVERSATIONS = CalculationItem(
    id="samtaler",
    label="Færre samtaler",
    components=[ComponentContent(id="k1", label="Samtaler", quantity=150_000, minutes=7)],
    hours_per_fte=1_200,
    price_per_fte=629_000,
    phase_in={2026: 0, 2027: "50"},
)
AMOUNTS = {2026: 0, 2027: -4_586, **dict.fromkeys(range(2028, 2032), -9_173)}


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, title="Samtaler")


@pytest.fixture
def client(writer, client_for):
    return client_for(writer)


def section(proposal, kind: str) -> Section:
    return proposal.sections.get(kind=kind)


def economy(proposal) -> EconomyContent:
    return read_content(section(proposal, "economy"))


def with_line(proposal, writer, item: CalculationItem = CONVERSATIONS) -> LineContent:
    """A basis and a line that takes its amounts from it; the line as stored."""
    fill(section(proposal, "calculation"), CalculationContent(calculations=[item]), writer)
    line = LineContent(id="l1", kind="permanent", label="Administration", area="service", calculation=item.id)
    fill(section(proposal, "economy"), economy(proposal).model_copy(update={"lines": [line]}), writer)
    return economy(proposal).lines[0]


def findings(proposal, *codes: str) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in run(assemble(proposal), unit_book()) if f.code in codes]


def test_a_line_takes_its_amounts_from_the_calculation_when_the_economy_is_saved(proposal, writer):
    assert with_line(proposal, writer).amounts == AMOUNTS
    proposal.refresh_from_db()
    assert proposal.figures["efficiency_service"] == -9_173


def test_a_changed_assumption_gives_the_line_new_amounts_and_the_economy_a_new_version(proposal, writer):
    with_line(proposal, writer)
    before = section(proposal, "economy")
    changed = CONVERSATIONS.model_copy(update={"price_per_fte": 600_000})

    fill(section(proposal, "calculation"), CalculationContent(calculations=[changed]), writer)

    after = section(proposal, "economy")
    assert economy(proposal).lines[0].amounts[2031] == -8_750
    assert (after.version, after.saved_by) == (before.version + 1, writer)
    assert after.versions.first().content == after.content
    proposal.refresh_from_db()
    assert proposal.figures["efficiency_service"] == -8_750
    with pytest.raises(StaleSave):
        save_section(before, read_content(before), base_version=before.version, by=writer)


def test_an_edit_of_the_basis_that_changes_no_amount_leaves_the_economy_alone(proposal, writer):
    with_line(proposal, writer)
    before = section(proposal, "economy").version
    renamed = CONVERSATIONS.model_copy(update={"label": "Samtaler i alt"})

    fill(section(proposal, "calculation"), CalculationContent(calculations=[renamed]), writer)

    assert section(proposal, "economy").version == before


def test_a_line_keeps_its_amounts_when_an_assumption_is_missing_or_the_calculation_gone(proposal, writer):
    with_line(proposal, writer)
    unfinished = CONVERSATIONS.model_copy(update={"hours_per_fte": None})

    fill(section(proposal, "calculation"), CalculationContent(calculations=[unfinished]), writer)
    assert economy(proposal).lines[0].amounts == AMOUNTS
    assert findings(proposal, "calculation-unfinished") == [("calculation-unfinished", "error")]
    fill(section(proposal, "calculation"), CalculationContent(), writer)
    assert economy(proposal).lines[0].amounts == AMOUNTS
    assert findings(proposal, "calculation-gone") == [("calculation-gone", "error")]


def test_amounts_that_are_not_the_calculations_own_are_found(proposal, writer):
    with_line(proposal, writer)
    assert findings(proposal, "calculation-differs", "calculation-unused") == []
    row = section(proposal, "economy")
    row.content["lines"][0]["amounts"]["2031"] = -1
    row.save()

    assert findings(proposal, "calculation-differs") == [("calculation-differs", "error")]


def test_a_calculation_no_line_uses_is_warned_of(proposal, writer):
    fill(section(proposal, "calculation"), CalculationContent(calculations=[CONVERSATIONS]), writer)

    assert findings(proposal, "calculation-unused") == [("calculation-unused", "warning")]


def test_a_document_without_calculations_has_the_canonical_form_it_always_had(proposal, writer):
    line = LineContent(id="l1", kind="permanent", label="Løn")

    assert "calculation" not in dump_content(EconomyContent(price_level=2026, years=[2026], lines=[line]))["lines"][0]


def test_a_document_with_a_basis_is_read_back_as_it_was(proposal, writer):
    with_line(proposal, writer)
    document = assemble(proposal)

    assert parse(dump(document)) == document
    assert b'"calculation":"samtaler"' in canonical_bytes(dump(document))


@pytest.mark.parametrize("number", [True, 1.5, "x", "-1", "1.555", "1e3", 10**10, [], Decimal("NaN")])
def test_a_number_of_the_basis_is_whole_or_decimals_as_text(number):
    with pytest.raises(ValueError, match="not a number of 0 or more"):
        ComponentContent(quantity=number)


@pytest.mark.parametrize("type", ["investment", "innovation", "preliminary_study"])
def test_the_template_of_2026_has_an_optional_basis_for_every_type(make_proposal, type):
    spec = make_proposal(type=type).template.spec().section("basis")

    assert (spec.kind, spec.required, "calculation" in spec.tables) == ("calculation", False, True)


def test_the_form_saved_as_it_stands_changes_nothing(proposal, writer, client):
    with_line(proposal, writer, CONVERSATIONS.model_copy(update={"share": Decimal("80.5")}))
    for kind in ("calculation", "economy"):
        row = section(proposal, kind)
        response = client.post(address(row), form_of(client, address(row)))
        assert response.status_code == 302
        assert section(proposal, kind).version == row.version


def test_a_calculation_is_made_without_javascript(proposal, client):
    where = address(section(proposal, "calculation"))
    data = form_of(client, where)

    added = client.post(where, {**data, "row_action": "calculations:add:"})
    assert added.status_code == 200
    form = fields(added.content)
    identity = form["calculations-0-id"][0]
    assert form["components-0-calculation"] == [identity]
    more = fields(client.post(where, {**form, "row_action": f"components:add:{identity}"}).content)
    typed = {
        "calculations-0-label": "Sagsbehandling",
        "components-0-quantity": "68.500",
        "components-0-minutes": "1",
        "components-1-label": "Store sager",
        "components-1-quantity": "4000",
        "components-1-minutes": "3",
        "calculations-0-hours_per_fte": "1.200",
        "calculations-0-price_per_fte": "629.000",
        "calculations-0-share": "",
    }
    saved = client.post(where, {**more, **typed})

    assert saved.status_code == 302
    item = read_content(section(proposal, "calculation")).calculations[0]
    assert (item.id, item.share, len(item.components)) == (identity, 100, 2)
    page = client.get(where).content
    assert texts(page, "//div[@class='calculation-result']/p")[0].startswith("1.341,67 timer om året er 1,12 årsværk")


def test_the_same_form_sent_twice_keeps_its_rows(proposal, writer, client):
    """As when the page has saved by itself and the button is pressed after it."""
    for kind in ("calculation", "economy"):
        with_line(proposal, writer)
        where = address(section(proposal, kind))
        form = {**form_of(client, where), "lines-INITIAL_FORMS": "0", "components-INITIAL_FORMS": "0"}
        client.post(where, {**form, "calculations-INITIAL_FORMS": "0"})
        assert economy(proposal).lines[0].label == "Administration"
        assert read_content(section(proposal, "calculation")).calculations == [CONVERSATIONS]


def test_the_result_follows_while_typing_and_nothing_is_stored(proposal, writer, client):
    with_line(proposal, writer)
    row = section(proposal, "calculation")
    data = {**form_of(client, address(row)), "calculations-0-share": "50", "components-0-minutes": "sju"}

    answer = client.post(reverse("section-figures", args=[proposal.pk, row.key]), data).content.decode()

    assert 'id="result-samtaler" hx-swap-oob="true"' in answer
    assert "1 felt kan ikke læses" in answer
    assert section(proposal, "calculation").version == row.version


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("components-0-quantity", "mange", "kan ikke læses som et tal"),
        ("calculations-0-share", "101", "0 til 100"),
        ("calculations-0-p2027", "-5", "kan ikke læses som et tal"),
        ("calculations-0-price_per_fte", "629.000,50", "hele kroner"),
    ],
)
def test_a_bad_assumption_is_answered_at_its_field_with_what_was_typed(
    proposal, writer, client, field, typed, message
):
    with_line(proposal, writer)
    where = address(section(proposal, "calculation"))

    refused = client.post(where, {**form_of(client, where), field: typed})

    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert fields(refused.content)[field] == [typed]


def test_cases_go_with_the_calculation_that_is_removed(proposal, writer, client):
    other = CONVERSATIONS.model_copy(
        update={"id": "andre", "label": "Andre", "components": [ComponentContent(id="k2", quantity=1, minutes=1)]}
    )
    row = fill(section(proposal, "calculation"), CalculationContent(calculations=[CONVERSATIONS, other]), writer)

    left = client.post(address(row), {**form_of(client, address(row)), "row_action": "calculations:remove:0"})

    form = fields(left.content)
    assert (form["calculations-TOTAL_FORMS"], form["components-TOTAL_FORMS"]) == (["1"], ["1"])
    assert (form["calculations-0-id"], form["components-0-calculation"]) == (["andre"], ["andre"])


def test_phase_in_of_years_that_are_not_shown_is_kept(proposal, writer, client):
    item = CONVERSATIONS.model_copy(update={"phase_in": {2019: Decimal(10), 2027: Decimal(50)}})
    row = fill(section(proposal, "calculation"), CalculationContent(calculations=[item]), writer)

    client.post(address(row), {**form_of(client, address(row)), "calculations-0-p2027": "60"})

    assert read_content(section(proposal, "calculation")).calculations[0].phase_in == {2019: 10, 2027: 60}


def test_the_grid_says_where_the_amounts_come_from_and_takes_no_others(proposal, writer, client):
    with_line(proposal, writer)
    where = address(section(proposal, "economy"))
    page = client.get(where).content

    assert texts(page, "//span[@class='line-basis']")[0].startswith("Fra beregning: Færre samtaler")
    assert len(texts(page, "//tr[@data-line]//input[@readonly]")) == 6
    link = f"{address(section(proposal, 'calculation'))}#row-samtaler"
    assert texts(page, f"//span[@class='line-basis']/a[@href='{link}']") == ["Færre samtaler"]
    client.post(where, {**fields(page), "lines-0-y2031": "-1", "lines-0-label": "Ny tekst"})
    assert (economy(proposal).lines[0].label, economy(proposal).lines[0].amounts) == ("Ny tekst", AMOUNTS)


def test_a_line_released_from_its_calculation_keeps_the_amounts_and_can_be_written_again(proposal, writer, client):
    with_line(proposal, writer)
    where = address(section(proposal, "economy"))

    released = client.post(where, {**form_of(client, where), "row_action": "lines:release:0"}).content
    assert texts(released, "//tr[@data-line]//input[@readonly]") == []
    form = fields(released)
    assert form["lines-0-y2031"] == ["−9.173"]
    client.post(where, {**form, "lines-0-y2031": "-9.000"})

    line = economy(proposal).lines[0]
    assert (line.calculation, line.amounts) == (None, {**AMOUNTS, 2031: -9_000})


def test_a_chosen_calculation_fills_the_line_in_before_it_is_saved(proposal, writer, client):
    with_line(proposal, writer)
    where = address(section(proposal, "economy"))
    added = fields(client.post(where, {**form_of(client, where), "row_action": "lines:add:permanent"}).content)

    taken = client.post(where, {**added, "lines-1-calculation": "samtaler", "row_action": "lines:take:1"}).content

    assert fields(taken)["lines-1-y2027"] == ["−4.586"]
    assert len(economy(proposal).lines) == 1


def test_a_line_whose_calculation_is_gone_says_so_and_can_be_saved(proposal, writer, client):
    with_line(proposal, writer)
    fill(section(proposal, "calculation"), CalculationContent(), writer)
    where = address(section(proposal, "economy"))

    page = client.get(where).content
    assert "En beregning, der ikke findes længere" in texts(page, "//select//option")
    client.post(where, {**fields(page), "lines-0-label": "Ny"})
    assert economy(proposal).lines[0].calculation == "samtaler"


def test_an_economy_without_a_basis_does_not_speak_of_one(proposal, writer, client):
    line = LineContent(id="l1", kind="permanent", label="Løn")
    fill(section(proposal, "economy"), economy(proposal).model_copy(update={"lines": [line]}), writer)

    assert b"lines-0-calculation" not in client.get(address(section(proposal, "economy"))).content


def test_a_row_action_on_no_line_is_refused(proposal, client):
    where = address(section(proposal, "economy"))

    assert client.post(where, {**form_of(client, where), "row_action": "lines:take:7"}).status_code == 400


def test_the_basis_can_be_read_by_those_who_may_not_edit(proposal, writer, make_user, client_for):
    with_line(proposal, writer)
    proposal.state = "submitted"
    proposal.save()

    page = client_for(writer).get(address(section(proposal, "calculation"))).content

    assert texts(page, "//dt") == ["Færre samtaler", *texts(page, "//dl[@class='explanation-inputs']//dt")]
    assert "150.000 × 7 min." in page.decode()


def test_lines_follow_the_years_of_the_economy():
    content = EconomyContent(
        price_level=2026,
        years=[2030, 2031],
        lines=[LineContent(kind="permanent", calculation="samtaler", amounts={2026: -5})],
    )
    found = calculations.with_amounts(
        content, calculations.calculations_in([CalculationContent(calculations=[CONVERSATIONS])])
    )

    assert found.lines[0].amounts == {2030: -9_173, 2031: -9_173}


def test_a_basis_goes_out_in_a_round_file_and_comes_in_again(proposal, writer):
    with_line(proposal, writer, CONVERSATIONS.model_copy(update={"share": Decimal("12.5"), "effect": "cost"}))

    written = json.loads(json.dumps(export_round(proposal.round)))
    round = import_round(written, state="draft", replace=True)

    taken = round.proposals.get()
    for kind in ("calculation", "economy"):
        assert read_content(section(taken, kind)) == read_content(section(proposal, kind))
    assert export_round(round)["proposals"] == written["proposals"]
    entry = written["proposals"][0]
    assert entry["lines"][0]["calculation"] == "samtaler"
    assert entry["calculations"][0]["share"] == "12.5"


def test_a_round_files_calculations_are_read_strictly(proposal, writer):
    with_line(proposal, writer)
    written = json.loads(json.dumps(export_round(proposal.round)))
    broken = written["proposals"][0]["calculations"]
    broken[0] |= {"share": "101", "price_per_fte": "629000"}
    broken[0]["components"][0]["minutes"] = 1.5
    broken.append({"id": "samtaler"})

    with pytest.raises(BrokenRoundFile) as refusal:
        import_round(written, state="draft", replace=True)

    place = "proposals[0].calculations"
    assert [fault.place for fault in refusal.value.faults] == [
        f"{place}[0].components[0].minutes",
        f"{place}[0].price_per_fte",
        f"{place}[0].share",
        f"{place}[1].id",
    ]
