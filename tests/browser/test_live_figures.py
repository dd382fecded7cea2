"""Live figures in the editor: chosen from the toolbar, shown with their number, stored as a name, read as a number."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = {"id": "l", "kind": "implementation", "label": "Udstyr", "area": "service", "amounts": {2026: 4250}}


def test_a_figure_is_inserted_by_keyboard_and_follows_the_table(page_for, make_proposal, make_user):
    writer = make_user("writer", administration="TMF", name="Skribent")
    proposal = make_proposal(writer=writer)
    economy = proposal.sections.get(kind="economy")
    content = type(read_content(economy)).model_validate({**read_content(economy).model_dump(), "lines": [LINE]})
    save_section(economy, content, base_version=economy.version, by=writer)
    section = proposal.sections.filter(kind="text").first()
    address = reverse("section", args=[proposal.pk, section.key])

    page = page_for(writer)
    page.goto(address)
    text = editor(page)
    text.press_sequentially("Der investeres ")
    page.get_by_role("button", name="Tal", exact=True).click()
    choice = page.get_by_label("Tal, der følger tabellen")
    expect(choice).to_be_focused()
    choice.select_option("{investering}")
    choice.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_text("Der investeres {investering} = 4,3 mio. kr.")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    assert read_content(Section.objects.get(pk=section.pk)).text == "<p>Der investeres {investering}</p>"
    page.goto(reverse("preview", args=[proposal.pk]))
    expect(page.locator("main")).to_contain_text("Der investeres 4,3 mio. kr.")
    assert page.problems == []
