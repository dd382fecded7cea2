"""One proposal through every role in the browser, with a real worker whose mail is read back from a real mail server.

Each person comes by the link in their letter, where there is one, and does what it asks for.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from proposals.models import Proposal
from reviews.demo.people import email_of
from reviews.models import Notification
from tests.chromium import axe
from tests.smtp import Catcher

from .acts import fill_in, save_and_go_on, take_step, write
from .stage import ADMINISTRATOR, APPROVER, CASEWORKER, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Digital ferieregistrering"
DESCRIPTION = "Ferieregistreringen bliver digital, og medarbejderne registrerer selv."
RISK = "Oplæringen kan tage et halvt år."
REASON = "Risikoen ved oplæring mangler."
WRITER, SIGNER, SECRETARY = "BIF-skribent", "BIF-underskriver", "BIU-sekretær"
IT, HR, MED, CHAIR = "IT-kredsen-medlem", "HR-kredsen-medlem", "MED-udvalg-medlem", "MED-formand"
SECOND_APPROVER = "CFØ-underskriver 2"
_ADMINISTRATION = {
    "Høringssvar givet": 5, "Høringssvar uændret": 1, "Alle høringssvar er kommet": 1, "Prægodkendt af CFØ": 2,
    "Returneret": 1, "Godkendt af CFØ": 1, "Behandlet i udvalg": 1,
}  # fmt: skip
_CFO = {"Alle høringssvar er kommet": 1, "Indsendt til CFØ": 2, "Behandlet i udvalg": 1}
_LETTERS = {
    WRITER: _ADMINISTRATION | {"Kommentar skrevet": 1},
    SIGNER: _ADMINISTRATION | {"Møde booket": 1},
    IT: {"Høring begyndt": 1, "Møde booket": 1},
    HR: {"Høring begyndt": 1},
    MED: {"Høring begyndt": 2, "Fornyet høringssvar ønsket": 1},
    CHAIR: {"Høring": 1},
    CASEWORKER: _CFO | {"Høringssvar givet": 1, "Kommentar besvaret": 1},
    APPROVER: _CFO,
    SECOND_APPROVER: _CFO | {"Skrevet under af CFØ, afventer flere underskrifter": 1},
    SECRETARY: {"Godkendt af CFØ": 1},
}
# How many letters of each kind each person gets; nobody is told of what they did themselves.
TOLD = {email_of(name): letters for name, letters in _LETTERS.items()}
# Seconds until a letter has come: a machine that does other things too is no fault of the mail.
PATIENCE = 60


@pytest.fixture
def program_environment(program_environment, mail_server, live_server, settings) -> dict[str, str]:
    """The worker's letters go to the test's mail server, and their links lead to the test's web server."""
    settings.SITE_URL = live_server.url
    mail = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return {**program_environment, "EMAIL_URL": mail, "SITE_URL": live_server.url}


@dataclass
class Play:
    """The proposal, everybody's page by name, and the letters that have come."""

    stage: Stage
    page_for: Callable[..., Page]
    mail: Catcher
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.get(title=TITLE)

    def page(self, name: str) -> Page:
        if name not in self.pages:
            self.pages[name] = self.page_for(User.objects.filter(email=email_of(name)).first())
        return self.pages[name]

    def at(self, name: str, address: str) -> Page:
        """The person's page, on one of the proposal's pages."""
        page = self.page(name)
        page.goto(reverse(address, args=[self.proposal.pk]))
        return page

    def letter(self, name: str, what: str, containing: str = "") -> str:
        """The text of the newest such letter to the person; waits until it has come."""
        until = time.monotonic() + PATIENCE
        while True:
            letters = self.mail.to(email_of(name))
            texts = [
                mail.get_body(("plain",)).get_content() for mail in letters if subject(mail).startswith(f"{what}: ")
            ]
            if found := [text.replace("\r\n", "\n") for text in texts if containing in text]:
                return found[-1]
            assert time.monotonic() < until, (
                f"{name} har ikke fået “{what}”, kun {[subject(mail) for mail in letters]}"
            )
            time.sleep(0.2)

    def comes_by(self, name: str, what: str, containing: str = "") -> Page:
        """The person follows the link in the letter."""
        page = self.page(name)
        page.goto(re.search(r"^http\S+$", self.letter(name, what, containing), re.MULTILINE).group())
        return page


