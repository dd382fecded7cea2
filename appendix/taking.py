"""Takes a snapshot of a round as it is printed now, of a proposal alone, or of an empty form."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from proposals.assemble import assemble
from proposals.confidentiality import redacted
from proposals.contents import FactsContent
from proposals.document import Document, DocumentSection, RoundIdentity
from proposals.drafts import blank_content, figures_of
from proposals.economy.figures import RULES_VERSION
from proposals.models import Administration, Proposal, ProposalState, Round, Template, Unit
from proposals.models.proposal import PRINTABLE_STATES
from proposals.units import unit_book
from reviews.hearings import printed_hearings, to_prefetch
from reviews.models import Revision, SignOff
from reviews.revisions import document_of
from reviews.signatures import signatures

from .bilag import APPROVAL, BILAG, CONFIDENTIAL, INFORMATION
from .content.prices import Prices
from .footnotes import footnotes
from .introduction import own_words
from .logo import read_logo
from .snapshot import (
    CommitteeInfo,
    Hearing,
    PoolInfo,
    PriceConversion,
    ProposalSnapshot,
    RoundInfo,
    Snapshot,
    UnitInfo,
)

# Which of the round's proposals an appendix is about, whatever their state: `Bilag.takes` as the database asks it.
BELONGS = {
    INFORMATION: Q(),
    APPROVAL: Q(cross_cutting=True),
    CONFIDENTIAL: Q(confidential=True) | ~Q(confidential_sections={}),
}

NOT_APPROVED = "Ikke godkendt af Center for Økonomi"


def snapshot_of(
    round: Round,
    *,
    bilag: int = 7,
    edition: int = 0,
    include_submitted: bool = False,
    unapproved_reason: str = "",
    final: bool = False,
    date: datetime | None = None,
    price_level: int | None = None,
    attach_data: bool = False,
) -> Snapshot:
    """The appendix as it would be printed now: every approved proposal it takes, by the revision that was approved.

    With `include_submitted` also those that stand at CFØ, by their newest submission, marked as not approved
    with `unapproved_reason`. `date` is the date of the edition, now when it is left out; `price_level` the one its
    amounts are printed in, the one they are written in when it is left out; `attach_data`: the PDF carries its round
    file. Raises PriceError where the round's indices cannot convert to the level.
    """
    taken = _printed_proposals(round, bilag, include_submitted=include_submitted, unapproved_reason=unapproved_reason)
    snapshot = round_snapshot(round, taken, bilag=bilag, edition=edition, date=date, price_level=price_level)
    chosen = {"final": final, "unapproved_reason": unapproved_reason, "attach_data": attach_data}
    return snapshot.model_copy(update=chosen)


def _printed_proposals(
    round: Round, bilag: int, *, include_submitted: bool, unapproved_reason: str
) -> list[ProposalSnapshot]:
    """The proposals the appendix takes; a fixed number of queries for any number of them."""
    states = [*PRINTABLE_STATES, *([ProposalState.SUBMITTED] if include_submitted else [])]
    proposals = (
        round.proposals.filter(state__in=states)
        .select_related("administration", "committee", "template")
        .prefetch_related(
            *to_prefetch(),
            Prefetch("sign_offs", SignOff.objects.filter(voided_at=None)),
            "treatments",
        )
    )
    prefetch_related_objects([round], "hearings__body")
    found = []
    for proposal in proposals:
        proposal.round = round
        snapshot = _printed(proposal, unapproved_reason, () if BILAG[bilag].closed else proposal.confidential_sections)
        if snapshot is None or not BILAG[bilag].takes(snapshot):
            continue
        if snapshot.approved or include_submitted:
            found.append(snapshot)
    return found


def listed_proposals(round: Round, bilag: int = INFORMATION) -> list[tuple[Proposal, ProposalSnapshot]]:
    """The approved proposals the appendix takes, as rows of its tables alone: without documents and hearings.

    Their figures are those the revisions froze; documents are read only where other rules than today's froze them. A
    fixed number of queries for any number of them.
    """
    proposals = (
        round.proposals.filter(BELONGS[bilag], state__in=PRINTABLE_STATES)
        .select_related("administration", "committee")
        .defer("search_text", "confidential_words", "published")
        .prefetch_related(
            Prefetch("sign_offs", SignOff.objects.filter(voided_at=None)),
            Prefetch("revisions", Revision.objects.defer("canonical")),
        )
    )
    found: list[tuple[Proposal, Revision | None]] = []
    for proposal in proposals:
        proposal.round = round
        if proposal.row_figures is not None:
            found.append((proposal, None))
        elif (approved := signatures(proposal).approved_revision) is not None:
            found.append((proposal, next(one for one in proposal.revisions.all() if one.pk == approved)))
    older = [revision.pk for _proposal, revision in found if revision and revision.rules_version != RULES_VERSION]
    whole = Revision.objects.in_bulk(older)
    taken = []
    for proposal, revision in found:
        document = document_of(whole[revision.pk]) if revision and revision.pk in whole else None
        closed = () if BILAG[bilag].closed else proposal.confidential_sections
        figures = revision.figures if revision else None
        taken.append((proposal, _row(proposal, document, figures, revision, approved=True, closed=closed)))
    return taken


def draft_snapshot(proposal: Proposal, revision: Revision | None = None, *, hidden: Collection[str] = ()) -> Snapshot:
    """One proposal alone: a frozen revision of it, or the draft as it stands, without the sections of the hidden keys.

    Until CFØ has approved it, it is marked as a draft with its version and time; the draft by the version it becomes.
    """
    if revision is not None:
        when = timezone.localtime(revision.at)
        name, document, figures = (
            f"Kladde, version {revision.number}",
            document_of(revision),
            revision.figures,
        )
    else:
        document = assemble(proposal)
        computed = figures_of(document)
        latest = proposal.revisions.aggregate(number=Max("number"))["number"] or 0
        name, figures = f"Kladde til version {latest + 1}", computed.as_json() if computed else {}
        when = timezone.localtime(proposal.updated_at)
    approved = revision is not None and signatures(proposal).approved_revision == revision.pk
    with override("da"):
        mark = None if approved else f"{name}, {date_format(when, 'j. F Y')} kl. {when:%H.%M}"
    row = _row(proposal, document, figures, revision, approved=approved, draft_mark=mark, closed=hidden)
    printed = _with_process(row, proposal, document)
    return round_snapshot(proposal.round, [printed], date=when)


def empty_snapshot(round: Round, template: Template, *, cross_cutting: bool = False) -> Snapshot:
    """The round's form with nothing written in it, as a proposal of the first administration."""
    spec = template.spec()
    sections = []
    for section in spec.sections:
        content = blank_content(section, round)
        if isinstance(content, FactsContent):
            content = content.model_copy(update={"cross_cutting": cross_cutting})
        if cross_cutting or not section.only_cross_cutting:
            sections.append(DocumentSection(key=section.key, content=content))
    place = Administration.objects.select_related("committee").first()
    assert place is not None
    document = Document(
        round=RoundIdentity(name=round.name, kind=round.kind, price_level=round.price_level),
        type=template.type,
        administration=place.code,
        committee=place.committee.code,
        template=spec.printed(),
        sections=sections,
    )
    computed = figures_of(document)
    printed = ProposalSnapshot(
        number="",
        title="",
        type=template.type,
        administration=place.code,
        committee=place.committee.code,
        cross_cutting=cross_cutting,
        confidential=False,
        confidential_title=False,
        criteria="unknown",
        body_in_appendix=True,
        approved=False,
        document=document,
        figures=computed.as_json() if computed else {},
        hearings=[
            Hearing(party=row.body.code, name=row.body.name, status="blank", dates=[], text="")
            for row in round.hearings.select_related("body")
        ],
        draft_mark="Tom formular",
    )
    return round_snapshot(round, [printed])


