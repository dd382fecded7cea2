"""Every rule against every role: exactly who may do what, open and confidential, own and others'."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.policy import (
    RULES,
    may,
    may_create_for,
    may_read_acts_of,
    people_who_may,
    proposals_where_may,
    visible_proposals,
)
from proposals.models import Committee, HearingBody, Proposal
from reviews.frozen import role_of
from reviews.meetings.places import Place
from reviews.models import Booking, HearingLink

# People by what they are to a proposal of SUF, whose committee is SOU.
PEOPLE = {
    "own writer": {"role": "writer", "administration": "SUF"},
    "own signer": {"role": "signer", "administration": "SUF"},
    "own administrator": {"role": "local_administrator", "administration": "SUF"},
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
IN_THE_MUNICIPALITY = {
    "other writer",
    "own administrator",
    "other signer",
    "other secretary",
    "reader",
    "administrator",
}

MAY = {
    # The body has not been asked.
    "read_confidential": OWN | CFO | {"own secretary", "own administrator"},
    "see_reads": {"own signer", "own administrator"} | CFO,
    "edit": OWN,
    "see_versions": OWN | CFO | {"own administrator"},
    "see_present": OWN | CFO,
    "submit": {"own signer"},
    "let_in_late": CFO,
    "return": CFO,
    "preapprove": CFO,
    "approve": {"CFØ signer"},
    "decide": CFO,
    "release": CFO,
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
    "judge_hearing_need": OWN | CFO,
    "judge_criteria": CFO,
    "number": CFO,
    "set_confidential": OWN | CFO,
    "lift_confidential": CFO,
    "comment": OWN | CFO | {"own secretary", "own administrator"},
}
MAY_IN_ROUND = {
    "create": {"own writer", "other writer"},
    "appendix": CFO,
    "set_up_round": CFO,
    "desk": CFO,
    "outbox": CFO,
}
# The subject is a request to HR-kredsen.
MAY_AT_HEARING = {
    "answer_hearing": {"asked body"},
    "read_minutes": {"asked body"} | OWN | CFO,
    "attach_minutes": {"asked body"} | OWN | CFO,
}
# Action → who holds the meeting → who may; the proposal is that of SUF.
MAY_AT_MEETINGS = {
    "keep_meetings": {"hr_kredsen": {"asked body"} | CFO, "SOU": {"own secretary"} | CFO},
    "book_meeting": {"hr_kredsen": OWN | CFO, "SOU": {"own secretary"} | CFO, "TMU": CFO},
}
INSIDE = OWN | CFO | {"own administrator"}
VIEWERS = {
    # (state, confidential, the body has been asked)
    ("draft", False, False): INSIDE,
    ("draft", True, False): INSIDE,
    ("returned", False, True): INSIDE | {"asked body"},
    ("submitted", False, False): INSIDE | {"own secretary"} | IN_THE_MUNICIPALITY,
    ("submitted", False, True): INSIDE | {"own secretary", "asked body"} | IN_THE_MUNICIPALITY,
    ("submitted", True, False): INSIDE | {"own secretary"},
    ("approved", True, True): INSIDE | {"own secretary", "asked body"},
    ("treated", True, True): INSIDE | {"own secretary", "asked body"},
    ("treated", False, False): INSIDE | {"own secretary"} | IN_THE_MUNICIPALITY,
    ("withdrawn", False, False): INSIDE,
    ("archived", True, False): INSIDE,
}

MAY_READ_LOGS = {
    "read_round_log": CFO | {"administrator"},
    "read_acts": CFO | {"administrator"},
    "read_security_log": {"administrator"},
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
    # Those on a comment are in tests/reviews/test_comments.py.
    of_a_comment = {"read_comment", "answer_comment", "change_comment", "resolve_comment"}
    named = {
        *MAY,
        *MAY_IN_ROUND,
        *MAY_AT_MEETINGS,
        *MAY_READ_LOGS,
        *of_a_comment,
        *MAY_AT_HEARING,
        "view",
        "use_link",
        "administer_people",
        "people",
        "give_role",
    }
    assert set(RULES) == named
    assert {name for places in PEOPLE.values() for name in [places.get("role")] if name} == set(Role.values)


@pytest.mark.parametrize("action", sorted(MAY_READ_LOGS))
def test_who_may_read_what_others_did(people, action):
    assert allowed(people, action) == MAY_READ_LOGS[action]


def test_everybody_may_read_their_own_acts(people):
    somebody = people["reader"]
    assert {name for name, user in people.items() if may_read_acts_of(user, somebody.pk)} == (
        CFO | {"administrator", "reader"}
    )


@pytest.mark.parametrize("action", sorted(MAY))
def test_who_may_act_on_a_proposal(people, proposal, action):
    assert allowed(people, action, proposal) == MAY[action]


@pytest.mark.parametrize("action", sorted(MAY_IN_ROUND))
def test_who_may_act_in_a_round(people, proposal, action):
    assert allowed(people, action, proposal.round) == MAY_IN_ROUND[action]


def test_only_administrators_administer_people(people):
    assert allowed(people, "administer_people") == {"administrator"}
    assert allowed(people, "people") == {"administrator", "own administrator"}


@pytest.mark.parametrize(
    ("role", "place", "givers"),
    [
        ("writer", "SUF", {"administrator", "own administrator"}),
        ("signer", "SUF", {"administrator", "own administrator"}),
        ("signer", "TMF", {"administrator"}),
        ("local_administrator", "SUF", {"administrator"}),
        ("cfo_signer", None, {"administrator"}),
    ],
)
def test_who_may_give_a_role(people, make_user, role, place, givers):
    held = make_user(role, administration=place).memberships.get()
    assert allowed(people, "give_role", held) == givers


@pytest.mark.parametrize("action", sorted(MAY_AT_HEARING))
def test_who_may_act_at_a_hearing(people, proposal, action):
    assert allowed(people, action, ask(proposal, "hr_kredsen")) == MAY_AT_HEARING[action]


def test_a_link_is_used_by_whoever_has_it_as_long_as_it_is_open(people, proposal):
    link = HearingLink(request=ask(proposal, "hr_kredsen"), confidential=True)
    link.expires_at = timezone.now() + timedelta(days=1)
    assert allowed({**people, "not signed in": AnonymousUser()}, "use_link", link) == {*people, "not signed in"}
    assert not people_who_may("use_link", link).exists()
    link.revoked_at = timezone.now()
    assert allowed(people, "use_link", link) == set()


@pytest.mark.parametrize("action", sorted(MAY_AT_MEETINGS))
def test_who_keeps_a_calendar_and_who_books_a_meeting(people, proposal, action):
    for code, expected in MAY_AT_MEETINGS[action].items():
        holder = HearingBody.objects.filter(code=code).first() or Committee.objects.get(code=code)
        booking = Booking(proposal=proposal, meeting=Place(holder).new())
        subject = booking if action == "book_meeting" else booking.meeting
        assert allowed(people, action, subject) == expected, code
        assert {name for name, user in people.items() if user in people_who_may(action, subject)} == expected, code


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


def told(people, action, proposal, *roles) -> set[str]:
    found = people_who_may(action, proposal, *roles)
    return {name for name, user in people.items() if user in found}


@pytest.mark.parametrize("action", sorted(MAY))
def test_those_told_are_those_who_may(people, proposal, action):
    assert told(people, action, proposal) == MAY[action]


@pytest.mark.parametrize("action", sorted(MAY))
def test_the_list_of_where_one_may_is_that_of_the_rows(people, proposal, action):
    found = {
        name for name, user in people.items() if Proposal.objects.filter(proposals_where_may(user, action)).exists()
    }
    assert found == MAY[action]


@pytest.mark.parametrize("case", sorted(VIEWERS), ids=str)
def test_those_who_see_a_proposal_can_be_listed(people, make_proposal, case):
    state, confidential, asked = case
    proposal = make_proposal(administration="SUF", state=state, confidential=confidential)
    if asked:
        ask(proposal, "hr_kredsen")
    assert told(people, "view", proposal) == VIEWERS[case]


def test_recipients_can_be_narrowed_to_those_who_may_by_a_role(people, proposal):
    assert told(people, "treat", proposal, Role.SECRETARY) == {"own secretary"}


def test_a_right_of_several_roles_counts_a_person_once(people, proposal, add_membership):
    add_membership(people["own writer"], "signer", administration="SUF")
    assert people_who_may("edit", proposal).filter(pk=people["own writer"].pk).count() == 1


def test_a_closed_account_is_not_told(people, proposal):
    people["own signer"].is_active = False
    people["own signer"].save()
    assert told(people, "submit", proposal) == set()


def test_the_memberships_are_read_once(people, proposal, django_assert_num_queries):
    user = people["own writer"]
    with django_assert_num_queries(1):
        for action in MAY:
            may(user, action, proposal)


@pytest.fixture
def deputy(people, proposal):
    """Somebody without roles of their own who stands in for SUF's signer, within a period."""

    def stand_in(first: int, last: int):
        """Days from today; 0 is today."""
        role = people["own signer"].memberships.get()
        today = timezone.localdate()
        Membership.objects.create(
            user=people["nobody"],
            role=role.role,
            administration=role.administration,
            substitute_for=role,
            valid_from=today + timedelta(days=first),
            valid_to=today + timedelta(days=last),
        )
        return people["nobody"]

    return stand_in


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)]
)
def test_a_substitute_has_the_role_from_the_first_day_to_the_last(people, proposal, deputy, first, last, holds):
    person = deputy(first, last)
    own = {"own signer", "nobody"} if holds else {"own signer"}
    assert allowed(people, "submit", proposal) == own
    assert told(people, "submit", proposal) == own
    assert Proposal.objects.filter(visible_proposals(person)).exists() is holds
    assert role_of(person) == ("Underskriver, Sundheds- og Omsorgsforvaltningen, stedfortræder" if holds else "")


def test_a_substitute_ends_with_the_role_it_stands_for(people, proposal, deputy):
    person = deputy(-1, 1)
    people["own signer"].memberships.get().delete()
    assert not may(person, "submit", proposal)


@pytest.mark.parametrize(
    "fields", [{}, {"valid_from": "2026-01-02"}, {"valid_from": "2026-01-02", "valid_to": "2026-01-01"}]
)
def test_a_substitute_without_a_period_cannot_be_stored(people, fields):
    role = people["own signer"].memberships.get()
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            user=people["nobody"], role="signer", administration=role.administration, substitute_for=role, **fields
        )
