"""Amounts by unit by keyboard: the grid comes with the choice, takes a pasted block, and says what is left."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import EconomyContent, LineContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe

from .test_entry_grid import paste
from .visits import sections

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = LineContent(id="l0", kind="permanent", label="Timer", area="service", amounts={2026: -100, 2027: -200})


@pytest.fixture
def open_page(make_user, make_proposal, page_for) -> Callable[..., Page]:
    """The distribution of a proposal with one line, opened in a browser of the kind."""
    writer = make_user("writer", administration="ØKF", name="Skribent")
    proposal = make_proposal(writer=writer, administration="ØKF", cross_cutting=True)
    economy = EconomyContent(price_level=2026, years=[2026, 2027], lines=[LINE])
    save_section(proposal.sections.get(kind="economy"), economy, base_version=0, by=writer)

    def opened(**browser) -> Page:
        page = page_for(writer, **browser)
        page.goto(reverse("section", args=[proposal.pk, "distribution"]))
        return page

    return opened


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


def save(page: Page) -> None:
    """By the button; the page also saves by itself, which is no arrival of a new one."""
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")


def booking() -> dict[str, dict[int, int]]:
    """The amounts by unit that are stored."""
    return read_content(Section.objects.get(kind="distribution")).allocations[0].booking.amounts


def cell(page: Page, unit: str, year: int):
    return page.get_by_role("textbox", name=f"Timer, bogføring, {unit}, {year}, 1.000 kr.")


def test_amounts_are_spread_by_keyboard_and_saved(page):
    choice = page.get_by_role("combobox", name="Timer: bogføres hos")
    choice.focus()
    # After the own committee comes, where there are no keys, the amounts.
    page.keyboard.press("ArrowDown")
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
    save(page)
    assert booking() == {"ØKF": {2026: -60, 2027: -50}, "TMF": {2026: -40, 2027: -150}}
    assert page.problems == []


def test_a_row_is_filled_marked_emptied_and_undone_and_a_fault_stands_at_its_cell(page):
    page.get_by_role("combobox", name="Timer: bogføres hos").select_option("Beløb pr. enhed")
    first, last = (cell(page, "Koncernservice", year) for year in (2026, 2027))
    first.fill("-100")
    page.keyboard.press("Control+r")
    expect(last).to_have_value("-100")
    # There is no line to move, and no label to mark.
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page.locator("[data-grid-status]")).to_have_text("Markeret: 2 celler.")
    page.keyboard.press("Delete")
    expect(first).to_have_value("")
    page.keyboard.press("Control+z")
    expect(first).to_have_value("-100")
    last.fill("-1,5")
    expect(page.locator("td.entry-error")).to_contain_text("“-1,5” har decimaler.")
    expect(page.locator("tbody[id^=sums-] tr").last.locator("td").nth(1)).to_have_text("−200")
    last.fill("−200")
    expect(page.locator("td.entry-error")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    save(page)
    assert booking() == {"KS": {2026: -100, 2027: -200}}
    # The browser itself complains of the answer that refused the fault.
    assert [problem for problem in page.problems if "422" not in problem] == []


def test_every_page_is_seen_with_such_a_grid(stage, page_for):
    ready = stage.ready
    address = reverse("section", args=[ready.pk, "distribution"])
    assert address in {visit.address for visit in sections(stage)}
    page = page_for(stage.writer(ready))
    page.goto(address)
    expect(page.locator(".unit-grid")).to_have_count(1)


def test_without_javascript_the_grid_is_asked_for_by_a_button(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_role("combobox", name="Timer: bogføres hos").select_option("Beløb pr. enhed")
    page.get_by_role("button", name="Vis felter til beløb pr. enhed").click()
    cell(page, "Koncern IT", 2026).fill("-100")
    # Another choice hides the grid, and the first brings it back as it was written.
    for choice in ("Koncernservice", "Beløb pr. enhed"):
        page.get_by_role("combobox", name="Timer: bogføres hos").select_option(choice)
        page.get_by_role("button", name="Vis felter til beløb pr. enhed").click()
    expect(cell(page, "Koncern IT", 2026)).to_have_value("-100")
    cell(page, "Koncern IT", 2027).fill("-200")
    save(page)
    assert booking() == {"KIT": {2026: -100, 2027: -200}}
