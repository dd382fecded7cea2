"""A message in words: what happened, to which proposal, why, and where the recipient goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.policy import may
from proposals.models import Proposal

from ..comments import words_of_comment
from ..events import KINDS
from ..history import facts_of
from ..models import Event, Notification

# Where the recipient goes; the other kinds lead to the process page.
_TOLD_OF_HEARINGS = (
    "hearing_answered",
    "hearing_affirmed",
    "hearing_recorded",
    "hearing_overruled",
    "hearing_need_judged",
    "all_answers_in",
    "hearing_date_proposed",
)
_TOLD_OF_MEETINGS = ("meeting_booked", "meeting_moved", "meeting_cancelled", "meeting_rescheduled")
_PAGES = dict.fromkeys((*_TOLD_OF_HEARINGS, *_TOLD_OF_MEETINGS), "hearings")
# These ask the recipient for an answer.
_ASKING = ("hearing_asked", "hearing_renewed", "hearing_reminded", "hearing_date_decided")
# What a reminder asks for, and what is told of it when the deadline has passed, by what is waited for.
_ASKED = {
    "reminded": {
        "submission": gettext_lazy("Påmindelse: Indsend forslaget"),
        "hearing": gettext_lazy("Påmindelse: Svar på høringen"),
        "committee": gettext_lazy("Påmindelse: Registrér udvalgets behandling"),
    },
    "escalated": {
        "submission": gettext_lazy("Frist overskredet: Forslaget er ikke indsendt"),
        "hearing": gettext_lazy("Frist overskredet: Høringen er ikke besvaret"),
        "committee": gettext_lazy("Frist overskredet: Udvalget har ikke behandlet forslaget"),
    },
}
# These tell somebody that the proposal is theirs to see no more, so there is no page to lead to.
ACCESS_ENDS = ("hearing_withdrawn", "withdrawn")
# Facts of the event that go with the message; the rest is read on the page.
_FACTS = ("heading", "body_name", "detail", "heard", "position", "meeting", "date", "papers_by", "from_date")
_FACTS += ("due", "number", "writer_name")


@dataclass(frozen=True)
class Told:
    """One message in words; `who`, `facts`, `reason` and `said` (a comment's words) may be empty.

    `path` is "" where there is no page; `link` is the same with the site before it.
    """

    what: str
    name: str
    who: str
    at: datetime
    facts: tuple[tuple[str, str], ...]
    reason: str
    path: str
    said: str = ""

    @property
    def link(self) -> str:
        return self.path and settings.SITE_URL.rstrip("/") + self.path


def in_mail(message: Notification) -> Told:
    """As it may leave the house: of a confidential proposal the number alone, not who did what or why.

    Of one with confidential sections the title too, but no words that could be about them.
    """
    event = message.event
    if event.proposal and (event.proposal.confidential or event.proposal.confidential_sections):
        return _told(event, open_name(event))
    return replace(in_full(event), said=words_of_comment(event, message.recipient))


def in_program(message: Notification, reader: User) -> Told:
    """As its recipient, signed in and let in to the proposal, may read it now."""
    event = message.event
    closed = event.proposal and event.proposal.confidential_sections
    if event.kind in ACCESS_ENDS or (closed and not may(reader, "read_confidential", event.proposal)):
        return in_mail(message)
    return in_full(event)


def open_name(event: Event) -> str:
    """The proposal's number and title as they were; a confidential proposal's title is left out."""
    proposal: Proposal | None = event.proposal
    if proposal is None or not proposal.confidential:
        return event.subject
    return confidential_name(proposal)


def confidential_name(proposal: Proposal) -> str:
    """What a confidential proposal is called where its title must not stand."""
    confidential = _("Fortroligt forslag")
    return f"{confidential} {proposal.number}" if proposal.number else confidential


def in_full(event: Event) -> Told:
    """All of it, for those who may see the proposal."""
    who = f"{event.actor_name} ({event.actor_role})" if event.actor_role else event.actor_name
    reason = event.reason or event.data.get("comment", "")
    return _told(event, event.subject, who, tuple(facts_of(event, _FACTS)), reason)


def _told(event: Event, name: str, who: str = "", facts: tuple[tuple[str, str], ...] = (), reason: str = "") -> Told:
    path = "" if event.kind in ACCESS_ENDS else _path(event)
    return Told(_what(event), name, who, event.at, facts, reason, path)


def _what(event: Event) -> str:
    return str(_ASKED[event.kind][event.data["what"]] if event.kind in _ASKED else KINDS[event.kind])


def _path(event: Event) -> str:
    if event.kind in _ASKING or (event.kind == "reminded" and event.data["what"] == "hearing"):
        return reverse("hearing-answer", args=[event.data["request"]])
    if "comment_id" in event.data:
        return reverse("comment", args=[event.proposal_id, event.data["comment_id"]])
    if event.kind == "section_given":
        return reverse("section", args=[event.proposal_id, event.data["section"]])
    if event.kind == "reminded" and event.data["what"] == "committee":
        return reverse("action", args=[event.proposal_id, "treat"])
    return reverse(_PAGES.get(event.kind, "process"), args=[event.proposal_id])
