"""Every step: taken from where it leads, refused to others, elsewhere and without its reason."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from proposals.models import ProposalState, Round
from reviews.actions import ACTIONS, perform
from reviews.chart import page
from reviews.models import Event
from reviews.process import PROCESS, STEPS, available
from reviews.refusal import Refused

from .cases import write

SOON = timezone.localdate() + datetime.timedelta(days=30)
# What each step needs besides a person with the right, and who such a person is; who has no right to it.
GIVEN = {
    "submit": ({}, "signer", "writer"),
    "let_in_late": ({"reason": "Aftalt."}, "caseworker", "signer"),
    "return": ({"reason": "Uklart.", "sections": ["economy"]}, "caseworker", "signer"),
    "preapprove": ({}, "caseworker", "signer"),
    "approve": ({}, "approver", "caseworker"),
    "decide": ({}, "approver", "signer"),
    "release": ({}, "caseworker", "signer"),
    "drop_decision": ({"reason": "Vent."}, "caseworker", "signer"),
    "reopen": ({"reason": "Vi mangler en linje."}, "writer", "approver"),
    "treat": ({}, "secretary", "writer"),
    "withdraw": ({"reason": "Udgår."}, "caseworker", "secretary"),
    "archive": ({}, "writer", "caseworker"),
    "restore": ({}, "signer", "caseworker"),
    "hand_over": ({}, "signer", "caseworker"),
    "judge_criteria": ({"criteria": "met", "reason": "Seks år."}, "caseworker", "writer"),
    "number": ({"number": "BC07"}, "caseworker", "writer"),
    "set_confidential": ({"reason": "Udbud.", "until": SOON}, "writer", "secretary"),
    "lift_confidential": ({"reason": "Afgjort."}, "caseworker", "writer"),
    "set_sections_confidential": ({"reason": "Udbud.", "until": SOON, "sections": ["economy"]}, "writer", "secretary"),
    "lift_sections_confidential": ({"reason": "Afgjort.", "sections": ["economy"]}, "caseworker", "writer"),
    "prolong_confidential": ({"reason": "Udbud varer ved.", "until": SOON}, "caseworker", "writer"),
}
# Steps that carry the version that was seen.
SIGNING = ("preapprove", "approve", "decide")
# States the real steps can bring a proposal to, and from which a step may start.
STATES = [state.value for state in ProposalState]


def ready(case, action: str) -> dict:
    """Makes the conditions of the step true and gives what it needs."""
    given = dict(GIVEN[action][0])
    proposal = case.proposal
    if action == "let_in_late":
        proposal.round.submission_deadline = timezone.now() - datetime.timedelta(days=1)
        proposal.round.save()
    if action == "treat":
        given["date"] = timezone.localdate()
    if action == "hand_over":
        from tests.factories import make_user

        given["writer"] = make_user("writer", administration="SOF", name="Ny skribent")
    if action == "lift_confidential":
        proposal.confidential = True
        proposal.save(update_fields=["confidential"])
    if action in ("lift_sections_confidential", "prolong_confidential"):
        proposal.confidential_sections = {"economy": {"reason": "Udbud.", "until": SOON.isoformat()}}
        proposal.save(update_fields=["confidential_sections"])
    if action == "preapprove":
        Round.objects.update(pre_approval=True)
    if action in ("release", "drop_decision") and proposal.revisions.exists():
        decided_on(case)
    if action in SIGNING and proposal.revisions.exists():
        newest = proposal.revisions.first()
        given |= {"revision": newest.number, "sha256": newest.sha256}
    elif action in SIGNING:
        given |= {"revision": 1, "sha256": "0" * 64}
    return given


def decided_on(case) -> None:
    """CFØ has decided to pre-approve what was submitted, and not announced it."""
    Round.objects.update(pre_approval=True)
    newest = case.proposal.revisions.first()
    seen = {"revision": newest, "sha256": newest.sha256, "by_name": "Godkender", "by_role": "CFØ-underskriver"}
    case.proposal.decisions.create(action="preapprove", by=case.approver, **seen)


def test_every_step_of_the_process_has_a_function_and_a_case():
    assert set(ACTIONS) == {step.action for step in PROCESS} == set(GIVEN)


def sources(action: str) -> list[str]:
    return [state.value for state in STEPS[action].sources]


@pytest.mark.parametrize(
    ("action", "source"),
    [
        (action, source)
        for action in GIVEN
        for source in sources(action)
        # A draft that was never submitted is archived and not decided on; what was returned whole is open already.
        if (action, source) not in (("withdraw", "draft"), ("drop_decision", "draft"), ("reopen", "returned"))
    ],
)
def test_a_step_leads_to_its_target_and_is_written_down(case, action, source):
    case.to_state(source)
    given = ready(case, action)
    by = getattr(case, GIVEN[action][1])
    perform(action, case.proposal, by, **given)
    event = Event.objects.filter(proposal=case.proposal).first()
    assert (case.fresh().state, event.kind, event.actor, event.actor_name, event.reason) == (
        STEPS[action].target or source,
        STEPS[action].event,
        by,
        by.name,
        given.get("reason", ""),
    )


@pytest.mark.parametrize("action", GIVEN)
def test_a_step_is_refused_to_somebody_without_the_right(case, action):
    case.to_state(sources(action)[0])
    given = ready(case, action)
    assert_refused(case, action, getattr(case, GIVEN[action][2]), given, "Kun ")


@pytest.mark.parametrize(
    ("action", "state"), [(action, state) for action in GIVEN for state in STATES if state not in sources(action)]
)
def test_a_step_is_refused_in_a_state_it_does_not_start_from(case, action, state):
    case.to_state(state)
    given = ready(case, action)
    assert_refused(case, action, getattr(case, GIVEN[action][1]), given, "kan ikke bruges, når forslaget er i")


@pytest.mark.parametrize("action", [action for action in GIVEN if STEPS[action].needs_reason])
def test_a_step_that_needs_a_reason_is_refused_without_one(case, action):
    case.to_state("submitted" if "submitted" in sources(action) else sources(action)[0])
    given = ready(case, action) | {"reason": "  "}
    assert_refused(case, action, getattr(case, GIVEN[action][1]), given, "Skriv en begrundelse.")


def assert_refused(case, action: str, by, given: dict, words: str) -> None:
    """Refused in these words, and nothing at all is changed or written down."""
    before = case.fresh()
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        perform(action, case.proposal, by, **given)
    after = case.fresh()
    assert words in str(refused.value)
    assert {f.name: getattr(after, f.name) for f in after._meta.fields} == {
        f.name: getattr(before, f.name) for f in before._meta.fields
    }
    assert Event.objects.count() == events


def test_offers_are_the_steps_from_the_state_with_the_reason_for_each_refusal(case):
    case.to_state("submitted")
    offers = {offer.action: (offer.allowed, offer.why_not) for offer in available(case.writer, case.fresh())}
    assert offers == {
        "return": (False, "Kun CFØ kan returnere et forslag."),
        "approve": (False, "Kun en CFØ-underskriver kan godkende et forslag."),
        "decide": (False, "Kun CFØ kan træffe beslutninger, der offentliggøres senere."),
        "release": (False, "Kun CFØ kan offentliggøre beslutninger."),
        "drop_decision": (False, "Kun CFØ kan træffe beslutninger, der offentliggøres senere."),
        "reopen": (True, ""),
        "withdraw": (True, ""),
        "hand_over": (True, ""),
        "judge_criteria": (False, "Kun CFØ vurderer kriterierne."),
        "number": (False, "Kun CFØ giver forslag numre."),
        "set_confidential": (True, ""),
        "lift_confidential": (False, "Kun CFØ kan ophæve fortrolighed."),
        "set_sections_confidential": (True, ""),
        "lift_sections_confidential": (False, "Kun CFØ kan ophæve fortrolighed."),
        "prolong_confidential": (False, "Kun CFØ kan ophæve fortrolighed."),
    }


def test_what_is_offered_can_be_done_and_what_is_not_offered_cannot(case):
    """The button and the function ask the same rule."""
    case.to_state("approved")
    for person in (case.writer, case.signer, case.caseworker, case.approver, case.secretary, case.reader):
        for offer in available(person, case.fresh()):
            if not offer.allowed:
                with pytest.raises(Refused) as refused:
                    perform(offer.action, case.proposal, person, **ready_without_change(case, offer.action))
                assert str(refused.value) == offer.why_not


def ready_without_change(case, action: str) -> dict:
    extra = {
        "hand_over": {"writer": case.writer},
        "approve": {"revision": 1, "sha256": ""},
        "treat": {"date": timezone.localdate()},
    }
    return dict(GIVEN[action][0]) | extra.get(action, {})


def test_an_unused_draft_is_archived_and_one_that_was_submitted_is_withdrawn(case):
    with pytest.raises(Refused, match="arkiveres i stedet"):
        perform("withdraw", case.proposal, case.writer, reason="Udgår.")
    case.to_state("submitted")
    perform("reopen", case.proposal, case.writer, reason="Ret.")
    with pytest.raises(Refused, match="Træk det tilbage"):
        perform("archive", case.proposal, case.writer)
    perform("withdraw", case.proposal, case.writer, reason="Udgår.")
    assert case.fresh().state == "withdrawn"


def test_a_step_looks_at_the_proposal_as_it_is_now_not_as_it_was_read(case):
    stale = case.fresh()
    case.submit()
    with pytest.raises(Refused, match="Hos CFØ"):
        perform("archive", stale, case.writer)


def test_submitting_is_refused_while_the_checks_find_errors(case):
    write(case.proposal, case.writer, "facts", summary="")
    with pytest.raises(Refused, match="1 fejl, der skal rettes"):
        case.submit()


def test_after_the_deadline_only_a_proposal_that_was_let_in_can_be_submitted(case):
    round_ = case.proposal.round
    round_.submission_deadline = timezone.now() - datetime.timedelta(minutes=1)
    round_.save()
    with pytest.raises(Refused, match="Fristen udløb"):
        case.submit()
    perform("let_in_late", case.proposal, case.caseworker, reason="Sygdom i forvaltningen.")
    assert case.fresh().late_reason == "Sygdom i forvaltningen."
    with pytest.raises(Refused, match="allerede lov"):
        perform("let_in_late", case.proposal, case.caseworker, reason="Igen.")
    case.submit()
    assert case.fresh().state == "submitted"


def test_nobody_is_let_in_before_the_deadline(case):
    with pytest.raises(Refused, match="ikke overskredet"):
        perform("let_in_late", case.proposal, case.caseworker, reason="For en sikkerheds skyld.")


def test_a_treatment_before_the_submission_is_refused(case):
    case.to_state("approved")
    with pytest.raises(Refused, match="før den dag, forslaget blev indsendt"):
        perform("treat", case.proposal, case.secretary, date=timezone.localdate() - datetime.timedelta(days=1))
    assert case.fresh().state == "approved"


def test_a_treatment_in_the_future_is_refused(case):
    case.to_state("approved")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="fremtiden"):
        perform("treat", case.proposal, case.secretary, date=tomorrow)


def test_a_proposal_is_handed_only_to_another_writer_of_the_administration(case):
    for person, words in [(case.stranger, "ikke skribent"), (case.signer, "ikke skribent"), (case.writer, "allerede")]:
        with pytest.raises(Refused, match=words):
            perform("hand_over", case.proposal, case.signer, writer=person)


@pytest.mark.parametrize(("number", "words"), [("7", "bogstaver"), ("", "bogstaver"), ("BC01", "allerede givet til")])
def test_a_number_is_letters_and_figures_and_unique_in_the_round(case, make_proposal, number, words):
    make_proposal(round=case.proposal.round, number="BC01", title="Et andet forslag")
    case.submit()
    with pytest.raises(Refused, match=words):
        perform("number", case.proposal, case.caseworker, number=number)


def test_a_number_can_be_used_again_in_another_round(case, make_proposal):
    make_proposal(number="BC01")
    case.submit()
    perform("number", case.proposal, case.caseworker, number=" bc01 ")
    assert case.fresh().number == "BC01"


def test_the_number_suggested_follows_the_highest_of_the_rounds_series(case, make_proposal):
    from reviews.actions.facts import next_number

    round_ = case.proposal.round
    assert next_number(round_) == "BC01"
    for number in ("BC02", "BC10", "BCX", "OF99"):
        make_proposal(round=round_, number=number)
    assert next_number(round_) == "BC11"


@pytest.mark.parametrize("criteria", ["unknown", "nonsense"])
def test_a_judgement_must_be_one_of_the_three(case, criteria):
    case.submit()
    with pytest.raises(Refused, match="Vælg en vurdering"):
        perform("judge_criteria", case.proposal, case.caseworker, criteria=criteria, reason="Derfor.")


def test_confidentiality_is_set_and_lifted_with_what_belongs_to_it(case):
    perform("set_confidential", case.proposal, case.writer, reason="Udbud.", until=SOON, confidential_title=True)
    marked = case.fresh()
    assert (marked.confidential, marked.confidential_reason, marked.confidential_title) == (True, "Udbud.", True)
    assert marked.confidential_until == SOON
    with pytest.raises(Refused, match="allerede fortroligt"):
        perform("set_confidential", case.proposal, case.writer, reason="Igen.", until=SOON)
    perform("lift_confidential", case.proposal, case.caseworker, reason="Afgjort.")
    lifted = case.fresh()
    assert (lifted.confidential, lifted.confidential_reason, lifted.confidential_title) == (False, "", False)
    assert lifted.confidential_until is None


def test_an_archive_changes_in_its_facts_alone_and_a_replaced_round_not_at_all(case):
    case.to_state("approved")
    round_ = case.proposal.round
    Round.objects.filter(pk=round_.pk).update(state="archive")
    with pytest.raises(Refused, match="Runden er et arkiv"):
        perform("reopen", case.proposal, case.writer, reason="Rettelse.")
    perform("number", case.proposal, case.caseworker, number="BC01")
    Round.objects.filter(pk=round_.pk).update(replaced_at=timezone.now())
    with pytest.raises(Refused, match="erstattet af en nyere import"):
        perform("withdraw", case.proposal, case.writer, reason="Udgår.")
    Round.objects.filter(pk=round_.pk).update(replaced_at=None)
    perform("withdraw", case.proposal, case.writer, reason="Udgår.")
    assert case.fresh().state == "withdrawn"


def test_the_chart_in_the_docs_is_the_table():
    """`manage.py process_chart > docs/process.md` after a change of the table."""
    assert (settings.BASE_DIR / "docs" / "process.md").read_text(encoding="utf-8") == page()
