"""Fixtures of the browser tests: the system's Chromium against a real web server and real transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from . import servers

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
# By name, since axe leaves out the newest rules (the size of targets) unless they are asked for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "async (rules) => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations"
# Milliseconds: a machine that does other things too is no fault of the page.
expect.set_options(timeout=30_000)
BREACHES = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""


def editor(page: Page, name: str = "Tekst") -> Locator:
    """The rich-text editor once it stands in for the text field of that name."""
    return page.get_by_role("textbox", name=name).and_(page.locator("[contenteditable=true]"))


def axe(page: Page) -> list[str]:
    """What axe finds wrong on the page as it now stands, "rule: selector"; best practices included."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN_AXE, RULES)
    return [f"{found['id']}: {node['target']}" for found in violations for node in found["nodes"]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has contexts of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page_for(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`page_for(user)`: a page in which the person is signed in; `page_for()`: nobody is.

    Addresses are relative to the server's (`page.goto("/")`). `page.problems` collects what the browser
    complains of: script errors and violations of the content security policy; a test compares it with [].
    """
    contexts: list[BrowserContext] = []

    def open_page(user=None, **options) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="da-DK", **options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        context.add_init_script(BREACHES)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        return page

    yield open_page
    for context in contexts:
        context.close()
