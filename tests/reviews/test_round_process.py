"""What a round asks of its process: who submits, pre-approval, several signers, the bodies before the committee."""

import datetime

import pytest
from django.urls import reverse

from appendix.taking import draft_snapshot, snapshot_of
from proposals.models import Proposal, Round
from reviews.actions import hearing, perform
from reviews.archive import export_round, import_round
from reviews.hearings import printed_hearings, statuses
from reviews.models import Event, Notification, SignOff
from reviews.process import available
from reviews.refusal import Refused
from reviews.revisions import submitted_revision
from reviews.signatures import signatures
from reviews.tasks_for import asked_of
from tests import factories
from tests.pages import fields, texts

from .cases import body_of, write


@pytest.fixture
def asks(case):
    """Changes what the round of the case asks for."""

    def change(**values) -> None:
        Round.objects.filter(pk=case.proposal.round_id).update(**values)
        case.proposal = case.fresh()

    return change


def signer(name: str):
    return factories.make_user("cfo_signer", name=name)


def preapprove(case, by=None):
    newest = submitted_revision(case.proposal)
    return perform("preapprove", case.proposal, by or case.caseworker, revision=newest.number, sha256=newest.sha256)


# Several signers -----------------------------------------------------------


def test_that_fewer_signers_are_asked_for_approves_nothing_by_itself(case, asks):
    asks(cfo_signers=2)
    revision = case.submit()
    case.approve()
    asks(cfo_signers=1)
    given = signatures(case.proposal)
    assert (case.proposal.state, given.complete, given.approved_revision) == ("submitted", False, None)
    assert next(row for row in printed_hearings(case.proposal) if row["party"] == "cfo")["status"] == "no"
    case.approve(by=signer("Anden godkender"))
    assert (case.fresh().state, signatures(case.fresh()).approved_revision) == ("approved", revision.pk)


def test_who_has_signed_finishes_where_the_round_has_come_to_ask_for_fewer(case, asks):
    asks(cfo_signers=2)
    revision = case.submit()
    case.approve()
    asks(cfo_signers=1)
    assert [task.text for task in asked_of(case.approver)] == ["Godkend eller returnér"]
    case.approve()
    given = signatures(case.fresh())
    assert (case.fresh().state, given.approved_revision) == ("approved", revision.pk)
    assert [row.by_name for row in given.approvals] == ["Godkender"]


def test_with_two_signers_the_second_approves(case, asks):
    asks(cfo_signers=2)
    revision = case.submit()
    case.approve()
    assert (case.fresh().state, signatures(case.fresh()).complete) == ("submitted", False)
    case.approve(by=signer("Anden godkender"))
    assert case.fresh().state == "approved"
    given = SignOff.objects.filter(kind="approved", voided_at=None)
    assert [(row.by_name, row.revision, row.sha256) for row in given] == [
        ("Godkender", revision, revision.sha256),
        ("Anden godkender", revision, revision.sha256),
    ]
    assert list(Event.objects.filter(kind__in=["signed", "approved"]).order_by("pk").values_list("kind", "data")) == [
        ("signed", {"revision": 1, "sha256": revision.sha256, "signed": [1, 2]}),
        ("approved", {"revision": 1, "sha256": revision.sha256, "signed": [2, 2]}),
    ]


def test_the_same_person_does_not_sign_twice(case, asks):
    asks(cfo_signers=2)
    case.submit()
    case.approve()
    with pytest.raises(Refused, match="allerede skrevet under"):
        case.approve()
    assert SignOff.objects.filter(kind="approved").count() == 1


def test_nobody_is_told_of_an_approval_before_the_last_signature(case, asks):
    asks(cfo_signers=2)
    other = signer("Anden godkender")
    case.submit()
    case.approve()
    told = Notification.objects.filter(event__kind__in=["signed", "approved"])
    assert [row.recipient for row in told] == [other]
    case.approve(by=other)
    told = Notification.objects.filter(event__kind="approved").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Sekretær", "Skribent", "Underskriver"]


def test_what_was_signed_by_one_of_two_is_printed_as_not_approved(case, asks):
    asks(cfo_signers=2)
    revision = case.submit()
    case.approve()
    round_ = case.fresh().round
    assert [one.approved for one in snapshot_of(round_, include_submitted=True).proposals] == [False]
    assert draft_snapshot(case.fresh(), revision).proposals[0].draft_mark.startswith("Kladde, version 1")
    assert {status.body.code: status.status for status in statuses(case.fresh())}["cfo"] == "asked"
    case.approve(by=signer("Anden godkender"))
    assert [one.approved for one in snapshot_of(case.fresh().round).proposals] == [True]
    assert draft_snapshot(case.fresh(), revision).proposals[0].draft_mark is None


