"""A proposal in every state, open, confidential and with confidential sections; every word of it marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from appendix.editions import create_edition
from appendix.models import Edition, Errata, ErrataFile, ExportFile, Job, PackageFile
from proposals.attachments import attach
from proposals.models import HearingBody, Proposal, Round, SavedFilter
from reviews.actions import comment, hearing, perform
from reviews.actions.hearing_date import propose_date
from reviews.actions.hearing_file import attach_minutes
from reviews.actions.hearing_link import send_link
from reviews.actions.meeting import book
from reviews.meetings.places import Place
from reviews.models import Booking, Comment, HearingFile, HearingLink, HearingRequest
from tests import factories
from tests.reviews.cases import Case, complete, line, write

from .people import ASKED, ASKED_NO_MORE, BODY, CFO, MUNICIPALITY, OWN, make_people

STATES = ("draft", "archived", "submitted", "returned", "approved", "treated", "withdrawn")
OPEN, CONFIDENTIAL, SECTIONS = "open", "confidential", "sections"
SHARED = ("submitted", "approved", "treated")
EDITABLE = ("draft", "returned")
SECRET = "hemmelighed"  # of every link; a real one is known to the letter alone
# Audience of a comment → who wrote it.
AUTHORS = {"administration": "own writer", "cfo": "caseworker", "shared": "own writer", "body": "asked body"}
AUTHORS |= {"all": "own writer"}


@dataclass(eq=False)
class Item:
    """One proposal with what hangs on it. The sets are written out here, from DOMAIN and the issue."""

    index: int
    state: str
    openness: str
    proposal: Proposal
    asked: HearingRequest | None = None
    answered: HearingRequest | None = None
    minutes: HearingFile | None = None
    link: HearingLink | None = None
    booking: Booking | None = None
    decided: bool = False
    comments: dict[str, Comment] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.state}, {self.openness}"

    def mark(self, what: str) -> str:
        """A word that stands in that place of this proposal and nowhere else."""
        return f"zqzqzq{what}{self.index}x"

    @property
    def trusted(self) -> set[str]:
        """Who reads it whole: the administration, CFØ, those asked, and once it is shared its secretary."""
        secretary = {"own secretary"} if self.state in SHARED else set()
        return OWN | CFO | BODY | {"own administrator"} | secretary

    @property
    def viewers(self) -> set[str]:
        """Who sees that it is there."""
        shared = self.state in SHARED and self.openness != CONFIDENTIAL
        return self.trusted | (MUNICIPALITY if shared else set())

    @property
    def readers_of_sections(self) -> set[str]:
        return self.trusted if self.openness == SECTIONS else self.viewers

    def audience(self, audience: str) -> set[str]:
        """Who reads a comment to the audience."""
        return {
            "administration": OWN,
            "cfo": CFO,
            "shared": OWN | CFO,
            "body": OWN | CFO | BODY,
            "all": self.readers_of_sections,
        }[audience]

    @property
    def marks(self) -> dict[str, Collection[str]]:
        """Each marked word with who may come to read it."""
        found = {
            "title": self.viewers, "open": self.viewers, "file": self.viewers, "answer": self.viewers,
            "prose": self.readers_of_sections, "line": self.readers_of_sections, "secretfile": self.trusted,
            "reason": self.trusted, "minutes": OWN | CFO | BODY, "decision": CFO,
        }  # fmt: skip
        found |= {f"comment{audience}": self.audience(audience) for audience in AUTHORS}
        return {self.mark(what): who for what, who in found.items()}


@dataclass
class Stage:
    round: Round
    people: dict[str, User | None]
    items: list[Item]
    edition: Edition
    job: Job
    file: ExportFile
    errata_file: ErrataFile
    package_file: PackageFile
    filter: SavedFilter

    def item(self, state: str, openness: str) -> Item:
        return next(item for item in self.items if (item.state, item.openness) == (state, openness))

    def told_of_the_end(self, name: str) -> set[str]:
        """Titles in messages that it is withdrawn, or that they are asked no more, to those who saw it until then."""
        return {
            item.mark("title")
            for item in self.items
            if item.openness != CONFIDENTIAL
            and (name == "body asked no more" or (item.state == "withdrawn" and name == "own secretary"))
        }

    def may_come_to_read(self, name: str) -> set[str]:
        """Every marked word that the person may come upon, wherever they look."""
        return {mark for item in self.items for mark, who in item.marks.items() if name in who}


def set_stage() -> Stage:
    people, round = make_people(), factories.make_round("Matrixrunden")
    meetings = [_meeting(ASKED, 20), _meeting(ASKED, 24)]
    places = [(state, openness) for openness in (OPEN, CONFIDENTIAL, SECTIONS) for state in STATES]
    items = [_item(index, *place, round, people, meetings) for index, place in enumerate(places)]
    HearingLink.objects.update(secret_sha256=HearingLink.hashed(SECRET), sent_at=timezone.now())
    earlier, edition = (create_edition(round, people["caseworker"], include_submitted=False) for _number in range(2))
    job = Job.objects.create(edition=edition, formats=["pdf"], state="failed", error="Fejl.")
    file = ExportFile.objects.create(edition=edition, **_printed())
    errata_file = ErrataFile.objects.create(errata=Errata.objects.create(old=earlier, edition=edition), **_printed())
    kept = SavedFilter.objects.create(user=factories.make_user(), page="round", name="En andens", query="state=draft")
    package_file = PackageFile.objects.create(edition=edition, **{**_printed(), "format": "zip"})
    return Stage(round, people, items, edition, job, file, errata_file, package_file, kept)


def _printed() -> dict[str, Any]:
    file = ContentFile(b"{}", "bilag.json")
    return {"format": "json", "file": file, "name": "bilag.json", "size": 2, "sha256": "x"}


def _meeting(code: str, days: int) -> Any:
    date = timezone.localdate() + timedelta(days=days)
    meeting = Place(HearingBody.objects.get(code=code)).new(date=date, papers_by=date - timedelta(days=5))
    meeting.save()
    return meeting


def _item(index: int, state: str, openness: str, round: Round, people: dict, meetings: list) -> Item:
    writer, caseworker, member = people["own writer"], people["caseworker"], people["asked body"]
    proposal = factories.make_proposal(round, administration="SOF", writer=writer, title=f"Titel zqzqzqtitle{index}x")
    item = Item(index, state, openness, proposal)
    text = f"<p>Beskrivelsen rummer {item.mark('prose')} og handler om sagsgange.</p>"
    lines = [
        line(f"Projektledelse {item.mark('line')}", "implementation", 1_000),
        line("Mindre tidsforbrug", "permanent", -2_000),
    ]
    complete(proposal, writer, text, lines)
    write(proposal, writer, "risks", text=f"<p>Risikoen er {item.mark('open')}.</p>")
    _close(item, people)
    attach(proposal, SimpleUploadedFile(f"{item.mark('file')}.txt", b"1"), writer)
    attach(proposal, SimpleUploadedFile(f"{item.mark('secretfile')}.txt", b"2"), writer, confidential=True)
    body = HearingBody.objects.get(code=ASKED)
    item.answered = hearing.ask(proposal, caseworker, body, level="local", detail="Center A")
    item.minutes = attach_minutes(
        item.answered, member, SimpleUploadedFile(f"{item.mark('minutes')}.txt", "Drøftet på mødet.".encode())
    )
    hearing.answer(item.answered, member, heard="yes", position="remarks", text=f"Svaret er {item.mark('answer')}.")
    item.asked = hearing.ask(proposal, caseworker, body, level="administration")
    propose_date(item.asked, member, timezone.localdate() + timedelta(days=9), "Mødet er flyttet.")
    item.link = send_link(item.asked, caseworker, "formand@example.org", confidential=openness == CONFIDENTIAL)
    no_more = hearing.ask(proposal, caseworker, HearingBody.objects.get(code=ASKED_NO_MORE))
    hearing.withdraw_request(no_more, caseworker, "Fejl.")
    item.booking = book(proposal, writer, meetings[0])
    for audience, author in AUTHORS.items():
        item.comments[audience] = comment.add(
            proposal,
            people[author],
            f"Bemærk {item.mark(f'comment{audience}')}.",
            audience,
            section="description",
            body=body if audience == "body" else None,
        )
    _case(proposal, people).to_state(state)
    if (state, openness) == ("submitted", SECTIONS):
        newest = proposal.revisions.filter(purpose="submission").last()
        given = {"revision": newest.number, "sha256": newest.sha256, "comment": f"Vi er {item.mark('decision')}."}
        perform("decide", proposal, people["approver"], **given)
        item.decided = True
    item.proposal.refresh_from_db()
    return item


def _close(item: Item, people: dict) -> None:
    """Makes the proposal or its description and economy confidential, for a marked reason."""
    given = {"reason": f"Fordi {item.mark('reason')}.", "until": timezone.localdate() + timedelta(days=100)}
    if item.openness == CONFIDENTIAL:
        perform("set_confidential", item.proposal, people["own writer"], confidential_title=True, **given)
    if item.openness == SECTIONS:
        closed = ["description", "economy"]
        perform("set_sections_confidential", item.proposal, people["own writer"], sections=closed, **given)


def _case(proposal: Proposal, people: dict) -> Case:
    return Case(
        proposal=proposal,
        writer=people["own writer"],
        signer=people["own signer"],
        caseworker=people["caseworker"],
        approver=people["approver"],
        secretary=people["own secretary"],
        reader=people["reader"],
        member=people["asked body"],
        stranger=people["other writer"],
    )