def round_snapshot(
    round: Round,
    proposals: list[ProposalSnapshot],
    *,
    bilag: int = 7,
    edition: int = 0,
    date: datetime | None = None,
    price_level: int | None = None,
) -> Snapshot:
    """The round's own facts around proposals that are already taken; `date` and `price_level` as in `snapshot_of`."""
    price = None
    if price_level is not None and price_level != round.price_level:
        price = PriceConversion(wanted=price_level, indices=round.price_indices)
    administrations = Administration.objects.select_related("committee")
    return Snapshot(
        bilag=bilag,
        edition=edition,
        # Danish time: the day that is printed is the day it is there.
        date=timezone.localtime(date).replace(microsecond=0),
        organisation=settings.ORGANISATION_NAME,
        logo=read_logo(),
        round=RoundInfo(
            name=round.name,
            kind=round.kind,
            price_level=round.price_level,
            years=round.years,
            presentation=round.presentation,
            criteria=round.criteria,
            published_tables=round.published_tables,
        ),
        intro=own_words(round, bilag),
        # The pools are the whole round's: beside a part of its proposals they would mislead.
        pools=[PoolInfo(kind=pool.kind, remaining_before=pool.remaining_before) for pool in round.pools.all()]
        if bilag == INFORMATION
        else [],
        footnotes=footnotes(round, proposals, bilag, Prices.of(price, round.price_level, unit_book())),
        committees=[
            CommitteeInfo(
                code=administration.committee.code,
                name=administration.committee.name,
                administration_code=administration.code,
                administration_name=administration.name,
            )
            for administration in administrations
        ],
        units=[
            UnitInfo(code=unit.code, name=unit.name, committee=unit.committee.code)
            for unit in Unit.objects.select_related("committee")
        ],
        proposals=proposals,
        rules_version=RULES_VERSION,
        price=price,
    )


