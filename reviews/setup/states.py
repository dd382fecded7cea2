"""Opening, closing and archiving a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.models import Round
from proposals.models.proposal import EDITABLE_STATES, PRINTABLE_STATES

from ..refusal import Refused
from . import words
from .change import changing


@dataclass(frozen=True)
class Step:
    """A change of the round's state; `sources` are the states it leads from."""

    target: str
    label: str
    explained: str
    sources: tuple[str, ...]


State = Round.State
# How events name a change of state.
STATE = "tilstand"
STEPS = {
    "aabn": Step(
        State.OPEN,
        gettext_lazy("Åbn runden"),
        gettext_lazy("Skribenterne kan oprette og skrive forslag i runden."),
        (State.CLOSED, State.ARCHIVE),
    ),
    "luk": Step(
        State.CLOSED,
        gettext_lazy("Luk runden for nye forslag"),
        gettext_lazy("Der kan ikke oprettes nye forslag. De, der er begyndt, kan skrives færdig og indsendes."),
        (State.OPEN, State.ARCHIVE),
    ),
    "arkiver": Step(
        State.ARCHIVE,
        gettext_lazy("Arkivér runden"),
        gettext_lazy("Intet i runden kan ændres, før CFØ åbner den igen. Alt kan stadig læses og kopieres."),
        (State.OPEN, State.CLOSED),
    ),
}


def missing(round: Round) -> list[str]:
    """What a round should have before writers see it."""
    found = []
    if not round.templates.exists():
        found.append(_("Runden har ingen skabeloner, så der kan ikke oprettes forslag."))
    if round.submission_deadline is None:
        found.append(_("Runden har ingen frist for indsendelse."))
    if not round.pools.exists():
        found.append(_("Runden har ingen puljer."))
    return found


def consequences(round: Round, step: Step) -> list[str]:
    """What the person should know before the step is taken, with numbers."""
    drafts = round.proposals.filter(state__in=EDITABLE_STATES).count()
    found = []
    if step.target == State.OPEN:
        found += missing(round)
    if step.target == State.ARCHIVE and drafts:
        words_ = ngettext("%d kladde kan ikke skrives færdig.", "%d kladder kan ikke skrives færdig.", drafts)
        found.append(words_ % drafts)
    waiting = round.proposals.filter(state="submitted").count()
    if step.target == State.ARCHIVE and waiting:
        words_ = ngettext("%d forslag venter på CFØ.", "%d forslag venter på CFØ.", waiting)
        found.append(words_ % waiting)
    approved = round.proposals.filter(state__in=PRINTABLE_STATES).count()
    if step.target == State.OPEN and round.state == State.ARCHIVE and approved:
        words_ = ngettext("%d godkendt forslag kan ændres igen.", "%d godkendte forslag kan ændres igen.", approved)
        found.append(words_ % approved)
    return found


def set_state(round: Round, action: str, by: Any, *, seen: str, reason: str = "") -> None:
    """Takes the step; Refused where it does not lead from the round's state."""
    step = STEPS[action]
    with changing(round, by, STATE, words.state, seen=seen, closed=True, reason=reason) as fresh:
        if fresh.state not in step.sources:
            raise Refused(_("Runden er allerede i den tilstand."))
        fresh.state = step.target
        fresh.save(update_fields=["state"])
