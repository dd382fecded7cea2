"""What was asked of each body and committee, what it answered, and whether the answer still holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from proposals.models import HearingBody, Proposal, ProposalState, Round

from ..models import HearingAnswer, HearingFile, HearingRequest, NeedJudgement, Overruling, Revision
from ..related import prefetched
from ..revisions import document_of
from .sections import Versions, headings


@dataclass(frozen=True)
class AskedOnce:
    """The newest request that is not withdrawn to a body (and committee of it, where there are several).

    `answer`: the newest answer, be it to this request or one of the `earlier`, which it stands instead of; `pending`:
    this one is unanswered. `changed`: keys of the sections asked about that `now`, the newest version, has otherwise
    than the version that was answered.
    """

    request: HearingRequest
    answer: HearingAnswer | None
    pending: bool
    changed: tuple[str, ...] = ()
    now: Revision | None = None
    earlier: tuple[HearingRequest, ...] = ()

    @property
    def asked_here(self) -> bool:
        """False where the request was made only to write down an answer given elsewhere."""
        return self.answer is None or not self.answer.recorded or self.answer.at != self.request.at

    @property
    def files(self) -> list[HearingFile]:
        """Minutes of this and the earlier requests, but those taken off again."""
        requests = [*self.earlier, self.request]
        return [file for request in requests for file in request.files.all() if file.removed_at is None]

    @property
    def stale(self) -> bool:
        """The answer is about a version that reads otherwise now in what the body was asked about."""
        return bool(self.changed)

    @property
    def changed_headings(self) -> list[str]:
        return headings(document_of(self.now), self.changed) if self.now and self.changed else []


def to_prefetch() -> list[Prefetch]:
    """What the standing of many proposals is read from, so that it costs a fixed number of queries."""
    return [
        Prefetch("revisions", Revision.objects.order_by("-number")),
        Prefetch("hearing_requests", HearingRequest.objects.select_related("body", "revision")),
        Prefetch("hearing_requests__answers", HearingAnswer.objects.select_related("revision")),
        Prefetch("overrulings", Overruling.objects.select_related("revision")),
        Prefetch("need_judgements", NeedJudgement.objects.select_related("body")),
    ]


def of_requests() -> list[str]:
    """What the page of a proposal's hearings shows beside the answers."""
    return [f"hearing_requests__{name}" for name in ("files", "date_proposals", "links")]


def asked_by_body(proposal: Proposal) -> dict[HearingBody, list[AskedOnce]]:
    """Requests that are not withdrawn, by body; three queries, none where they are prefetched."""
    requests = proposal.hearing_requests.all()
    if not prefetched(proposal, "hearing_requests"):
        requests = requests.select_related("body", "revision").prefetch_related(
            Prefetch("answers", HearingAnswer.objects.select_related("revision"))
        )
    places: dict[tuple[int, str, str], list[HearingRequest]] = {}
    for request in requests:
        if request.withdrawn_at is None:
            places.setdefault(request.place, []).append(request)
    revision = _newest_revision(proposal) if places else None
    versions = Versions()
    result: dict[HearingBody, list[AskedOnce]] = {}
    for *earlier, request in places.values():
        answers = [next(iter(one.answers.all()), None) for one in (*earlier, request)]
        answer = next((one for one in reversed(answers) if one is not None), None)
        changed = versions.changed(answer.revision, revision, request.sections) if answer else ()
        once = AskedOnce(request, answer, answers[-1] is None, changed, revision, tuple(earlier))
        result.setdefault(request.body, []).append(once)
    return result


def unanswered() -> QuerySet[HearingRequest]:
    """The requests that wait for an answer; one that was sent again waits once.

    Proposals that are withdrawn or archived wait for nobody.
    """
    newer = HearingRequest.objects.filter(
        proposal=OuterRef("proposal"), body=OuterRef("body"), level=OuterRef("level"), detail=OuterRef("detail"),
        withdrawn_at=None, pk__gt=OuterRef("pk"),
    )  # fmt: skip
    waiting = HearingRequest.objects.filter(~Exists(newer), asked=True, withdrawn_at=None, answers=None)
    return waiting.exclude(proposal__state__in=[ProposalState.WITHDRAWN, ProposalState.ARCHIVED])


def waiting_requests(round: Round) -> QuerySet[HearingRequest]:
    """The round's requests that wait for an answer, by when it is due."""
    waiting = unanswered().filter(proposal__round=round)
    return waiting.select_related("body", "proposal").order_by(F("due").asc(nulls_last=True), "pk")


def _newest_revision(proposal: Proposal) -> Revision | None:
    if prefetched(proposal, "revisions"):
        return next(iter(proposal.revisions.all()), None)
    return proposal.revisions.first()


def earlier_answer(request: HearingRequest) -> HearingAnswer | None:
    """The newest answer of the committee, be it to this request or an earlier one that was not withdrawn."""
    answers = HearingAnswer.objects.filter(request__proposal=request.proposal_id, request__withdrawn_at=None)
    same = answers.filter(request__body=request.body_id, request__level=request.level, request__detail=request.detail)
    return same.select_related("revision").first()
