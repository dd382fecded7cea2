"""How a visit is made: who looks at which address, and a proposal of each state with the person whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from proposals.models import Proposal
from reviews.demo import shown_people
from reviews.demo.people import person

from .stage import ADMINISTRATOR, APPROVER, CASEWORKER, READER, Stage


@dataclass(frozen=True)
class Visit:
    """One look at one page; `who` None: nobody is signed in."""

    who: User | None
    address: str

    def __str__(self) -> str:
        return f"{self.address} ({self.who or 'ingen'})"


Visits = Iterator[Visit]


def stages(stage: Stage) -> Iterator[tuple[Proposal, User]]:
    """A proposal of each state with the person whose turn it is, and the kinds that look different."""
    yield stage.blank, stage.writer(stage.blank)
    yield stage.half_written, stage.writer(stage.half_written)
    yield stage.ready, stage.signer(stage.ready)
    yield stage.asked.proposal, stage.member()
    for state in ("submitted", "returned", "approved", "treated", "withdrawn", "archived"):
        found = stage.in_state(state)
        yield found, stage.writer(found)
    yield stage.in_state("submitted"), person(CASEWORKER)
    yield stage.in_state("submitted"), person(APPROVER)
    yield stage.in_state("submitted"), person(READER)
    yield stage.in_state("approved"), stage.secretary(stage.in_state("approved"))
    yield stage.in_state("treated"), person(ADMINISTRATOR)
    yield stage.row, person(APPROVER)
    yield stage.old_round.proposals.first(), person(READER)


def every_stage(name: str) -> Callable[[Stage], Visits]:
    return lambda stage: (Visit(who, reverse(name, args=[proposal.pk])) for proposal, who in stages(stage))


def everybody(address: Callable[[Stage], str]) -> Callable[[Stage], Visits]:
    """One person of each role."""
    return lambda stage: (Visit(person(shown.name), address(stage)) for shown in shown_people())


def stranger(name: str) -> Callable[[Stage], Visits]:
    return lambda _stage: iter([Visit(None, reverse(name))])


def reader(name: str) -> Callable[[Stage], Visits]:
    return one(lambda _stage: person(READER), lambda _stage: reverse(name))


def one(who: Callable[[Stage], User], address: Callable[[Stage], str]) -> Callable[[Stage], Visits]:
    return lambda stage: iter([Visit(who(stage), address(stage))])
