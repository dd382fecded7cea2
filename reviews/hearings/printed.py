"""The rows of "Hvem er hørt?" as they are printed. Documents are always Danish."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from proposals.document import Document
from proposals.models import Proposal

from ..models import HearingAnswer, Revision, SignOff
from .status import CFO_BODY, AskedOnce, BodyStatus, asked_by_body, statuses

Heard = HearingAnswer.Heard


def printed_hearings(proposal: Proposal, document: Document | None = None) -> list[dict[str, Any]]:
    """The rows in the bodies' order: party (code), name, status (yes, no, not_relevant, blank), dates (ISO), text.

    An imported proposal prints its recorded answers and nothing else. `document`: what the needs are read
    from; left out, the proposal as it stands.
    """
    last = next((one for one in proposal.revisions.all() if one.purpose != Revision.Purpose.HEARING), None)
    if last is not None and last.purpose == Revision.Purpose.IMPORT:
        return [_answered(body.code, body.name, asked) for body, asked in asked_by_body(proposal).items()]
    rows = [_row(proposal, status) for status in statuses(proposal, document)]
    return [row for row in rows if row is not None]


def _row(proposal: Proposal, status: BodyStatus) -> dict[str, Any] | None:
    body = status.body
    if status.asked:
        return _answered(body.code, body.name, list(status.asked))
    if body.code == CFO_BODY:
        return _cfo(proposal, body.name)
    if status.need.needed:
        return _printed(body.code, body.name, Heard.NO)
    # Councils and others by name are printed only where they were asked.
    return None if body.condition == body.Condition.NAMED else _printed(body.code, body.name, Heard.NOT_RELEVANT)


def _printed(party: str, name: str, status: str, dates: list[str] | None = None, text: str = "") -> dict[str, Any]:
    return {"party": party, "name": name, "status": str(status), "dates": dates or [], "text": text}


def _answered(party: str, name: str, asked: list[AskedOnce]) -> dict[str, Any]:
    """One row a body; several committees of one body (MED) are told apart in the text."""
    answers = [(once.request.detail, once.answer) for once in asked]
    heard = [answer.heard if answer else str(Heard.NO) for _detail, answer in answers]
    status = heard[0] if len(set(heard)) == 1 else (Heard.YES if Heard.YES in heard else Heard.NO)
    dates = sorted({date for _detail, answer in answers if answer for date in answer.dates})
    texts = [_text(detail, answer) for detail, answer in answers]
    # A single answer keeps its dates in the order they were given.
    if len(answers) == 1 and answers[0][1]:
        dates = list(answers[0][1].dates)
    return _printed(party, name, status, dates, "\n".join(text for text in texts if text))


def _text(detail: str, answer: HearingAnswer | None) -> str:
    text = answer.text if answer else ""
    return f"{detail}: {text}".rstrip(": ") if detail else text


def _cfo(proposal: Proposal, name: str) -> dict[str, Any]:
    """CFØ's own row is its signature: the date it was given."""
    signed = [
        sign for sign in proposal.sign_offs.all() if sign.kind == SignOff.Kind.APPROVED and sign.voided_at is None
    ]
    if not signed:
        return _printed(CFO_BODY, name, Heard.NO)
    date = timezone.localdate(signed[-1].at)
    return _printed(CFO_BODY, name, Heard.YES, [date.isoformat()])
