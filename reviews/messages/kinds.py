"""Kinds of events in groups that people know, so that they can choose how to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import MessageChoice

How = MessageChoice.How
REMINDERS = ("reminded", "escalated")
# Talk between those a comment is for: no mail of the round's, so CFØ neither reads nor holds it.
COMMENTS = ("comment_added", "comment_answered", "comment_resolved")


@dataclass(frozen=True)
class Group:
    """`default` is what counts until a person chooses; `needed`: somebody waits, so mail cannot be turned off."""

    code: str
    label: Any
    explained: Any
    kinds: tuple[str, ...]
    default: How = How.NOW
    needed: bool = False

    @property
    def hint(self) -> str:
        if not self.needed:
            return str(self.explained)
        always = _("Mail om dette kan ikke slås helt fra, for nogen venter på dig.")
        return f"{self.explained} {always}"

    @property
    def offered(self) -> list[How]:
        return [how for how in How if how is not How.NONE or not self.needed]


# What no other group names.
OTHER = Group("other", _("Andet"), _("Det, der ikke hører til ovenfor."), ())

GROUPS: tuple[Group, ...] = (
    Group(
        "drafts",
        _("Forslag, jeg skriver"),
        _("Et forslag er returneret, vurderet eller givet til dig, eller du har fået et afsnit."),
        ("returned", "let_in_late", "handed_over", "section_given", "criteria_judged"),
    ),
    Group(
        "received",
        _("Forslag, CFØ får"),
        _("Et forslag er indsendt, taget tilbage til rettelse eller skrevet under af en kollega."),
        ("submitted", "reopened", "signed"),
    ),
    Group(
        "decisions",
        _("Beslutninger"),
        _("Et forslag er prægodkendt, godkendt, behandlet, trukket tilbage, gjort fortroligt eller åbnet."),
        (
            "preapproved",
            "approved",
            "treated",
            "withdrawn",
            "made_confidential",
            "confidentiality_lifted",
            "confidentiality_prolonged",
            "sections_made_confidential",
            "sections_lifted",
        ),
    ),
    Group(
        "asked",
        _("Høringer, jeg skal svare på"),
        _("Din høringspart bliver spurgt, eller høringen trækkes tilbage."),
        ("hearing_asked", "hearing_renewed", "hearing_reminded", "hearing_date_decided", "hearing_withdrawn"),
        needed=True,
    ),
    Group(
        "answers",
        _("Svar på høringer"),
        _("En høringspart har svaret, er tilsidesat, eller alle svar er kommet."),
        (
            "hearing_answered",
            "hearing_affirmed",
            "hearing_recorded",
            "hearing_overruled",
            "hearing_need_judged",
            "hearing_date_proposed",
            "all_answers_in",
        ),
    ),
    Group(
        "deadlines",
        _("Frister"),
        _("En frist nærmer sig eller er overskredet."),
        REMINDERS,
        default=How.DAILY,
        needed=True,
    ),
    Group(
        "meetings",
        _("Møder"),
        _("Et møde er booket, flyttet eller aflyst for et forslag."),
        ("meeting_booked", "meeting_moved", "meeting_cancelled", "meeting_rescheduled"),
    ),
    Group(
        "comments",
        _("Kommentarer"),
        _("Nogen skriver en kommentar til dig, svarer i en tråd, du har skrevet i, eller løser din kommentar."),
        COMMENTS,
    ),
    OTHER,
)
_GROUP_OF = {kind: group for group in GROUPS for kind in group.kinds}


def group_of(kind: str) -> Group:
    """The group an event's kind belongs to; OTHER where none names it."""
    return _GROUP_OF.get(kind, OTHER)
