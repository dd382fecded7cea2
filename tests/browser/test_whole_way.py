"""One proposal from an empty form to a printed Bilag 7, by its people in the browser, with a real worker."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from proposals.models import Proposal
from reviews.demo.people import email_of, person

from .acts import fill_in, take_step
from .stage import APPROVER, CASEWORKER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Fælles varemodtagelse på to adresser"
BODY = "Ejendomsfaglig vurdering"


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Presses Tab until the target has the focus, as one does without a mouse."""
    expect(target).to_be_visible()
    for _press in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached by {most} presses of Tab")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def sign_in_by_keyboard(page: Page, name: str) -> None:
    page.goto("/")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(email_of(name))
    page.keyboard.press("Tab")
    page.keyboard.type((settings.DATA_DIR / "demo-password").read_text(encoding="ascii").strip())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator(".site-user")).to_contain_text(name)


def create_by_keyboard(page: Page) -> Proposal:
    press(page, page.get_by_role("link", name="Runder", exact=True))
    press(page, page.get_by_role("main").get_by_role("link", name="Budget 2025"))
    press(page, page.get_by_role("link", name="Nyt forslag"))
    tab_to(page, page.get_by_label("Investeringsforslag"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Titel"))
    page.keyboard.type(TITLE)
    press(page, page.get_by_role("button", name="Opret forslag"))
    expect(page.get_by_text("Forslaget er oprettet.")).to_be_visible()
    return Proposal.objects.get(title=TITLE)


def test_from_an_empty_form_to_a_printed_appendix(stage, page_for, worker, tmp_path):
    writer = page_for()
    sign_in_by_keyboard(writer, "BIF-skribent")
    proposal = create_by_keyboard(writer)
    writer.get_by_role("link", name="Tjek").click()
    expect(writer.get_by_text("Forslaget kan først indsendes, når de er rettet.")).to_be_visible()
    fill_in(writer, proposal, "Varer modtages ét sted.", "Vi opsiger et lejemål.", "Husleje", "Flytning")
    writer.goto(reverse("checks", args=[proposal.pk]))
    expect(writer.get_by_text("Der mangler intet. Forslaget kan indsendes.")).to_be_visible()

    signer = page_for(person("BIF-underskriver"))
    signer.goto(reverse("process", args=[proposal.pk]))
    press(signer, signer.get_by_role("link", name="Indsend til CFØ"))
    press(signer, signer.get_by_role("button", name="Indsend til CFØ"))
    expect(signer.get_by_text("Indsendt til CFØ.")).to_be_visible()

    caseworker = page_for(person(CASEWORKER))
    caseworker.goto(reverse("hearings", args=[proposal.pk]))
    caseworker.get_by_role("link", name=re.compile(f"Bed om høring.*{BODY}")).click()
    caseworker.get_by_label("Hvad der spørges om").fill("Kan lejemålet opsiges?")
    caseworker.get_by_role("button", name="Bed om høring").click()
    expect(caseworker.get_by_text("Høringsparten er spurgt og får besked.")).to_be_visible()

    member = page_for(person(f"{BODY}-medlem"))
    member.goto("/")
    member.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link").click()
    member.get_by_role("radio", name="Ja", exact=True).check()
    member.get_by_role("radio", name="Støtter").check()
    member.get_by_role("button", name="Svar på høringen").click()
    expect(member.get_by_text("Tak. Svaret er registreret.")).to_be_visible()

    take_step(page_for(person(APPROVER)), proposal, "Godkend", "Godkendt af CFØ.")
    today = timezone.localdate().strftime("%d.%m.%Y")
    secretary = page_for(person("BIU-sekretær"))
    take_step(
        secretary,
        proposal,
        "Registrér udvalgets behandling",
        "Behandlet i udvalg.",
        **{"Dato for udvalgets behandling": today},
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.title) == ("treated", TITLE)

    caseworker.goto(reverse("appendix", args=[stage.round.pk]))
    for other in ("Word", "Excel", "JSON"):
        caseworker.get_by_role("checkbox", name=other, exact=True).uncheck()
    caseworker.get_by_role("button", name="Dan Bilag 7").click()
    expect(caseworker.get_by_text("Filerne er klar.")).to_be_visible(timeout=90_000)
    with caseworker.expect_download() as download:
        caseworker.get_by_role("link", name=re.compile(r"\.pdf$")).click()
    printed = tmp_path / "bilag.pdf"
    download.value.save_as(printed)
    assert printed.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", str(printed), "-"], capture_output=True, check=True, text=True).stdout
    assert TITLE in " ".join(text.split())
    assert [page.problems for page in (writer, signer, caseworker, member, secretary)] == [[]] * 5
