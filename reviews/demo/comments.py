"""Comments of the demo: to every audience, answered, settled, and with a quote from the version CFØ has."""

from __future__ import annotations

import re
from typing import Any

from proposals.models import HearingBody, Proposal
from proposals.richtext import to_plain

from ..actions import comment
from ..models import Comment
from .people import member_of, person

Audience = Comment.Audience


def ask_for_corrections(proposal: Proposal, _entry: dict[str, Any]) -> None:
    """What CFØ asks the administration about before it returns the proposal."""
    caseworker, writer = person("CFØ-sagsbehandler"), _writer(proposal)
    asked = comment.add(
        proposal,
        caseworker,
        "Hvilke driftsudgifter er regnet med, og fra hvilket år?",
        Audience.SHARED,
        section="economy",
        quote=_first_sentence(proposal, "economy"),
        mentions=[writer],
    )
    comment.answer(asked, writer, "Licenser og support. Vi skriver året ind.")
    words = "Risikoen for, at udbuddet trækker ud, mangler."
    comment.add(proposal, caseworker, words, Audience.SHARED, section="risks")
    words = "Skriv forkortelser ud første gang."
    settled = comment.add(proposal, caseworker, words, Audience.SHARED, section="description")
    comment.resolve(settled, writer)


def talk_with(body: str):
    """The body, the administration and CFØ about the proposal, and what each says among its own."""

    def step(proposal: Proposal, _entry: dict[str, Any]) -> None:
        asked, caseworker = HearingBody.objects.get(code=body), person("CFØ-sagsbehandler")
        question = comment.add(
            proposal,
            member_of(asked),
            "Er der taget højde for, at data skal blive i EU?",
            Audience.BODY,
            body=asked,
            section="description",
            quote=_first_sentence(proposal, "description"),
        )
        comment.answer(question, _writer(proposal), "Ja, det står i kravene til leverandøren.")
        approver = person("CFØ-underskriver")
        words = "Se på beregningen sammen med mig."
        comment.add(proposal, caseworker, words, Audience.CFO, section="economy", mentions=[approver])
        signer = person(f"{proposal.administration.code}-underskriver")
        words = "Er direktionen enig i tidsplanen?"
        comment.add(proposal, _writer(proposal), words, Audience.ADMINISTRATION, mentions=[signer])

    return step


def _writer(proposal: Proposal) -> Any:
    return person(f"{proposal.administration.code}-skribent")


def _first_sentence(proposal: Proposal, section: str) -> str:
    text = to_plain(proposal.sections.get(key=section).content["text"])
    return re.split(r"(?<=\.) (?=[A-ZÆØÅ])", text.splitlines()[0])[0]
