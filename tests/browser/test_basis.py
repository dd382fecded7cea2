"""The basis in a real browser: a calculation by keyboard, its result while typing, a line that follows it."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.drafts import read_content
from proposals.models import Section
from tests.chromium import axe
from tests.proposals.test_calculations import with_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer)


def opened(page: Page, proposal, kind: str) -> Page:
    section = proposal.sections.get(kind=kind)
    page.goto(reverse("section", args=[proposal.pk, section.key]))
    return page


def save(page: Page) -> None:
    """By the button; the page also saves by itself, which is no arrival of a new one."""
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")


def test_a_calculation_is_written_by_keyboard_and_a_line_takes_its_amounts_and_follows_it(page_for, proposal, writer):
    page = opened(page_for(writer), proposal, "calculation")
    page.get_by_role("button", name="Tilføj beregning").press("Enter")
    expect(page.get_by_label("Beregningens navn")).to_be_focused()
    page.keyboard.type("Færre samtaler")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    # The table of cases can be scrolled by keyboard where it is narrow.
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Sager, række 1")).to_be_focused()
    page.keyboard.type("Samtaler")
    page.keyboard.press("Tab")
    page.keyboard.type("150.000")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.get_by_label("Effektive timer pr. årsværk").fill("1.200")
    result = page.locator(".calculation-result")
    expect(result).to_contain_text("Der mangler: pris pr. årsværk.")
    page.get_by_label("Pris pr. årsværk, kr.").fill("629000")
    expect(result).to_contain_text("17.500 timer om året er 14,58 årsværk. Ved fuld indfasning −9.173 (1.000 kr.).")
    page.get_by_label("Indfasning 2026, procent").fill("50")
    expect(result.locator("table.data-table td").first).to_have_text("−4.586")
    assert axe(page) == []
    save(page)

    opened(page, proposal, "economy")
    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").press("Enter")
    expect(page.get_by_role("textbox", name="Tekst, linje 1")).to_be_focused()
    page.keyboard.type("Administration")
    page.locator("details.line-more summary").press("Enter")
    page.get_by_label("Beløb fra beregning").select_option(label="Færre samtaler")
    page.get_by_role("button", name="Hent beløbene (linje 1)").press("Enter")
    cell = page.get_by_role("textbox", name="Administration, 2026, 1.000 kr.")
    expect(cell).to_have_value("−4.586")
    expect(cell).not_to_be_editable()
    expect(page.locator("#totals-permanent .entry-total td").nth(6)).to_have_text("−9.173")
    assert axe(page) == []
    save(page)

    page.get_by_role("link", name="Færre samtaler").click()
    page.get_by_label("Pris pr. årsværk, kr.").fill("600.000")
    expect(page.locator(".calculation-result")).to_contain_text("−8.750")
    save(page)
    page.get_by_role("link", name="Administration").click()
    expect(cell).to_have_value("−4.375")
    assert page.problems == []


def test_a_released_line_keeps_the_amounts_and_is_written_in_again(page_for, proposal, writer):
    with_line(proposal, writer)
    page = opened(page_for(writer, viewport={"width": 320, "height": 700}), proposal, "economy")

    page.get_by_role("button", name="Løsn fra beregningen (Administration)").press("Enter")
    cell = page.get_by_role("textbox", name="Administration, 2028, 1.000 kr.")
    expect(cell).to_be_editable()
    expect(cell).to_have_value("−9.173")
    cell.fill("-9.000")
    save(page)

    line = read_content(Section.objects.get(proposal=proposal, kind="economy")).lines[0]
    assert (line.calculation, line.amounts[2028]) == (None, -9_000)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.problems == []