def subject(mail: EmailMessage) -> str:
    """As mail programs show it: a long one is folded on its way."""
    return " ".join(mail["Subject"].split())


def look(page: Page) -> None:
    """The page as it stands has no faults."""
    assert axe(page) == [], page.url


def press(page: Page, name: str, said: str) -> None:
    """Presses the button and reads what the program answers."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(said, exact=True).first).to_be_visible()


def link(page: Page, name: str, about: str) -> Locator:
    """A link whose words are read aloud with what it is about."""
    return page.get_by_role("link", name=re.compile(f"^{name}.*{about}"))


def set_up(play: Play) -> None:
    """CFØ wants pre-approval and two signatures; an administrator gives the other signer the role."""
    caseworker = play.page(CASEWORKER)
    caseworker.goto(reverse("round-setup-topic", args=[play.stage.round.pk, "sagsgang"]))
    caseworker.get_by_label("Forslaget prægodkendes, før det godkendes").check()
    caseworker.get_by_label("Antal underskrivere i CFØ").fill("2")
    look(caseworker)
    press(caseworker, "Gem", "Opsætningen er gemt.")

    administrator = play.page(ADMINISTRATOR)
    administrator.goto(reverse("role-give"))
    administrator.get_by_label("E-mail").fill(email_of(SECOND_APPROVER))
    administrator.get_by_label("Navn").fill(SECOND_APPROVER)
    administrator.get_by_label("Rolle").select_option("cfo_signer")
    press(administrator, "Giv rollen", f"{SECOND_APPROVER} har fået rollen.")
    look(administrator)


def write_proposal(play: Play) -> None:
    page = play.page(WRITER)
    page.goto(reverse("proposal-new", args=[play.stage.round.pk]))
    page.get_by_label("Investeringsforslag").check()
    page.get_by_label("Titel").fill(TITLE)
    press(page, "Opret forslag", "Forslaget er oprettet.")
    fill_in(page, play.proposal, "Ferie registreres ét sted.", DESCRIPTION, "Tidsforbrug", "Oplæring")


def ask(play: Play, body: str, committee: str = "", only: str = "", by: str = WRITER) -> None:
    """Asks the body; `only`: the one section it is asked about, where it is not those of the round."""
    page = play.at(by, "hearings")
    page.get_by_role("link", name="Bed om høring", exact=True).click()
    page.get_by_label("Høringspart").select_option(body)
    if committee:
        page.get_by_label("Niveau").select_option("local")
        page.get_by_label("Hvilket udvalg").fill(committee)
    if only:
        page.get_by_role("checkbox", name=only).check()
    page.get_by_label("Hvad der spørges om").fill("Kan I støtte forslaget?")
    page.get_by_label("Svar senest").fill(timezone.localdate().strftime("%d.%m.%Y"))
    press(page, "Bed om høring", "Høringsparten er spurgt og får besked.")


def ask_everybody(play: Play) -> None:
    """The text calls for three bodies; MED is two committees, and the chair of one of them has no account.

    HR-kredsen can stop the proposal, so CFØ alone asks it about less than what concerns it.
    """
    page = play.at(WRITER, "hearings")
    for body in ("IT-kredsen", "HR-kredsen", "MED-udvalg"):
        expect(link(page, "Bed om høring", body)).to_be_visible()
    ask(play, "IT-kredsen")
    ask(play, "HR-kredsen", only="Økonomi", by=CASEWORKER)
    ask(play, "MED-udvalg", "Center Nord")
    ask(play, "MED-udvalg", "Center Syd")
    link(page, "Send link", "Center Syd").click()
    page.get_by_label("E-mail").fill(email_of(CHAIR))
    press(page, "Send link", "Linket bliver sendt.")
    link(page, "Book møde", "IT-kredsen").click()
    page.get_by_role("radio").first.check()
    look(page)
    press(page, "Book et møde", "Mødet er booket.")
    look(page)


def answer(page: Page, position: str, button: str, said: str) -> None:
    page.get_by_role("radio", name="Ja", exact=True).check()
    page.get_by_role("radio", name=position).check()
    page.get_by_label("Datoer").fill((timezone.localdate() - timedelta(days=1)).strftime("%d.%m.%Y"))
    look(page)
    press(page, button, said)


def day(ago: int) -> str:
    return date_format(timezone.localdate() - timedelta(days=ago), "j. F Y")


def everybody_answers(play: Play) -> None:
    for name, position, committee in (
        (IT, "Støtter", ""),
        (HR, "Støtter", ""),
        (MED, "Har bemærkninger", "Center Nord"),
    ):
        page = play.comes_by(name, "Høring begyndt", committee)
        expect(page.get_by_text("Kan I støtte forslaget?")).to_be_visible()
        answer(page, position, "Svar på høringen", "Tak. Svaret er registreret.")
    play.letter(IT, "Møde booket")
    chair = play.comes_by(CHAIR, "Høring")
    expect(chair.get_by_text(DESCRIPTION)).to_be_visible()
    chair.get_by_label("Dit navn").fill("Formanden")
    chair.get_by_label("Din rolle").fill("Formand for Center-MED Syd")
    answer(chair, "Støtter", "Send svar", "Tak for svaret")
    look(chair)
    play.letter(WRITER, "Alle høringssvar er kommet")


def submit(play: Play) -> None:
    signer = play.page(SIGNER)
    signer.goto("/")
    signer.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link").first.click()
    take_step(signer, play.proposal, "Indsend til CFØ", "Indsendt til CFØ.")


def return_for_one_section(play: Play) -> None:
    """Pre-approved, then somebody reads the risks: a comment where it belongs, and the proposal goes back."""
    page = play.comes_by(CASEWORKER, "Indsendt til CFØ")
    take_step(page, play.proposal, "Prægodkend", "Prægodkendt af CFØ.")
    page.goto(reverse("section", args=[play.proposal.pk, "risks"]))
    page.get_by_text("Skriv en kommentar").click()
    page.get_by_role("textbox", name="Kommentar").fill("Hvad med dem, der skal lære det?")
    page.get_by_role("radio", name="Høringsparter og andre kan ikke se den").check()
    page.get_by_role("button", name="Skriv kommentaren").click()
    expect(page.locator(".comment-thread")).to_contain_text("Hvad med dem, der skal lære det?")
    look(page)
    page = play.at(CASEWORKER, "process")
    page.get_by_role("link", name="Returnér til forvaltningen").click()
    expect(page.get_by_text("Hvad med dem, der skal lære det?")).to_be_visible()
    page.get_by_label("Begrundelse").fill(REASON)
    page.get_by_role("checkbox", name="Risikovurdering").check()
    look(page)
    press(page, "Returnér til forvaltningen", "Returneret.")


def correct_it(play: Play) -> None:
    """The letters carry the reason and the comment; the section that is named is open, the others are not."""
    assert REASON in play.letter(WRITER, "Returneret")
    page = play.comes_by(WRITER, "Kommentar skrevet", "Hvad med dem, der skal lære det?")
    page.get_by_role("textbox", name="Kommentar").fill("Det har vi glemt. Nu står det der.")
    page.get_by_role("button", name="Gem").click()
    page = play.at(WRITER, "proposal")
    asked = page.locator(".returned")
    expect(asked).to_contain_text(REASON)
    expect(asked.get_by_role("listitem").filter(has_text="Risikovurdering")).to_contain_text("Ikke ændret endnu")
    look(page)
    page.goto(reverse("section", args=[play.proposal.pk, "economy"]))
    expect(page.get_by_role("button", name="Gem og fortsæt")).to_have_count(0)
    page.goto(reverse("section", args=[play.proposal.pk, "risks"]))
    write(page, RISK)
    save_and_go_on(page)
    expect(play.at(WRITER, "proposal").locator(".returned")).to_contain_text("Ændret siden")
    assert "Nu står det der." in play.letter(CASEWORKER, "Kommentar besvaret")


def stale_answers(play: Play) -> None:
    """HR was not asked about the risks. IT holds on to its answer, one MED is asked again and answers anew."""
    page = play.at(WRITER, "hearings")
    expect(page.get_by_text("Svaret gælder en ældre version.")).to_have_count(3)
    look(page)
    link(page, "Bed om fornyet svar", "Center Nord").click()
    press(page, "Bed om fornyet svar", "Høringsparten er spurgt igen og får besked.")

    med = play.comes_by(MED, "Fornyet høringssvar ønsket", "Center Nord")
    expect(med.locator("ins").filter(has_text="halvt år").first).to_be_visible()
    answer(med, "Støtter", "Svar på høringen", "Tak. Svaret er registreret.")

    it = play.at(IT, "hearings")
    it.get_by_role("link", name="Se ændringerne og svar").click()
    expect(it.locator("ins").filter(has_text="halvt år").first).to_be_visible()
    look(it)
    press(it, "Uændret: svaret gælder stadig", "Tak. Jeres svar gælder nu den nye version.")
    expect(play.at(WRITER, "hearings").get_by_text("Svaret gælder en ældre version.")).to_have_count(1)


def two_sign(play: Play) -> None:
    """The pre-approval fell with the return. Each signer sees what changed since last; one signature is not enough."""
    page = play.at(CASEWORKER, "process")
    expect(page.locator(".process-state")).to_contain_text(re.compile(r"Prægodkendelse\s*Mangler"))
    take_step(page, play.proposal, "Prægodkend", "Prægodkendt af CFØ.")
    first = play.at(APPROVER, "process")
    expect(first.locator("ins").filter(has_text="halvt år").first).to_be_visible()
    take_step(first, play.proposal, "Godkend", "Skrevet under af CFØ, afventer flere underskrifter.")
    expect(first.get_by_text("1 af 2 har skrevet under").first).to_be_visible()
    look(first)
    assert play.proposal.state == "submitted"
    second = play.comes_by(SECOND_APPROVER, "Skrevet under af CFØ, afventer flere underskrifter")
    second.get_by_role("link", name="Godkend", exact=True).click()
    expect(second.get_by_role("heading", name=re.compile("Hvad er ændret siden"))).to_be_visible()
    look(second)
    press(second, "Godkend", "Godkendt af CFØ.")
    assert play.proposal.state == "approved"


def treat(play: Play) -> None:
    page = play.comes_by(SECRETARY, "Godkendt af CFØ")
    today = timezone.localdate().strftime("%d.%m.%Y")
    take_step(
        page,
        play.proposal,
        "Registrér udvalgets behandling",
        "Behandlet i udvalg.",
        **{"Dato for udvalgets behandling": today},
    )
    play.letter(WRITER, "Behandlet i udvalg")


def heard(play: Play) -> dict[str, str]:
    """What is printed of the bodies that were asked."""
    page = play.at(SECRETARY, "preview")
    rows = page.locator("tr").filter(has_text=re.compile("^\\s*(HR-kredsen|IT-kredsen|MED-udvalg)"))
    return dict(" ".join(row.split()).split(" ", 1) for row in rows.all_inner_texts())


def told(play: Play) -> dict[str, dict[str, int]]:
    """How many letters of each kind each person got about the proposal, once everything has gone."""
    until = time.monotonic() + PATIENCE
    rows = Notification.objects.filter(event__proposal=play.proposal)
    while rows.filter(state="pending").exists():
        assert time.monotonic() < until
        time.sleep(0.2)
    ending = f": {TITLE}"
    letters: dict[str, Counter[str]] = {}
    for mail in play.mail.taken:
        if subject(mail).endswith(ending):
            letters.setdefault(mail["To"], Counter())[subject(mail).removesuffix(ending)] += 1
    return letters


def test_a_proposal_through_all_roles(stage, page_for, worker, mail_server):
    play = Play(stage, page_for, mail_server)
    set_up(play)
    write_proposal(play)
    ask_everybody(play)
    everybody_answers(play)
    submit(play)
    return_for_one_section(play)
    correct_it(play)
    submit(play)
    stale_answers(play)
    two_sign(play)
    treat(play)
    assert heard(play) == {
        "HR-kredsen": f"Ja {day(1)}",
        "IT-kredsen": f"Ja {day(1)} Fastholdt {day(0)}.",
        "MED-udvalg": f"Ja Lokalt MED, Center Nord, {day(1)} Lokalt MED, Center Syd, {day(1)}: "
        "Svaret gælder en tidligere version af forslaget.",
    }
    assert told(play) == TOLD
    look(play.at(WRITER, "history"))
    call_command("verify_audit")
    assert {name: page.problems for name, page in play.pages.items()} == {name: [] for name in play.pages}
