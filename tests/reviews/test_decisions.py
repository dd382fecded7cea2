"""Decided and not announced: nobody but CFØ sees it, and the release takes the real steps or says why not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Proposal, Round
from reviews.actions import perform
from reviews.hearings import printed_hearings, statuses
from reviews.models import Decision, Event, Notification, SignOff
from reviews.process import STEPS, available, refusal
from reviews.refusal import Refused
from reviews.revisions import submitted_revision
from reviews.signatures import signatures
from reviews.tasks_for import asked_of
from tests import factories
from tests.pages import texts

from .cases import Case, make_case, write

SECRET = "Klar til udvalget den 3."


def decide(case: Case, by=None) -> Decision:
    newest = submitted_revision(case.proposal)
    seen = {"revision": newest.number, "sha256": newest.sha256}
    return perform("decide", case.proposal, by or case.approver, **seen, comment=SECRET)


def release(case: Case, by=None, **given) -> None:
    perform("release", case.proposal, by or case.caseworker, **given)


def seen_by(case: Case, person, client_for) -> dict:
    """All that the person can see of the proposal, but for the time and the form's token."""
    client = client_for(person)
    pk = case.proposal.pk
    pages = [
        reverse("front"),
        case.proposal.get_absolute_url(),
        reverse("process", args=[pk]),
        reverse("hearings", args=[pk]),
        reverse("history", args=[pk]),
        reverse("round", args=[case.proposal.round_id]),
        reverse("revision", args=[pk, 1]),
        reverse("messages"),
    ]
    shown = {address: texts(client.get(address).content, "//main") for address in pages}
    offers = [(offer.action, offer.allowed, offer.why_not) for offer in available(person, case.fresh())]
    told = list(Notification.objects.filter(recipient=person).values_list("event__kind", flat=True))
    return {
        "pages": shown,
        "offers": offers,
        "told": told,
        "tasks": [task.text for task in asked_of(person)],
        "state": case.fresh().state,
        "changed": (case.fresh().state_since, case.fresh().updated_at),
        "hearings": {status.body.code: status.status for status in statuses(case.fresh())},
        "printed": printed_hearings(case.fresh()),
    }


@pytest.mark.parametrize("who", ["writer", "signer", "secretary", "reader", "member"])
def test_nobody_outside_cfo_sees_a_trace_of_a_decision(case, client_for, who):
    case.ask("it_kredsen")
    case.submit()
    person = getattr(case, who)
    before = seen_by(case, person, client_for)
    decide(case)
    assert seen_by(case, person, client_for) == before
    perform("drop_decision", case.proposal, case.caseworker, reason=SECRET)
    assert seen_by(case, person, client_for) == before


def test_cfo_sees_what_is_decided_and_by_whom(case, client_for):
    case.submit()
    decide(case)
    said = client_for(case.caseworker).get(reverse("process", args=[case.proposal.pk])).content.decode()
    assert "Besluttet, ikke offentliggjort" in said
    assert SECRET in said
    assert [task.text for task in asked_of(case.approver)] == ["Besluttet, ikke offentliggjort"]
    history = client_for(case.caseworker).get(reverse("history", args=[case.proposal.pk])).content.decode()
    assert "Besluttet, ikke offentliggjort" in history


def test_releasing_approves_in_the_name_and_at_the_time_of_who_decided(case):
    revision = case.submit()
    decision = decide(case)
    release(case)
    sign = SignOff.objects.get(kind="approved")
    assert (case.fresh().state, sign.by, sign.by_name, sign.at, sign.sha256, sign.comment) == (
        "approved",
        case.approver,
        "Godkender",
        decision.at,
        revision.sha256,
        SECRET,
    )
    assert case.fresh().state_since > decision.at
    events = Event.objects.filter(proposal=case.proposal, kind__in=["approved", "released"]).order_by("pk")
    assert [(event.kind, event.actor) for event in events] == [
        ("approved", case.approver),
        ("released", case.caseworker),
    ]
    told = Notification.objects.filter(event__kind="approved").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Sekretær", "Skribent", "Underskriver"]
    with pytest.raises(Refused, match="kan ikke bruges"):
        release(case)


