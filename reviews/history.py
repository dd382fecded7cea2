"""An event in words: what happened and the facts that go with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proposals.autosave import STRETCH
from proposals.models import Proposal

from .events import KINDS
from .models import Decision, Event, HearingAnswer, SignOff
from .setup.told import changes_in, topic_words

# Label and value.
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """One event as the history page shows it; `facts` are label and value."""

    event: Event
    what: str
    reason: str
    facts: Facts


# What is said of these is as confidential as what they are about.
_CLOSED_WORDS = frozenset(
    {
        "made_confidential", "confidentiality_lifted", "confidentiality_prolonged", "sections_made_confidential",
        "sections_lifted", "finding_dismissed", "finding_brought_back",
    }
)  # fmt: skip


def told(event: Event, *, trusted: bool) -> Told:
    """The event with those of its facts that have words; the rest is for the machine.

    `trusted`: the reader may read what is confidential in the proposal. Where sections are, others read nothing that
    people wrote in their own words: it may be about them.
    """
    what = str(KINDS.get(event.kind, event.kind))
    if event.kind in _CLOSED_WORDS and not trusted:
        return Told(event, what, "", [])
    closed = not trusted and event.proposal is not None and bool(event.proposal.confidential_sections)
    keys = _FACTS.keys() - _OWN_WORDS if closed else _FACTS
    facts = _SPECIAL[event.kind](event.data) if event.kind in _SPECIAL else facts_of(event, keys)
    return Told(event, what, "" if closed else event.reason, facts)


def facts_of(event: Event, keys: Collection[str]) -> Facts:
    """Label and value of those of the event's facts that are asked for, as before and after where both are told."""
    found = []
    for key, (label, words) in _FACTS.items():
        if key in keys and (value := event.data.get(key)):
            before = event.data.get(_BEFORE.get(key, ""))
            found.append((label(), _arrow(words(before), words(value)) if before else words(value)))
    return found


def folded(events: Iterable[Event]) -> list[Event]:
    """Newest first as they came, but a person's saves of one section in one stretch of writing are told as one.

    The newest of them stands, told from the version the first one began with; the events themselves stay as they are.
    """
    found: list[Event] = []
    for event in events:
        newer = found[-1] if found else None
        if newer is not None and _wrote_on(event, newer):
            event.data |= {"version": newer.data["version"]}
            event.at = newer.at
            found[-1] = event
        else:
            found.append(event)
    return found


def _wrote_on(event: Event, newer: Event) -> bool:
    def place(one: Event) -> tuple[Any, ...]:
        return one.kind, one.actor_id, one.proposal_id, one.data.get("section")

    return event.kind == "section_saved" and place(event) == place(newer) and newer.at - event.at < STRETCH


def _arrow(before: str, after: str) -> str:
    return f"{before or '–'} → {after or '–'}"


def _set_up(data: dict[str, Any]) -> Facts:
    """A change of a round: the topic, and each value that changed."""
    topic = topic_words(data.get("topic", ""))
    about = [(_("Emne"), topic)] if topic else []
    return about + [(label, _arrow(before, after)) for label, before, after in changes_in(data)]


def _meetings(data: dict[str, Any]) -> Facts:
    """A change of a calendar: whose it is, and each meeting that came, went or changed."""
    changes = [(label, _arrow(before, after)) for label, before, after in changes_in(data)]
    return [(_("Møde i"), data["meeting"]), *changes]


def _introduction(data: dict[str, Any]) -> Facts:
    """CFØ's own words of the appendix; None where the computed ones were printed."""
    words = {_("Før"): data.get("before"), _("Efter"): data.get("after")}
    return [(label, _("Den beregnede indledning") if text is None else str(text)) for label, text in words.items()]


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
    "writer_name": (lambda: _("Skribent"), str),
    "version": (lambda: _("Version af afsnittet"), str),
    "person_name": (lambda: _("Person"), str),
    "pseudonym": (lambda: _("Hedder nu"), str),
    "name": (lambda: _("Fil"), str),
    "words": (lambda: _("Ord i teksten"), str),
    "section_headings": (lambda: _("Afsnit"), ", ".join),
    "role": (lambda: _("Rolle"), str),
    "substitute_name": (lambda: _("Stedfortræder"), str),
    "first_day": (lambda: _("Fra og med"), _day),
    "last_day": (lambda: _("Til og med"), _day),
    "path": (lambda: _("Side"), str),
    "until": (lambda: _("Fortroligt til og med"), _day),
    "comment": (lambda: _("Bemærkning"), str),
    "voided": (lambda: _("Gælder ikke længere"), _voided),
    "sha256": (lambda: "SHA-256", str),
    "content_sha256": (lambda: "SHA-256", str),
}
_OWN_WORDS = {"comment", "words"}
# Key of a fact → the key of what it was before, where the event tells.
_BEFORE = {
    "criteria": "before",
    "number": "before",
    "papers_by": "papers_before",
    "version": "before",
    "writer_name": "before_writer_name",
}
# Kinds whose data is told in another way.
_SPECIAL: dict[str, Callable[[dict[str, Any]], Facts]] = {
    "round_changed": _set_up,
    "intro_changed": _introduction,
    "meetings_changed": _meetings,
}