def test_an_approval_stands_when_the_round_asks_for_more_later(case, asks):
    case.to_state("approved")
    asks(cfo_signers=3)
    assert signatures(case.fresh()).complete
    assert [one.approved for one in snapshot_of(case.fresh().round).proposals] == [True]


def test_a_change_voids_the_first_of_two_signatures(case, asks):
    asks(cfo_signers=2)
    case.submit()
    case.approve()
    perform("return", case.proposal, case.caseworker, reason="Ret tallene.")
    write(case.fresh(), case.writer, "risks", text="<p>Rettet.</p>")
    case.submit()
    case.approve(by=signer("Anden godkender"))
    given = signatures(case.fresh())
    assert (case.fresh().state, [row.by_name for row in given.approvals]) == ("submitted", ["Anden godkender"])
    case.approve()
    assert case.fresh().state == "approved"


def test_none_of_the_signers_writes_the_proposal_or_has_submitted_it(case, asks, add_membership):
    asks(cfo_signers=2)
    for person in (case.writer, case.signer):
        add_membership(person, "cfo_signer")
    case.submit()
    for person, words in ((case.writer, "selv skrevet"), (case.signer, "selv indsendt")):
        with pytest.raises(Refused, match=words):
            case.approve(by=person)
    Proposal.objects.update(writer=case.approver)
    with pytest.raises(Refused, match="selv skrevet"):
        case.approve()


def test_the_page_and_the_tasks_say_how_many_have_signed(case, asks, client_for):
    asks(cfo_signers=2)
    other = signer("Anden godkender")
    case.submit()
    case.approve()
    said = client_for(case.writer).get(reverse("process", args=[case.proposal.pk])).content
    assert texts(said, "//dt[.='Underskrifter i CFØ']/following-sibling::dd")[0].startswith(
        "1 af 2 har skrevet underGodkender, "
    )
    assert [task.text for task in asked_of(other)] == ["Skriv under eller returnér (1 af 2 har skrevet under)"]
    assert [task.text for task in asked_of(case.approver)] == ["Gennemgå og indhent høringer"]


@pytest.mark.parametrize("count", [1, 3])
def test_cfos_tasks_cost_the_same_for_one_proposal_and_for_three(case, count, django_assert_num_queries):
    for _number in range(count):
        factories.make_proposal(state="submitted")
    with django_assert_num_queries(6):
        assert len(asked_of(case.caseworker)) == count


# Pre-approval --------------------------------------------------------------


def test_where_the_round_says_so_it_is_pre_approved_first(case, asks):
    asks(pre_approval=True)
    revision = case.submit()
    with pytest.raises(Refused, match="skal prægodkendes, før"):
        case.approve()
    sign = preapprove(case)
    assert (sign.kind, sign.revision, sign.sha256, case.fresh().state) == (
        "preapproved",
        revision,
        revision.sha256,
        "submitted",
    )
    with pytest.raises(Refused, match="allerede prægodkendt"):
        preapprove(case, case.approver)
    case.approve()
    assert case.fresh().state == "approved"


def test_a_round_without_pre_approval_has_none(case):
    case.submit()
    with pytest.raises(Refused, match="bruger ikke prægodkendelse"):
        preapprove(case)


def test_a_pre_approval_is_void_after_a_change(case, asks):
    asks(pre_approval=True)
    case.submit()
    preapprove(case)
    perform("return", case.proposal, case.caseworker, reason="Ret.")
    case.submit()
    with pytest.raises(Refused, match="skal prægodkendes, før"):
        case.approve()


def test_the_finance_offices_row_tells_each_step_with_its_date(case, asks):
    asks(pre_approval=True)
    circle = body_of("effektiviseringskredsen")
    case.submit()
    day = datetime.date(2024, 4, 16)
    hearing.record(case.proposal, case.caseworker, circle, "yes", "supports", [day])
    preapprove(case)
    SignOff.objects.filter(kind="preapproved").update(at="2024-03-18T12:00:00+01:00")
    assert cfo_row(case) == ("no", ["2024-03-18", "2024-04-16"], (
        "18. marts 2024 – prægodkendt\n16. april 2024 – godkendelse i Effektiviseringskredsen"
    ))  # fmt: skip
    case.approve()
    SignOff.objects.filter(kind="approved").update(at="2024-04-02T23:30:00+02:00")
    assert cfo_row(case) == ("yes", ["2024-03-18", "2024-04-02", "2024-04-16"], (
        "18. marts 2024 – prægodkendt\n2. april 2024 – godkendt\n"
        "16. april 2024 – godkendelse i Effektiviseringskredsen"
    ))  # fmt: skip


def cfo_row(case) -> tuple[str, list[str], str]:
    row = next(row for row in printed_hearings(case.fresh()) if row["party"] == "cfo")
    return row["status"], row["dates"], row["text"]


