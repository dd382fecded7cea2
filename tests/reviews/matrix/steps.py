"""Who has the right to each step, and where it can be taken on this stage."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from proposals.models import Committee, HearingBody
from reviews.meetings.places import Place
from reviews.models import Booking

from .people import ASKED, BODY, CFO, OWN, ROLES, SIGNERS
from .stage import AUTHORS, CONFIDENTIAL, OPEN, SECTIONS, Item

LIVE = ("draft", "submitted", "returned", "approved", "treated")
WITH_CFO = ("submitted", "returned", "approved", "treated")
Who = Collection[str] | Callable[[Item], Collection[str]]


@dataclass(frozen=True)
class Expected:
    """Of a step: who has the right, in which states and on which openness it can be taken, and what is besides.

    `also`: whether nothing else on this stage stands in the way, for a person of that name.
    """

    who: Who
    states: Collection[str] = LIVE
    openness: Collection[str] = (OPEN, CONFIDENTIAL, SECTIONS)
    also: Callable[[Item, str], bool] = lambda _item, _name: True
    subject: Callable[[Item], Any] = lambda item: item.proposal

    def have_right(self, item: Item) -> set[str]:
        return set(self.who(item) if callable(self.who) else self.who)

    def can_take(self, item: Item) -> set[str]:
        if item.state not in self.states or item.openness not in self.openness:
            return set()
        return {name for name in self.have_right(item) if self.also(item, name)}


def _never(_item: Item, _name: str) -> bool:
    return False


def _decided(item: Item, _name: str) -> bool:
    return item.decided


def _asked(item: Item) -> Any:
    item.asked.proposal = item.proposal
    return item.asked


def _link(item: Item) -> Any:
    item.link.request = _asked(item)
    return item.link


def _meeting_of(holder: Callable[[], Any]) -> Callable[[Item], Any]:
    return lambda item: Booking(proposal=item.proposal, meeting=Place(holder()).new())


def _comment(audience: str) -> Callable[[Item], Any]:
    def subject(item: Item) -> Any:
        item.comments[audience].proposal = item.proposal
        return item.comments[audience]

    return subject


def _of_comments() -> dict[str, list[Expected]]:
    """Answered by its audience, changed by its writer, settled by both of the parties who are in it and its writer."""
    rows: dict[str, list[Expected]] = {}
    for audience, author in AUTHORS.items():
        of = _comment(audience)

        def answers(item: Item, audience: str = audience) -> set[str]:
            return item.audience(audience) & item.trusted

        def settles(item: Item, audience: str = audience, author: str = author) -> set[str]:
            return item.audience(audience) & (OWN | CFO | {author})

        rows.setdefault("answer_comment", []).append(Expected(answers, subject=of))
        for action in ("edit_comment", "withdraw_comment"):
            rows.setdefault(action, []).append(Expected({author}, subject=of))
        for action in ("resolve_comment", "reopen_comment"):
            rows.setdefault(action, []).append(Expected(settles, subject=of))
    return rows


_med = _meeting_of(lambda: HearingBody.objects.get(code=ASKED))
_sud = _meeting_of(lambda: Committee.objects.get(code="SUD"))
_tmu = _meeting_of(lambda: Committee.objects.get(code="TMU"))
_bookings = [
    Expected(OWN | CFO, subject=_med),
    Expected({"own secretary"} | CFO, subject=_sud),
    Expected(CFO, subject=_tmu),
]

STEPS_EXPECTED: dict[str, list[Expected]] = {
    "submit": [Expected(SIGNERS, ("draft", "returned"))],
    # The round's deadline has not passed.
    "let_in_late": [Expected(CFO, also=_never)],
    "return": [Expected(CFO, ("submitted", "approved"))],
    # The round does without pre-approval.
    "preapprove": [Expected(CFO, also=_never)],
    "approve": [Expected({"approver"}, ("submitted",))],
    # What is decided is the approval, which is the signer's.
    "decide": [Expected(CFO, ("submitted",), also=lambda item, name: name == "approver" and not item.decided)],
    "release": [Expected(CFO, ("submitted",), also=_decided)],
    "drop_decision": [Expected(CFO, (*LIVE, "withdrawn"), also=_decided)],
    # What is returned without named sections is open already.
    "reopen": [Expected(OWN, ("submitted", "approved"))],
    "treat": [Expected({"own secretary"} | CFO, ("approved",))],
    "withdraw": [Expected(OWN | CFO, WITH_CFO)],
    "archive": [Expected(OWN, ("draft",))],
    "restore": [Expected(OWN, ("archived",))],
    "hand_over": [Expected(OWN)],
    "judge_criteria": [Expected(CFO, WITH_CFO)],
    "number": [Expected(CFO, WITH_CFO)],
    "set_confidential": [Expected(OWN | CFO, openness=(OPEN, SECTIONS))],
    "lift_confidential": [Expected(CFO, openness=(CONFIDENTIAL,))],
    "set_sections_confidential": [Expected(OWN | CFO, openness=(OPEN, SECTIONS))],
    "lift_sections_confidential": [Expected(CFO, openness=(SECTIONS,))],
    "prolong_confidential": [Expected(CFO, openness=(CONFIDENTIAL, SECTIONS))],
    "ask_hearing": [Expected(OWN | CFO)],
    "answer_hearing": [Expected(BODY, subject=_asked)],
    "renew_hearing": [Expected(OWN | CFO)],
    "affirm_hearing": [Expected(BODY, subject=_asked)],
    "judge_need": [Expected(OWN | CFO)],
    "record_hearing": [Expected(OWN | CFO)],
    "remind_hearing": [Expected(OWN | CFO)],
    "propose_date": [Expected(BODY, subject=_asked)],
    "decide_date": [Expected(OWN | CFO)],
    "attach_minutes": [Expected(BODY | OWN | CFO, subject=_asked)],
    "remove_minutes": [Expected(BODY | OWN | CFO, subject=_asked)],
    "send_link": [Expected(OWN | CFO)],
    "resend_link": [Expected(OWN | CFO)],
    "revoke_link": [Expected(OWN | CFO)],
    # The link is the proof: whoever has it.
    "open_link": [Expected(set(ROLES), subject=_link)],
    "answer_by_link": [Expected(set(ROLES), subject=_link)],
    "withdraw_hearing": [Expected(OWN | CFO)],
    "overrule": [Expected({"approver"}, ("submitted", "approved", "treated"))],
    "book_meeting": _bookings,
    "move_booking": _bookings,
    "cancel_booking": _bookings,
    "comment": [Expected(lambda item: item.trusted)],
    **_of_comments(),
}


def asks(user: User | None) -> Any:
    """The person as a function is given them, their memberships not read yet."""
    return AnonymousUser() if user is None else User.objects.get(pk=user.pk)