def test_after_the_release_the_history_tells_the_administration_of_the_approval_alone(case, client_for):
    case.submit()
    decide(case)
    release(case)
    said = client_for(case.writer).get(reverse("history", args=[case.proposal.pk])).content.decode()
    assert "Godkendt af CFØ" in said
    assert "Besluttet, ikke offentliggjort" not in said


def test_a_pre_approval_is_decided_first_and_released_by_itself(case):
    Round.objects.update(pre_approval=True)
    case.submit()
    assert decide(case, by=case.caseworker).action == "preapprove"
    with pytest.raises(Refused, match="allerede truffet"):
        decide(case, by=case.caseworker)
    release(case, by=case.approver)
    assert signatures(case.fresh()).preapproval.by == case.caseworker
    assert (case.fresh().state, decide(case).action) == ("submitted", "approve")


def test_two_decisions_of_two_signers_are_released_together(case):
    Round.objects.update(cfo_signers=2)
    case.submit()
    decide(case)
    decide(case, by=factories.make_user("cfo_signer", name="Anden godkender"))
    release(case)
    assert case.fresh().state == "approved"
    assert set(SignOff.objects.filter(kind="approved").values_list("by_name", flat=True)) == {
        "Godkender",
        "Anden godkender",
    }


def test_no_more_people_decide_than_the_round_asks_for(case):
    Round.objects.update(pre_approval=True, cfo_signers=2)
    case.submit()
    decide(case, by=case.caseworker)
    with pytest.raises(Refused, match="Det er allerede besluttet"):
        decide(case)
    release(case)
    second, third = (factories.make_user("cfo_signer", name=name) for name in ("Anden", "Tredje"))
    decide(case)
    decide(case, by=second)
    with pytest.raises(Refused, match="Det er allerede besluttet"):
        decide(case, by=third)
    release(case)
    assert case.fresh().state == "approved"


def test_decisions_that_became_too_many_say_so_beforehand(case):
    Round.objects.update(cfo_signers=2)
    case.submit()
    decide(case)
    decide(case, by=factories.make_user("cfo_signer", name="Anden"))
    case.approve(by=factories.make_user("cfo_signer", name="Tredje"))
    words = "Der er truffet flere beslutninger, end der mangler underskrifter. Fortryd dem, og beslut igen."
    assert refusal(STEPS["release"], case.caseworker, case.fresh()) == words
    perform("drop_decision", case.proposal, case.caseworker, reason="Tredje var først.")
    decide(case)
    release(case)
    assert case.fresh().state == "approved"


def test_a_decision_is_refused_as_the_step_itself_would_be(case, add_membership):
    add_membership(case.writer, "cfo_signer")
    case.submit()
    for person, words in [
        (case.writer, "selv skrevet"),
        (case.caseworker, "Kun en CFØ-underskriver"),
        (case.signer, "Kun CFØ kan træffe beslutninger"),
    ]:
        with pytest.raises(Refused, match=words):
            decide(case, by=person)
    with pytest.raises(Refused, match="nyere version"):
        perform("decide", case.proposal, case.approver, revision=1, sha256="0" * 64)
    assert not Decision.objects.exists()


def newer_version(case: Case) -> None:
    perform("reopen", case.proposal, case.writer, reason="Ret.")
    write(case.fresh(), case.writer, "risks", text="<p>Rettet.</p>")
    case.submit()


def lost_right(case: Case) -> None:
    case.approver.memberships.all().delete()


def left(case: Case) -> None:
    Decision.objects.update(by=None)


def returned(case: Case) -> None:
    perform("return", case.proposal, case.caseworker, reason="Ret.")


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (newer_version, "Forslaget er indsendt i en nyere version end den, beslutningen gælder."),
        (lost_right, "Godkender: Kun en CFØ-underskriver kan godkende et forslag."),
        (left, "Godkender, der traf beslutningen, er her ikke længere."),
        (returned, "“Offentliggør beslutningen” kan ikke bruges, når forslaget er i tilstanden “Returneret”."),
    ],
)
def test_what_no_longer_holds_is_refused_and_said_beforehand(case, happens, words):
    case.submit()
    decide(case)
    happens(case)
    fresh = case.fresh()
    assert refusal(STEPS["release"], case.caseworker, fresh) == words
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        release(case)
    assert str(refused.value) == words
    assert (Event.objects.count(), SignOff.objects.filter(kind="approved").count()) == (events, 0)