def _printed(proposal: Proposal, unapproved_reason: str, closed: Collection[str]) -> ProposalSnapshot | None:
    """The proposal by the revision that counts, without the `closed` sections; None where nothing was submitted."""
    if proposal.row_figures is not None:
        return _with_process(_row(proposal, None, None, None, approved=True), proposal, None)
    approved = signatures(proposal).approved_revision
    by_id = {revision.pk: revision for revision in proposal.revisions.all()}
    if approved is not None:
        revision = by_id[approved]
    else:
        submissions = [r for r in by_id.values() if r.purpose == Revision.Purpose.SUBMISSION]
        if not submissions:
            return None
        revision = max(submissions, key=lambda r: r.number)
    mark = None if approved else ": ".join(filter(None, (NOT_APPROVED, unapproved_reason)))
    document = document_of(revision)
    row = _row(proposal, document, revision.figures, revision, approved=bool(approved), draft_mark=mark, closed=closed)
    return _with_process(row, proposal, document)


def _with_process(row: ProposalSnapshot, proposal: Proposal, document: Document | None) -> ProposalSnapshot:
    """The row with its hearings and treatments; `document` is the whole one, which tells who is to be heard."""
    heard = printed_hearings(proposal, document) if document else []
    process = {
        "hearings": [Hearing(**hearing) for hearing in heard],
        "treated": sorted(treatment.date for treatment in proposal.treatments.all()),
    }
    return row.model_copy(update=process)


def _row(
    proposal: Proposal,
    document: Document | None,
    figures: dict[str, Any] | None,
    revision: Revision | None,
    *,
    approved: bool,
    draft_mark: str | None = None,
    closed: Collection[str] = (),
) -> ProposalSnapshot:
    """`closed`: keys of the sections that are left out as confidential."""
    return ProposalSnapshot(
        proposal=proposal.pk,
        number=proposal.number or "",
        title=proposal.printed_title or (document.title if document else proposal.title),
        type=proposal.type,
        administration=proposal.administration.code,
        committee=proposal.committee.code,
        cross_cutting=document.cross_cutting if document else proposal.cross_cutting,
        confidential=proposal.confidential,
        confidential_title=proposal.confidential_title,
        confidential_sections=sorted(proposal.confidential_sections),
        criteria=proposal.criteria,
        body_in_appendix=proposal.body_in_appendix,
        revision=revision.number if revision else None,
        sha256=revision.sha256 if revision else None,
        approved=approved,
        document=redacted(document, closed) if document else None,
        figures=figures,
        row_figures=proposal.row_figures,
        draft_mark=draft_mark,
    )
