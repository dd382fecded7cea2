"""The appendices a round prints: which proposals each holds as rows, and which of them in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proposals.economy.summary_rows import Presentation

from .snapshot import ProposalSnapshot, Snapshot

INFORMATION, APPROVAL, CONFIDENTIAL = 7, 8, 10


@dataclass(frozen=True)
class Bilag:
    """`subtitle` and `approach` are printed; `closed`: an appendix that may hold what is confidential.

    `takes`: whether it has the proposal as a row; `in_full`: whether it prints one it has with its text.
    """

    number: int
    subtitle: str
    approach: str
    closed: bool
    takes: Callable[[ProposalSnapshot], bool]
    in_full: Callable[[ProposalSnapshot, Presentation], bool]

    @property
    def name(self) -> str:
        return f"Bilag {self.number}"


def _open(proposal: ProposalSnapshot) -> bool:
    """Whether an open file may print more of it than its row."""
    return proposal.has_text and not proposal.confidential


def _for_information(proposal: ProposalSnapshot, presentation: Presentation) -> bool:
    wanted = presentation.cross_cutting_in_full or not proposal.cross_cutting
    return _open(proposal) and proposal.body_in_appendix and wanted


# A PDF of more proposals is an archive of one for each: setting them together would take more memory than there is.
MOST_TOGETHER = 120


def in_full(snapshot: Snapshot) -> list[ProposalSnapshot]:
    """The proposals that the appendix prints with their text."""
    presentation = Presentation.from_json(snapshot.round.presentation)
    return [one for one in snapshot.proposals if BILAG[snapshot.bilag].in_full(one, presentation)]


def printed_apart(snapshot: Snapshot) -> bool:
    """Whether the appendix has so many proposals in full that its PDF is one file for each of them."""
    return len(in_full(snapshot)) > MOST_TOGETHER


_ALL = (
    Bilag(
        INFORMATION,
        "Investerings- og innovationsforslag til efterretning",
        "til investeringspuljerne",
        False,
        lambda proposal: True,
        _for_information,
    ),
    Bilag(
        APPROVAL,
        "Tværgående investerings- og innovationsforslag til godkendelse",
        "om tværgående forslag til investeringspuljerne",
        False,
        lambda proposal: proposal.cross_cutting,
        lambda proposal, _presentation: _open(proposal),
    ),
    Bilag(
        CONFIDENTIAL,
        "Fortrolige investerings- og innovationsforslag",
        "om fortrolige forslag til investeringspuljerne",
        True,
        lambda proposal: proposal.confidential or bool(proposal.confidential_sections),
        lambda proposal, _presentation: proposal.has_text,
    ),
)
BILAG = {one.number: one for one in _ALL}
"""By number."""
