"""Takes a snapshot of a round as it is printed, and keeps it as an edition."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.models import User
from proposals.assemble import assemble
from proposals.contents import FactsContent
from proposals.document import Document, DocumentSection, RoundIdentity, canonical_bytes, fingerprint, parse
from proposals.drafts import blank_content, figures_of
from proposals.economy.figures import RULES_VERSION
from proposals.economy.numbers import million
from proposals.models import Administration, Proposal, ProposalState, Round, Template, Unit
from proposals.models.proposal import PRINTABLE_STATES
from reviews.events import record
from reviews.hearings import printed_hearings
from reviews.models import HearingRequest, Overruling, Revision, SignOff

from .models import Edition
from .snapshot import (
    CommitteeInfo,
    Footnote,
    Hearing,
    PoolInfo,
    ProposalSnapshot,
    RoundInfo,
    Snapshot,
    UnitInfo,
)


class NothingToPrint(Exception):
    """The round has no proposal that an edition could hold."""


APPROVALS = (SignOff.Kind.APPROVED, SignOff.Kind.IMPORTED)


def snapshot_of(
    round: Round, *, bilag: int = 7, edition: int = 0, include_submitted: bool = False, date: datetime | None = None
) -> Snapshot:
    """The round as it would be printed now: every approved proposal by the revision that was approved.

    With `include_submitted` also those that stand at CFØ, by their newest submission, marked as not approved.
    `date` is the date of the edition, now when it is left out.
    """
    printed = [snapshot for _proposal, snapshot in printed_proposals(round, include_submitted=include_submitted)]
    return round_snapshot(round, printed, bilag=bilag, edition=edition, date=date)


def printed_proposals(round: Round, *, include_submitted: bool = False) -> list[tuple[Proposal, ProposalSnapshot]]:
    """The proposals that are printed, each with its snapshot; a fixed number of queries for any number of them."""
    states = [*PRINTABLE_STATES, *([ProposalState.SUBMITTED] if include_submitted else [])]
    proposals = (
        round.proposals.filter(state__in=states)
        .select_related("administration", "committee", "template")
        .prefetch_related(
            Prefetch("revisions", Revision.objects.order_by("-number")),
            Prefetch("sign_offs", SignOff.objects.filter(voided_at=None, kind__in=APPROVALS)),
            Prefetch("hearing_requests", HearingRequest.objects.select_related("body", "revision")),
            "hearing_requests__answers",
            Prefetch("overrulings", Overruling.objects.select_related("revision")),
            "treatments",
        )
    )
    prefetch_related_objects([round], "hearings__body")
    found = []
    for proposal in proposals:
        proposal.round = round
        snapshot = _printed(proposal)
        if snapshot is not None and (snapshot.approved or include_submitted):
            found.append((proposal, snapshot))
    return found


def draft_snapshot(proposal: Proposal, revision: Revision | None = None) -> Snapshot:
    """One proposal alone: a frozen revision of it, or the draft as it stands.

    Until CFØ has approved it, it is marked as a draft with its version and time; the draft by the version it becomes.
    """
    if revision is not None:
        when = timezone.localtime(revision.at)
        name, document, figures = (
            f"Kladde, version {revision.number}",
            parse(json.loads(revision.canonical)),
            revision.figures,
        )
    else:
        document = assemble(proposal)
        computed = figures_of(document)
        latest = proposal.revisions.aggregate(number=Max("number"))["number"] or 0
        name, figures = f"Kladde til version {latest + 1}", computed.as_json() if computed else {}
        when = timezone.localtime(proposal.updated_at)
    approved = revision is not None and revision.sign_offs.filter(kind__in=APPROVALS, voided_at=None).exists()
    with override("da"):
        mark = None if approved else f"{name}, {date_format(when, 'j. F Y')} kl. {when:%H.%M}"
    printed = _proposal(proposal, document, figures, revision, approved=approved, draft_mark=mark)
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
    round: Round, proposals: list[ProposalSnapshot], *, bilag: int = 7, edition: int = 0, date: datetime | None = None
) -> Snapshot:
    """The round's own facts around proposals that are already taken; `date` is now when it is left out."""
    administrations = Administration.objects.select_related("committee")
    return Snapshot(
        bilag=bilag,
        edition=edition,
        # Danish time: the day that is printed is the day it is there.
        date=timezone.localtime(date).replace(microsecond=0),
        organisation=settings.ORGANISATION_NAME,
        round=RoundInfo(
            name=round.name,
            kind=round.kind,
            price_level=round.price_level,
            years=round.years,
            presentation=round.presentation,
            criteria=round.criteria,
            published_tables=round.published_tables,
        ),
        intro=None if round.intro_computed else round.intro,
        pools=[PoolInfo(kind=pool.kind, remaining_before=pool.remaining_before) for pool in round.pools.all()],
        footnotes=[Footnote(**note) for note in round.footnotes] or computed_footnotes(proposals),
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
    )


