"""Comments in the browser: words are marked and quoted, answered by somebody else, and found again when changed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.models import Comment
from tests.chromium import axe
from tests.reviews.cases import Case, make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Marks the words in the first text on the page that holds them, as dragging over them does.
MARK = """(words) => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""


@pytest.fixture
def case(organisation) -> Case:
    case = make_case()
    case.submit()
    return case


def quote(page: Page, words: str) -> None:
    page.evaluate(MARK, words)
    page.get_by_role("button", name="Citér det markerede").click()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Kommentar").fill(text)
    page.get_by_role("radio", name="Høringsparter og andre kan ikke se den").check()
    page.get_by_role("button", name="Skriv kommentaren").click()


@pytest.mark.parametrize("name", ["section", "revision"])
def test_marked_words_are_quoted_and_the_comment_is_seen_where_it_was_written(case, page_for, name):
    address = {
        "section": reverse("section", args=[case.proposal.pk, "description"]),
        "revision": reverse("revision", args=[case.proposal.pk, 1]),
    }[name]
    page = page_for(case.caseworker)
    page.goto(address)
    words = {"section": "samles ét sted", "revision": "fordi sagerne samles"}[name]
    quote(page, words)
    expect(page.get_by_role("textbox", name="Kommentar")).to_be_focused()
    write(page, "Hvilke sager?")
    comment = Comment.objects.get()
    expect(page).to_have_url(f"{page.url.partition('/forslag')[0]}{address}#comment-{comment.pk}")
    expect(page.locator(".comment-thread")).to_contain_text("Hvilke sager?")
    assert (comment.section, comment.revision.number) == ("description", 1)
    assert comment.quote == words
    assert axe(page) == []
    assert page.problems == []


def test_a_comment_is_answered_and_settled_without_scripts(case, page_for):
    page = page_for(case.caseworker, java_script_enabled=False)
    page.goto(reverse("section", args=[case.proposal.pk, "description"]))
    page.get_by_text("Skriv en kommentar").click()
    page.get_by_role("textbox", name="Citat").fill("hurtigere")
    page.get_by_role("checkbox", name="Skribent").check()
    write(page, "Hvor meget?")
    expect(page.locator(".comment-thread")).to_contain_text("Ordene står stadig i teksten.")
    page.get_by_role("link", name="Svar").click()
    page.get_by_role("textbox", name="Kommentar").fill("Se også økonomien.")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("button", name="Markér som løst").click()
    expect(page.locator(".comment-thread")).to_contain_text("Se også økonomien.")
    expect(page.get_by_role("button", name="Åbn igen")).to_be_visible()
