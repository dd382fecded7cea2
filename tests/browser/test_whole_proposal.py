"""Whole proposals of Budget 2025 written by keyboard alone, from signing in to submitting, in each language."""

from __future__ import annotations

import json
import re
from itertools import cycle, islice
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from proposals.contents import FollowUpContent, RisksContent
from proposals.document import economy_of, parse
from proposals.economy.distribution import by_committee
from proposals.economy.model import AREA_LABELS, Area, LineKind
from proposals.forms.preview import GROUPS
from proposals.models import Administration
from proposals.units import unit_book
from reviews.demo.people import email_of
from reviews.models import Revision
from tests import rounds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 250
GOALS, RISKS = 10, 6
KEY, BASIS_UNIT = "Kontorernes areal", "m²"
FOCUSED = "element => element === document.activeElement"


class Keyboard:
    """One person at the keyboard: Tab, the keys of the controls, and words. There is no mouse."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def words(self, danish: str) -> str:
        """What the page says in the person's language."""
        with override(self.language):
            return gettext(danish)

    def key(self, name: str, times: int = 1) -> None:
        for _press in range(times):
            self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def next(self, text: str) -> None:
        """In the next control."""
        self.key("Tab")
        self.type(text)

    def tab_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _press in range(MOST_TABS):
            if target.evaluate(FOCUSED):
                return
            self.key("Tab")
        raise AssertionError(f"{target} cannot be reached by {MOST_TABS} presses of Tab")

    def press(self, target: Locator) -> None:
        self.tab_to(target)
        self.key("Enter")

    def link(self, danish: str) -> None:
        self.press(self.page.get_by_role("link", name=self.words(danish), exact=True))

    def button(self, danish: str, of: str = "") -> None:
        name = f"{self.words(danish)} ({of})" if of else self.words(danish)
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def field(self, danish: str, text: str) -> None:
        self.tab_to(self.page.get_by_role("textbox", name=self.words(danish), exact=True))
        self.type(text)

    def prose(self, text: str) -> None:
        """In the editor of the section, a paragraph at a time."""
        # Where it may stay empty the label says so.
        label = re.compile(rf"^{self.words('Tekst')}( \(|$)")
        self.tab_to(self.page.get_by_role("textbox", name=label))
        for number, paragraph in enumerate(filter(None, text.split("\n"))):
            if number:
                self.key("Enter")
            self.page.keyboard.insert_text(paragraph)

    def sign_in(self, name: str) -> None:
        """Signs in, reading the language from the first page on."""
        self.page.goto("/")
        self.choose_language()
        self.tab_to(self.page.get_by_label(self.words("E-mail")))
        self.type(email_of(name))
        self.next((settings.DATA_DIR / "demo-password").read_text(encoding="ascii").strip())
        self.key("Enter")
        expect(self.page.locator(".site-user")).to_contain_text(name)
        # Signing in takes the language the account had.
        self.choose_language()

    def choose_language(self) -> None:
        if self.language == "en":
            self.press(self.page.get_by_role("button", name="English"))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def open_round(self) -> None:
        self.press(self.page.get_by_role("navigation").get_by_role("link", name=self.words("Runder"), exact=True))
        self.press(self.page.get_by_role("main").get_by_role("link", name="Budget 2025"))


