"""Where each hearing body stands on a proposal, and what it holds back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from proposals.assemble import assemble
from proposals.confidentiality import redacted
from proposals.document import Document
from proposals.models import HearingBody, Proposal

from ..models import HearingAnswer, NeedJudgement, Overruling, Revision
from ..related import prefetched
from ..signatures import signatures
from .asked import AskedOnce, asked_by_body
from .needs import NOT_NEEDED, Need, needs

CFO_BODY = "cfo"
# Who holds one of these back can stop the proposal; the administration does not write down its answer.
STOPPING = (HearingBody.HoldsBack.APPROVAL, HearingBody.HoldsBack.COMMITTEE)
Heard = HearingAnswer.Heard
RELEASED = ("heard", "overruled")
KINDS = {
    "not_asked": "neutral",
    "asked": "progress",
    "stale": "attention",
    "not_heard": "attention",
    "heard": "success",
    "against": "problem",
    "overruled": "attention",
}


@dataclass(frozen=True)
class BodyStatus:
    """One body's standing: `status` is a key of KINDS, `holds_back` a code of HearingBody.HoldsBack.

    `found` is what the text tells of the need, `judgement` what a person says of it.
    """

    body: HearingBody
    found: Need
    holds_back: str
    needed_when: str
    status: str
    asked: tuple[AskedOnce, ...] = ()
    overruling: Overruling | None = None
    judgement: NeedJudgement | None = None

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
    def need(self) -> Need:
        """What counts: what the text tells, unless a person judged otherwise."""
        if self.judgement is not None and self.judgement.needed:
            return self.found if self.found.needed else Need(True, _("Vurderet nødvendig."))
        return NOT_NEEDED if self.waived else self.found

    @property
    def waived(self) -> bool:
        """Judged not to be needed, and the text tells of nothing else than it did then."""
        judgement = self.judgement
        return judgement is not None and judgement.needed is False and self.found.mark in ("", judgement.mark)

    @property
    def lapsed(self) -> bool:
        """Judged not to be needed, but the text tells of something else now."""
        return self.judgement is not None and self.judgement.needed is False and not self.waived

    @property
    def released(self) -> bool:
        return self.status in RELEASED

    @property
    def concerned(self) -> bool:
        """It is needed, or was asked all the same and nobody has judged it away."""
        return self.need.needed or (bool(self.asked) and not self.waived)

    @property
    def stale(self) -> bool:
        """One of its answers is about an older version of what it was asked about."""
        return any(once.stale for once in self.asked)

    @property
    def holding(self) -> bool:
        """A body that is needed, or that was asked all the same, holds back until it is released."""
        return self.concerned and not self.released and self.holds_back != HearingBody.HoldsBack.NOTHING


def status_label(status: str) -> str:
    return {
        "not_asked": _("Ikke spurgt"),
        "asked": _("Spurgt"),
        "stale": _("Svaret gælder en ældre version"),
        "not_heard": _("Ikke hørt"),
        "heard": _("Hørt"),
        "against": _("Er imod"),
        "overruled": _("Tilsidesat"),
    }[status]


def statuses(proposal: Proposal, document: Document | None = None) -> list[BodyStatus]:
    """Every body of the round and every body that was asked, in the bodies' order.

    `document`: what the needs are read from; left out, the proposal as it stands and as its reader may see it, since
    the reason of a need quotes it.
    """
    hearings = proposal.round.hearings.all()
    rules: list[Any] = list(hearings if prefetched(proposal.round, "hearings") else hearings.select_related("body"))
    asked, judged, overruled = asked_by_body(proposal), _judgements(proposal), _overrulings(proposal)
    of_the_round = {rule.body_id for rule in rules}
    others = {*asked, *(judgement.body for judgement in judged.values())}
    rules += [_OutsideRound(body) for body in others if body.pk not in of_the_round]
    document = document or redacted(assemble(proposal), proposal.hidden)
    result = [
        _status(proposal, rule, found, tuple(asked.get(rule.body, ())), overruled, judged)
        for rule, found in zip(rules, needs(document, rules), strict=True)
    ]
    return sorted(result, key=lambda status: status.body.order)


class _OutsideRound:
    """The rule of a body that was asked or judged, though the round does not have it: no text calls for it."""

    condition = HearingBody.Condition.NAMED
    words: tuple[str, ...] = ()
    line_words: tuple[str, ...] = ()

    def __init__(self, body: HearingBody) -> None:
        self.body, self.holds_back, self.needed_when = body, body.holds_back, body.needed_when


def holding_back(proposal: Proposal, what: str) -> list[BodyStatus]:
    """The bodies that hold back `what` (a code of HearingBody.HoldsBack) now."""
    return [status for status in statuses(proposal) if status.holds_back == what and status.holding]


def _overrulings(proposal: Proposal) -> dict[int, Overruling]:
    """Overrulings of the content that was submitted last: another content must be overruled again."""
    last = next((one for one in proposal.revisions.all() if one.purpose != Revision.Purpose.HEARING), None)
    if last is None:
        return {}
    rows = proposal.overrulings.all()
    rows = rows if prefetched(proposal, "overrulings") else rows.select_related("revision")
    return {row.body_id: row for row in rows if row.revision.sha256 == last.sha256}


def _judgements(proposal: Proposal) -> dict[int, NeedJudgement]:
    """The newest judgement of each body's need, unless it left the matter to the words again."""
    rows = proposal.need_judgements.all()
    rows = rows if prefetched(proposal, "need_judgements") else rows.select_related("body")
    newest = {row.body_id: row for row in rows}
    return {body: row for body, row in newest.items() if row.needed is not None}


def _status(
    proposal: Proposal,
    rule: Any,
    found: Need,
    asked: tuple[AskedOnce, ...],
    overruled: dict[int, Overruling],
    judged: dict[int, NeedJudgement],
) -> BodyStatus:
    body = rule.body
    status = _by_sign_off(proposal) if body.code == CFO_BODY and not asked else _by_answers(asked)
    overruling = overruled.get(body.pk)
    if status not in RELEASED and overruling is not None:
        status = "overruled"
    return BodyStatus(body, found, rule.holds_back, rule.needed_when, status, asked, overruling, judged.get(body.pk))


def _by_answers(asked: tuple[AskedOnce, ...]) -> str:
    answers = [once.answer for once in asked]
    if not answers:
        return "not_asked"
    if any(answer and answer.position == HearingAnswer.Position.AGAINST for answer in answers):
        return "against"
    if any(once.pending for once in asked):
        return "asked"
    if any(once.stale for once in asked):
        return "stale"
    heard = all(answer.heard in (Heard.YES, Heard.NOT_RELEVANT) for answer in answers if answer)
    return "heard" if heard else "not_heard"


def _by_sign_off(proposal: Proposal) -> str:
    """CFØ's own standing follows from the signatures, where nothing else is recorded."""
    given = signatures(proposal)
    if given.complete:
        return "heard"
    return "asked" if given.submission else "not_asked"
