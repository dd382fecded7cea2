"""Forms sent empty: the summary gets the focus, the title says so, its links lead somewhere, axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from reviews.demo.people import person
from tests.chromium import axe

from .stage import APPROVER, CASEWORKER, READER, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Form = tuple[User | None, str, str]


def step(state: str, action: str, button: str) -> Callable[[Stage], Form]:
    def form(stage: Stage) -> Form:
        proposal = stage.in_state(state)
        return stage.who_may(action, proposal), reverse("action", args=[proposal.pk, action]), button

    return form


def hearing(name: str, button: str, *more: str) -> Callable[[Stage], Form]:
    return lambda stage: (person(APPROVER), reverse(name, args=[stage.asked.proposal_id, *more]), button)


FORMS: dict[str, Callable[[Stage], Form]] = {
    "sign in": lambda _stage: (None, reverse("account_login"), "Log ind"),
    "forgotten": lambda _stage: (None, reverse("account_reset_password"), "Send link"),
    "choose password": lambda stage: (None, stage.password_link(), "Gem og log ind"),
    "change password": lambda _stage: (person(READER), reverse("account_change_password"), "Skift adgangskode"),
    "new": lambda stage: (person("BIF-skribent"), reverse("proposal-new", args=[stage.round.pk]), "Opret forslag"),
    "file": lambda stage: (stage.writer(stage.ready), reverse("attachments", args=[stage.ready.pk]), "Vedhæft"),
    "return": step("submitted", "return", "Returnér til forvaltningen"),
    "reopen": step("submitted", "reopen", "Tag tilbage for at rette"),
    "withdraw": step("submitted", "withdraw", "Træk forslaget tilbage"),
    "criteria": step("submitted", "judge_criteria", "Vurdér kriterierne"),
    "number": step("submitted", "number", "Giv nummer"),
    "hand over": step("draft", "hand_over", "Giv til en anden skribent"),
    "confidential": step("submitted", "set_confidential", "Gør fortroligt"),
    "ask": hearing("hearing-ask", "Bed om høring"),
    "record": hearing("hearing-record", "Registrér svar"),
    "overrule": hearing("hearing-overrule", "Se bort fra høringen", "it_kredsen"),
    "answer": lambda stage: (stage.member(), reverse("hearing-answer", args=[stage.asked.pk]), "Svar på høringen"),
    "withdraw hearing": lambda stage: (
        person(CASEWORKER),
        reverse("hearing-withdraw", args=[stage.asked.pk]),
        "Træk høringen tilbage",
    ),
    "build": lambda stage: (person(CASEWORKER), reverse("appendix", args=[stage.round.pk]), "Dan Bilag 7"),
    "introduction": lambda stage: (person(CASEWORKER), reverse("appendix", args=[stage.round.pk]), "Gem indledning"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_empty(name, stage, page_for):
    who, address, button = FORMS[name](stage)
    page = page_for(who)
    page.goto(address)
    if name == "introduction":
        page.get_by_text("Ret indledningen").click()
    pressed = page.locator("main").get_by_role("button", name=button, exact=True).last
    form = pressed.locator("xpath=ancestor::form")
    for field in form.locator("input[type=text], input[type=email], input[type=password], textarea").all():
        if field.is_visible():
            field.fill("")
    for box in form.locator("input[type=checkbox]").all():
        box.set_checked(False)
    pressed.click()

    expect(page).to_have_title(re.compile("^Fejl: "))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    for link in page.locator("[data-error-summary] a").all():
        target = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
        expect(target).to_have_count(1)
    # A refusal is no success to the browser, which says so of every 4xx.
    assert [problem for problem in page.problems if "status of 422" not in problem] + axe(page) == []


def test_a_cell_that_cannot_be_read(stage, page_for):
    page = page_for(stage.writer(stage.ready))
    page.goto(reverse("section", args=[stage.ready.pk, "economy"]))
    page.locator("tr[data-line] input.amount").first.fill("1,5")
    page.get_by_role("button", name="Gem", exact=True).last.click()
    expect(page).to_have_title(re.compile("^Fejl: "))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert axe(page) == []


def test_a_page_that_is_refused_says_why_and_leads_on(stage, page_for):
    page = page_for(person(READER))
    refused = reverse("action", args=[stage.in_state("submitted").pk, "approve"])
    for address, status in ((refused, 403), (reverse("proposal", args=[stage.ready.pk]), 404), ("/findes/ikke/", 404)):
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.goto(address).status == status
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert axe(page) == []
