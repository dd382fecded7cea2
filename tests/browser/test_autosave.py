"""Writing without pressing "Gem": saved by itself, through a lost connection and session, beside a colleague."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.contents import FollowUpContent, FollowUpRow
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "en lang og god adgangskode"


@pytest.fixture
def writer(make_user):
    user = make_user("writer", administration="TMF", name="Skribent")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def colleague(make_user):
    return make_user("writer", administration="TMF", name="Kollega")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer)


def opened(page: Page, section: Section) -> Page:
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    return page


def write(page: Page, words: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def state(page: Page):
    return page.locator("[data-save-state]")


def text_of(section: Section) -> str:
    return read_content(Section.objects.get(pk=section.pk)).text


def test_prose_is_saved_while_it_is_written(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    write(page, "Første")
    expect(state(page)).to_contain_text("Gemt kl. ")
    write(page, " og andet")
    expect(page.locator("#section-form [name=version]")).to_have_value("2")

    assert text_of(section) == "<p>Første og andet</p>"
    assert list(section.versions.values_list("version", "autosaved")) == [(2, True), (1, True), (0, False)]
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    expect(page.get_by_label("Ja", exact=True)).to_be_checked()
    expect(page.locator("[data-draft]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert axe(page) == page.problems == []


def test_a_cell_that_cannot_be_stored_keeps_focus_and_words(page_for, proposal, writer):
    section = proposal.sections.get(kind="economy")
    page = opened(page_for(writer), section)
    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").click()
    cell = page.get_by_role("textbox", name="linje 1, 2028, 1.000 kr.")
    cell.fill("1,5")
    expect(state(page)).to_have_text("Ikke gemt: ret fejlen.")
    expect(cell).to_be_focused()
    expect(cell).to_have_value("1,5")
    expect(cell).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []
    cell.fill("15")
    expect(state(page)).to_contain_text("Gemt kl. ")
    expect(page.locator(".entry-message")).to_have_count(0)
    assert read_content(Section.objects.get(pk=section.pk)).lines[0].amounts == {2028: 15}


def test_a_lost_connection_is_told_and_made_up_for(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    page.context.set_offline(True)
    write(page, "Uden net")
    expect(state(page)).to_have_text("Ikke gemt, prøv igen.")
    expect(page.get_by_role("button", name="Prøv igen")).to_be_visible()
    assert axe(page) == []
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("Gemt kl. ")
    assert text_of(section) == "<p>Uden net</p>"


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/afsnit/description/", lose_the_answer, times=1)
    write(page, "Et")
    expect(state(page)).to_have_text("Ikke gemt, prøv igen.")
    write(page, " og to")
    expect(state(page)).to_contain_text("Gemt kl. ")
    assert text_of(section) == "<p>Et og to</p>"


# A hard space and the end of a list are drawn otherwise when they come back.
@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Med knappen", "<p>Med knappen</p>"), ("500\u00a0kr.", "<p>500\u00a0kr.</p>"), ("- a\n", "<ul><li>a</li></ul>")],
)
def test_what_the_button_saved_is_offered_by_no_one(page_for, proposal, writer, typed, stored):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    write(page, typed)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_load_state()
    expect(page.get_by_text("Gemt kl. ").first).to_be_visible()
    assert text_of(section) == stored
    expect(page.locator("[data-draft]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_what_was_written_outlives_the_session(page_for, proposal, writer):
    section = proposal.sections.get(key="description")
    page = opened(page_for(writer), section)
    Session.objects.all().delete()
    write(page, "Efter udløb")
    expect(state(page)).to_contain_text("du er logget ud")
    assert axe(page) == []
    page.get_by_role("link", name="Log ind igen").click()
    page.get_by_label("E-mail").fill(writer.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log ind").click()

    expect(page.locator("[data-draft]")).to_contain_text("Vi har gemt det, du skrev, i denne browser")
    assert axe(page) == []
    page.get_by_role("button", name="Sæt det ind").click()
    expect(editor(page)).to_have_text("Efter udløb")
    expect(state(page)).to_contain_text("Gemt kl. ")
    assert text_of(section) == "<p>Efter udløb</p>"
    assert page.evaluate("localStorage.length") == 0


def test_signing_out_leaves_nothing_in_the_browser(page_for, proposal, writer):
    page = opened(page_for(writer), proposal.sections.get(key="description"))
    page.context.set_offline(True)
    write(page, "Ikke til andre")
    expect(state(page)).to_have_text("Ikke gemt, prøv igen.")
    assert page.evaluate("localStorage.length") == 1
    page.context.route("**/afsnit/description/", lambda route: route.abort())
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Log af").click()
    page.wait_for_url("**/log-ind/**")
    assert page.evaluate("localStorage.length") == 0


def test_leaving_with_unsaved_words_warns(page_for, proposal, writer):
    page = opened(page_for(writer), proposal.sections.get(key="description"))
    page.context.set_offline(True)
    write(page, "Ikke gemt")
    seen = []
    page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Tilbage til opgavelisten").click()
    expect(editor(page)).to_be_visible()
    assert seen == ["beforeunload"]


def follow_up(proposal, by) -> Section:
    section = proposal.sections.get(kind="follow_up")
    rows = [FollowUpRow(id="a", goal="Første"), FollowUpRow(id="b", goal="Andet")]
    return save_section(section, FollowUpContent(rows=rows), base_version=section.version, by=by)


def test_two_who_write_in_different_rows_are_joined_and_go_on(page_for, proposal, writer, colleague):
    section = follow_up(proposal, writer)
    mine, theirs = opened(page_for(writer), section), opened(page_for(colleague), section)
    first, second = mine.locator("[name=rows-0-goal]"), theirs.locator("[name=rows-1-goal]")
    second.fill("Andet, rettet")
    expect(state(theirs)).to_contain_text("Gemt kl. ")
    first.fill("Første, rettet")
    expect(state(mine)).to_contain_text("Samlet med det, der er gemt imens af Kollega")
    first.fill("Første, rettet igen")
    expect(mine.locator("#section-form [name=version]")).to_have_value("4")

    stored = read_content(Section.objects.get(pk=section.pk))
    assert [row.goal for row in stored.rows] == ["Første, rettet igen", "Andet, rettet"]
    mine.get_by_role("link", name="Vis det samlede afsnit").click()
    expect(mine.locator("[name=rows-1-goal]")).to_have_value("Andet, rettet")


def test_two_who_write_in_one_place_are_asked(page_for, proposal, writer, colleague):
    section = proposal.sections.get(key="description")
    mine, theirs = opened(page_for(writer), section), opened(page_for(colleague), section)
    write(theirs, "Kollegaens")
    expect(state(theirs)).to_contain_text("Gemt kl. ")
    write(mine, "Min")
    expect(state(mine)).to_have_text("Ikke gemt: Kollega har rettet samme sted, mens du skrev.")
    assert text_of(section) == "<p>Kollegaens</p>"
    mine.get_by_role("button", name="Se begge versioner, og vælg").click()
    mine.get_by_label("Min version, ikke gemt").check()
    mine.get_by_role("button", name="Gem med mine valg").click()
    expect(mine.get_by_role("status").first).to_contain_text("Gemt kl. ")
    assert text_of(section) == "<p>Min</p>"
    expect(mine.locator("[data-draft]")).to_be_hidden()


def test_two_with_one_section_open_see_each_other(page_for, proposal, writer, colleague):
    section = proposal.sections.get(key="description")
    theirs = opened(page_for(colleague), section)
    expect(theirs.locator("[data-presence]")).to_have_text("")
    mine = page_for(writer)
    with theirs.expect_response("**/til-stede/"):
        opened(mine, section)
        expect(mine.locator("[data-presence]")).to_have_text("En kollega (Kollega) har dette afsnit åbent.")
        theirs.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(theirs.locator("[data-presence]")).to_have_text("En kollega (Skribent) har dette afsnit åbent.")
    assert axe(mine) == mine.problems == []
    mine.goto(reverse("proposal", args=[proposal.pk]))
    expect(mine.locator(".task-present")).to_have_text("En kollega (Kollega) har dette afsnit åbent.")
    theirs.goto("/")
    theirs.wait_for_load_state("networkidle")
    mine.reload()
    expect(mine.locator(".task-present")).to_have_count(0)
