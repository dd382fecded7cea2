"""Loads the demo once: what is there already is left alone."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from proposals.exchange.footnotes import footnotes
from proposals.models import Proposal, Round, Section, SectionVersion
from proposals.roundfile import PublishedTables
from proposals.seeds import FIXTURES, sow

from ..archive import import_round
from .meetings import hold_meetings
from .people import make_people, person
from .states import reach_states

ARCHIVE, OPEN = "Budget 2023", "Budget 2025"
DAYS_TO_SUBMISSION, DAYS_TO_HEARING, DAYS_TO_COMMITTEE = 14, 28, 49
# The published round does not say what was left in the pools; these are the demo's own, in 1.000 kr.
POOLS = [
    {"kind": "investment", "remaining_before": 160_000},
    {"kind": "innovation", "remaining_before": 12_000},
]


def load() -> str:
    """Makes what is missing of people and rounds; returns the people's password."""
    sow()
    with transaction.atomic():
        password = make_people()
        if not _there(ARCHIVE):
            import_round(_fixture("budget-2023"), state="approved")
    with transaction.atomic():
        if not _there(OPEN):
            _load_open_round(_fixture("budget-2025"))
    return password


def _there(name: str) -> bool:
    return Round.objects.current().filter(name=name).exists()


def _fixture(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / "rounds" / f"{name}.json").read_text(encoding="utf-8"))


def _load_open_round(data: dict[str, Any]) -> None:
    """The round's proposals as drafts of their administrations, then taken through the process by its people."""
    published = {entry["number"]: dict(entry) for entry in data["proposals"]}
    tables = PublishedTables.model_validate_json(json.dumps(data.pop("published_tables")))
    data["round"] |= {
        "footnotes": footnotes(tables),
        "pools": data["round"]["pools"] or POOLS,
        "deadlines": {
            "submission": _noon_in(DAYS_TO_SUBMISSION),
            "hearing": _noon_in(DAYS_TO_HEARING),
            "committee": _noon_in(DAYS_TO_COMMITTEE),
        },
    }
    for entry in data["proposals"]:
        # What the process adds is reached by the process: answers, judgement, and what print says of it.
        entry |= {"hearings": [], "criteria": "unknown", "published": None}
        if entry["confidential"]:
            reason = "Forslaget behandles for lukkede døre og står i fuld længde i Bilag 10."
            entry["process"] = {"confidential_reason": reason}
    round = import_round(data, state="draft")
    for proposal in round.proposals.select_related("administration"):
        _written_by_its_writer(proposal)
    hold_meetings()
    reach_states(round, published)


def _noon_in(days: int) -> str:
    noon = datetime.combine(timezone.localdate() + timedelta(days=days), time(12))
    return timezone.make_aware(noon).isoformat()


def _written_by_its_writer(proposal: Proposal) -> None:
    writer = person(f"{proposal.administration.code}-skribent")
    proposal.writer = writer
    proposal.save(update_fields=["writer"])
    written = Section.objects.filter(proposal=proposal, version__gt=0)
    written.update(saved_by=writer, done=True)
    SectionVersion.objects.filter(section__in=written).update(saved_by=writer)