def test_on_a_newer_version_the_same_person_decides_anew(case):
    case.submit()
    decide(case)
    newer_version(case)
    decide(case)
    assert [one.dropped_at is None for one in Decision.objects.all()] == [False, True]
    release(case)
    assert case.fresh().state == "approved"


def test_a_decision_that_came_meanwhile_is_not_released_unseen(case):
    Round.objects.update(cfo_signers=2)
    case.submit()
    seen = decide(case)
    decide(case, by=factories.make_user("cfo_signer", name="Anden godkender"))
    with pytest.raises(Refused, match="Beslutningerne er ændret"):
        release(case, decisions=[seen.pk])


def test_only_cfo_releases_and_drops(case):
    case.submit()
    decide(case)
    for person in (case.writer, case.signer, case.secretary, case.reader, case.member):
        with pytest.raises(Refused, match="Kun CFØ"):
            release(case, by=person)
        with pytest.raises(Refused, match="Kun CFØ"):
            perform("drop_decision", case.proposal, person, reason="Nej.")
    perform("drop_decision", case.proposal, case.caseworker, reason="Nyt.")
    with pytest.raises(Refused, match="ingen beslutning"):
        release(case)


# The batch -----------------------------------------------------------------


def test_a_batch_is_released_from_the_round_each_by_itself_and_what_is_refused_is_named(case, client_for):
    other = make_case_in(case.proposal.round)
    for one in (case, other):
        one.submit()
        decide(one, by=case.approver)
    returned(other)
    client = client_for(case.caseworker)
    listed = client.get(reverse("desk-decisions", args=[case.proposal.round_id]))
    assert texts(listed.content, "//tbody/tr/td[last()]") == [
        "Nej “Offentliggør beslutningen” kan ikke bruges, når forslaget er i tilstanden “Returneret”.",
        "Ja",
    ]
    address = reverse("desk-bulk", args=[case.proposal.round_id])
    chosen = f"?handling=offentliggoer&valgt={case.proposal.pk}&valgt={other.proposal.pk}"
    preview = client.get(address + chosen)
    done = client.post(address + chosen, {"trin": "gennemfoer", "seen": preview.context["seen"]}, follow=True)
    assert [result["proposal"] for result in done.context["done"]] == [case.proposal]
    assert [(row["proposal"], row["words"]) for row in done.context["refused"]] == [
        (other.proposal, "“Offentliggør beslutningen” kan ikke bruges, når forslaget er i tilstanden “Returneret”.")
    ]
    assert (case.fresh().state, other.fresh().state) == ("approved", "returned")


def make_case_in(round_: Round) -> Case:
    case = make_case(title="Zebrastriber", round=round_)
    Proposal.objects.filter(pk=case.proposal.pk).update(number="BC99")
    case.proposal = case.fresh()
    return case


def test_many_are_decided_at_once_from_the_desk(case, client_for):
    case.submit()
    address = reverse("desk-bulk", args=[case.proposal.round_id]) + f"?handling=beslut&valgt={case.proposal.pk}"
    client = client_for(case.approver)
    preview = client.get(address)
    assert "Godkendes i version 1, når det offentliggøres." in preview.content.decode()
    client.post(address, {"trin": "gennemfoer", "seen": preview.context["seen"]})
    assert Decision.objects.get().by == case.approver
    assert (case.fresh().state, timezone.now() > case.fresh().state_since) == ("submitted", True)


@pytest.mark.parametrize("action", ["beslut", "offentliggoer"])
def test_the_preview_of_many_costs_the_same_number_of_queries_for_1_and_3(case, client_for, action):
    client = client_for(case.approver)
    address = reverse("desk-bulk", args=[case.proposal.round_id]) + f"?alle=1&handling={action}"

    def through(one) -> None:
        one.submit()
        if action == "offentliggoer":
            decide(one, case.approver)

    def counted(happening: int) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert page.context["happening"] == happening
        return len(queries)

    through(case)
    one = counted(1)
    for number in range(2):
        through(make_case(round=case.proposal.round, title=f"Forslag {number}"))
    assert counted(3) == one


def test_the_rounds_decisions_are_for_cfo_alone(case, client_for):
    for person in (case.writer, case.signer, case.secretary, case.reader, case.member):
        assert client_for(person).get(reverse("desk-decisions", args=[case.proposal.round_id])).status_code == 403
