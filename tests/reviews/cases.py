"""A proposal that is ready to be submitted, and everybody who has something to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from proposals.assemble import read_content
from proposals.contents import FollowUpRow, LineContent
from proposals.drafts import save_section
from proposals.models import HearingBody, Proposal
from reviews.actions import hearing, perform
from reviews.revisions import submitted_revision
from tests import factories

TEXT = "<p>Borgerne får svar hurtigere, fordi sagerne samles ét sted.</p>"


def line(label: str, kind: str, amount: int, area: str = "service") -> LineContent:
    return LineContent(kind=kind, label=label, area=area, amounts=dict.fromkeys(range(2026, 2032), amount))


LINES = [
    LineContent(kind="implementation", label="Projektledelse", area="service", amounts={2026: 1_000}),
    LineContent(kind="permanent", label="Mindre tidsforbrug", area="service", amounts={2027: -400, 2031: -500}),
]


def write(proposal: Proposal, by: User, key: str, **values: Any) -> None:
    """Saves a section with some of its values changed."""
    section = proposal.sections.get(key=key)
    content = read_content(section).model_copy(update=values)
    save_section(section, content, base_version=section.version, by=by)
    proposal.refresh_from_db()


def complete(proposal: Proposal, by: User, text: str = TEXT, lines: list[LineContent] | None = None) -> None:
    """Writes what the 2026 template asks for, so that the checks find no errors."""
    contents = {
        "facts": {"summary": "Sagerne samles ét sted."},
        "description": {"text": text},
        "economy": {"text": TEXT, "lines": lines or LINES},
        "implementation": {"rows": [FollowUpRow(goal="Sagerne er samlet", responsible="Chefen", when="2027")]},
        "risks": {"text": TEXT},
        "administration": {"none": True},
    }
    for key, values in contents.items():
        write(proposal, by, key, **values)


@dataclass
class Case:
    """One proposal of Socialforvaltningen with the people around it. Nothing is submitted to begin with."""

    proposal: Proposal
    writer: User
    signer: User
    caseworker: User
    approver: User
    secretary: User
    reader: User
    member: User
    stranger: User

    def fresh(self) -> Proposal:
        return Proposal.objects.select_related("round", "template", "administration", "committee", "writer").get(
            pk=self.proposal.pk
        )

    def submit(self) -> Any:
        return perform("submit", self.proposal, self.signer)

    def approve(self, by: User | None = None, **seen: Any) -> Any:
        newest = submitted_revision(self.proposal)
        given = {"revision": newest.number, "sha256": newest.sha256} | seen
        return perform("approve", self.proposal, by or self.approver, **given)

    def treat(self) -> Any:
        return perform("treat", self.proposal, self.secretary, date=timezone.localdate())

    def ask(self, body: str, **given: Any) -> Any:
        return hearing.ask(self.proposal, self.caseworker, body_of(body), **given)

    def to_state(self, state: str) -> None:
        """Takes the real steps that lead to the state."""
        steps = {
            "draft": [],
            "archived": [lambda: perform("archive", self.proposal, self.writer)],
            "submitted": [self.submit],
            "returned": [self.submit, lambda: perform("return", self.proposal, self.caseworker, reason="Ret det.")],
            "approved": [self.submit, self.approve],
            "treated": [self.submit, self.approve, self.treat],
            "withdrawn": [self.submit, lambda: perform("withdraw", self.proposal, self.writer, reason="Udgår.")],
        }
        for step in steps[state]:
            step()
        self.proposal.refresh_from_db()


def body_of(code: str) -> HearingBody:
    return HearingBody.objects.get(code=code)


def make_case(text: str = TEXT, lines: list[LineContent] | None = None, **fields: Any) -> Case:
    """A complete draft written by the writer."""
    writer = factories.make_user("writer", administration="SOF", name="Skribent")
    fields = {"administration": "SOF", "writer": writer, "title": "Fælles indgang"} | fields
    proposal = factories.make_proposal(**fields)
    complete(proposal, writer, text, lines)
    return Case(
        proposal=proposal,
        writer=writer,
        signer=factories.make_user("signer", administration="SOF", name="Underskriver"),
        caseworker=factories.make_user("cfo_caseworker", name="Sagsbehandler"),
        approver=factories.make_user("cfo_signer", name="Godkender"),
        secretary=factories.make_user("secretary", committee="SUD", name="Sekretær"),
        reader=factories.make_user("reader", name="Læser"),
        member=factories.make_user("body_member", body="hr_kredsen", name="HR-medlem"),
        stranger=factories.make_user("writer", administration="TMF", name="Fremmed skribent"),
    )
