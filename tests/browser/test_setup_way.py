"""A round from a copy to its first proposal: CFØ sets it up, a writer begins with a copy; in the browser, with axe."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from proposals.economy.model import AREA_LABELS
from proposals.models import Proposal, Round
from reviews.demo.people import person
from tests.chromium import axe

from .stage import CASEWORKER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page, name: str) -> None:
    """The page as it stands has no faults; kept as a picture where SETUP_PICTURES names a folder."""
    if folder := os.environ.get("SETUP_PICTURES"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert axe(page) == [], name
    # A form that is refused is answered with 422, which the browser writes down as a complaint.
    assert [problem for problem in page.problems if "422" not in problem] == [], name


def press(page: Page, name: str | re.Pattern[str], role: str = "link") -> None:
    """Each link and button here leads to a page; it is there when this returns."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role(role, name=name, exact=isinstance(name, str)).first.click()


def test_a_round_is_set_up_and_a_proposal_copied_into_it(stage, page_for):
    page = page_for(person(CASEWORKER), viewport={"width": 1280, "height": 900})
    page.goto("/runder/")
    press(page, "Ny runde")
    page.get_by_label("Navn").fill("Budget 2025")
    press(page, "Se, hvad der kopieres", "button")
    expect(page.get_by_text("Der er allerede en runde med det navn.").first).to_be_visible()
    look(page, "refused")
    page.get_by_label("Navn").fill("Budget 2027")
    for label, year in (("Pris- og lønniveau", "2027"), ("Første år", "2027"), ("Sidste år", "2032")):
        page.get_by_label(label).fill(year)
    press(page, "Se, hvad der kopieres", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det kopieres")
    look(page, "plan")
    press(page, "Opret runden", "button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opsætning af Budget 2027")
    look(page, "home")
    round = Round.objects.get(name="Budget 2027")
    source = stage.old_round.template_for("investment")

    press(page, "Frister")
    page.get_by_label("Frist for indsendelse").fill("den 32. maj")
    press(page, "Gem", "button")
    expect(page.get_by_label("Frist for indsendelse")).to_have_value("den 32. maj")
    look(page, "date-refused")
    page.get_by_label("Frist for indsendelse").fill("14. marts 2027 kl. 12")
    press(page, "Gem", "button")
    expect(page.get_by_text("Opsætningen er gemt.")).to_be_visible()

    press(page, "P/l-indeks")
    for row, (year, index) in enumerate((("2025", "100"), ("2027", "104,25")), start=1):
        page.get_by_label(f"År, række {row}").fill(year)
        for area in AREA_LABELS.values():
            page.get_by_label(f"{area}, række {row}").fill(index)
    look(page, "indices")
    press(page, "Gem", "button")
    expect(page.get_by_text("Opsætningen er gemt.")).to_be_visible()
    for topic in ("Høringsparter", "Puljer", "Kriterier", "Skabeloner", "Præsentation af tabellerne"):
        press(page, topic)
        look(page, topic)
        press(page, "Annuller")

    press(page, "Investeringsforslag")
    look(page, "template")
    press(page, "Nyt afsnit")
    page.get_by_label("Overskrift", exact=True).fill("Klima og miljø")
    page.locator(".ProseMirror").first.click()
    page.keyboard.type("Skriv, hvad forslaget betyder for klimaet.")
    look(page, "section")
    press(page, "Gem", "button")
    press(page, "Op Klima og miljø", "button")
    expect(page.get_by_text("Skabelonen er ændret.")).to_be_visible()
    press(page, "Se den tomme formular")
    expect(page.get_by_role("article").get_by_text("Klima og miljø")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Skriv, hvad forslaget betyder")).to_have_count(0)
    look(page, "empty")
    assert round.template_for("investment") != source
    page.goto(f"/runder/{round.pk}/opsaetning/")
    press(page, "Åbn runden")
    look(page, "open")
    press(page, "Åbn runden", "button")
    expect(page.get_by_text("Rundens tilstand er ændret.")).to_be_visible()
    look(page, "done")

    original = stage.round.proposals.filter(type="investment", state="treated", row_figures__isnull=True).first()
    writer = page_for(stage.writer(original), viewport={"width": 1280, "height": 900})
    writer.goto(f"/runder/{round.pk}/nyt/")
    press(writer, "Begynd med en kopi af et tidligere forslag")
    look(writer, "choose")
    press(writer, re.compile(re.escape(original.title)))
    look(writer, "copy")
    expect(writer.get_by_label("Omregn beløbene")).to_be_checked()
    press(writer, "Opret kopien", "button")
    expect(writer.get_by_text("Forslaget er kopieret.")).to_be_visible()
    made = Proposal.objects.latest("pk")
    assert (made.round, made.title) == (round, original.title)
    assert made.figures["investment"] > original.figures["investment"] > 0
    key = made.sections.get(key__startswith="klima").key
    writer.goto(f"/forslag/{made.pk}/afsnit/{key}/")
    press(writer, "Begynd med vejledningen eller en kopi")
    look(writer, "section-reuse")
    press(writer, "Sæt vejledningen ind", "button")
    expect(writer.locator(".ProseMirror").first).to_contain_text("⟦Skriv, hvad forslaget betyder for klimaet.⟧")
    look(writer, "begun")
    writer.goto(f"/forslag/{made.pk}/visning/")
    expect(writer.get_by_text("⟦")).to_have_count(0)
