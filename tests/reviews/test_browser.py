"""The process in a real browser: every page at two widths without a fault, and the road by clicking."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reviews.actions import hearing, perform
from tests.chromium import axe

from .cases import Case, body_of, make_case, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "<p>Vi opsiger et lejemål og digitaliserer sagsgangen. Medarbejderne sparer tid.</p><ul><li>Et skridt</li></ul>"
WIDTHS = (1280, 320)


@pytest.fixture
def busy(organisation) -> tuple[Case, object]:
    """A proposal that was asked about, returned, submitted again, heard and opposed; and an open request."""
    case = make_case(text=TEXT, title="Fælles indgang for borgere med sager i flere enheder")
    request = case.ask("hr_kredsen", question="Hvad betyder det for lederne?", due=timezone.localdate())
    case.submit()
    perform("number", case.proposal, case.caseworker, number="BC03")
    given = {"reason": "Tallene passer ikke.", "sections": ["economy", "facts", "description"]}
    perform("return", case.proposal, case.caseworker, **given)
    write(case.proposal, case.writer, "facts", summary="Borgerne får én indgang i stedet for tre.")
    case.submit()
    day = datetime.date(2026, 3, 3)
    med = {"heard": "yes", "position": "informed", "dates": [day], "text": "Orienteret.", "detail": "CenterMED"}
    hearing.record(case.proposal, case.writer, body_of("med_udvalg"), **med)
    hearing.record(case.proposal, case.writer, body_of("it_kredsen"), "yes", "against", [day], "Nej: pipeline.")
    return case, request


def test_every_page_is_without_fault_at_both_widths(busy, page_for):
    case, request = busy
    pk = case.proposal.pk
    pages = [
        ("process", case.approver, reverse("process", args=[pk])),
        ("process-reader", case.reader, reverse("process", args=[pk])),
        ("blocked", case.approver, reverse("action", args=[pk, "approve"])),
        ("return", case.caseworker, reverse("action", args=[pk, "return"])),
        ("withdraw", case.writer, reverse("action", args=[pk, "withdraw"])),
        ("criteria", case.caseworker, reverse("action", args=[pk, "judge_criteria"])),
        ("hearings", case.approver, reverse("hearings", args=[pk])),
        ("ask", case.writer, reverse("hearing-ask", args=[pk])),
        ("record", case.writer, reverse("hearing-record", args=[pk])),
        ("overrule", case.approver, reverse("hearing-overrule", args=[pk, "hr_kredsen"])),
        ("answer", case.member, reverse("hearing-answer", args=[request.pk])),
        ("history", case.writer, reverse("history", args=[pk])),
        ("revision", case.member, reverse("revision", args=[pk, 2])),
    ]
    for width in WIDTHS:
        for name, person, url in pages:
            page = page_for(person, viewport={"width": width, "height": 900})
            page.goto(url)
            assert (page.problems, axe(page)) == ([], []), f"{name} {width}"
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways == 0, f"{name} {width}"
            keep(page, f"{name}-{width}")
            page.close()


def keep(page, name: str) -> None:
    """A picture for people to look at, where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"reviews-{name}.png"), full_page=True)


def test_a_refused_form_is_without_fault_and_takes_the_focus_to_the_summary(busy, page_for):
    case, _request = busy
    page = page_for(case.caseworker)
    page.goto(reverse("action", args=[case.proposal.pk, "return"]))
    page.get_by_role("button", name="Returnér til forvaltningen").click()
    expect(page.get_by_role("link", name="Begrundelse: Skriv en begrundelse.")).to_be_visible()
    assert page.title().startswith("Fejl:")
    assert (page.problems, axe(page)) == ([], [])
    keep(page, "refused")


def test_from_draft_to_committee_by_clicking(organisation, page_for):
    case = make_case(text="<p>Vi opsiger et lejemål.</p>")
    pk = case.proposal.pk
    process = reverse("process", args=[pk])

    signer = page_for(case.signer)
    signer.goto(process)
    signer.get_by_role("link", name="Indsend til CFØ").click()
    signer.get_by_role("button", name="Indsend til CFØ").click()
    expect(signer.get_by_text("Indsendt til CFØ.")).to_be_visible()

    approver = page_for(case.approver)
    approver.goto(process)
    # Said of approving, of deciding without announcing, and in the warning on top.
    expect(approver.get_by_text("Godkendelsen holdes tilbage af: Ejendomsfaglig vurdering")).to_have_count(3)
    approver.get_by_role("link", name="Høringer").click()
    approver.get_by_role("link", name="Se bort fra høringen Ejendomsfaglig vurdering").click()
    approver.get_by_label("Begrundelse").fill("Lejemålet er vurderet i foråret.")
    approver.get_by_role("button", name="Se bort fra høringen").click()
    expect(approver.get_by_text("Ejendomsfaglig vurdering er tilsidesat.")).to_be_visible()
    approver.get_by_role("link", name="Sagsgang").click()
    approver.get_by_role("link", name="Godkend", exact=True).click()
    approver.get_by_role("button", name="Godkend", exact=True).click()
    expect(approver.get_by_text("Godkendt af CFØ.")).to_be_visible()
    keep(approver, "approved")

    secretary = page_for(case.secretary)
    secretary.goto(process)
    secretary.get_by_role("link", name="Registrér udvalgets behandling").click()
    secretary.get_by_label("Dato for udvalgets behandling").fill(timezone.localdate().strftime("%d.%m.%Y"))
    secretary.get_by_role("button", name="Registrér udvalgets behandling").click()
    expect(secretary.get_by_text("Behandlet i udvalget")).to_be_visible()
    assert case.fresh().state == "treated"
    assert [page.problems for page in (signer, approver, secretary)] == [[], [], []]