class Writing:
    """A proposal of the published round, written section by section as its writer would."""

    def __init__(self, keyboard: Keyboard, entry: dict[str, Any], cross_cutting: bool) -> None:
        self.keyboard, self.page, self.entry, self.cross_cutting = keyboard, keyboard.page, entry, cross_cutting
        self.texts = {section["key"]: section["text"] for section in entry["sections"]}
        self.written: list[str] = []

    def write(self) -> None:
        """Makes the proposal and follows "Gem og fortsæt" from its first section back to the task list."""
        self.create()
        self.page.keyboard.press("Tab")
        self.keyboard.press(self.page.locator(".task-link").first)
        expect(self.page).to_have_url(re.compile("/afsnit/facts/"))
        while found := re.search(r"/afsnit/(\w+)/", self.page.url):
            section = found[1]
            getattr(self, section, lambda: None)()
            self.save()
            self.written.append(section)
            expect(self.page).not_to_have_url(re.compile(f"/afsnit/{section}/"))
            self.page.wait_for_load_state()

    def save(self, and_go_on: bool = True) -> None:
        self.keyboard.button("Gem og fortsæt" if and_go_on else "Gem")

    def create(self) -> None:
        keyboard, page = self.keyboard, self.page
        keyboard.open_round()
        keyboard.link("Nyt forslag")
        keyboard.tab_to(page.get_by_label(keyboard.words("Investeringsforslag")))
        keyboard.key("Space")
        keyboard.field("Titel", self.entry["title"])
        if self.cross_cutting:
            keyboard.tab_to(page.get_by_label(keyboard.words("Forslaget er tværgående")))
            keyboard.key("Space")
        keyboard.button("Opret forslag")
        expect(page.get_by_text(keyboard.words("Forslaget er oprettet."))).to_be_visible()

    def facts(self) -> None:
        self.keyboard.tab_to(self.page.get_by_label(self.keyboard.words("Kort resumé")))
        self.page.keyboard.insert_text(self.entry["summary"])
        if self.cross_cutting:
            for name in Administration.objects.values_list("name", flat=True):
                self.keyboard.tab_to(self.page.get_by_role("checkbox", name=name, exact=True))
                self.keyboard.key("Space")

    def description(self) -> None:
        self.keyboard.prose(self.texts["description"])

    def years(self) -> None:
        """The round shows others to begin with."""
        for name, year in (("Første år", self.entry["years"][0]), ("Sidste år", self.entry["years"][-1])):
            self.keyboard.tab_to(self.page.get_by_label(self.keyboard.words(name)))
            # Tab marks what stands in the field: it is written over.
            self.keyboard.type(str(year))
        self.keyboard.button("Vis årene")
        columns = self.page.locator(".entry-grid thead th").filter(has_text=re.compile(r"^\d{4}$"))
        expect(columns).to_have_text([str(year) for year in self.entry["years"]])

    def economy(self) -> None:
        keyboard, page = self.keyboard, self.page
        self.years()
        for number, line in enumerate(self.entry["lines"], start=1):
            keyboard.button("Tilføj linje", of=keyboard.words(str(GROUPS[LineKind(line["kind"])])))
            label = page.get_by_role("textbox", name=keyboard.words("Tekst, %s") % self.line(number), exact=True)
            expect(label).to_be_focused()
            keyboard.type(line["label"])
            area = page.locator("tr[data-line]").nth(number - 1).get_by_role("combobox").last
            keyboard.tab_to(area)
            # The first letters choose; Playwright has no keys for æ, ø and å, which it puts into the text before.
            keyboard.type(keyboard.words(AREA_LABELS[Area(line["area"])])[:3])
            expect(area).to_have_value(line["area"])
            for year, amount in line["amounts"].items():
                keyboard.tab_to(page.get_by_role("textbox", name=f"{line['label']}, {year}, "))
                keyboard.type(str(amount))
        keyboard.prose(self.texts["economy"])

    def line(self, number: int) -> str:
        return self.keyboard.words("linje %d") % number

    def distribution(self) -> None:
        """A key over the seven administrations, and every line booked and counted by it."""
        keyboard, page = self.keyboard, self.page
        administrations = set(Administration.objects.values_list("code", flat=True))
        keyboard.button("Tilføj nøgle")
        name = page.get_by_role("textbox", name=keyboard.words("Nøglens navn"))
        expect(name).to_be_focused()
        keyboard.type(KEY)
        keyboard.next(BASIS_UNIT)
        bases = page.locator(".key-unit input")
        for place, field in enumerate(self.names(bases)):
            if field.partition("-u_")[2] in administrations:
                keyboard.tab_to(bases.nth(place))
                keyboard.type(str(900 + 100 * place))
        self.save(and_go_on=False)
        expect(page.get_by_role("status").first).to_contain_text(keyboard.words("Gemt kl. %s") % "")
        choices = page.locator(".allocation-table select")
        expect(choices.first).to_contain_text(KEY)
        for place in range(choices.count()):
            keyboard.tab_to(choices.nth(place))
            # After the own committee come the keys.
            keyboard.key("ArrowDown")
            expect(choices.nth(place)).to_have_value(re.compile("^key:"))

    def names(self, controls: Locator) -> list[str]:
        return controls.evaluate_all("controls => controls.map(control => control.name)")

    def implementation(self) -> None:
        keyboard = self.keyboard
        keyboard.prose(self.texts["implementation"])
        headings = self.page.locator(".form-section-heading").all_text_contents()
        goals = list(islice(cycle(self.entry["follow_up"]), GOALS))
        for number, goal in enumerate(sorted(goals, key=lambda goal: goal["category"]), start=1):
            heading = headings[("implementation", "realisation").index(goal["category"])].strip()
            keyboard.button("Tilføj mål", of=heading)
            expect(self.page.locator("[name$='-goal']")).to_have_count(number)
            expect(self.page.locator(f"[name='rows-{number - 1}-goal']")).to_be_focused()
            keyboard.type(f"{number}. {goal['goal']}")
            for answer in ("measure", "responsible", "when"):
                keyboard.next(goal[answer])

    def risks(self) -> None:
        keyboard = self.keyboard
        keyboard.prose(self.texts["risks"])
        keyboard.next(self.entry["risks"]["overall"])
        for number, risk in enumerate(islice(cycle(self.entry["risks"]["items"]), RISKS), start=1):
            keyboard.button("Tilføj risiko", of=keyboard.words("Risici"))
            expect(self.page.locator(f"[name='items-{number - 1}-title']")).to_be_focused()
            keyboard.type(f"{number}. {risk['title']}")
            keyboard.next(risk["level"])
            keyboard.next(str(number))
            keyboard.next(risk["handling"])

    def administration(self) -> None:
        effect = self.entry["administration_effect"]
        self.keyboard.prose(effect["text"])
        for row in effect["rows"]:
            for year, amount in row["amounts"].items():
                self.keyboard.tab_to(self.page.get_by_role("textbox", name=f"{row['label']}, {year}, "))
                self.keyboard.type(str(amount))


