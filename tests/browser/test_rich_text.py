"""Pasting from Word, Outlook and Excel into the editor of prose, and long texts, in a real browser."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import TextContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from proposals.richtext import clean
from tests.chromium import editor
from tests.proposals.test_pasted import PROGRAMS, pasted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLEANED = "**/tekst/ren/"
PASTE = """(html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "kun ordene");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}"""
# From the key until the words are drawn.
TYPE_AND_DRAW = """async () => {
    const took = [];
    for (let key = 0; key < 30; key += 1) {
        const began = performance.now();
        document.execCommand("insertText", false, "a");
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        took.push(performance.now() - began);
    }
    return took.sort((a, b) => a - b);
}"""


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def section(make_proposal, writer) -> Section:
    return make_proposal(writer=writer).sections.get(key="description")


def opened(page: Page, section: Section) -> Page:
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    editor(page).click()
    return page


def saved(page: Page, section: Section) -> str:
    page.get_by_role("button", name="Gem", exact=True).last.click()
    expect(page.get_by_role("status").filter(has_text=re.compile("Gemt kl. ")).first).to_be_visible()
    return read_content(Section.objects.get(pk=section.pk)).text


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_pasted_stands_in_the_editor_as_it_will_be_stored(page_for, section, writer, program):
    page = opened(page_for(writer), section)
    with page.expect_response(CLEANED):
        page.evaluate(PASTE, pasted(program))

    assert saved(page, section) == clean(pasted(program))
    assert page.problems == []


def test_what_is_typed_before_the_answer_stands_after_what_was_pasted(page_for, section, writer):
    page = opened(page_for(writer), section)
    page.route(CLEANED, lambda route: (time.sleep(0.5), route.continue_()))
    page.keyboard.type("Før ")
    page.evaluate(PASTE, "<span style='x'>midt</span>")
    page.keyboard.type(" efter")
    expect(editor(page)).to_have_text("Før midt efter")
    page.keyboard.type("!")

    assert saved(page, section) == "<p>Før midt efter!</p>"


def test_saving_waits_for_what_was_pasted(page_for, section, writer):
    page = opened(page_for(writer), section)
    page.route(CLEANED, lambda route: (time.sleep(0.5), route.continue_()))
    page.evaluate(PASTE, "<p class=MsoNormal>Indsat</p>")

    assert saved(page, section) == "<p>Indsat</p>"


def test_without_an_answer_the_words_are_there_all_the_same(page_for, section, writer):
    page = opened(page_for(writer), section)
    page.route(CLEANED, lambda route: route.abort())
    page.evaluate(PASTE, "<p class=MsoNormal style='margin:0'><b>Fed</b> tekst<o:p></o:p></p>")
    expect(editor(page)).to_have_text("Fed tekst")

    assert saved(page, section) == "<p><strong>Fed</strong> tekst</p>"
    assert not any("CSP" in problem for problem in page.problems)


def test_a_text_of_100_000_signs_is_written_in_and_saved_without_delay(page_for, section, writer):
    words = "Borgernes breve besvares digitalt, og svartiden falder til to dage. "
    text = "".join(f"<p>{words * 5}</p><ul><li>{words}</li><li><strong>{words}</strong></li></ul>" for _ in range(215))
    assert len(text) > 100_000
    save_section(section, TextContent(text=clean(text)), base_version=0, by=writer)
    page = opened(page_for(writer), section)
    page.keyboard.press("Control+End")

    took = page.evaluate(TYPE_AND_DRAW)
    began = time.perf_counter()
    stored = saved(page, Section.objects.get(pk=section.pk))
    seconds = time.perf_counter() - began

    print(f"\n{len(text)} signs: a key {took[15]:.0f} ms, at worst {took[-1]:.0f} ms; saved in {seconds:.1f} s")
    assert took[15] < 100
    assert seconds < 10
    assert "a" * 30 in stored


def test_the_address_cleans_and_is_for_those_who_are_signed_in(client, client_for, writer):
    address = reverse("rich-text-clean")
    assert client.post(address, {"html": "<p>a</p>"}).url.startswith(reverse("account_login"))
    answer = client_for(writer).post(address, {"html": "<p style='x'>a<script>b</script></p>"})
    assert (answer.content.decode(), answer["Content-Type"]) == ("<p>a</p>", "text/plain; charset=utf-8")
    assert client_for(writer).get(address).status_code == 405


def test_html_in_the_field_is_told_of_only_without_script(page_for, section, writer):
    save_section(section, TextContent(text="<p>a</p>"), base_version=0, by=writer)
    hint = "noscript .form-hint"
    page = opened(page_for(writer), section)
    expect(page.locator(hint)).to_have_count(0)
    page = page_for(writer, java_script_enabled=False)
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    expect(page.locator(hint)).to_be_visible()
