"""The grid of amounts by unit in the distribution: from content to form and back, faults, sums, two people."""

import pytest
from django.urls import reverse

from proposals.contents import AllocationContent, EconomyContent, LineAllocation, LineContent
from proposals.drafts import read_content
from proposals.findings import findings_of
from proposals.models import Section
from tests.pages import fields, form_of, texts

from .test_forms_distribution import fill
from .test_sections import address

GRIDS = "//caption[contains(., 'beløb pr. enhed')]"


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="ØKF", name="Mette")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, administration="ØKF", cross_cutting=True)


@pytest.fixture
def shared(proposal, writer) -> Section:
    """A line of 100 and 200, booked by amounts at two units of which the program does not know one."""
    line = LineContent(id="l0", kind="permanent", label="Timer", area="service", amounts={2026: -100, 2027: -200})
    fill(proposal, "economy", EconomyContent(price_level=2026, years=[2026, 2027], lines=[line]), writer)
    booking = AllocationContent(amounts={"UKENDT": {2026: -40}, "TMF": {2026: -60, 2027: -150}})
    content = read_content(proposal.sections.get(kind="distribution"))
    content.allocations = [LineAllocation(line="l0", booking=booking)]
    return fill(proposal, "distribution", content, writer)


def cell_of(client, section: Section, unit: str) -> str:
    """The beginning of the names of a unit's cells in the grid of the line's booking."""
    sent = form_of(client, address(section))
    return next(name.removesuffix("-id") for name, value in sent.items() if "booking_l0-" in name and value == [unit])


def test_a_grid_of_amounts_by_unit_saved_unchanged_is_unchanged(shared, writer, client_for):
    client = client_for(writer)
    before = read_content(shared)
    client.post(address(shared), form_of(client, address(shared)))
    assert read_content(Section.objects.get(pk=shared.pk)) == before


def test_amounts_are_written_by_unit_and_the_rest_of_the_line_is_told(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "KEJD")
    data = {**form_of(client, address(shared)), f"{row}-y2027": "-50", f"{row}-y2026": "−5"}
    figures = client.post(reverse("section-figures", args=[shared.proposal_id, shared.key]), data).content.decode()
    assert "Timer, bogføring: Rest til fordeling: 5 i 2026 (1.000 kr.)." in figures
    assert client.post(address(shared), data).status_code == 302
    saved = read_content(Section.objects.get(pk=shared.pk)).allocations[0].booking
    assert list(saved.amounts.items()) == [
        ("KEJD", {2026: -5, 2027: -50}),
        ("TMF", {2026: -60, 2027: -150}),
        ("UKENDT", {2026: -40}),
    ]
    findings = {(one.code, one.place) for one in findings_of(shared.proposal).open}
    assert {("distribution-sum", "l0"), ("unit-unknown", "l0")} <= findings


def test_what_is_no_number_is_refused_at_its_cell_and_kept(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "TMF")
    answer = client.post(address(shared), {**form_of(client, address(shared)), f"{row}-y2026": "seksten"})
    assert answer.status_code == 422
    assert texts(answer.content, "//*[@data-error-summary]//a") == [
        "Timer, bogføring, Teknik- og Miljøudvalget, 2026: "
        "Skriv et helt tal i 1.000 kr., fx 1.500 eller -540. “seksten” kan ikke læses som et tal."
    ]
    assert 'value="seksten"' in answer.content.decode()


def test_a_grid_comes_with_the_choice_and_stores_nothing(shared, writer, client_for):
    client = client_for(writer)

    page = redraw(client, shared, {**form_of(client, address(shared)), "target_l0": "amounts"})

    assert texts(page, GRIDS) == [
        "Timer, bogføring: beløb pr. enhed, 1.000 kr.",
        "Timer, måltal: beløb pr. enhed, 1.000 kr.",
    ]
    assert read_content(Section.objects.get(pk=shared.pk)).allocations[0].target is None


def booking_of(section: Section) -> dict[str, dict[int, int]]:
    return read_content(Section.objects.get(pk=section.pk)).allocations[0].booking.amounts


def redraw(client, section: Section, data: dict) -> bytes:
    """The page as it is drawn when a choice was made."""
    return client.post(address(section), {**data, "row_action": "edit"}).content


def test_what_was_typed_comes_back_when_the_choice_is_made_again(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "TMF")
    typed = {**form_of(client, address(shared)), f"{row}-y2026": "-77"}

    other = redraw(client, shared, {**typed, "booking_l0": "unit:KS"})
    back = redraw(client, shared, {**fields(other), "booking_l0": "amounts"})

    assert (texts(other, GRIDS), len(texts(back, GRIDS))) == ([], 1)
    assert fields(back)[f"{row}-y2026"] == ["-77"]
    client.post(address(shared), fields(other))
    saved = read_content(Section.objects.get(pk=shared.pk)).allocations[0]
    assert saved.booking == AllocationContent(unit="KS")


def test_a_choice_saved_before_its_grid_is_drawn_is_kept_and_told_of(shared, writer, client_for):
    """As without JavaScript: the grid comes with the page after the save."""
    client = client_for(writer)

    client.post(address(shared), {**form_of(client, address(shared)), "target_l0": "amounts"})

    saved = read_content(Section.objects.get(pk=shared.pk)).allocations[0]
    assert saved.target == AllocationContent(amounts={})
    page = client.get(address(shared)).content
    assert texts(page, GRIDS)[1] == "Timer, måltal: beløb pr. enhed, 1.000 kr."
    assert texts(page, "//tbody[@id='sums-target_l0']//tr[last()]/*") == ["Rest til fordeling", "−100", "−200", ""]
    words = "“Timer”: beløbene fordelt på enheder giver 0 i 2026, men linjen er på −100 (1.000 kr.)."
    assert words in [finding.message for finding in findings_of(shared.proposal).errors]


