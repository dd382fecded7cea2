"""The distribution page: keys, bookings and targets, and the tables that follow from them."""

import pytest
from django.urls import reverse
from lxml import html

from proposals.contents import AllocationContent, EconomyContent, KeyEntryContent, LineAllocation, LineContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.pages import form_of, texts

from .test_sections import address, published


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="ØKF")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, administration="ØKF", cross_cutting=True)


def fill(proposal, kind, content, by) -> Section:
    section = proposal.sections.get(kind=kind)
    return save_section(section, content, base_version=section.version, by=by)


def test_a_new_key_shares_a_line_and_the_tables_follow(proposal, writer, client_for):
    line = LineContent(id="l0", kind="permanent", label="Timer", area="service", amounts={2026: -100})
    fill(proposal, "economy", EconomyContent(price_level=2026, years=[2026, 2027], lines=[line]), writer)
    section = proposal.sections.get(kind="distribution")
    client = client_for(writer)
    data = {**form_of(client, address(section)), "keys-TOTAL_FORMS": "1", "keys-0-id": "k1", "keys-0-label": "Timer"}
    data |= {"keys-0-u_ØKF": "1.000", "keys-0-u_TMF": "3.000", "booking_l0": "key:k1", "target_l0": "key:k1"}

    preview = client.post(reverse("section-figures", args=[proposal.pk, section.key]), data)
    client.post(address(section), data)

    content = read_content(Section.objects.get(pk=section.pk))
    shared = AllocationContent(key="k1")
    assert content.keys[0].entries == [
        KeyEntryContent(unit="ØKF", basis=1000),
        KeyEntryContent(unit="TMF", basis=3000),
    ]
    assert content.allocations == [LineAllocation(line="l0", booking=shared, target=shared)]
    assert texts(preview.content, "(//table)[1]//tr/*")[3:] == [
        "Økonomiudvalget", "−25", "0", "Teknik- og Miljøudvalget", "−75", "0", "I alt", "−100", "0",
    ]  # fmt: skip


def test_amounts_by_unit_are_kept_as_they_are(proposal, writer, client_for):
    economy, distribution = published("BC01")
    fill(proposal, "economy", economy, writer)
    written = AllocationContent(amounts={"KS": dict(economy.lines[0].amounts)})
    distribution.allocations[0] = LineAllocation(line="l0", booking=written, target=written)
    section = fill(proposal, "distribution", distribution, writer)
    client = client_for(writer)

    client.post(address(section), {**form_of(client, address(section)), "target_l0": "unit:KS"})

    saved = read_content(Section.objects.get(pk=section.pk)).allocations[0]
    assert saved == LineAllocation(line="l0", booking=written, target=AllocationContent(unit="KS"))


def test_a_basis_that_is_no_whole_number_is_refused_at_its_cell(proposal, writer, client_for):
    economy, distribution = published("BC01")
    fill(proposal, "economy", economy, writer)
    section = fill(proposal, "distribution", distribution, writer)
    client = client_for(writer)

    response = client.post(address(section), {**form_of(client, address(section)), "keys-0-u_TMF": ["12,5"]})

    assert response.status_code == 422
    assert texts(response.content, "//*[@data-error-summary]//a") == [
        "Årlig effektivisering i timer, Teknik- og Miljøudvalget: "
        "Skriv et helt tal, fx 12.500. “12,5” kan ikke bruges."
    ]


def test_a_unit_whose_code_has_a_space_has_its_fault_read_aloud(proposal, writer, client_for):
    economy, distribution = published("BC01")
    fill(proposal, "economy", economy, writer)
    section = fill(proposal, "distribution", distribution, writer)
    client = client_for(writer)
    sent = form_of(client, address(section))

    page = html.fromstring(client.post(address(section), {**sent, "keys-0-u_Intern_Revision": ["x"]}).content)
    cell = page.get_element_by_id("id_keys-0-u_Intern_Revision")
    assert [page.get_element_by_id(name).text_content() for name in cell.get("aria-describedby").split()] == [
        "Fejl: Skriv et helt tal, fx 12.500. “x” kan ikke bruges."
    ]
    client.post(address(section), {**sent, "keys-0-u_Intern_Revision": ["7"]})
    saved = read_content(Section.objects.get(pk=section.pk)).keys[0].entries
    assert KeyEntryContent(unit="Intern Revision", basis=7) in saved


def test_a_key_without_basis_says_why_the_tables_are_missing(proposal, writer, client_for):
    economy, distribution = published("BC01")
    distribution.keys[0].entries.clear()
    fill(proposal, "economy", economy, writer)
    section = fill(proposal, "distribution", distribution, writer)

    page = client_for(writer).get(address(section)).content.decode()

    assert "Fordelingsnøglen “Årlig effektivisering i timer” har intet grundlag at fordele efter." in page


def test_the_technical_page_shows_the_tables_of_the_template(proposal, writer, client_for):
    economy, distribution = published("BC02")
    fill(proposal, "economy", economy, writer)
    fill(proposal, "distribution", distribution, writer)

    page = client_for(writer).get(address(proposal.sections.get(kind="technical"))).content

    captions = texts(page, "//caption")
    assert [caption.split(".")[0] for caption in captions] == ["Tabel A", "Tabel B", "Tabel C"]
