"""The main job without JavaScript: plain forms and plain pages do it all."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from proposals.drafts import read_content
from proposals.models import Proposal
from reviews.demo.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_page_for(page_for):
    return lambda user: page_for(user, java_script_enabled=False)


def test_a_proposal_is_created_and_its_economy_saved(stage, plain_page_for):
    page = plain_page_for(person("BIF-skribent"))
    page.goto(reverse("proposal-new", args=[stage.round.pk]))
    page.get_by_label("Investeringsforslag").check()
    page.get_by_label("Titel").fill("Uden script")
    page.get_by_role("button", name="Opret forslag").click()
    expect(page.get_by_text("Forslaget er oprettet.")).to_be_visible()
    proposal = Proposal.objects.get(title="Uden script")

    page.goto(reverse("section", args=[proposal.pk, "economy"]))
    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").click()
    page.get_by_role("textbox", name="Tekst, linje 1").fill("Licenser")
    page.get_by_role("textbox", name="linje 1, 2026, 1.000 kr.").fill("-1.500")
    page.get_by_role("button", name="Tilføj linje (Varige ændringer)").click()
    # A line is moved and removed on a page of its own, and what was typed is still there.
    expect(page.get_by_role("textbox", name="Licenser, 2026, 1.000 kr.")).to_have_value("-1.500")
    page.get_by_role("button", name=re.compile("Fjern: .*linje 2")).click()
    expect(page.locator("tr[data-line]")).to_have_count(1)
    page.get_by_role("button", name="Gem", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")

    [line] = read_content(proposal.sections.get(key="economy")).lines
    assert (line.label, line.amounts) == ("Licenser", {2026: -1500})


def test_prose_is_written_in_a_plain_field(stage, plain_page_for):
    page = plain_page_for(stage.writer(stage.blank))
    section = stage.blank.sections.get(key="description")
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    page.get_by_role("textbox", name="Tekst").fill("Første afsnit.\n\nAndet afsnit.")
    page.get_by_role("button", name="Gem", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    section.refresh_from_db()
    assert read_content(section).text == "<p>Første afsnit.</p><p>Andet afsnit.</p>"


def test_a_proposal_is_submitted(stage, plain_page_for):
    ready = stage.ready
    page = plain_page_for(stage.signer(ready))
    page.goto(reverse("process", args=[ready.pk]))
    page.get_by_role("link", name="Indsend til CFØ").click()
    page.get_by_role("button", name="Indsend til CFØ").click()
    expect(page.get_by_text("Indsendt til CFØ.")).to_be_visible()
    ready.refresh_from_db()
    assert ready.state == "submitted"


def test_an_appendix_is_built_and_its_page_read_again(stage, plain_page_for):
    page = plain_page_for(person("CFØ-sagsbehandler"))
    page.goto(reverse("appendix", args=[stage.round.pk]))
    for other in ("PDF", "Word", "Excel"):
        page.get_by_label(other, exact=True).uncheck()
    page.get_by_role("button", name="Dan Bilag 7").click()
    expect(page.get_by_text("Filerne er klar.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"\.json$"))).to_be_visible()