def submit(keyboard: Keyboard, signer: str, title: str) -> None:
    """The signer finds the proposal, finds nothing missing, and signs."""
    page = keyboard.page
    keyboard.sign_in(signer)
    keyboard.open_round()
    keyboard.press(page.get_by_role("main").get_by_role("link", name=title, exact=True))
    keyboard.link("Sagsgang")
    keyboard.link("Indsend til CFØ")
    keyboard.button("Indsend til CFØ")
    expect(page.get_by_text(f"{keyboard.words('Indsendt til CFØ')}.", exact=True)).to_be_visible()


def published_figures_of(entry: dict[str, Any], figures: dict[str, Any]) -> dict[str, Any]:
    """Of a revision's figures what the municipality printed, in the shape of the printed."""
    years = entry["published"]["implementation_total"]
    return {
        **{name: figures[name] for name in ("permanent_total", "net")},
        "implementation_total": {year: figures["implementation_total"][year] for year in years},
        **{name: str(figures[name]["years"]) for name in ("payback_service", "payback_total")},
    }


@pytest.mark.parametrize(("language", "number", "cross_cutting"), [("da", "BC05", False), ("en", "BC13", True)])
def test_a_published_proposal_is_written_and_submitted_by_keyboard(stage, page_for, language, number, cross_cutting):
    entry = rounds.proposal("budget-2025", number)
    writer, signer = Keyboard(page_for(), language), Keyboard(page_for(), language)
    administration = entry["administration"]
    # The published proposal itself is in the round: this one has a title of its own.
    entry["title"] = f"{entry['title']} ({language})"

    writer.sign_in(f"{administration}-skribent")
    writing = Writing(writer, entry, cross_cutting)
    writing.write()
    submit(signer, f"{administration}-underskriver", entry["title"])

    revision = Revision.objects.get(proposal__title=entry["title"])
    assert revision.proposal.state == "submitted"
    assert revision.figures == json.loads(json.dumps(rounds.figures(entry).as_json()))
    assert published_figures_of(entry, revision.figures) == {
        name: entry["published"][name] for name in published_figures_of(entry, revision.figures)
    }
    document = parse(json.loads(revision.canonical))
    assert (len(document.first(FollowUpContent).rows), len(document.first(RisksContent).items)) == (GOALS, RISKS)
    if cross_cutting:
        parts = by_committee(economy_of(document), unit_book())
        net = {year: sum(row[year] for row in parts.values()) for year in entry["years"]}
        assert (len(parts), net) == (7, rounds.amounts(entry["published"]["net"]))
    assert [writer.page.problems, signer.page.problems] == [[], []]