def _printed(proposal: Proposal) -> ProposalSnapshot | None:
    """The proposal by the revision that counts; None where nothing was ever submitted."""
    if proposal.row_figures is not None:
        return _proposal(proposal, None, None, None, approved=True)
    signed = list(proposal.sign_offs.all())
    by_id = {revision.pk: revision for revision in proposal.revisions.all()}
    if signed:
        revision = by_id[signed[-1].revision_id]
    else:
        submissions = [r for r in by_id.values() if r.purpose == Revision.Purpose.SUBMISSION]
        if not submissions:
            return None
        revision = max(submissions, key=lambda r: r.number)
    mark = None if signed else "Ikke godkendt"
    document = parse(json.loads(revision.canonical))
    return _proposal(proposal, document, revision.figures, revision, approved=bool(signed), draft_mark=mark)


def _proposal(proposal, document, figures, revision, *, approved: bool, draft_mark: str | None = None):
    return ProposalSnapshot(
        number=proposal.number or "",
        title=proposal.printed_title or (document.title if document else proposal.title),
        type=proposal.type,
        administration=proposal.administration.code,
        committee=proposal.committee.code,
        cross_cutting=document.cross_cutting if document else proposal.cross_cutting,
        confidential=proposal.confidential,
        confidential_title=proposal.confidential_title,
        criteria=proposal.criteria,
        body_in_appendix=proposal.body_in_appendix,
        revision=revision.number if revision else None,
        sha256=revision.sha256 if revision else None,
        approved=approved,
        document=document,
        figures=figures,
        row_figures=proposal.row_figures,
        hearings=[Hearing(**hearing) for hearing in printed_hearings(proposal, document)] if document else [],
        treated=sorted(treatment.date for treatment in proposal.treatments.all()),
        draft_mark=draft_mark,
    )


def computed_footnotes(proposals: Iterable[ProposalSnapshot]) -> list[Footnote]:
    """The footnotes that follow from the proposals themselves, in the order their marks shall have."""
    listed = list(proposals)
    found: list[Footnote] = []
    for table, types in (("table2", {"investment"}), ("table3", {"innovation", "preliminary_study"})):
        rows = [p for p in listed if p.type in types]

        def add(text: str, marked: list[ProposalSnapshot], table: str = table) -> None:
            if marked:
                found.append(Footnote(table=table, text=text, proposals=[p.number for p in marked]))

        add("Tværgående forslag til godkendelse, jf. bilag 8", [p for p in rows if p.cross_cutting])
        add("Fortroligt forslag, jf. bilag 10", [p for p in rows if p.confidential])
        separate = [p for p in rows if p.criteria == "separate_political_priority"]
        add("Forslag til evt. særskilt politisk prioritering", separate)
        for proposal in rows:
            base = (proposal.figures or {}).get("base_investment", 0)
            if base:
                add(f"Der indgår grundinvesteringer i forslaget for {million(base)} mio. kr.", [proposal])
    return found


@transaction.atomic
def create_edition(round: Round, by: User, *, bilag: int = 7, include_submitted: bool = False) -> Edition:
    """Freezes the round as it stands under the next running number, with an event; raises NothingToPrint."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    # A proposal's state, sign-offs and revisions are read by several queries: nobody changes them in between.
    list(locked.proposals.select_for_update().order_by("pk").values_list("pk", flat=True))
    newest = Edition.objects.filter(round=locked, bilag=bilag).aggregate(newest=Max("number"))["newest"] or 0
    snapshot = snapshot_of(locked, bilag=bilag, edition=newest + 1, include_submitted=include_submitted)
    if not snapshot.proposals:
        raise NothingToPrint(round.name)
    canonical = canonical_bytes(snapshot.model_dump(mode="json", by_alias=True))
    edition = Edition.objects.create(
        round=locked,
        bilag=bilag,
        number=newest + 1,
        snapshot=canonical.decode(),
        sha256=fingerprint(canonical),
        created_at=snapshot.date,
        created_by=by,
        created_by_name=by.name,
    )
    data = {"bilag": bilag, "edition": edition.number, "sha256": edition.sha256}
    record("edition_built", round=locked, actor=by, data=data)
    return edition


def read_snapshot(edition: Edition) -> Snapshot:
    """The edition's snapshot, its documents raised to today's schema in memory."""
    return parse_snapshot(json.loads(edition.snapshot))


def parse_snapshot(raw: dict[str, Any]) -> Snapshot:
    """A snapshot from its JSON; pydantic.ValidationError when it is broken."""
    for proposal in raw["proposals"]:
        if proposal["document"] is not None:
            proposal["document"] = parse(proposal["document"])
    return Snapshot.model_validate(raw)
