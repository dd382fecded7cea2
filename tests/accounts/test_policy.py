"""Every rule against every role: exactly who may do what, open and confidential, own and others'."""

import pytest

from accounts.models import Role
from accounts.policy import RULES, may, may_create_for, people_who_may, visible_proposals
from proposals.models import Proposal

# People by what they are to a proposal of SUF, whose committee is SOU.
PEOPLE = {
    "own writer": {"role": "writer", "administration": "SUF"},
    "own signer": {"role": "signer", "administration": "SUF"},
    "other writer": {"role": "writer", "administration": "TMF"},
    "other signer": {"role": "signer", "administration": "TMF"},
    "asked body": {"role": "body_member", "body": "hr_kredsen"},
    "other body": {"role": "body_member", "body": "it_kredsen"},
    "own secretary": {"role": "secretary", "committee": "SOU"},
    "other secretary": {"role": "secretary", "committee": "TMU"},
    "CFØ caseworker": {"role": "cfo_caseworker"},
    "CFØ signer": {"role": "cfo_signer"},
    "reader": {"role": "reader"},
    "administrator": {"role": "administrator"},
    "nobody": {},
}
OWN = {"own writer", "own signer"}
CFO = {"CFØ caseworker", "CFØ signer"}
IN_THE_MUNICIPALITY = {"other writer", "other signer", "other secretary", "reader", "administrator"}

MAY = {
    "edit": OWN,
    "see_present": OWN | CFO,
    "submit": {"own signer"},
    "let_in_late": CFO,
    "return": CFO,
    "approve": {"CFØ signer"},
    "reopen": OWN,
    "treat": {"own secretary"} | CFO,
    "withdraw": OWN | CFO,
    "archive": OWN,
    "restore": OWN,
    "hand_over": OWN,
    "attach": OWN,
    "ask_hearing": OWN | CFO,
    "record_hearing": OWN | CFO,
    "overrule": {"CFØ signer"},
    "judge_criteria": CFO,
    "number": CFO,
    "set_confidential": OWN | CFO,
    "lift_confidential": CFO,
}
MAY_IN_ROUND = {"create": {"own writer", "other writer"}, "appendix": CFO, "set_up_round": CFO}
VIEWERS = {
    # (state, confidential, the body has been asked)
    ("draft", False, False): OWN | CFO,
    ("draft", True, False): OWN | CFO,
    ("returned", False, True): OWN | CFO | {"asked body"},
    ("submitted", False, False): OWN | CFO | {"own secretary"} | IN_THE_MUNICIPALITY,
    ("submitted", False, True): OWN | CFO | {"own secretary", "asked body"} | IN_THE_MUNICIPALITY,
    ("submitted", True, False): OWN | CFO | {"own secretary"},
    ("approved", True, True): OWN | CFO | {"own secretary", "asked body"},
    ("treated", True, True): OWN | CFO | {"own secretary", "asked body"},
    ("treated", False, False): OWN | CFO | {"own secretary"} | IN_THE_MUNICIPALITY,
    ("withdrawn", False, False): OWN | CFO,
    ("archived", True, False): OWN | CFO,
}


@pytest.fixture
def people(make_user):
    return {name: make_user(**places) for name, places in PEOPLE.items()}


@pytest.fixture
def proposal(make_proposal):
    return make_proposal(administration="SUF", state="submitted", confidential=True)


def allowed(people, action, subject=None) -> set[str]:
    return {name for name, user in people.items() if may(user, action, subject)}


def ask(proposal, body: str, **fields):
    from proposals.models import HearingBody

    return proposal.hearing_requests.create(body=HearingBody.objects.get(code=body), **fields)


def test_every_rule_is_in_these_tables():
    named = {*MAY, *MAY_IN_ROUND, "view", "answer_hearing", "administer_people"}
    assert set(RULES) == named
    assert {name for places in PEOPLE.values() for name in [places.get("role")] if name} == set(Role.values)


@pytest.mark.parametrize("action", sorted(MAY))
def test_who_may_act_on_a_proposal(people, proposal, action):
    assert allowed(people, action, proposal) == MAY[action]


@pytest.mark.parametrize("action", sorted(MAY_IN_ROUND))
def test_who_may_act_in_a_round(people, proposal, action):
    assert allowed(people, action, proposal.round) == MAY_IN_ROUND[action]


def test_only_administrators_administer_people(people):
    assert allowed(people, "administer_people") == {"administrator"}


def test_a_hearing_is_answered_by_the_body_that_was_asked(people, proposal):
    assert allowed(people, "answer_hearing", ask(proposal, "hr_kredsen")) == {"asked body"}


@pytest.mark.parametrize("case", sorted(VIEWERS), ids=str)
def test_who_sees_a_proposal_is_the_same_in_the_list_and_on_its_page(people, make_proposal, case):
    state, confidential, asked = case
    proposal = make_proposal(administration="SUF", state=state, confidential=confidential)
    if asked:
        ask(proposal, "hr_kredsen")

    assert allowed(people, "view", proposal) == VIEWERS[case]
    listed = {name for name, user in people.items() if Proposal.objects.filter(visible_proposals(user)).exists()}
    assert listed == VIEWERS[case]


def test_a_request_taken_back_shows_the_proposal_no_more(people, proposal):
    from django.utils import timezone

    ask(proposal, "hr_kredsen", withdrawn_at=timezone.now())
    assert "asked body" not in allowed(people, "view", proposal)
    assert not Proposal.objects.filter(visible_proposals(people["asked body"])).exists()


def test_two_requests_to_one_body_list_the_proposal_once(people, proposal):
    ask(proposal, "hr_kredsen")
    ask(proposal, "hr_kredsen")
    assert Proposal.objects.filter(visible_proposals(people["asked body"])).count() == 1


@pytest.mark.parametrize("action", sorted({**MAY, **MAY_IN_ROUND, "view": ()}))
def test_a_closed_account_may_nothing_and_is_told_why(people, proposal, action):
    subject = proposal.round if action in MAY_IN_ROUND else proposal
    for user in people.values():
        user.is_active = False
        decision = may(user, action, subject)
        assert not decision
        assert decision.reason.endswith(".")


def test_writers_draft_for_their_own_administration_only(people, proposal):
    may_draft = {name for name, user in people.items() if may_create_for(user, proposal.administration_id)}
    assert may_draft == {"own writer"}


@pytest.mark.parametrize("action", ["submit", "edit", "approve", "return", "treat"])
def test_those_told_are_those_who_may(people, proposal, action):
    told = {name for name, user in people.items() if user in people_who_may(action, proposal)}
    # The secretary stands for the treatment; CFØ is told of it in its own way.
    assert told == (MAY[action] if action != "treat" else {"own secretary"})


def test_the_memberships_are_read_once(people, proposal, django_assert_num_queries):
    user = people["own writer"]
    with django_assert_num_queries(1):
        for action in MAY:
            may(user, action, proposal)
