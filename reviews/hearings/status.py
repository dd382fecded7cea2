"""Where each hearing body stands on a proposal, and what it holds back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from proposals.assemble import assemble
from proposals.document import Document
from proposals.models import HearingBody, Proposal, Round

from ..models import HearingAnswer, HearingRequest, Overruling, Revision, SignOff
from .needs import NOT_NEEDED, Need, needs

CFO_BODY = "cfo"
# Who holds one of these back can stop the proposal; the administration does not write down its answer.
STOPPING = (HearingBody.HoldsBack.APPROVAL, HearingBody.HoldsBack.COMMITTEE)
Heard = HearingAnswer.Heard
RELEASED = ("heard", "overruled")
KINDS = {
    "not_asked": "neutral",
    "asked": "progress",
    "not_heard": "attention",
    "heard": "success",
    "against": "problem",
    "overruled": "attention",
}


@dataclass(frozen=True)
class AskedOnce:
    """The newest request that is not withdrawn to a body (and committee of it, where there are several).

    `answer`: the newest answer, be it to this request or an earlier one; `pending`: this one is unanswered.
    """

    request: HearingRequest
    answer: HearingAnswer | None
    pending: bool

    @property
    def asked_here(self) -> bool:
        """False where the request was made only to write down an answer given elsewhere."""
        return self.answer is None or not self.answer.recorded or self.answer.at != self.request.at


@dataclass(frozen=True)
class BodyStatus:
    """One body's standing: `status` is a key of KINDS, `holds_back` a code of HearingBody.HoldsBack."""

    body: HearingBody
    need: Need
    holds_back: str
    needed_when: str
    status: str
    asked: tuple[AskedOnce, ...] = ()
    overruling: Overruling | None = None

    @property
    def label(self) -> str:
        return status_label(self.status)

    @property
    def kind(self) -> str:
        return KINDS[self.status]

    @property
    def holds_back_label(self) -> str:
        return str(HearingBody.HoldsBack(self.holds_back).label)

    @property
    def can_stop(self) -> bool:
        return self.holds_back in STOPPING

    @property
    def released(self) -> bool:
        return self.status in RELEASED

    @property
    def holding(self) -> bool:
        """A body that is needed, or that was asked all the same, holds back until it is released."""
        concerned = self.need.needed or bool(self.asked)
        return concerned and not self.released and self.holds_back != HearingBody.HoldsBack.NOTHING


def status_label(status: str) -> str:
    return {
        "not_asked": _("Ikke spurgt"),
        "asked": _("Spurgt"),
        "not_heard": _("Ikke hørt"),
        "heard": _("Hørt"),
        "against": _("Er imod"),
        "overruled": _("Tilsidesat"),
    }[status]


def statuses(proposal: Proposal, document: Document | None = None) -> list[BodyStatus]:
    """Every body of the round and every body that was asked, in the bodies' order.

    `document`: what the needs are read from; left out, the proposal as it stands.
    """
    hearings = proposal.round.hearings.all()
    rows = list(hearings if _prefetched(proposal.round, "hearings") else hearings.select_related("body"))
    found = needs(document or assemble(proposal), {row.condition for row in rows})
    asked = asked_by_body(proposal)
    overruled = _overrulings(proposal)
    result = []
    for row in rows:
        once = tuple(asked.pop(row.body, ()))
        result.append(_status(proposal, row.body, found[row.condition], row, once, overruled.get(row.body_id)))
    for body, once in asked.items():  # asked, but not a body of the round
        result.append(_status(proposal, body, NOT_NEEDED, body, tuple(once), overruled.get(body.pk)))
    return sorted(result, key=lambda status: status.body.order)


def holding_back(proposal: Proposal, what: str) -> list[BodyStatus]:
    """The bodies that hold back `what` (a code of HearingBody.HoldsBack) now."""
    return [status for status in statuses(proposal) if status.holds_back == what and status.holding]


def asked_by_body(proposal: Proposal) -> dict[HearingBody, list[AskedOnce]]:
    """Requests that are not withdrawn, by body; two queries, none where they are prefetched."""
    requests = proposal.hearing_requests.all()
    if not _prefetched(proposal, "hearing_requests"):
        requests = requests.select_related("body", "revision").prefetch_related(
            Prefetch("answers", HearingAnswer.objects.select_related("revision"))
        )
    newest: dict[tuple[HearingBody, str], AskedOnce] = {}
    for request in requests:
        if request.withdrawn_at is None:
            place = (request.body, request.detail)
            answer = next(iter(request.answers.all()), None)
            earlier = newest[place].answer if place in newest else None
            newest[place] = AskedOnce(request, answer or earlier, pending=answer is None)
    result: dict[HearingBody, list[AskedOnce]] = {}
    for (body, _detail), once in newest.items():
        result.setdefault(body, []).append(once)
    return result


def _overrulings(proposal: Proposal) -> dict[int, Overruling]:
    """Overrulings of the content that was submitted last: another content must be overruled again."""
    last = next((one for one in proposal.revisions.all() if one.purpose != Revision.Purpose.HEARING), None)
    if last is None:
        return {}
    rows = proposal.overrulings.all()
    rows = rows if _prefetched(proposal, "overrulings") else rows.select_related("revision")
    return {row.body_id: row for row in rows if row.revision.sha256 == last.sha256}


def _prefetched(row: Proposal | Round, name: str) -> bool:
    """Whether the related rows are there already, so that many proposals cost no query each."""
    return name in getattr(row, "_prefetched_objects_cache", {})


def _status(
    proposal: Proposal,
    body: HearingBody,
    need: Need,
    rules: Any,
    asked: tuple[AskedOnce, ...],
    overruling: Overruling | None,
) -> BodyStatus:
    status = _by_sign_off(proposal) if body.code == CFO_BODY and not asked else _by_answers(asked)
    if status not in RELEASED and overruling is not None:
        status = "overruled"
    return BodyStatus(body, need, rules.holds_back, rules.needed_when, status, asked, overruling)


def _by_answers(asked: tuple[AskedOnce, ...]) -> str:
    answers = [once.answer for once in asked]
    if not answers:
        return "not_asked"
    if any(answer and answer.position == HearingAnswer.Position.AGAINST for answer in answers):
        return "against"
    if any(once.pending for once in asked):
        return "asked"
    heard = all(answer.heard in (Heard.YES, Heard.NOT_RELEVANT) for answer in answers if answer)
    return "heard" if heard else "not_heard"


def _by_sign_off(proposal: Proposal) -> str:
    """CFØ's own standing follows from the signatures, where nothing else is recorded."""
    kinds = {sign.kind for sign in proposal.sign_offs.all() if sign.voided_at is None}
    if kinds & {SignOff.Kind.APPROVED, SignOff.Kind.IMPORTED}:
        return "heard"
    return "asked" if SignOff.Kind.SUBMITTED in kinds else "not_asked"
