"""Two people at once, on two connections: one result, or one after the other, never half of each."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from reviews.actions import hearing
from reviews.actions.hearing_date import decide_date, propose_date, remind
from reviews.actions.hearing_link import answer_by_link, revoke_link, send_link
from reviews.models import Event, HearingAnswer, HearingLink, HearingRequest
from reviews.refusal import Refused
from tests.factories import make_user

from .cases import make_case, write

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race(**steps: Callable[[], object]) -> dict[str, str]:
    """Takes the steps at the same moment; by name, "done" or the refusal."""
    start, outcomes = threading.Barrier(len(steps)), {}

    def run(name: str, step: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            step()
            outcomes[name] = "done"
        except Refused as refused:
            outcomes[name] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in steps.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.fixture
def asked(organisation):
    case = make_case()
    case.request = case.ask("hr_kredsen", due=timezone.localdate())
    case.other = make_user("body_member", body="hr_kredsen", name="Andet medlem")
    return case


def test_an_answer_and_a_withdrawal_give_one_of_the_two(asked):
    outcomes = race(
        answer=lambda: hearing.answer(asked.request, asked.member, "yes", "supports"),
        withdraw=lambda: hearing.withdraw_request(asked.request, asked.writer, "Fejl."),
    )
    request = HearingRequest.objects.get()
    assert (outcomes, request.withdrawn_at is None, HearingAnswer.objects.count()) in [
        ({"answer": "done", "withdraw": "Høringen er besvaret og kan ikke trækkes tilbage."}, True, 1),
        ({"answer": "Høringen er trukket tilbage.", "withdraw": "done"}, False, 0),
    ]


def test_two_members_answers_are_both_kept_and_the_newest_counts(asked):
    outcomes = race(
        one=lambda: hearing.answer(asked.request, asked.member, "yes", "supports"),
        two=lambda: hearing.answer(asked.request, asked.other, "yes", "against"),
    )
    assert outcomes == {"one": "done", "two": "done"}
    assert HearingAnswer.objects.count() == Event.objects.filter(kind="hearing_answered").count() == 2


def test_two_who_hold_on_to_the_answer_give_one_answer(asked):
    hearing.answer(asked.request, asked.member, "yes", "supports")
    write(asked.proposal, asked.writer, "risks", text="<p>En ny risiko.</p>")
    asked.submit()
    outcomes = race(
        one=lambda: hearing.affirm(asked.request, asked.member, 2),
        two=lambda: hearing.affirm(asked.request, asked.other, 2),
    )
    assert sorted(outcomes.values()) == ["Svaret gælder allerede den version.", "done"]
    assert HearingAnswer.objects.exclude(affirms=None).count() == 1


def test_two_who_ask_again_make_one_request(asked):
    hearing.answer(asked.request, asked.member, "yes", "supports")
    write(asked.proposal, asked.writer, "risks", text="<p>En ny risiko.</p>")
    outcomes = race(
        one=lambda: hearing.renew(asked.request, asked.writer),
        two=lambda: hearing.renew(asked.request, asked.caseworker),
    )
    assert sorted(outcomes.values()) == ["HR-kredsen er allerede spurgt om denne version.", "done"]
    assert (HearingRequest.objects.count(), asked.proposal.revisions.count()) == (2, 2)


def test_two_reminders_are_one(asked):
    outcomes = race(
        one=lambda: remind(asked.request, asked.writer), two=lambda: remind(asked.request, asked.caseworker)
    )
    assert sorted(outcomes.values()) == ["Høringsparten er allerede påmindet i dag.", "done"]
    assert Event.objects.filter(kind="hearing_reminded").count() == 1


def test_yes_and_no_to_a_date_give_one_of_the_two(asked):
    later = timezone.localdate().replace(year=timezone.localdate().year + 1)
    proposed = propose_date(asked.request, asked.member, later, "Mødet er flyttet.")
    outcomes = race(
        yes=lambda: decide_date(proposed, asked.writer, True),
        no=lambda: decide_date(proposed, asked.caseworker, False, "Nej."),
    )
    assert sorted(outcomes.values()) == ["Forslaget til dato er allerede besvaret.", "done"]
    proposed.refresh_from_db()
    asked.request.refresh_from_db()
    assert (asked.request.due == later) is proposed.accepted is (outcomes["yes"] == "done")


def test_a_link_answers_once(asked):
    link = send_link(asked.request, asked.caseworker, "hr@example.org")
    given = ("Formanden", "Formand", "yes", "supports")
    outcomes = race(one=lambda: answer_by_link(link, *given), two=lambda: answer_by_link(link, *given))
    assert sorted(outcomes.values()) == ["Høringen er allerede besvaret.", "done"]
    assert HearingAnswer.objects.count() == 1


def test_a_link_is_revoked_before_or_after_it_is_used(asked):
    link = send_link(asked.request, asked.caseworker, "hr@example.org")
    outcomes = race(
        answer=lambda: answer_by_link(link, "Formanden", "Formand", "yes", "supports"),
        revoke=lambda: revoke_link(link, asked.writer),
    )
    assert outcomes["revoke"] == "done"
    used = HearingLink.objects.get().used_at is not None
    assert outcomes["answer"] == ("done" if used else "Linket er trukket tilbage af dem, der sendte det.")
    assert HearingAnswer.objects.count() == int(used)
