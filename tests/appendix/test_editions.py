"""An edition freezes what CFØ approved, numbers run, and what is not approved stays out or is marked."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from appendix.content.blocks import Paragraph, plain
from appendix.content.build import build
from appendix.content.computed import compute_snapshot
from appendix.editions import NotFinal, NothingToPrint, create_edition, read_snapshot
from appendix.models import Edition
from appendix.overview import overview
from appendix.taking import NOT_APPROVED, snapshot_of
from reviews.actions import perform
from reviews.models import Event
from tests.reviews.cases import make_case, write

from .cases import add_proposal

pytestmark = pytest.mark.django_db


def test_an_edition_is_what_the_round_is_now(make_round, make_user):
    round = make_round()
    proposal = add_proposal(round, "treated", number="BC01")
    cfo = make_user("cfo_caseworker")
    edition = create_edition(round, cfo)
    snapshot = snapshot_of(round, edition=1, date=edition.created_at)
    assert read_snapshot(edition) == snapshot
    assert json.loads(edition.snapshot) == snapshot.model_dump(mode="json", by_alias=True)
    printed = snapshot.proposals[0]
    assert (printed.number, printed.revision, printed.approved, printed.draft_mark) == ("BC01", 1, True, None)
    assert printed.sha256 == proposal.revisions.get().sha256
    assert [date.isoformat() for date in printed.treated] == [proposal.treatments.get().date.isoformat()]
    assert Event.objects.get(kind="edition_built").data == {
        "bilag": 7,
        "edition": 1,
        "final": False,
        "sha256": edition.sha256,
    }
    assert create_edition(round, cfo).number == 2


def test_the_day_that_is_printed_is_the_danish_one(make_round, make_user):
    round = make_round()
    add_proposal(round)
    before_midnight_in_greenwich = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert snapshot_of(round, date=before_midnight_in_greenwich).date.date().isoformat() == "2026-07-01"
    edition = create_edition(round, make_user("cfo_signer"))
    assert read_snapshot(edition).date.utcoffset() == timezone.localtime(edition.created_at).utcoffset()


def test_only_what_is_approved_goes_in_and_the_rest_is_marked(make_round):
    round = make_round()
    for number, state in enumerate(("draft", "submitted", "returned", "approved", "treated", "withdrawn", "archived")):
        add_proposal(round, state, number=f"BC{number}", title=state)
    assert sorted(p.title for p in snapshot_of(round).proposals) == ["approved", "treated"]
    marks = {p.title: (p.approved, p.draft_mark) for p in snapshot_of(round, include_submitted=True).proposals}
    assert marks == {
        "approved": (True, None),
        "treated": (True, None),
        "submitted": (False, NOT_APPROVED),
    }


@pytest.fixture
def mixed(make_round):
    """An open, a cross-cutting and a confidential proposal, approved; and an open one with CFØ."""
    round = make_round()
    add_proposal(round, number="BC01", title="Åbent")
    crossing = make_case(round=round, number="BC02", title="Tværgående")
    touched = {"cross_cutting": True, "affected_administrations": ["SOF", "TMF"]}
    write(crossing.proposal, crossing.writer, "facts", **touched)
    crossing.to_state("approved")
    hidden = {"confidential": True, "confidential_title": True, "confidential_reason": "Forhandling"}
    add_proposal(round, number="BC03", title="Hemmelig handel", **hidden)
    add_proposal(round, "submitted", number="BC04", title="Venter")
    return round


@pytest.mark.parametrize(
    ("bilag", "rows", "bodies", "notes"),
    [
        (
            7,
            ["Åbent", "Tværgående", "Fortroligt forslag"],
            ["BC01", "BC02"],
            ["Tværgående forslag til godkendelse, jf. bilag 8", "Fortroligt forslag, jf. bilag 10"],
        ),
        (8, ["Tværgående"], ["BC02"], []),
        (10, ["Hemmelig handel"], ["BC03"], []),
    ],
)
def test_each_appendix_holds_its_own_proposals(mixed, bilag, rows, bodies, notes):
    snapshot = snapshot_of(mixed, bilag=bilag)
    tree = build(snapshot)
    assert [row.title for row in compute_snapshot(snapshot).tables.table2.rows] == rows
    assert [part.label for part in tree.parts[1:]] == bodies
    assert [note.text for note in snapshot.footnotes] == notes
    assert tree.mark == "Udkast"


def test_what_is_printed_without_approval_carries_the_reason_everywhere(mixed, make_user):
    reason = "Udvalget behandler det i morgen"
    edition = create_edition(
        mixed, make_user("cfo_signer"), include_submitted=True, unapproved_reason=reason, final=True
    )
    snapshot = read_snapshot(edition)
    words = f"{NOT_APPROVED}: {reason}"
    assert (edition.final, snapshot.final, build(snapshot).mark) == (True, True, "")
    assert {p.number: p.draft_mark for p in snapshot.proposals if p.draft_mark} == {"BC04": words}
    assert [(note.text, note.proposals) for note in snapshot.footnotes][-1] == (words, ["BC04"])
    part = next(part for part in build(snapshot).parts if part.label == "BC04")
    assert words in [plain(block.content) for block in part.blocks if isinstance(block, Paragraph)]
    assert Event.objects.get(kind="edition_built").reason == reason


def test_a_final_edition_wants_numbers_and_a_reason_for_what_is_not_approved(make_round, make_user):
    round = make_round()
    add_proposal(round, title="Uden nummer her")
    add_proposal(round, "submitted", number="BC02")
    with pytest.raises(NotFinal) as refused:
        create_edition(round, make_user("cfo_signer"), include_submitted=True, final=True)
    assert refused.value.reasons == [
        "Uden nummer: Uden nummer her.",
        "Ikke godkendt, og uden en begrundelse for at trykke dem: BC02.",
    ]
    assert Edition.objects.count() == 0


def test_a_proposal_taken_back_leaves_the_appendix_and_the_edition_stays(make_round, make_user):
    round = make_round()
    proposal = add_proposal(round)
    edition = create_edition(round, make_user("cfo_signer"))
    before = edition.snapshot
    perform("reopen", proposal, proposal.writer, reason="Et tal er forkert.")
    assert snapshot_of(round).proposals == []
    edition.refresh_from_db()
    assert edition.snapshot == before


def test_an_approval_that_was_only_written_in_the_row_prints_nothing(make_round, make_proposal, make_user):
    round = make_round()
    make_proposal(round, state="approved")
    with pytest.raises(NothingToPrint):
        create_edition(round, make_user("cfo_signer"))
    assert Edition.objects.count() == 0
    assert [left.reason for left in overview(round).left_out] == ["Har ingen gyldig godkendelse."]
