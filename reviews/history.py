"""An event in words: what happened and the facts that go with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proposals.models import Proposal

from .events import KINDS
from .models import Decision, Event, HearingAnswer, SignOff


@dataclass(frozen=True)
class Told:
    """One event as the history page shows it; `facts` are label and value."""

    event: Event
    what: str
    reason: str
    facts: list[tuple[str, str]]


# What is said of these is as confidential as what they are about.
_CLOSED_WORDS = frozenset(
    {
        "made_confidential", "confidentiality_lifted", "confidentiality_prolonged", "sections_made_confidential",
        "sections_lifted", "finding_dismissed", "finding_brought_back",
    }
)  # fmt: skip


def told(event: Event, *, trusted: bool) -> Told:
    """The event with those of its facts that have words; the rest is for the machine.

    `trusted`: the reader may read what is confidential in the proposal.
    """
    what = str(KINDS.get(event.kind, event.kind))
    if event.kind in _CLOSED_WORDS and not trusted:
        return Told(event, what, "", [])
    return Told(event, what, event.reason, facts_of(event, _FACTS))


def facts_of(event: Event, keys: Collection[str]) -> list[tuple[str, str]]:
    """Label and value of those of the event's facts that are asked for, in the order of the history page."""
    return [
        (label(), words(event.data[key]))
        for key, (label, words) in _FACTS.items()
        if key in keys and event.data.get(key)
    ]


def _day(value: str) -> str:
    return date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")


def _voided(rows: list[dict[str, Any]]) -> str:
    words = _("%(kind)s, version %(revision)s (%(by_name)s)")
    return "; ".join(words % {**row, "kind": SignOff.Kind(row["kind"]).label} for row in rows)


def _decisions(rows: list[dict[str, Any]]) -> str:
    words = _("%(action)s i version %(revision)s (%(by_name)s)")
    return "; ".join(words % {**row, "action": Decision.Action(row["action"]).label} for row in rows)


# Key in Event.data → its label and how the value is written, in the order shown.
_FACTS: dict[str, tuple[Callable[[], str], Callable[[Any], str]]] = {
    "heading": (lambda: _("Afsnit"), str),
    "assignee_name": (lambda: _("Ansvarlig"), str),
    "restored": (lambda: _("Gendannet version"), str),
    "revision": (lambda: _("Version"), str),
    "decisions": (lambda: _("Besluttet"), _decisions),
    "action": (lambda: _("Besluttet"), lambda code: str(Decision.Action(code).label)),
    "signed": (lambda: _("Underskrifter"), lambda count: _("%d af %d") % tuple(count)),
    "body_name": (lambda: _("Høringspart"), str),
    "detail": (lambda: _("Udvalg"), str),
    "from_round": (lambda: _("Kopieret fra runden"), str),
    "from_number": (lambda: _("Forslag nummer"), str),
    "heard": (lambda: _("Hørt"), lambda code: str(HearingAnswer.Heard(code).label)),
    "position": (lambda: _("Holdning"), lambda code: str(HearingAnswer.Position(code).label)),
    "meeting": (lambda: _("Møde i"), str),
    "date": (lambda: _("Dato"), _day),
    "papers_by": (lambda: _("Materiale senest"), _day),
    "from_date": (lambda: _("Flyttet fra"), _day),
    "due": (lambda: _("Frist"), _day),
    "number": (lambda: _("Nummer"), str),
    "criteria": (lambda: _("Vurdering"), lambda code: str(Proposal.Criteria(code).label)),
    "writer_name": (lambda: _("Ny skribent"), str),
    "name": (lambda: _("Fil"), str),
    "words": (lambda: _("Ord i teksten"), str),
    "section_headings": (lambda: _("Afsnit"), ", ".join),
    "path": (lambda: _("Side"), str),
    "until": (lambda: _("Fortroligt til og med"), _day),
    "comment": (lambda: _("Bemærkning"), str),
    "voided": (lambda: _("Gælder ikke længere"), _voided),
    "sha256": (lambda: "SHA-256", str),
}
