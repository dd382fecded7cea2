"""The appendix as it stands: what goes in, what does not and why, and what CFØ should look at before it is built."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.economy.summary import number_order
from proposals.models import Proposal, ProposalState, Round
from proposals.models.proposal import PRINTABLE_STATES
from reviews.models import SignOff

from .bilag import INFORMATION
from .content.computed import Computed, compute_snapshot
from .footnotes import left_unmarked, own_footnotes
from .shareable import unshareable
from .snapshot import ProposalSnapshot
from .taking import BELONGS, listed_proposals, round_snapshot


@dataclass(frozen=True)
class LeftOut:
    """A proposal of the round that is not printed, with the reason."""

    proposal: Proposal
    reason: str


@dataclass(frozen=True)
class Warning:
    """Something to look at before the appendix is built, and the proposals it is about."""

    text: str
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The round as it would be printed now, computed; nothing of it is stored."""

    computed: Computed
    going_in: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Warning, ...]


def overview(round: Round, bilag: int = INFORMATION) -> Overview:
    """Reads the round in a fixed number of queries, and of the proposals what was frozen with them."""
    listed = listed_proposals(round, bilag)
    computed = compute_snapshot(round_snapshot(round, [snapshot for _proposal, snapshot in listed], bilag=bilag))
    going_in = sorted((proposal for proposal, _snapshot in listed), key=_order)
    others = round.proposals.filter(BELONGS[bilag]).exclude(pk__in=[proposal.pk for proposal in going_in])
    others = others.select_related("administration").defer("search_text", "confidential_words", "published")
    left_out = tuple(LeftOut(proposal, _why_left_out(proposal)) for proposal in sorted(others, key=_order))
    warnings = [
        *_round_warnings(round, going_in),
        *_proposal_warnings(going_in, left_out, closed=computed.bilag.closed),
        *_distribution_warnings(round, listed, computed),
        *(_footnote_warnings(round, listed) if bilag == INFORMATION else ()),
    ]
    return Overview(computed, tuple(going_in), left_out, tuple(warnings))


def _order(proposal: Proposal) -> tuple:
    return (proposal.number is None, number_order(proposal.number or ""), proposal.title)


def _why_left_out(proposal: Proposal) -> str:
    return {
        ProposalState.DRAFT: _("Er en kladde hos forvaltningen."),
        ProposalState.SUBMITTED: _("Ligger hos CFØ og er ikke godkendt."),
        ProposalState.RETURNED: _("Er returneret til forvaltningen."),
        ProposalState.APPROVED: _("Har ingen gyldig godkendelse."),
        ProposalState.TREATED: _("Har ingen gyldig godkendelse."),
        ProposalState.WITHDRAWN: _("Er trukket tilbage."),
        ProposalState.ARCHIVED: _("Er en arkiveret kladde."),
    }[ProposalState(proposal.state)]


def _round_warnings(round: Round, going_in: list[Proposal]) -> list[Warning]:
    now = timezone.now()
    found = []
    if round.state == Round.State.OPEN and round.submission_deadline and round.submission_deadline > now:
        found.append(Warning(_("Fristen for indsendelse er ikke nået: der kan komme flere forslag.")))
    untreated = tuple(one for one in going_in if one.state == ProposalState.APPROVED and not _imported(one))
    if untreated and round.committee_deadline and round.committee_deadline < now:
        text = _("Fristen for udvalgsbehandling er overskredet, og udvalget har ikke behandlet:")
        found.append(Warning(text, untreated))
    elif untreated:
        found.append(Warning(_("Udvalget har ikke behandlet:"), untreated))
    return found


def _imported(proposal: Proposal) -> bool:
    """Whether it came from a round file, which knows nothing of committees' treatment."""
    if proposal.row_figures is not None:
        return True
    return any(sign.kind == SignOff.Kind.IMPORTED for sign in proposal.sign_offs.all())


def _proposal_warnings(going_in: list[Proposal], left_out: tuple[LeftOut, ...], *, closed: bool) -> list[Warning]:
    submitted = [one.proposal for one in left_out if one.proposal.state == ProposalState.SUBMITTED]
    unsigned = [one.proposal for one in left_out if one.proposal.state in PRINTABLE_STATES]
    unjudged = [one for one in going_in if one.criteria == Proposal.Criteria.UNKNOWN and not _imported(one)]
    groups = [
        (_("Indsendt, men ikke godkendt af CFØ, og kommer derfor ikke med:"), submitted),
        (_("Står som godkendt, men uden gyldig godkendelse, og kommer derfor ikke med:"), unsigned),
        (_("Mangler nummer:"), [one for one in going_in if not one.number]),
        (_("Kriterierne er ikke vurderet:"), unjudged),
    ]
    if not closed:
        only_rows = _("Fortroligt, og står kun som en række i tabellerne:")
        groups.append((only_rows, [one for one in going_in if one.confidential]))
        without = _("Har fortrolige afsnit, der kun trykkes med overskrift:")
        groups.append((without, [one for one in going_in if one.confidential_sections and not one.confidential]))
    return [Warning(text, tuple(proposals)) for text, proposals in groups if proposals]


def _distribution_warnings(
    round: Round, listed: list[tuple[Proposal, ProposalSnapshot]], computed: Computed
) -> list[Warning]:
    faults = unshareable(round, [snapshot for _proposal, snapshot in listed], computed.bilag.number, computed.book)
    found = []
    for proposal in sorted((proposal for proposal, _snapshot in listed), key=_order):
        if why := faults.get(proposal.pk):
            text = _("Fordelingen på udvalg kan ikke beregnes: %(why)s") % {"why": _(why.text) % why.values}
            found.append(Warning(text, (proposal,)))
    return found


def _footnote_warnings(round: Round, listed: list[tuple[Proposal, ProposalSnapshot]]) -> list[Warning]:
    """Footnotes CFØ has written by hand may mark a proposal that is no longer printed, and leave another unmarked."""
    own = own_footnotes(round)
    if not own:
        return []
    by_number = {proposal.number: proposal for proposal, _snapshot in listed}
    found = []
    if missing := sorted({number for note in own for number in note.proposals} - set(by_number)):
        text = ngettext(
            "En fodnote nævner %(numbers)s, som ikke kommer med.",
            "Fodnoter nævner %(numbers)s, som ikke kommer med.",
            len(missing),
        )
        found.append(Warning(text % {"numbers": ", ".join(missing)}))
    written_here = [snapshot for proposal, snapshot in listed if not _imported(proposal)]
    for note in left_unmarked(own, written_here):
        text = _("Rundens egne fodnoter har ikke “%(words)s” for:") % {"words": note.text}
        found.append(Warning(text, tuple(by_number[number] for number in note.proposals)))
    return found
