"""A proposal as CFØ's desk shows it: how long it has waited, what it lacks, and its next deadline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.economy.summary_rows import RowFigures
from proposals.figures_shown import stored_row
from proposals.models import Proposal, ProposalState, Round

from ..models import Booking
from ..process import WITH_CFO
from .standing import Hearing, Standing, standings_of

# The deadline of the round that a proposal in the state works towards.
DEADLINE_OF = {
    ProposalState.DRAFT: "submission_deadline",
    ProposalState.RETURNED: "submission_deadline",
    ProposalState.SUBMITTED: "hearing_deadline",
    ProposalState.APPROVED: "committee_deadline",
}


@dataclass(frozen=True)
class DeskRow:
    """One proposal; `days` in its state.

    `booking`: the one on the first meeting to come; `over`: its deadline has passed; `unanswered`: the day a hearing
    was to be answered by has. `broken`: in words, where its chain of meetings no longer holds.
    """

    proposal: Proposal
    hearings: tuple[Hearing, ...]
    figures: RowFigures | None
    days: int
    deadline: datetime.datetime | None
    booking: Booking | None
    over: bool
    unanswered: bool
    broken: tuple[str, ...]

    @property
    def late(self) -> bool:
        return self.over or self.unanswered

    @property
    def waited(self) -> str:
        """ "Hos CFØ i 6 dage"."""
        state = self.proposal.get_state_display()
        if not self.days:
            return _("%(state)s siden i dag") % {"state": state}
        words = ngettext("%(state)s i %(days)s dag", "%(state)s i %(days)s dage", self.days)
        return words % {"state": state, "days": self.days}

    @property
    def with_cfo(self) -> bool:
        """Whether it has come to CFØ, who then judges the criteria and gives it a number."""
        return self.proposal.state in WITH_CFO

    @property
    def missing(self) -> list[Hearing]:
        """The bodies that have not been heard, asked or not."""
        return [hearing for hearing in self.hearings if not hearing.released]

    @property
    def missing_groups(self) -> list[tuple[str, str]]:
        """Where the missing bodies stand, and their names: "Ikke spurgt", "IT-kredsen, Koncern IT"."""
        names: dict[str, list[str]] = {}
        for hearing in self.missing:
            names.setdefault(hearing.label, []).append(hearing.name)
        return [(label, ", ".join(listed)) for label, listed in names.items()]

    @property
    def stale(self) -> list[Hearing]:
        """The bodies whose answer is about an older version."""
        return [hearing for hearing in self.hearings if hearing.stale]

    @property
    def investment(self) -> int | None:
        """Asked of the pools in 1.000 kr.; None where nothing is known."""
        return self.figures["service"] + self.figures["anlaeg"] if self.figures else None


def desk_rows(round: Round, proposals: Iterable[Proposal]) -> list[DeskRow]:
    """The proposals, all of the one round, in the order they come in; a fixed number of queries."""
    listed = list(proposals)
    for proposal in listed:
        proposal.round = round
    standings, booked = standings_of(round, listed), _booked(round)
    now = timezone.now()
    return [_row(round, proposal, standings[proposal.pk], booked.get(proposal.pk), now) for proposal in listed]


def _booked(round: Round) -> dict[int, Booking]:
    """The first booking to come of each proposal of the round, by the proposal's id."""
    coming = Booking.objects.filter(
        proposal__round=round, cancelled_at=None, meeting__date__gte=timezone.localdate()
    ).select_related("meeting__body", "meeting__committee")
    found: dict[int, Booking] = {}
    for booking in coming.order_by("meeting__date", "pk"):
        found.setdefault(booking.proposal_id, booking)
    return found


def _row(
    round: Round, proposal: Proposal, standing: Standing, booking: Booking | None, now: datetime.datetime
) -> DeskRow:
    today = timezone.localdate(now)
    at_work = DEADLINE_OF.get(ProposalState(proposal.state))
    deadline = getattr(round, at_work) if at_work else None
    unanswered = [hearing.due for hearing in standing.hearings if hearing.due] if at_work else []
    return DeskRow(
        proposal=proposal,
        hearings=standing.hearings if at_work or proposal.state == ProposalState.TREATED else (),
        figures=stored_row(proposal),
        days=max(0, (today - timezone.localdate(proposal.state_since)).days),
        deadline=deadline,
        booking=booking,
        over=deadline is not None and deadline < now,
        unanswered=any(day < today for day in unanswered),
        broken=standing.broken if at_work else (),
    )
