"""Whole rounds in and out as round files: the drafting room's part with hearings, revisions and sign-offs.

`import_round` and `export_round` are what commands, the demo and other systems use.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from proposals.exchange.exporter import proposal_entry, round_entry
from proposals.exchange.importer import ImportState, store
from proposals.exchange.reading import read
from proposals.exchange.references import committee_names
from proposals.models import Committee, HearingBody, Proposal, ProposalState, Round
from proposals.roundfile import FORMAT, HearingEntry, HearingRuleEntry, MeetingEntry, ProposalEntry

from . import events
from .frozen import frozen
from .hearings import set_up
from .meetings.calendar import meetings_of, window
from .meetings.places import Place
from .models import CommitteeTreatment, HearingAnswer, HearingRequest, Meeting, Revision, RoundHearing, SignOff
from .revisions import freeze


@transaction.atomic
def import_round(
    data: dict[str, Any], *, state: ImportState = "approved", replace: bool = False, by: Any = None
) -> Round:
    """Takes a round file's data in, whole or not at all, and returns the round.

    `approved`: an archive, every proposal frozen and approved as imported, answers as recorded. `draft`: an
    open round of drafts, answers bound to no version. Raises BrokenRoundFile with every fault found, and
    RoundExists when there is a round of that name (`replace` sets it aside with its history). `by` None: the
    program itself.
    """
    file = read(data)
    stored = store(file, state=state, replace=replace, by=by)
    _set_up_hearings(stored.round, file.file.round.hearing_rules)
    for meeting in file.file.round.meetings or []:
        _take_meeting(meeting)
    for proposal, entry in stored.proposals:
        revision = _freeze(proposal, entry, by) if state == "approved" else None
        for hearing in entry.hearings or []:
            _record(proposal, hearing, revision, by)
        events.record("imported", proposal=proposal, actor=by, data={"state": proposal.state})
    events.record("round_imported", round=stored.round, actor=by, data={"state": state, "replace": replace})
    return stored.round


def _set_up_hearings(round: Round, rules: list[HearingRuleEntry] | None) -> None:
    """The file's bodies and rules, or where it has none every body with its defaults."""
    if rules is None:
        set_up(round)
        return
    for rule in rules:
        values = rule.model_dump(exclude={"party", "name"})
        RoundHearing.objects.update_or_create(round=round, body=_body(rule), defaults=values)


def _freeze(proposal: Proposal, entry: ProposalEntry, by: Any) -> Revision:
    """The imported version; approved, unless it was withdrawn or put away before."""
    approved = proposal.state == ProposalState.APPROVED
    revision = approve_imported(proposal, by) if approved else freeze(proposal, Revision.Purpose.IMPORT, by)
    for treatment in entry.process.treatments if entry.process else []:
        CommitteeTreatment.objects.create(
            proposal=proposal, revision=revision, date=treatment.date, note=treatment.note, **frozen(by)
        )
    return revision


@transaction.atomic
def approve_imported(proposal: Proposal, by: Any) -> Revision:
    """Freezes the proposal as it stands and takes it as approved elsewhere ("imported")."""
    proposal.state = ProposalState.APPROVED
    proposal.save(update_fields=["state"])
    revision = freeze(proposal, Revision.Purpose.IMPORT, by)
    SignOff.objects.create(
        proposal=proposal, revision=revision, kind=SignOff.Kind.IMPORTED, sha256=revision.sha256, **frozen(by)
    )
    return revision


def _record(proposal: Proposal, hearing: HearingEntry, revision: Revision | None, by: Any) -> None:
    request = HearingRequest.objects.create(
        proposal=proposal,
        body=_body(hearing),
        revision=revision,
        asked=False,
        level=hearing.level,
        detail=hearing.detail,
        **frozen(by),
    )
    HearingAnswer.objects.create(
        request=request,
        revision=revision,
        heard=hearing.status,
        position=hearing.position,
        dates=[date.isoformat() for date in hearing.dates],
        text=hearing.text or "",
        recorded=True,
        **frozen(by),
    )


