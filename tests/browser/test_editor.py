"""The section pages in a real browser: keyboard, paste from Excel, figures while typing, rich text, conflicts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import FollowUpContent, FollowUpRow, RiskItem, RisksContent, TextContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe, editor
from tests.proposals.test_sections import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, cross_cutting=True)


def address(section: Section) -> str:
    return reverse("section", args=[section.proposal_id, section.key])


def opened(page: Page, section: Section) -> Page:
    page.goto(address(section))
    return page


def paste(page: Page, text: str) -> None:
    """As Ctrl+V with the text on the clipboard."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def figure(page: Page, label: str):
    return page.locator("dl.section-figures > div", has_text=label).locator("dd").first


def test_an_economy_is_written_by_keyboard_and_followed_by_its_figures(page_for, proposal, writer):
    section = proposal.sections.get(kind="economy")
    page = opened(page_for(writer), section)

    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").press("Enter")
    expect(page.get_by_role("textbox", name="Tekst, linje 1")).to_be_focused()
    page.keyboard.type("Licenser")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Service")
    page.get_by_role("button", name="Tilføj linje (Implementeringsomkostninger)").press("Enter")
    expect(page.get_by_role("textbox", name="Tekst, linje 2")).to_be_focused()
    page.keyboard.type("Projektledelse")
    page.get_by_role("textbox", name="Licenser, 2027, 1.000 kr.").fill("-500")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Projektledelse, 2027, 1.000 kr.")).to_be_focused()
    page.keyboard.type("700")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Licenser, 2027, 1.000 kr.")).to_be_focused()

    expect(figure(page, "Investering i alt")).to_have_text("700 1.000 kr.")
    expect(page.locator("#totals-net td").nth(2)).to_have_text("200")
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    stored = read_content(Section.objects.get(pk=section.pk))
    assert [(line.kind, line.label, line.area, line.amounts) for line in stored.lines] == [
        ("permanent", "Licenser", "service", {2027: -500}),
        ("implementation", "Projektledelse", None, {2027: 700}),
    ]
    assert page.problems == []


def test_lines_are_moved_and_removed_by_keyboard_and_what_was_folded_out_stays_so(page_for, proposal, writer):
    fill(proposal, writer)
    page = opened(page_for(writer), proposal.sections.get(kind="economy"))
    explained = page.locator("#explain-investment")
    explained.locator("summary").click()

    page.get_by_role("button", name="Flyt ned: Projektressourcer i Koncernservice").press("Enter")
    moved = page.get_by_role("button", name="Flyt ned: Projektressourcer i Koncernservice")
    expect(page.locator("tr[data-line] textarea").last).to_have_value("Projektressourcer i Koncernservice")
    expect(moved).to_be_focused()
    expect(explained).to_have_attribute("open", "")
    page.get_by_role("button", name="Fjern: Projektressourcer i Koncernservice").press("Enter")

    expect(figure(page, "Investering i alt")).to_have_text("2.750 1.000 kr.")
    expect(page.locator("tr[data-line]")).to_have_count(4)
    assert page.problems == []


def test_a_server_that_does_not_answer_is_told_of(page_for, proposal, writer):
    fill(proposal, writer)
    page = opened(page_for(writer), proposal.sections.get(kind="economy"))
    page.route("**/tal/", lambda route: route.abort())

    page.locator("input.amount").first.fill("5")

    expect(page.locator("[data-request-failed]")).to_contain_text("kunne ikke få svar")


def test_a_fault_takes_the_focus_to_the_summary_and_from_there_to_the_cell(page_for, proposal, writer):
    page = opened(page_for(writer), proposal.sections.get(kind="economy"))
    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").click()
    page.get_by_role("textbox", name="linje 1, 2028, 1.000 kr.").fill("1,5")
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page).to_have_title(re.compile("^Fejl: "))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").click()
    cell = page.get_by_role("textbox", name="linje 1, 2028, 1.000 kr.")
    expect(cell).to_be_focused()
    expect(cell).to_have_value("1,5")
    expect(cell).to_have_attribute("aria-invalid", "true")


def test_rich_text_is_written_with_the_toolbar_within_the_content_security_policy(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    text = editor(page)
    toolbar = page.get_by_role("toolbar", name="Formatering")

    text.click()
    page.keyboard.type("Udledning af CO")
    toolbar.get_by_role("button", name="Sænket").click()
    page.keyboard.type("2")
    toolbar.get_by_role("button", name="Sænket").click()
    page.keyboard.press("Enter")
    toolbar.get_by_role("button", name="Punktliste").click()
    page.keyboard.type("Et punkt")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    toolbar.get_by_role("button", name="Tabel", exact=True).click()
    page.keyboard.type("Hoved")
    expect(toolbar.get_by_role("button", name="Slet række")).to_be_visible()
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    stored = read_content(Section.objects.get(pk=section.pk)).text
    assert stored.startswith(
        "<p>Udledning af CO<sub>2</sub></p><ul><li>Et punkt</li></ul><table><thead><tr><th>Hoved</th>"
    )
    assert page.problems == []


def test_words_pasted_from_word_leave_their_styles_behind(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    editor(page).click()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", '<p class="MsoNormal" style="margin:0"><b style="color:red">Fed</b> tekst</p>');
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }"""
    )
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    assert read_content(Section.objects.get(pk=section.pk)).text == "<p><strong>Fed</strong> tekst</p>"
    assert page.problems == []


def fill(proposal, writer) -> None:
    """Every kind of section with something in it."""
    contents = [
        *published("BC01"),
        TextContent(text="<p>Tekst</p><table><tbody><tr><td><p>A</p></td></tr></tbody></table>"),
        FollowUpContent(rows=[FollowUpRow(goal="Mål"), FollowUpRow(category="realisation", goal="Gevinst")]),
        RisksContent(text="<p>Tekst</p>", items=[RiskItem(title="Risiko")]),
    ]
    for content in contents:
        section = proposal.sections.filter(kind=content.kind).first()
        save_section(section, content, base_version=section.version, by=writer)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_section_is_accessible_and_fits_the_screen(page_for, proposal, writer, width):
    fill(proposal, writer)
    page = page_for(writer, viewport={"width": width, "height": 800})
    found = {}
    for section in proposal.sections.all():
        opened(page, section).wait_for_load_state("networkidle")
        found[section.key] = (page.evaluate("document.documentElement.scrollWidth"), axe(page))

    assert found == dict.fromkeys(found, (width, []))
    assert page.problems == []


def test_faults_conflicts_and_the_read_only_page_are_accessible(page_for, proposal, writer, make_user):
    fill(proposal, writer)
    section = proposal.sections.get(kind="economy")
    page = opened(page_for(writer), section)
    late = opened(page_for(make_user("writer", administration="TMF")), section)
    cell = "Projektressourcer i Koncernservice, 2025, 1.000 kr."
    found = []

    page.get_by_text("Vis beregning (Tilbagebetalingstid baseret på totaløkonomi)").click()
    for typed in ("1,5", "751"):
        page.get_by_role("textbox", name=cell).fill(typed)
        page.get_by_role("button", name="Gem", exact=True).click()
        page.wait_for_load_state("networkidle")
        found.append(axe(page))
    late.get_by_role("textbox", name=cell).fill("752")
    late.get_by_role("button", name="Gem", exact=True).click()
    expect(late.get_by_role("heading", level=1)).to_contain_text("Ikke gemt")
    found.append(axe(late))
    proposal.refresh_from_db()
    proposal.state = "submitted"
    proposal.save()
    found.append(axe(opened(page_for(make_user("reader")), section)))

    assert found == [[], [], [], []]
