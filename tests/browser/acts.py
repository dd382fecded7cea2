"""What people do on the pages, shared by the tests that follow a proposal the whole way."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals.models import Proposal
from tests.chromium import editor


def save_and_go_on(page: Page) -> None:
    page.get_by_role("button", name="Gem og fortsæt").click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")


def write(page: Page, text: str) -> None:
    """Goes on at the end of the section's text."""
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def fill_in(page: Page, proposal: Proposal, summary: str, description: str, saving: str, cost: str) -> None:
    """What the template asks for, section by section with "Gem og fortsæt".

    `saving`: label of a permanent line of -500; `cost`: of an implementation line of 1.200, both service.
    """
    page.goto(reverse("section", args=[proposal.pk, "facts"]))
    page.get_by_label("Kort resumé").fill(summary)
    save_and_go_on(page)
    write(page, description)
    save_and_go_on(page)

    for number, (kind, label, amount) in enumerate(
        [("Varige ændringer", saving, "-500"), ("Implementeringsomkostninger", cost, "1.200")], start=1
    ):
        page.get_by_role("button", name=f"Tilføj linje ({kind})").click()
        expect(page.get_by_role("textbox", name=f"Tekst, linje {number}")).to_be_focused()
        page.keyboard.type(label)
        page.get_by_role("textbox", name=f"{label}, 2026, 1.000 kr.").fill(amount)
        page.get_by_role("combobox", name=f"Styringsområde, linje {number}").select_option("Service")
    save_and_go_on(page)

    page.get_by_role("button", name="Tilføj mål").first.click()
    page.get_by_label("Mål", exact=True).fill("Målet er nået")
    page.get_by_label("Hvordan måles det?").fill("Optælling")
    page.get_by_label("Ansvarlig").fill("Enhedens leder")
    page.get_by_label("Tidspunkt").fill("Januar 2027")
    save_and_go_on(page)
    write(page, "De første uger kan blive urolige.")
    save_and_go_on(page)
    page.get_by_label("Ingen effekt på administration").check()
    save_and_go_on(page)


def take_step(page: Page, proposal: Proposal, step: str, done: str, **fields: str) -> None:
    """From the process page through the step's own page, which says that it is `done`."""
    page.goto(reverse("process", args=[proposal.pk]))
    page.get_by_role("link", name=step, exact=True).click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(done, exact=True)).to_be_visible()
