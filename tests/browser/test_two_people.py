"""Two people in two browsers in one section: joined where they wrote apart, asked where they wrote together."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import EconomyContent, LineContent, TextContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 320, "height": 800}


@pytest.fixture
def mette(make_user):
    return make_user("writer", administration="TMF", name="Mette")


@pytest.fixture
def ole(make_user):
    return make_user("writer", administration="TMF", name="Ole")


@pytest.fixture
def economy(make_proposal, mette) -> Section:
    lines = [
        LineContent(id=name, kind="permanent", area="service", label=name.title(), amounts={2027: -100})
        for name in ("licenser", "husleje")
    ]
    content = EconomyContent(price_level=2026, years=list(range(2026, 2032)), lines=lines)
    section = make_proposal(writer=mette).sections.get(key="economy")
    return save_section(section, content, base_version=0, by=mette)


def opened(page: Page, section: Section) -> Page:
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    return page


def write(page: Page, cell: str, amount: str) -> None:
    page.get_by_role("textbox", name=f"{cell}, 1.000 kr.").fill(amount)


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem", exact=True).click()


def amounts(section: Section) -> list[dict[int, int]]:
    return [line.amounts for line in read_content(Section.objects.get(pk=section.pk)).lines]


def narrow(page: Page) -> None:
    """Nothing sticks out at 320 px."""
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size({"width": 1280, "height": 900})


def test_different_cells_merge_and_the_later_is_told_whose_came_in(page_for, economy, mette, ole):
    first, second = opened(page_for(mette), economy), opened(page_for(ole), economy)
    write(first, "Licenser, 2028", "-200")
    save(first)
    expect(first.get_by_role("status").first).to_contain_text("Gemt kl. ")

    # Written and saved at once, before the page saves by itself.
    write(second, "Husleje, 2028", "-300")
    save(second)

    expect(second.locator("body")).to_contain_text("gemt imens af Mette: Licenser (2028)")
    expect(second.get_by_role("textbox", name="Licenser, 2028, 1.000 kr.")).to_have_value("−200")
    assert amounts(economy) == [{2027: -100, 2028: -200}, {2027: -100, 2028: -300}]
    assert first.problems + second.problems == []


def test_the_same_cell_conflicts_and_nothing_is_lost(page_for, economy, mette, ole):
    first, second = opened(page_for(mette), economy), opened(page_for(ole), economy)
    write(first, "Licenser, 2027", "-111")
    write(second, "Licenser, 2027", "-222")
    write(second, "Husleje, 2029", "-5")
    save(first)
    expect(first.get_by_role("status").first).to_contain_text("Gemt kl. ")

    save(second)

    expect(second.get_by_role("heading", level=1)).to_contain_text("Ikke gemt")
    asked = second.get_by_role("group", name="Licenser, 2027")
    expect(asked).to_contain_text("−222")
    expect(asked).to_contain_text("−111")
    assert amounts(economy) == [{2027: -111}, {2027: -100}]
    assert axe(second) == []
    narrow(second)
    second.get_by_role("button", name="Gem med mine valg").click()
    expect(asked).to_contain_text("Vælg en af de to versioner.")
    assert axe(second) == []
    asked.get_by_role("radio", name="Min version, ikke gemt").check()
    second.get_by_role("button", name="Gem med mine valg").click()

    expect(second.get_by_role("heading", level=1)).not_to_contain_text("Ikke gemt")
    assert amounts(economy) == [{2027: -222}, {2027: -100, 2029: -5}]
    # Mette's is no longer what stands, but it is in the section's history and can be taken back.
    second.get_by_role("link", name="Se og gendan versioner").click()
    expect(second.locator("ol.version-list > li")).to_have_count(4)
    second.get_by_role("button", name=re.compile(r"Gendan\s*: Version 2")).click()
    expect(second.get_by_role("status").first).to_contain_text("Version 2 er gendannet.")
    assert amounts(economy) == [{2027: -111}, {2027: -100}]


def test_a_text_is_chosen_by_paragraph_with_the_words_marked(page_for, make_proposal, mette, ole):
    section = make_proposal(writer=mette).sections.get(key="description")
    start = "<p>Første afsnit.</p><p>Andet afsnit om træer.</p>"
    section = save_section(section, TextContent(text=start), base_version=0, by=mette)
    page = opened(page_for(ole), section)
    theirs = "<p>Første afsnit.</p><p>Andet afsnit om store træer.</p><p>Tredje.</p>"
    save_section(section, TextContent(text=theirs), base_version=1, by=mette)
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Og buske.")

    save(page)

    asked = page.get_by_role("group", name="Tekst")
    expect(asked.locator("ins").first).to_contain_text("buske")
    expect(asked.locator("ins").last).to_contain_text("store")
    assert axe(page) == []
    narrow(page)
    asked.get_by_role("radio", name="Min version, ikke gemt").check()
    page.get_by_role("button", name="Gem med mine valg").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Ikke gemt")
    saved = read_content(Section.objects.get(pk=section.pk)).text
    assert saved == "<p>Første afsnit.</p><p>Andet afsnit om træer. Og buske.</p><p>Tredje.</p>"
    # That the server answered "conflict" is no fault of the page.
    assert [problem for problem in page.problems if "409" not in problem] == []
