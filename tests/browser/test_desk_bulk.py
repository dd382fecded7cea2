"""A bulk action on CFØ's overview by keyboard alone: rows are ticked, the preview is read, and it is confirmed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.actions import perform
from tests.chromium import axe
from tests.reviews.cases import Case, make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(organisation) -> list[Case]:
    """Three proposals with CFØ, in one round."""
    first = make_case(title="Ansøgninger på nettet")
    cases = [first, *(make_case(title=title, round=first.proposal.round) for title in ("Biler på el", "Cykler"))]
    for case in cases:
        case.submit()
    return cases


def tab_to(page: Page, role: str, name: str) -> None:
    """Moves on with Tab until the control has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _step in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {role} {name}")


def test_numbers_are_given_to_two_of_three_by_keyboard(cases, page_for):
    page = page_for(cases[0].caseworker)
    page.goto(reverse("desk-list", args=[cases[0].proposal.round_id]) + "?sorter=forslag")
    for title in ("Ansøgninger på nettet", "Cykler"):
        tab_to(page, "checkbox", f"Vælg {title}")
        page.keyboard.press("Space")
    tab_to(page, "combobox", "Handling")
    page.keyboard.type("Giv")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Det vil ske")).to_be_visible()
    expect(page.locator("main")).to_contain_text("2 af 2 valgte forslag. Intet er gjort endnu.")
    assert axe(page) == []
    # Somebody takes one back meanwhile: what was shown no longer holds, and nothing is done.
    perform("reopen", cases[2].proposal, cases[2].writer, reason="En rettelse.")
    tab_to(page, "button", "Gennemfør for 2 forslag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Der er sket noget, siden siden blev vist")
    assert [case.fresh().number for case in cases] == [None, None, None]
    tab_to(page, "button", "Gennemfør for 1 forslag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Giv numre")
    assert [case.fresh().number for case in cases] == ["BC01", None, None]
    assert axe(page) == []
    assert page.problems == []
