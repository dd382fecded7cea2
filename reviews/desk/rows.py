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
from .standing import Hearing, Standing, Standings

# The deadline of the round that a proposal in the state works towards.
DEADLINE_OF = {
    ProposalState.DRAFT: "submission_deadline",
    ProposalState.RETURNED: "submission_deadline",
    ProposalState.SUBMITTED: "hearing_deadline",
    ProposalState.APPROVED: "committee_deadline",
}


@dataclass(frozen=True)
class DeskRow:
    """One proposal; `days` in its state, `now` the time the row was made.

    `booking`: the one on the first meeting to come; `over`: its deadline has passed.
    """

    proposal: Proposal
    standings: Standings
    figures: RowFigures | None
    days: int
    deadline: datetime.datetime | None
    booking: Booking | None
    now: datetime.datetime

    @property
    def over(self) -> bool:
        return self.deadline is not None and self.deadline < self.now

    @property
    def _at_work(self) -> bool:
        return self.proposal.state in DEADLINE_OF

    @property
    def _standing(self) -> Standing:
        return self.standings[self.proposal.pk]

    @property
    def hearings(self) -> tuple[Hearing, ...]:
        shown = self._at_work or self.proposal.state == ProposalState.TREATED
        return self._standing.hearings if shown else ()

    @property
    def unanswered(self) -> bool:
        """Whether the day a hearing was to be answered by has passed."""
        today = timezone.localdate(self.now)
        return self._at_work and any(one.due is not None and one.due < today for one in self._standing.hearings)

    @property
    def broken(self) -> tuple[str, ...]:
        """In words, where its chain of meetings no longer holds."""
        return self._standing.broken if self._at_work else ()

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
    """The proposals, all of the one round, in the order they come in; a fixed number of queries.

    Where they stand is worked out when it is asked about (`work_out` before a part of them is shown).
    """
    listed = list(proposals)
    for proposal in listed:
        proposal.round = round
    standings, booked, now = Standings(round, listed), _booked(round), timezone.now()
    return [_row(round, proposal, standings, booked.get(proposal.pk), now) for proposal in listed]


def work_out(rows: Iterable[DeskRow]) -> None:
    """Where the rows' proposals stand, of those alone; for rows that are shown out of many."""
    shown = list(rows)
    if shown:
        shown[0].standings.work_out([row.proposal for row in shown])


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
    round: Round, proposal: Proposal, standings: Standings, booking: Booking | None, now: datetime.datetime
) -> DeskRow:
    at_work = DEADLINE_OF.get(ProposalState(proposal.state))
    return DeskRow(
        proposal=proposal,
        standings=standings,
        figures=stored_row(proposal),
        days=max(0, (timezone.localdate(now) - timezone.localdate(proposal.state_since)).days),
        deadline=getattr(round, at_work) if at_work else None,
        booking=booking,
        now=now,
    )