def _body(hearing: HearingEntry | HearingRuleEntry | MeetingEntry) -> HearingBody:
    """The body of the code or name; one nobody has set up is taken in as heard by name."""
    name = hearing.name or hearing.party
    known = HearingBody.objects.filter(code=hearing.party) or HearingBody.objects.filter(name__iexact=name)
    if known:
        return known[0]
    code = slugify(hearing.party)[:40] or "part"
    return HearingBody.objects.get_or_create(code=code, defaults={"name": name, "order": 100})[0]


def export_round(round: Round) -> dict[str, Any]:
    """The round as a round file's data: everything an import of it needs to make an equal round."""
    proposals = (
        round.proposals.select_related("round", "administration", "committee", "template")
        .prefetch_related("sections", "hearing_requests__answers", "hearing_requests__body", "treatments")
        .order_by("number", "pk")
    )
    return {
        "format": FORMAT,
        "markup": "html",
        "round": {**round_entry(round), "hearing_rules": _hearing_rules(round), **_meetings(round)},
        "proposals": [
            {**proposal_entry(proposal), "hearings": _hearings(proposal), "process": _process(proposal)}
            for proposal in proposals
        ],
        "published_tables": round.published_tables,
    }


def _meetings(round: Round) -> dict[str, Any]:
    """The key `meetings`, where the round has deadlines that say which meetings concern it, and there are any."""
    last = window(round)[1]
    found = [_meeting(meeting) for meeting in meetings_of(round).select_related("body", "committee")] if last else []
    return {"meetings": found} if found else {}


def _meeting(meeting: Meeting) -> dict[str, Any]:
    body = meeting.body
    holder = {"party": body.code, "name": body.name} if body else {"committee": meeting.committee.code}
    return {
        **holder,
        "date": meeting.date.isoformat(),
        "papers_by": meeting.papers_by.isoformat(),
        "note": meeting.note,
    }


def _take_meeting(entry: MeetingEntry) -> None:
    """A meeting that its holder has not got; one that is known on the day is the holder's, not the file's."""
    committee = entry.committee and Committee.objects.get(code=committee_names()[entry.committee])
    place = Place(committee or _body(entry))
    if not place.meetings.filter(date=entry.date).exists():
        place.new(date=entry.date, papers_by=entry.papers_by, note=entry.note).save()


def _hearing_rules(round: Round) -> list[dict[str, Any]]:
    names = ("condition", "holds_back", "needed_when", "words", "line_words", "sections")
    rows = round.hearings.select_related("body")
    return [
        {"party": row.body.code, "name": row.body.name, **{name: getattr(row, name) for name in names}} for row in rows
    ]


def _hearings(proposal: Proposal) -> list[dict[str, Any]]:
    """Every request that was not taken back, in the order they were made, with its newest answer."""
    entries = []
    for request in sorted(proposal.hearing_requests.all(), key=lambda request: request.pk):
        if request.withdrawn_at is None:
            answers = list(request.answers.all())
            answer = answers[0] if answers else HearingAnswer(heard="blank", position="unknown")
            entries.append(
                {
                    "party": request.body.code,
                    "name": request.body.name,
                    "level": request.level,
                    "detail": request.detail,
                    "status": answer.heard,
                    "text": answer.text,
                    "dates": answer.dates,
                    "position": answer.position,
                }
            )
    return entries


def _process(proposal: Proposal) -> dict[str, Any]:
    names = ("state", "printed_title", "confidential_title", "confidential_reason", "criteria_reason", "late_reason")
    treatments = [
        {"date": treatment.date.isoformat(), "note": treatment.note} for treatment in proposal.treatments.all()
    ]
    closed: dict[str, Any] = {}
    if proposal.confidential_until:
        closed["confidential_until"] = proposal.confidential_until.isoformat()
    if proposal.confidential_sections:
        closed["confidential_sections"] = proposal.confidential_sections
    return {**{name: getattr(proposal, name) for name in names}, **closed, "treatments": treatments}
