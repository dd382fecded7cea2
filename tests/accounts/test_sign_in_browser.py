"""The pages before sign-in in a real browser: no fault of axe's, no breach of the content policy, by keyboard."""

import pytest

from tests.chromium import axe
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

PAGES = ["/konto/log-ind/", "/konto/glemt/", "/konto/glemt/sendt/", "/konto/opret/", "/konto/vaelg-adgangskode/x-y/"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_before_sign_in_are_accessible(page_for, organisation, width):
    page = page_for(viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert page.problems == []


def test_one_signs_in_by_keyboard_after_a_mistake(page_for, make_user):
    user = make_user("administrator", name="Anna Prøve")
    page = page_for()
    page.goto("/konto/adgangskode/")

    page.get_by_label("E-mail").fill(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("forkert")
    page.keyboard.press("Enter")
    page.get_by_text("E-mail eller adgangskode er forkert.").wait_for()
    assert page.title().startswith("Fejl: Log ind")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert page.get_by_label("E-mail").input_value() == user.email
    assert axe(page) == []

    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Skift adgangskode").wait_for()
    assert axe(page) == []
    assert page.problems == []


def test_the_language_follows_the_person(page_for, make_user):
    page = page_for(make_user())
    page.goto("/konto/adgangskode/")
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/konto/adgangskode/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_administration_works_under_the_content_policy(page_for, make_user):
    page = page_for(make_user(is_staff=True, is_superuser=True))
    page.goto("/administration/accounts/user/add/")
    rows = page.locator("#memberships-group tr.form-row:not(.empty-form)")
    before = rows.count()
    page.locator("#memberships-group tr.add-row a").click()
    assert rows.count() == before + 1
    assert [problem for problem in page.problems if "favicon" not in problem and "404" not in problem] == []
