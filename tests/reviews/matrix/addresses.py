"""Every address of a proposal, with who is answered what."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from reviews.actions import ACTIONS

from .looking import FORBIDDEN, LOGIN, MISSING, OK
from .people import BODY, CFO, NOT_SIGNED_IN, OWN, WRITERS
from .stage import AUTHORS, EDITABLE, Item
from .steps import STEPS_EXPECTED

Who = Collection[str] | Callable[[Item], Collection[str]]


@dataclass(frozen=True)
class Address:
    """`args`: of the address; `may`: who is let in, None for all who see the proposal.

    `there`: for whom it is there at all, None for all who see the proposal; `first`: others are refused before
    anybody looks for the proposal; `then`: what those let in are answered; `quiet`: others are answered, but nothing
    comes of it. `twin`: the page of a form, let in as those who send it are.
    """

    name: str
    args: Callable[[Item], list[Any]] = lambda item: [item.proposal.pk]
    may: Who | None = None
    method: str = "GET"
    there: Who | None = None
    first: Collection[str] | None = None
    then: str = OK
    quiet: bool = False
    query: str = ""
    twin: bool = False

    def let_in(self, item: Item) -> set[str]:
        return item.viewers if self.may is None else _of(self.may, item) & item.viewers

    def expected(self, item: Item, name: str) -> str:
        """What the person is answered."""
        if name in NOT_SIGNED_IN:
            return LOGIN
        if self.first is not None and name not in self.first:
            return FORBIDDEN
        if name not in item.viewers or (self.there is not None and name not in _of(self.there, item)):
            return MISSING
        if name in self.let_in(item):
            return self.then
        return OK if self.quiet and name in item.readers_of_sections else FORBIDDEN


def _of(who: Who, item: Item) -> set[str]:
    return set(who(item) if callable(who) else who)


def _proposal(*more: Any) -> Callable[[Item], list[Any]]:
    return lambda item: [item.proposal.pk, *more]


def _request(*more: str) -> Callable[[Item], list[Any]]:
    return lambda item: [item.asked.pk, *(getattr(item, name).pk for name in more)]


def _minutes(item: Item) -> list[Any]:
    return [item.answered.pk, item.minutes.pk]


def _file(confidential: bool) -> Callable[[Item], list[Any]]:
    return lambda item: [item.proposal.pk, item.proposal.attachments.get(confidential=confidential).pk]


def _own_section(item: Item) -> list[Any]:
    return [item.proposal.pk, "description", item.proposal.sections.get(key="description").pk]


def _sections(item: Item) -> set[str]:
    return item.readers_of_sections


def _comment(audience: str, *more: str) -> Callable[[Item], list[Any]]:
    return lambda item: [item.proposal.pk, item.comments[audience].pk, *more]


def _both(name: str, args: Callable[[Item], list[Any]], may: Who, **more: Any) -> list[Address]:
    """Shown and sent."""
    return [Address(name, args, may, twin=True, **more), Address(name, args, may, method="POST", **more)]


def _post(name: str, args: Callable[[Item], list[Any]], may: Who | None, **more: Any) -> Address:
    return Address(name, args, may, method="POST", **more)


def _steps() -> list[Address]:
    found = []
    for action in ACTIONS:
        [row] = STEPS_EXPECTED[action]
        found += _both("action", _proposal(action), row.have_right)
    return found


def _comments() -> list[Address]:
    """One that is not for somebody is not there."""
    found = []
    for audience, author in AUTHORS.items():

        def reads(item: Item, audience: str = audience) -> set[str]:
            return item.audience(audience)

        def answers(item: Item, audience: str = audience) -> set[str]:
            return item.audience(audience) & item.trusted

        def settles(author: str = author) -> set[str]:
            return OWN | CFO | {author}

        found += [
            Address("comment", _comment(audience), there=reads),
            _post("comment", _comment(audience), answers, there=reads),
            *_both("comment-edit", _comment(audience), {author}, there=reads),
            _post("comment-step", _comment(audience, "loes"), settles(), there=reads),
            _post("comment-step", _comment(audience, "aabn"), settles(), there=reads),
            _post("comment-step", _comment(audience, "traek-tilbage"), {author}, there=reads),
        ]
    return found


_both_sides = OWN | CFO
_hearings = [
    *_both("hearing-ask", _proposal(), _both_sides),
    *_both("hearing-record", _proposal(), _both_sides),
    *_both("hearing-overrule", _proposal("med_udvalg"), {"approver"}),
    *_both("hearing-need", _proposal("med_udvalg"), _both_sides),
    _post("hearing-affirm", _request(), BODY),
    *_both("hearing-renew", _request(), _both_sides),
    *_both("hearing-remind", _request(), _both_sides),
    *_both("hearing-withdraw", _request(), _both_sides),
    *_both("hearing-date", _request(), BODY),
    *_both("hearing-date-decide", _request(), _both_sides),
    *_both("hearing-answer", _request(), BODY),
    *_both("hearing-minutes", _request(), BODY | _both_sides),
    Address("hearing-file", _minutes, BODY | _both_sides),
    *_both("hearing-file-remove", _minutes, BODY | _both_sides),
    *_both("hearing-link-send", _request(), _both_sides),
    *_both("hearing-link-resend", _request("link"), _both_sides),
    *_both("hearing-link-revoke", _request("link"), _both_sides),
]
_bookings = [
    *_both("booking-new", _proposal("part", "med_udvalg"), _both_sides),
    *_both("booking-new", _proposal("udvalg", "SUD"), {"own secretary"} | CFO),
    *_both("booking-move", lambda item: [item.booking.pk], _both_sides),
    *_both("booking-cancel", lambda item: [item.booking.pk], _both_sides),
]
_writing = [
    Address("section", _proposal("risks")),
    _post("section", _proposal("risks"), OWN),
    # Of a confidential section others see the heading.
    Address("section", _proposal("description")),
    _post("section", _proposal("description"), OWN),
    _post("section-figures", _proposal("economy"), _sections),
    _post("section-present", _proposal("description"), OWN, quiet=True),
    *_both("section-assign", _proposal("description"), OWN),
    Address("section-versions", _proposal("description"), OWN | {"own administrator"} | CFO),
    Address("section-version", _proposal("description", 1), OWN | {"own administrator"} | CFO),
    _post("section-restore", _proposal("description", 1), lambda item: OWN if item.state in EDITABLE else ()),
    *_both("section-copy", _own_section, OWN),
    Address("section-reuse", _proposal("description"), OWN),
    _post("section-begin", _proposal("description"), OWN, quiet=True),
    Address("finding", _proposal("findes-ikke"), OWN, then=MISSING),
    _post("finding", _proposal("findes-ikke"), OWN),
    _post("finding-bring-back", _proposal(1), OWN),
    _post("attachments", _proposal(), OWN),
    _post("attachment-remove", _file(confidential=False), OWN),
]
_reading = [
    *(Address(name) for name in ("proposal", "checks", "attachments", "process", "hearings", "comments", "compare")),
    *(Address(name) for name in ("history", "preview", "preview-pdf", "preview-docx")),
    Address("history", query="?fil=csv"),
    Address("history", query="?vis=laesninger"),
    Address("revision", _proposal(1)),
    Address("attachment", _file(confidential=False)),
    Address("attachment", _file(confidential=True), there=lambda item: item.trusted),
    Address("proposal-copy", lambda item: [item.proposal.round_id, item.proposal.pk], first=WRITERS),
]
OF_A_PROPOSAL: list[Address] = [
    *_reading, *_writing, *_steps(), *_hearings, *_bookings,
    _post("comments", _proposal(), lambda item: item.trusted),
    *_comments(),
]  # fmt: skip
