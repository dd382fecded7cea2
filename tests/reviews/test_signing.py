"""A signature belongs to one version: who may give it, to what, and what voids it."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from proposals.assemble import assemble
from proposals.document import canonical_bytes, dump, fingerprint
from proposals.economy.figures import RULES_VERSION
from proposals.models import Round
from reviews.actions import perform
from reviews.conditions import four_eyes
from reviews.models import Event, Return, Revision, SignOff
from reviews.refusal import Refused
from reviews.revisions import document_of, submitted_revision

from .cases import make_case, write


def test_submitting_freezes_what_was_written_with_its_figures_and_fingerprint(case):
    revision = case.submit()
    canonical = canonical_bytes(dump(assemble(case.fresh())))
    assert (revision.number, revision.purpose, revision.rules_version) == (1, "submission", RULES_VERSION)
    assert revision.canonical.encode() == canonical
    assert revision.sha256 == fingerprint(canonical)
    assert (revision.figures["investment"], revision.figures["efficiency_service"]) == (1_000, -500)
    assert revision.section_versions["economy"] == 1
    assert revision.by_role == "Underskriver, Socialforvaltningen"
    assert document_of(revision) == assemble(case.fresh())
    sign = SignOff.objects.get()
    assert (sign.kind, sign.revision, sign.sha256, sign.by_name) == (
        "submitted",
        revision,
        revision.sha256,
        "Underskriver",
    )


def test_a_frozen_version_stays_when_the_draft_goes_on(case):
    first = case.submit()
    perform("reopen", case.proposal, case.writer, reason="Ny titel.")
    write(case.proposal, case.writer, "facts", title="Et andet navn")
    kept = Revision.objects.get(pk=first.pk)
    assert (kept.canonical, kept.sha256) == (first.canonical, first.sha256)
    assert document_of(kept).title == "Fælles indgang"


def test_a_signer_who_has_written_since_the_last_submission_cannot_sign(case):
    write(case.proposal, case.signer, "facts", summary="Rettet af underskriveren selv.")
    with pytest.raises(Refused, match="selv rettet"):
        case.submit()


def test_a_signer_who_wrote_before_the_last_submission_can_sign_the_next(case, add_membership):
    other = make_case_signer(case)
    write(case.proposal, case.signer, "facts", summary="Rettet af underskriveren selv.")
    perform("submit", case.proposal, other)
    perform("return", case.proposal, case.caseworker, reason="Uklart.")
    write(case.proposal, case.writer, "facts", summary="Nu er det klart.")
    case.submit()
    assert submitted_revision(case.proposal).by == case.signer


def make_case_signer(case):
    from tests.factories import make_user

    return make_user("signer", administration="SOF", name="Anden underskriver")


def test_submitting_the_same_content_again_is_fine(case):
    first = case.submit()
    perform("return", case.proposal, case.caseworker, reason="Vent.")
    second = case.submit()
    assert (second.number, second.sha256) == (2, first.sha256)


def test_approval_is_bound_to_the_version_that_was_seen(case):
    revision = case.submit()
    for seen in ({"revision": 2}, {"sha256": "0" * 64}, {"revision": 0, "sha256": ""}):
        with pytest.raises(Refused, match="nyere version"):
            case.approve(**seen)
    sign = case.approve()
    assert (sign.revision, sign.sha256, sign.kind) == (revision, revision.sha256, "approved")


def test_an_approver_who_saw_an_older_version_is_told_to_read_the_newest(case):
    seen = case.submit()
    perform("reopen", case.proposal, case.writer, reason="Rettelse.")
    write(case.proposal, case.writer, "facts", summary="Et nyt resumé.")
    case.submit()
    with pytest.raises(Refused, match="nyere version"):
        case.approve(revision=seen.number, sha256=seen.sha256)
    assert case.fresh().state == "submitted"


def test_nobody_approves_what_they_have_written_themselves(case, add_membership):
    add_membership(case.writer, "cfo_signer")
    case.submit()
    with pytest.raises(Refused, match="selv skrevet"):
        case.approve(by=case.writer)


def test_taking_an_approved_proposal_back_voids_both_signatures_and_says_so(case):
    case.to_state("approved")
    perform("reopen", case.proposal, case.writer, reason="En linje mangler.")
    assert case.fresh().state == "draft"
    assert list(SignOff.objects.values_list("kind", "void_reason")) == [
        ("submitted", "Taget tilbage for at rette: En linje mangler."),
        ("approved", "Taget tilbage for at rette: En linje mangler."),
    ]
    assert not SignOff.objects.filter(voided_at=None).exists()
    assert Event.objects.first().data["voided"] == [
        {"kind": "submitted", "by": case.signer.pk, "by_name": "Underskriver", "revision": 1},
        {"kind": "approved", "by": case.approver.pk, "by_name": "Godkender", "revision": 1},
    ]


def test_returning_names_the_version_and_the_sections_and_voids_the_signature(case):
    revision = case.submit()
    perform("return", case.proposal, case.caseworker, reason="Tallene.", sections=["economy", "risks"])
    row = Return.objects.get()
    assert (row.revision, row.reason, row.sections, row.by_name) == (
        revision,
        "Tallene.",
        ["economy", "risks"],
        "Sagsbehandler",
    )
    assert SignOff.objects.get().void_reason == "Returneret af CFØ: Tallene."
    assert case.fresh().editable


def test_returning_a_section_that_is_not_there_is_refused(case):
    case.submit()
    with pytest.raises(Refused, match="ikke afsnittet nowhere"):
        perform("return", case.proposal, case.caseworker, reason="Tallene.", sections=["nowhere"])
    assert not Return.objects.exists()


def test_the_event_of_a_signature_says_which_version_it_is_on(case):
    revision = case.submit()
    data = Event.objects.filter(kind="submitted").get().data
    assert json.loads(json.dumps(data)) == {"revision": 1, "sha256": revision.sha256}


@pytest.mark.django_db(transaction=True)
def test_two_racing_approvers_give_one_signature_and_one_polite_refusal(organisation):
    """Two real connections at once: one approves, the other is told that it is done."""
    from tests.factories import make_user

    case = make_case()
    revision = case.submit()
    approvers = [make_user("cfo_signer", name=f"Godkender {n}") for n in (1, 2)]
    start = threading.Barrier(2)
    outcomes = []

    def approve(person) -> None:
        try:
            start.wait(timeout=10)
            case.approve(by=person, revision=revision.number, sha256=revision.sha256)
            outcomes.append("approved")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(person,)) for person in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == sorted(
        ["approved", "“Godkend” kan ikke bruges, når forslaget er i tilstanden “Godkendt af CFØ”."]
    )
    assert SignOff.objects.filter(kind="approved").count() == 1
    assert Event.objects.filter(kind="approved").count() == 1
    assert case.fresh().state == "approved"


@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_a_submission_is_either_in_the_version_or_refused(organisation):
    """The lock on the proposal's row keeps a text out of the gap between freezing and closing."""
    from proposals.drafts import NotEditable

    case = make_case()
    start = threading.Barrier(2)
    outcomes = {}

    def run(name, step) -> None:
        try:
            start.wait(timeout=10)
            step()
            outcomes[name] = "done"
        except (NotEditable, Refused) as refused:
            outcomes[name] = type(refused).__name__
        finally:
            connection.close()

    steps = {
        "save": lambda: write(case.fresh(), case.writer, "facts", summary="Skrevet i sidste øjeblik."),
        "submit": case.submit,
    }
    threads = [threading.Thread(target=run, args=item) for item in steps.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert outcomes["submit"] == "done"
    frozen = document_of(submitted_revision(case.proposal)).facts.summary
    assert (outcomes["save"], frozen) in [
        ("done", "Skrevet i sidste øjeblik."),
        ("NotEditable", "Sagerne samles ét sted."),
    ]
    assert assemble(case.fresh()).facts.summary == frozen


def test_who_submitted_does_not_approve(case, add_membership):
    add_membership(case.signer, "cfo_signer")
    case.submit()
    with pytest.raises(Refused, match="Du har selv indsendt forslaget"):
        case.approve(by=case.signer)
    case.approve()


def late(case) -> None:
    """The deadline has passed."""
    Round.objects.update(submission_deadline=timezone.now() - timedelta(hours=1))
    case.proposal = case.fresh()


def test_what_cfo_returned_may_come_again_after_the_deadline(case):
    case.submit()
    perform("return", case.proposal, case.caseworker, reason="Ret tabellen.")
    late(case)

    case.submit()

    case.proposal.refresh_from_db()
    assert case.proposal.state == "submitted"


def test_taking_back_ends_the_permission_to_be_late(case):
    late(case)
    perform("let_in_late", case.proposal, case.caseworker, reason="Sygdom.")
    case.submit()
    perform("reopen", case.proposal, case.writer, reason="En fejl i tabellen.")

    with pytest.raises(Refused, match="Fristen udløb"):
        case.submit()


def test_whoever_made_the_proposal_does_not_sign_it(make_proposal, add_membership, make_user):
    person = make_user("writer", administration="TMF")
    add_membership(person, "signer", administration="TMF")

    proposal = make_proposal(writer=person)

    assert "Du har selv rettet" in four_eyes(proposal, person)
    assert four_eyes(proposal, make_user("signer", administration="TMF")) == ""
