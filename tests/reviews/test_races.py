"""Two people take the same step at the same moment, on two connections: what may happen once happens once.

Each is let past right and conditions and then waits a moment for the other. Without the lock on the proposal's row
both would be past them at once, and both would take the step.
"""

import contextlib
import copy
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from proposals.models import Round
from reviews.actions import change as change_module
from reviews.actions import hearing, perform
from reviews.models import Event, SignOff
from reviews.process import COMMENTS, HEARINGS, MEETINGS, PROCESS, STEPS
from reviews.refusal import Refused
from tests import factories

from .cases import make_case
from .races import RACES
from .test_process import GIVEN, ready, sources

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# Steps of a proposal that both may take, one after the other; of all others one is refused.
REPEATED = {"judge_criteria", "number", "set_sections_confidential", "prolong_confidential"}
# Long enough for the other to come as far, were nothing in its way.
MOMENT = 0.4


@pytest.fixture
def meet(monkeypatch):
    """Runs the steps at once, and gives how many were taken and what the refused were told."""

    def together(*steps: Callable[[], object]) -> tuple[int, list[str]]:
        start, past_conditions = threading.Barrier(len(steps)), threading.Barrier(len(steps))
        asked = change_module.refusal

        def refusal(*args):
            if why_not := asked(*args):
                return why_not
            # It is broken when the other one is held by the lock, as it should be.
            with contextlib.suppress(threading.BrokenBarrierError):
                past_conditions.wait(timeout=MOMENT)
            return ""

        monkeypatch.setattr(change_module, "refusal", refusal)
        taken, refused, broken = [], [], []

        def run(step) -> None:
            try:
                start.wait(timeout=10)
                step()
                taken.append(step)
            except Refused as no:
                refused.append(str(no))
            except Exception as error:
                broken.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(step,)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        monkeypatch.setattr(change_module, "refusal", asked)
        assert not broken
        return len(taken), refused

    return together


def source_of(action: str) -> str:
    """A state from which the case can take the step."""
    states = sources(action)
    return "submitted" if "submitted" in states else states[0]


@pytest.mark.parametrize("action", [step.action for step in PROCESS])
def test_a_step_that_two_take_at_once_is_taken_once_unless_it_may_be_repeated(organisation, meet, action):
    case = make_case()
    case.to_state(source_of(action))
    given = ready(case, action)
    by = getattr(case, GIVEN[action][1])
    events = Event.objects.filter(proposal=case.proposal, kind=STEPS[action].event)
    before = events.count()
    taken, refused = meet(
        *(lambda who=who: perform(action, case.fresh(), who, **given) for who in (by, copy.copy(by)))
    )
    wanted = 2 if action in REPEATED else 1
    assert (taken, len(refused), events.count() - before) == (wanted, 2 - wanted, wanted)


@pytest.mark.parametrize(("signers", "state"), [(1, "approved"), (2, "approved"), (3, "submitted")])
def test_two_approvers_at_once_count_as_two_where_two_are_asked_for(organisation, meet, signers, state):
    case = make_case()
    Round.objects.update(cfo_signers=signers)
    seen = case.submit()
    given = {"revision": seen.number, "sha256": seen.sha256}
    people = [case.approver, factories.make_user("cfo_signer", name="Anden godkender")]
    taken, refused = meet(*(lambda who=who: perform("approve", case.fresh(), who, **given) for who in people))
    signed = SignOff.objects.filter(kind="approved", voided_at=None)
    wanted = min(signers, 2)
    assert (taken, len(refused), signed.values("by").distinct().count()) == (wanted, 2 - wanted, wanted)
    assert case.fresh().state == state
    assert Event.objects.filter(kind="approved").count() == (1 if state == "approved" else 0)


@pytest.mark.parametrize(
    ("first", "second"),
    [("approve", "return"), ("approve", "reopen"), ("return", "reopen"), ("release", "return"), ("treat", "reopen")],
)
def test_what_is_returned_or_taken_back_is_not_decided_on_afterwards(organisation, meet, first, second):
    """The first may still come before the second, but never after it."""
    case = make_case()
    case.to_state("approved" if first == "treat" else "submitted")
    steps = []
    for action in (first, second):
        given, by = ready(case, action), getattr(case, GIVEN[action][1])
        steps.append(lambda action=action, given=given, by=by: perform(action, case.fresh(), by, **given))
    taken, refused = meet(*steps)
    happened = [STEPS[action].event for action in (first, second)]
    told = Event.objects.filter(proposal=case.proposal, kind__in=happened).order_by("pk")
    told = list(told.values_list("kind", flat=True))
    assert told in ([happened[0]], [happened[1]], happened)
    assert (taken, len(refused)) == (len(told), 2 - len(told))


def test_every_step_that_is_not_the_proposals_own_has_its_race():
    assert set(RACES) == {step.action for step in HEARINGS + MEETINGS + COMMENTS}


@pytest.mark.parametrize("action", RACES)
def test_a_step_of_a_hearing_a_booking_or_a_comment_that_two_take_at_once(organisation, meet, action):
    case = make_case()
    case.submit()
    step, wanted = RACES[action](case)
    events = Event.objects.filter(proposal=case.proposal, kind=STEPS[action].event)
    before = events.count()
    taken, refused = meet(step, step)
    assert (taken, len(refused), events.count() - before) == (wanted, 2 - wanted, wanted)


def test_an_answer_and_a_withdrawal_of_the_question_are_not_both_taken(organisation, meet):
    case = make_case()
    case.submit()
    asked = case.ask("hr_kredsen")
    taken, refused = meet(
        lambda: hearing.answer(asked, case.member, "yes", "supports"),
        lambda: hearing.withdraw_request(asked, case.caseworker, "Ikke nødvendig."),
    )
    assert (taken, len(refused)) == (1, 1)
