"""Amounts by unit by keyboard: the grid comes with the choice, takes a pasted block, and says what is left."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import AllocationContent, EconomyContent, LineContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe

from .test_entry_grid import paste

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = LineContent(id="l0", kind="permanent", label="Timer", area="service", amounts={2026: -100, 2027: -200})


@pytest.fixture
def page(make_user, make_proposal, page_for) -> Page:
    writer = make_user("writer", administration="ØKF", name="Skribent")
    proposal = make_proposal(writer=writer, administration="ØKF", cross_cutting=True)
    economy = proposal.sections.get(kind="economy")
    save_section(
        economy, EconomyContent(price_level=2026, years=[2026, 2027], lines=[LINE]), base_version=0, by=writer
    )
    page = page_for(writer)
    page.goto(reverse("section", args=[proposal.pk, "distribution"]))
    return page


def cell(page: Page, unit: str, year: int):
    return page.get_by_role("textbox", name=f"Timer, bogføring, {unit}, {year}, 1.000 kr.")


def test_amounts_are_spread_by_keyboard_and_saved(page):
    choice = page.get_by_role("combobox", name="Timer: bogføres hos")
    choice.focus()
    choice.select_option("Beløb pr. enhed")
    first = cell(page, "Teknik- og Miljøudvalget", 2026)
    expect(first).to_be_visible()
    expect(choice).to_be_focused()
    first.focus()
    paste(page, "-40\t-150\n")
    expect(cell(page, "Teknik- og Miljøudvalget", 2027)).to_have_value("-150")
    sums = page.locator("tbody[id^=sums-] tr").last
    expect(sums.locator("td").nth(0)).to_have_text("−60")
    expect(sums.locator("td").nth(1)).to_have_text("−50")
    own = cell(page, "Økonomiudvalget", 2026)
    own.focus()
    page.keyboard.type("-60")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("-50")
    page.keyboard.press("Enter")
    expect(page.locator("[data-figures-status]")).to_contain_text("Timer, bogføring: Hele linjen er fordelt.")
    assert axe(page) == []
    page.get_by_role("button", name="Gem", exact=True).first.click()
    page.wait_for_load_state()
    saved = read_content(Section.objects.get(kind="distribution")).allocations[0].booking
    assert saved == AllocationContent(amounts={"ØKF": {2026: -60, 2027: -50}, "TMF": {2026: -40, 2027: -150}})
