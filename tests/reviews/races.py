"""What two people do at the same moment, for every step of a hearing, a booking and a comment.

Each function sets the stage and gives the step both take, and how many of the two may: 2 where what is said or done
twice stands twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reviews.actions import comment, hearing, hearing_date, hearing_file, hearing_link, hearing_need, meeting, perform
from reviews.models import Booking, Comment, HearingFile, HearingLink, HearingRequest

from .cases import Case, body_of, write
from .meetings.meet import body, day, meet

Race = tuple[Callable[[], object], int]
YES = ("yes", "supports")


def _asked(case: Case) -> HearingRequest:
    return case.ask("hr_kredsen", due=timezone.localdate())


def _stale(case: Case) -> HearingRequest:
    """Answered, and then the text was changed."""
    request = _asked(case)
    hearing.answer(request, case.member, *YES)
    perform("reopen", case.proposal, case.signer, reason="En risiko mangler.")
    case.proposal.refresh_from_db()
    write(case.proposal, case.writer, "risks", text="<p>En ny risiko.</p>")
    return request


def _minutes() -> SimpleUploadedFile:
    return SimpleUploadedFile("referat.txt", b"Referat.")


def _attached(case: Case) -> HearingFile:
    return hearing_file.attach_minutes(_asked(case), case.member, _minutes())


def _sent(case: Case) -> HearingLink:
    return hearing_link.send_link(_asked(case), case.caseworker, "hr@example.org")


def _booked(case: Case) -> Booking:
    return meeting.book(case.proposal, case.caseworker, meet(body("hr_kredsen"), 20, 10))


def _said(case: Case) -> Comment:
    return comment.add(case.proposal, case.caseworker, "Ret.", "shared")


def ask_hearing(case: Case) -> Race:
    return lambda: hearing.ask(case.fresh(), case.caseworker, body_of("hr_kredsen")), 1


def answer_hearing(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing.answer(request, case.member, *YES), 2


def renew_hearing(case: Case) -> Race:
    request = _stale(case)
    return lambda: hearing.renew(request, case.caseworker), 1


def affirm_hearing(case: Case) -> Race:
    request = _stale(case)
    newest = case.submit()
    return lambda: hearing.affirm(request, case.member, newest.number), 1


def judge_need(case: Case) -> Race:
    return lambda: hearing_need.judge_need(case.fresh(), case.caseworker, body_of("hr_kredsen"), True, "Ja."), 2


def record_hearing(case: Case) -> Race:
    return lambda: hearing.record(case.fresh(), case.caseworker, body_of("hr_kredsen"), *YES), 2


def remind_hearing(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing_date.remind(request, case.caseworker), 1


def propose_date(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing_date.propose_date(request, case.member, day(30), "Mødet er flyttet."), 1


def decide_date(case: Case) -> Race:
    proposed = hearing_date.propose_date(_asked(case), case.member, day(30), "Mødet er flyttet.")
    return lambda: hearing_date.decide_date(proposed, case.caseworker, True), 1


def attach_minutes(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing_file.attach_minutes(request, case.member, _minutes()), 2


def remove_minutes(case: Case) -> Race:
    file = _attached(case)
    return lambda: hearing_file.remove_minutes(file, case.member, "Forkert fil."), 1


def send_link(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing_link.send_link(request, case.caseworker, "hr@example.org"), 2


def resend_link(case: Case) -> Race:
    link = _sent(case)
    HearingLink.objects.filter(pk=link.pk).update(sent_at=None, attempts=HearingLink.MAX_ATTEMPTS)
    return lambda: hearing_link.resend_link(link, case.caseworker), 1


def revoke_link(case: Case) -> Race:
    link = _sent(case)
    return lambda: hearing_link.revoke_link(link, case.caseworker), 1


def open_link(case: Case) -> Race:
    link = _sent(case)
    return lambda: hearing_link.open_link(link), 2


def answer_by_link(case: Case) -> Race:
    link = _sent(case)
    return lambda: hearing_link.answer_by_link(link, "Formanden", "Formand", *YES), 1


def withdraw_hearing(case: Case) -> Race:
    request = _asked(case)
    return lambda: hearing.withdraw_request(request, case.caseworker, "Ikke nødvendig."), 1


def overrule(case: Case) -> Race:
    _asked(case)
    return lambda: hearing.overrule(case.fresh(), case.approver, body_of("hr_kredsen"), "Vi venter ikke."), 1


def book_meeting(case: Case) -> Race:
    chosen = meet(body("hr_kredsen"), 20, 10)
    return lambda: meeting.book(case.fresh(), case.caseworker, chosen), 1


def move_booking(case: Case) -> Race:
    booking, later = _booked(case), itertools.cycle([meet(body("hr_kredsen"), days, 15) for days in (30, 40)])
    return lambda: meeting.move(booking, case.caseworker, next(later), "Mødet er flyttet."), 1


def cancel_booking(case: Case) -> Race:
    booking = _booked(case)
    return lambda: meeting.cancel(booking, case.caseworker, "Ikke nødvendig."), 1


def add_comment(case: Case) -> Race:
    return lambda: comment.add(case.fresh(), case.caseworker, "Ret.", "shared"), 2


def answer_comment(case: Case) -> Race:
    first = _said(case)
    return lambda: comment.answer(first, case.writer, "Ja."), 2


def edit_comment(case: Case) -> Race:
    first = _said(case)
    return lambda: comment.edit(first, case.caseworker, "Ret det."), 2


def withdraw_comment(case: Case) -> Race:
    first = _said(case)
    return lambda: comment.withdraw(first, case.caseworker), 1


def resolve_comment(case: Case) -> Race:
    first = _said(case)
    return lambda: comment.resolve(first, case.writer), 1


def reopen_comment(case: Case) -> Race:
    first = _said(case)
    comment.resolve(first, case.writer)
    return lambda: comment.reopen(first, case.writer), 1


_HEARINGS = (
    ask_hearing, answer_hearing, renew_hearing, affirm_hearing, judge_need, record_hearing, remind_hearing,
    propose_date, decide_date, attach_minutes, remove_minutes, send_link, resend_link, revoke_link, open_link,
    answer_by_link, withdraw_hearing, overrule,
)  # fmt: skip
_BOOKINGS = (book_meeting, move_booking, cancel_booking)
_COMMENTS = (answer_comment, edit_comment, withdraw_comment, resolve_comment, reopen_comment)
RACES: dict[str, Callable[[Case], Race]] = {race.__name__: race for race in _HEARINGS + _BOOKINGS + _COMMENTS}
RACES["comment"] = add_comment
