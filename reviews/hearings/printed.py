"""The rows of "Hvem er hørt?" as they are printed. Documents are always Danish."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from proposals.document import Document
from proposals.models import Proposal

from ..models import HearingAnswer, Revision
from ..signatures import signatures
from . import finance_office
from .asked import AskedOnce, asked_by_body
from .status import CFO_BODY, BodyStatus, statuses

Heard = HearingAnswer.Heard


def printed_hearings(proposal: Proposal, document: Document | None = None) -> list[dict[str, Any]]:
    """The rows in the bodies' order: party (code), name, status (yes, no, not_relevant, blank), dates (ISO), text.

    An imported proposal prints its recorded answers and nothing else. `document`: what the needs are read
    from; left out, the proposal as it stands.
    """
    with override("da"):
        return _rows(proposal, document)


def _rows(proposal: Proposal, document: Document | None) -> list[dict[str, Any]]:
    last = next((one for one in proposal.revisions.all() if one.purpose != Revision.Purpose.HEARING), None)
    if last is not None and last.purpose == Revision.Purpose.IMPORT:
        return [_answered(body.code, body.name, asked) for body, asked in asked_by_body(proposal).items()]
    bodies = statuses(proposal, document)
    rows = [_row(proposal, status, bodies) for status in bodies]
    return [row for row in rows if row is not None]


def _row(proposal: Proposal, status: BodyStatus, bodies: list[BodyStatus]) -> dict[str, Any] | None:
    body = status.body
    if status.asked:
        return _answered(body.code, body.name, list(status.asked))
    if body.code == CFO_BODY:
        return _cfo(proposal, body.name, bodies)
    if status.need.needed:
        return _printed(body.code, body.name, Heard.NO)
    # Councils and others by name are printed only where they were asked.
    return None if body.condition == body.Condition.NAMED else _printed(body.code, body.name, Heard.NOT_RELEVANT)


def _printed(party: str, name: str, status: str, dates: list[str] | None = None, text: str = "") -> dict[str, Any]:
    return {"party": party, "name": name, "status": str(status), "dates": dates or [], "text": text}


def _answered(party: str, name: str, asked: list[AskedOnce]) -> dict[str, Any]:
    """One row a body; several committees of one body (MED) are told apart in the text, each with its dates."""
    heard = [once.answer.heard if once.answer else str(Heard.NO) for once in asked]
    status = heard[0] if len(set(heard)) == 1 else (Heard.YES if Heard.YES in heard else Heard.NO)
    if len(asked) == 1:
        # A single answer keeps its dates in the order they were given.
        answer = asked[0].answer
        text = _line(asked[0].request.committee, _said(asked[0]))
        return _printed(party, name, status, list(answer.dates) if answer else [], text)
    dates = sorted({date for once in asked if once.answer for date in once.answer.dates})
    texts = [_committee(once, mixed=len(set(heard)) > 1) for once in asked]
    return _printed(party, name, status, dates, "\n".join(text for text in texts if text))


def _committee(once: AskedOnce, mixed: bool) -> str:
    """One of several committees: "CenterMED, 3. marts 2026: Orienteret."; whether it is heard where they differ."""
    answer = once.answer
    days = " og ".join(_day(date) for date in answer.dates) if answer else ""
    heard = str(Heard(answer.heard if answer else Heard.NO).label) if mixed else ""
    place = ", ".join(part for part in (once.request.committee, days) if part)
    return _line(place, " ".join(part for part in (heard and f"{heard}.", _said(once)) if part))


def _line(place: str, text: str) -> str:
    return f"{place}: {text}".rstrip(": ") if place else text


def _said(once: AskedOnce) -> str:
    """The answer's text, that it was held on to later, and that the proposal is another since."""
    answer = once.answer
    if answer is None:
        return ""
    held_on_to = f"Fastholdt {_day(timezone.localdate(answer.at).isoformat())}." if answer.affirms_id else ""
    outdated = "Svaret gælder en tidligere version af forslaget." if once.stale else ""
    return " ".join(part for part in (answer.text.strip(), held_on_to, outdated) if part)


def _day(date: str) -> str:
    return date_format(datetime.date.fromisoformat(date), "j. F Y")


def _cfo(proposal: Proposal, name: str, bodies: list[BodyStatus]) -> dict[str, Any]:
    """CFØ's own row is its signatures, with the days they were given."""
    steps = finance_office.steps_of(proposal, bodies)
    heard = Heard.YES if signatures(proposal).complete else Heard.NO
    return _printed(CFO_BODY, name, heard, [day.isoformat() for day, _done in steps], finance_office.told(steps))
