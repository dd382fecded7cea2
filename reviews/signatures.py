"""CFØ's signatures that count: those that are not void, which are all on the version that was submitted last."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.models import Proposal, ProposalState
from proposals.models.proposal import PRINTABLE_STATES

from .models import SignOff

Kind = SignOff.Kind


@dataclass(frozen=True)
class Signatures:
    """`wanted`: how many people of CFØ must sign; `imported`: the proposal was approved elsewhere.

    `settled`: enough had signed by the rule of the time, since it became approved; `undecided`: CFØ still has it.
    """

    wanted: int
    preapproval_needed: bool
    preapproval: SignOff | None
    approvals: tuple[SignOff, ...]
    submission: SignOff | None
    imported: SignOff | None
    settled: bool
    undecided: bool

    @property
    def enough(self) -> bool:
        """Whether as many people have signed as the round asks for."""
        return len(self.approvals) >= self.wanted

    @property
    def complete(self) -> bool:
        """An approval stands, also when the round asks for more later; that it asks for fewer approves nothing."""
        if self.imported is not None:
            return True
        return bool(self.approvals) and not self.undecided and (self.settled or self.enough)

    @property
    def approved_revision(self) -> int | None:
        """The id of the revision that CFØ has approved; None until enough people have signed."""
        if self.imported:
            return self.imported.revision_id
        return self.approvals[-1].revision_id if self.complete else None

    @property
    def preapproval_missing(self) -> bool:
        return self.preapproval_needed and self.preapproval is None

    def of(self, user: int) -> SignOff | None:
        """What the person of that id has signed for CFØ already."""
        return next((sign for sign in self.approvals if sign.by_id == user), None)


def signatures(proposal: Proposal) -> Signatures:
    """What is signed on the proposal; one query, none where `sign_offs` is prefetched."""
    valid = [sign for sign in proposal.sign_offs.all() if sign.voided_at is None]

    def first(kind: str) -> SignOff | None:
        return next((sign for sign in valid if sign.kind == kind), None)

    return Signatures(
        wanted=proposal.round.cfo_signers,
        preapproval_needed=proposal.round.pre_approval,
        preapproval=first(Kind.PREAPPROVED),
        approvals=tuple(sign for sign in valid if sign.kind == Kind.APPROVED),
        submission=first(Kind.SUBMITTED),
        imported=first(Kind.IMPORTED),
        settled=proposal.state in PRINTABLE_STATES,
        undecided=proposal.state == ProposalState.SUBMITTED,
    )