def test_a_cell_that_cannot_be_read_is_left_out_of_the_sums_and_said(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "TMF")
    data = {**form_of(client, address(shared)), f"{row}-y2027": "1,5"}

    page = client.post(reverse("section-figures", args=[shared.proposal_id, shared.key]), data).content

    assert texts(page, "//*[@class='not-counted']") == ["1 felt kan ikke læses og er ikke regnet med."]
    assert texts(page, "//tbody[@id='sums-booking_l0']//tr[last()]/*") == ["Rest til fordeling", "0", "−200", ""]


def test_a_unit_whose_cells_are_emptied_is_no_longer_stored_and_a_typed_zero_is(shared, writer, client_for):
    client = client_for(writer)
    unknown, other = cell_of(client, shared, "UKENDT"), cell_of(client, shared, "KS")
    data = {**form_of(client, address(shared)), f"{unknown}-y2026": "", f"{other}-y2027": "0"}

    client.post(address(shared), data)

    assert booking_of(shared) == {"TMF": {2026: -60, 2027: -150}, "KS": {2027: 0}}


def economy_becomes(proposal, writer, **change) -> None:
    content = read_content(proposal.sections.get(kind="economy"))
    fill(proposal, "economy", content.model_copy(update=change), writer)


def test_a_year_that_the_economy_no_longer_shows_is_shown_while_it_has_amounts(shared, writer, client_for):
    economy_becomes(shared.proposal, writer, years=[2027, 2028])
    client = client_for(writer)

    page = client.get(address(shared)).content
    client.post(address(shared), fields(page))

    assert texts(page, "//table[contains(@class, 'unit-grid')]/thead//th") == [
        "Enhed", "2026", "2027", "2028", "Udfyld til højre",
    ]  # fmt: skip
    assert booking_of(shared) == {"UKENDT": {2026: -40}, "TMF": {2026: -60, 2027: -150}}


def test_a_line_that_is_removed_takes_its_grid_along(shared, writer, client_for):
    client = client_for(writer)
    opened = form_of(client, address(shared))
    economy_becomes(shared.proposal, writer, lines=[])

    assert client.get(address(shared)).status_code == 200
    assert texts(redraw(client, shared, opened), GRIDS) == []
    assert client.post(address(shared), opened).status_code == 302
    assert read_content(Section.objects.get(pk=shared.pk)).allocations == []


def test_a_page_drawn_with_other_years_saves_what_it_held(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "KS")
    opened = form_of(client, address(shared))
    economy_becomes(shared.proposal, writer, years=[2027])

    client.post(address(shared), {**opened, f"{row}-y2026": "-1"})

    assert booking_of(shared)["KS"] == {2026: -1}


def test_a_target_that_does_not_make_its_line_holds_back_too(shared, writer):
    halves = AllocationContent(amounts={"KS": {2026: -100, 2027: -199}})
    whole = AllocationContent(amounts={"KS": {2026: -100, 2027: -200}})
    for booking, target, faults in ((whole, halves, 1), (halves, halves, 1), (whole, whole, 0)):
        content = read_content(shared)
        content.allocations = [LineAllocation(line="l0", booking=booking, target=target)]
        fill(shared.proposal, "distribution", content, writer)
        found = [f.message for f in findings_of(shared.proposal).errors if f.code == "distribution-sum"]
        words = "“Timer”: beløbene fordelt på enheder giver −199 i 2027, men linjen er på −200 (1.000 kr.)."
        assert found == [words] * faults


def test_two_people_write_at_different_units_and_in_one_cell(shared, writer, make_user, client_for):
    ole = client_for(make_user("writer", administration="ØKF", name="Ole"))
    mette = client_for(writer)
    tmf, ks = cell_of(mette, shared, "TMF"), cell_of(mette, shared, "KS")
    opened = form_of(mette, address(shared))

    ole.post(address(shared), {**opened, f"{tmf}-y2026": "-10"})
    told = mette.post(address(shared), {**opened, f"{ks}-y2027": "-50"}, follow=True).content.decode()
    assert booking_of(shared) == {"UKENDT": {2026: -40}, "TMF": {2026: -10, 2027: -150}, "KS": {2027: -50}}
    assert "Samlet med det, der er gemt imens af Ole: Timer (Bogføres hos)." in told

    clash = mette.post(address(shared), {**opened, f"{tmf}-y2026": "-20"})
    assert clash.status_code == 409
    assert texts(clash.content, "//legend") == ["Timer, Teknik- og Miljøudvalget, 2026"]


def test_the_versions_say_in_a_line_a_unit_what_changed(shared, writer, client_for):
    client = client_for(writer)
    row = cell_of(client, shared, "TMF")
    client.post(address(shared), {**form_of(client, address(shared)), f"{row}-y2027": "-200"})

    versions = client.get(reverse("section-versions", args=[shared.proposal_id, shared.key])).content
    version = client.get(reverse("section-version", args=[shared.proposal_id, shared.key, 1])).content.decode()

    before, after, _change = texts(versions, "(//tr[th='Bogføres hos'])[1]/td")
    assert before == "Teknik- og Miljøudvalget 2026: −60 · 2027: slettet: −150 (slut) UKENDT 2026: −40"
    assert after == "Teknik- og Miljøudvalget 2026: −60 · 2027: indsat: −200 (slut) UKENDT 2026: −40"
    assert "</span></ins><br>UKENDT 2026: −40" in versions.decode()
    said = "Bogføres hos flere enheder:\nTeknik- og Miljøudvalget 2026: −60 · 2027: −150\nUKENDT 2026: −40\n"
    assert f"{said}Måltal hos eget udvalg" in version
