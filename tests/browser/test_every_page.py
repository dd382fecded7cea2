"""Every page, seen by those who use it in each state: found, well formed, without complaint, and narrow if need be."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from reviews.demo.people import person
from tests.chromium import axe

from .looks import Visit
from .stage import ADMINISTRATOR, CASEWORKER
from .unvisited import DANISH_ONLY, EXCEPTIONS, addresses
from .visits import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
# What sticks out beyond the right edge and lies in nothing that scrolls by itself.
STICKS_OUT = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return [];
    const scrolls = (element) => element && element !== page && element !== document.body
        && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element.parentElement))
        .slice(0, 5)
        .map((element) => `${element.tagName}.${element.className}`)
        .concat(`bredde ${page.scrollWidth}`);
}"""


@pytest.fixture
def walk(page_for):
    """Opens visits one after the other, one browser window for each person; yields the visit and its page."""
    pages: dict[User | None, Page] = {}

    def visited(visits: Iterable[Visit]):
        for visit in visits:
            if visit.who not in pages:
                pages[visit.who] = page_for(visit.who, viewport=WIDE)
            page = pages[visit.who]
            page.problems.clear()
            page.status = page.goto(visit.address).status
            yield visit, page

    return visited


def form(page: Page, language: str) -> list[str]:
    """What every page must have."""
    found = {
        "status": page.status,
        "h1": page.locator("h1").count(),
        "lang": page.locator("html").get_attribute("lang"),
        "title": page.title().strip(" –").partition(" – ")[0] not in ("", "Puljeforslag"),
    }
    wanted = {"status": 200, "h1": 1, "lang": language, "title": True}
    return [f"{name}: {found[name]}" for name in wanted if found[name] != wanted[name]] + page.problems


def test_every_address_has_its_visits():
    assert addresses() == set(PAGES) | set(EXCEPTIONS)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_danish(name, stage, walk):
    faults = []
    for visit, page in walk(PAGES[name](stage)):
        found = form(page, "da") + axe(page)
        page.set_viewport_size(NARROW)
        found += page.evaluate(STICKS_OUT)
        page.set_viewport_size(WIDE)
        faults += [f"{visit}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in DANISH_ONLY])
def test_a_page_in_english(name, stage, walk, page_for):
    User.objects.update(language="en")
    faults = []
    for visit, page in walk(PAGES[name](stage)):
        if visit.who is None and page.locator("html").get_attribute("lang") == "da":
            page.get_by_role("button", name="English").click()
            page.status = page.goto(visit.address).status
        page.set_viewport_size(NARROW)
        faults += [f"{visit}: {fault}" for fault in form(page, "en") + page.evaluate(STICKS_OUT)]
        page.set_viewport_size(WIDE)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", [CASEWORKER, ADMINISTRATOR])
def test_the_administration_opens_within_the_content_policy(who, stage, walk):
    """Its looks are Django's own; that it works under our policy is ours to see to."""
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    visits = [Visit(person(who), reverse("admin:index"))]
    visits += [Visit(person(who), reverse(f"admin:{name}_{page}")) for name in names for page in ("changelist", "add")]
    opened, faults = 0, []
    for visit, page in walk(visits):
        if page.status == 403:
            continue
        opened += 1
        faults += [f"{visit}: {fault}" for fault in [*page.problems, page.status] if fault != 200]
    assert not faults, "\n".join(faults)
    assert opened > 1