# Who submits ---------------------------------------------------------------


def test_without_an_internal_signer_a_writer_submits_what_they_wrote(case, asks):
    with pytest.raises(Refused, match="Kun forvaltningens underskriver"):
        perform("submit", case.proposal, case.writer)
    assert not [task for task in asked_of(case.writer) if task.text == "Læs og indsend"]
    asks(internal_signer=False)
    assert [task.text for task in asked_of(case.writer)] == ["Læs og indsend"]
    perform("submit", case.proposal, case.writer)
    assert case.fresh().state == "submitted"


def test_without_an_internal_signer_there_are_still_four_eyes(case, asks, add_membership):
    asks(internal_signer=False)
    add_membership(case.signer, "cfo_signer")
    perform("submit", case.proposal, case.signer)
    with pytest.raises(Refused, match="selv indsendt"):
        case.approve(by=case.signer)


def test_without_an_internal_signer_strangers_still_submit_nothing(case, asks):
    asks(internal_signer=False)
    for person in (case.stranger, case.caseworker, case.reader, case.secretary):
        with pytest.raises(Refused, match="Kun forvaltningens"):
            perform("submit", case.proposal, person)


# Set-up --------------------------------------------------------------------


def topic(round_: Round) -> str:
    return reverse("round-setup-topic", args=[round_.pk, "sagsgang"])


def test_the_process_is_set_up_guarded_and_logged(case, client_for):
    round_ = case.proposal.round
    client = client_for(case.caseworker)
    page = client.get(topic(round_)).content
    kept = fields(page, "setup-form")
    assert (kept["cfo_signers"], kept.get("pre_approval"), kept["internal_signer"]) == (["1"], None, ["on"])
    bad = client.post(topic(round_), {**kept, "cfo_signers": "0"})
    assert bad.status_code == 422
    assert client.post(topic(round_), {**kept, "cfo_signers": "2", "pre_approval": "on"}).status_code == 302
    round_.refresh_from_db()
    assert (round_.cfo_signers, round_.pre_approval, round_.internal_signer) == (2, True, True)
    data = Event.objects.filter(kind="round_changed").get().data
    changed = [(before, after) for before, after in zip(data["before"], data["after"], strict=True) if before != after]
    assert changed == [
        (["Prægodkendelse i CFØ", "Nej"], ["Prægodkendelse i CFØ", "Ja"]),
        (["Underskrifter i CFØ", "1 person"], ["Underskrifter i CFØ", "2 forskellige personer"]),
    ]
    assert client.post(topic(round_), kept).status_code == 409


def test_cross_cutting_proposals_are_held_back_by_the_two_bodies_where_the_round_says_so(case, client_for):
    round_ = case.proposal.round
    write(case.proposal, case.writer, "facts", cross_cutting=True)
    client = client_for(case.caseworker)
    kept = fields(client.get(topic(round_)).content, "setup-form")
    assert kept["cross_cutting_bodies"] == ["on"]
    assert {"effektiviseringskredsen", "direktoerkredsen"} <= holding(case)
    del kept["cross_cutting_bodies"]
    client.post(topic(round_), kept)
    assert not {"effektiviseringskredsen", "direktoerkredsen"} & holding(case)
    kept = fields(client.get(topic(round_)).content, "setup-form")
    client.post(topic(round_), {**kept, "cross_cutting_bodies": "on"})
    assert {"effektiviseringskredsen", "direktoerkredsen"} <= holding(case)


def holding(case) -> set[str]:
    return {status.body.code for status in statuses(case.fresh()) if status.holding}


def test_only_cfo_sets_the_process_up(case, client_for):
    for person in (case.writer, case.signer, case.secretary, case.reader):
        assert client_for(person).get(topic(case.proposal.round)).status_code == 403


def test_the_process_goes_with_a_copy_and_a_file(case, asks, client_for):
    asks(cfo_signers=3, pre_approval=True, internal_signer=False)
    exported = export_round(case.proposal.round)
    wanted = {"cfo_signers": 3, "pre_approval": True, "internal_signer": False}
    assert exported["round"]["process"] == wanted
    again = import_round(exported, state="draft", replace=True)
    assert export_round(again)["round"]["process"] == wanted
    del exported["round"]["process"]
    plain = import_round(exported, state="draft", replace=True)
    assert (plain.cfo_signers, plain.pre_approval, plain.internal_signer) == (1, False, True)


def test_what_is_offered_names_the_step_that_is_missing(case, asks):
    asks(pre_approval=True, cfo_signers=2)
    case.submit()
    offers = {offer.action: offer for offer in available(case.approver, case.fresh())}
    assert (offers["preapprove"].allowed, offers["approve"].allowed) == (True, False)
    assert offers["approve"].why_not == "Forslaget skal prægodkendes, før det kan godkendes."
