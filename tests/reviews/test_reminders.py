"""Reminders before a deadline and word to others after it: to whom, when, once, and never where it is done."""

import datetime

import pytest
from django.utils import timezone

from proposals.models import Proposal, Round
from reviews.actions import hearing, perform
from reviews.messages.choices import keep
from reviews.messages.delivery import send_digests, send_pending
from reviews.messages.reminders import plan
from reviews.models import Event, Notification, Reminder
from reviews.tasks import send_daily
from tests.smtp import parts

from .cases import body_of, make_case, write
from .test_delivery import at, copenhagen, race

DEADLINE = datetime.date(2027, 5, 20)


def before(days: int) -> datetime.date:
    return DEADLINE - datetime.timedelta(days=days)


@pytest.fixture
def dated(case):
    """The case in a round whose deadlines are all on one day, begun long before."""
    noon = copenhagen(2027, 5, 20, 12)
    Round.objects.update(submission_deadline=noon, hearing_deadline=noon, committee_deadline=noon)
    begun_in_march()
    case.proposal.refresh_from_db()
    return case


def begun_in_march() -> None:
    Proposal.objects.update(state_since=copenhagen(2027, 3, 2, 9))


def ask(case, **given):
    request = case.ask("hr_kredsen", **given)
    request.at = copenhagen(2027, 3, 2, 9)
    request.save()
    return request


def told(kind: str = "reminded") -> list[tuple[str, str, int]]:
    """(what, recipient, days) of every message of the kind, in order."""
    rows = Notification.objects.filter(event__kind=kind).select_related("event", "recipient").order_by("pk")
    return sorted((row.event.data["what"], row.recipient.name, row.event.data["days"]) for row in rows)


def test_the_writer_is_reminded_of_a_draft_on_the_days_of_the_round_and_once_each(dated):
    for day in (8, 7, 7, 6, 2, 1, 1, 0):
        plan(before(day))
    assert told() == [("submission", "Skribent", 1), ("submission", "Skribent", 7)]
    assert Event.objects.filter(kind="reminded").count() == Reminder.objects.count() == 2


def test_a_day_without_beat_is_made_up_for_with_the_days_that_are_left(dated):
    plan(before(5))
    assert told() == [("submission", "Skribent", 5)]


def test_all_writers_are_reminded_where_the_draft_has_none(dated, make_user):
    make_user("writer", administration="SOF", name="Ny skribent")
    Proposal.objects.update(writer=None)
    plan(before(1))
    assert told() == [("submission", "Ny skribent", 1), ("submission", "Skribent", 1)]


@pytest.mark.parametrize("days", [[], [3]])
def test_the_rounds_own_days_count(dated, days):
    Round.objects.update(reminder_days=days)
    for day in (7, 1):
        plan(before(day))
    assert told() == ([("submission", "Skribent", 1)] if days else [])


def test_a_body_is_reminded_of_the_newest_question_by_its_own_date(dated):
    own = datetime.date(2027, 5, 10)
    ask(dated, due=own)
    newest = ask(dated, detail="Formandskabet")
    Proposal.objects.update(state="submitted")
    plan(own - datetime.timedelta(days=1))
    assert told() == [("hearing", "HR-medlem", 1)]
    plan(before(1))
    assert told() == [("hearing", "HR-medlem", 1)] * 2
    assert Event.objects.filter(kind="reminded").first().data["request"] == newest.pk


def test_the_secretary_is_reminded_of_what_is_approved_and_nobody_of_what_is_treated(dated):
    dated.to_state("approved")
    begun_in_march()
    plan(before(7))
    assert told() == [("committee", "Sekretær", 7)]
    dated.treat()
    plan(before(1))
    assert told() == [("committee", "Sekretær", 7)]


def test_what_began_after_the_reminders_day_is_not_reminded_of_it(dated):
    request = ask(dated)
    Proposal.objects.update(state="submitted")
    request.at = copenhagen(2027, 5, 14, 9)
    request.save()
    plan(before(6))
    assert told() == []
    plan(before(1))
    assert told() == [("hearing", "HR-medlem", 1)]


def test_a_deadline_that_is_moved_is_reminded_of_anew(dated):
    plan(before(1))
    Round.objects.update(submission_deadline=copenhagen(2027, 6, 20, 12))
    plan(datetime.date(2027, 6, 19))
    assert [data["due"] for data in Event.objects.filter(kind="reminded").values_list("data", flat=True)] == [
        "2027-06-20",
        "2027-05-20",
    ]


@pytest.mark.parametrize(
    "skip",
    ["submitted", "archived", "withdrawn", "answered", "taken_back", "recorded_elsewhere", "archive", "replaced"],
)
def test_nobody_is_reminded_of_what_is_no_longer_asked(dated, skip):
    """Nor is a reminder sent that was written before it was done."""
    ask(dated) if skip in ("answered", "taken_back", "archive", "replaced") else None
    Notification.objects.all().delete()
    plan(before(7))
    assert Notification.objects.filter(state="digest").exists()
    request = dated.proposal.hearing_requests.first()
    if skip in ("submitted", "archived", "withdrawn"):
        Proposal.objects.update(state=skip)
    elif skip == "answered":
        hearing.answer(request, dated.member, "yes", "supports")
        dated.submit()
    elif skip == "taken_back":
        hearing.withdraw_request(request, dated.writer, "Fejl.")
        dated.submit()
    elif skip == "recorded_elsewhere":
        hearing.record(dated.proposal, dated.caseworker, body_of("hr_kredsen"), "yes", "supports")
        dated.submit()
    elif skip == "archive":
        Round.objects.update(state="archive")
    else:
        Round.objects.update(replaced_at=timezone.now())
    written = Event.objects.filter(kind="reminded").count()
    plan(before(1))
    plan(DEADLINE + datetime.timedelta(days=3))
    assert Event.objects.filter(kind__in=["reminded", "escalated"]).count() == written
    Notification.objects.exclude(event__kind="reminded").delete()
    Notification.objects.update(state="pending")
    send_pending()
    # A body whose question was taken back may not even see the proposal.
    closed = {"no_access"} if skip == "taken_back" else set()
    assert set(Notification.objects.values_list("state", flat=True)) == {"skipped"}
    assert set(Notification.objects.values_list("why", flat=True)) == {"obsolete"} | closed


def test_a_reminder_follows_the_proposal_to_its_new_writer_and_to_a_new_deadline(dated, make_user, mail_server):
    keep(dated.writer, {"deadlines": "now"})
    plan(before(7))
    perform("hand_over", dated.proposal, dated.signer, writer=make_user("writer", administration="SOF"))
    Notification.objects.exclude(event__kind="reminded").delete()
    send_pending()
    assert mail_server.taken == []
    assert Notification.objects.get().why == "obsolete"


# After the deadline


def late(days: int) -> datetime.date:
    return DEADLINE + datetime.timedelta(days=days)


def test_the_signer_hears_of_a_draft_that_is_overdue_once_and_only_for_a_while(dated):
    for days in (1, 2, 3, 3, 4, 9):
        plan(late(days))
    assert told("escalated") == [("submission", "Underskriver", 3)]
    Reminder.objects.all().delete()
    plan(late(11))
    assert len(told("escalated")) == 1


def test_cfo_and_the_signer_hear_of_a_hearing_that_is_overdue_and_cfo_of_a_treatment(dated):
    dated.to_state("approved")
    ask(dated)
    begun_in_march()
    plan(late(3))
    assert told("escalated") == [
        ("committee", "Sagsbehandler", 3),
        ("hearing", "Sagsbehandler", 3),
        ("hearing", "Underskriver", 3),
    ]


@pytest.mark.parametrize(
    "fields", [{"state": "returned"}, {"late_reason": "Sygdom."}, {"state": "withdrawn"}, {"state": "archived"}]
)
def test_what_may_come_late_or_comes_no_more_is_not_overdue(dated, fields):
    Proposal.objects.update(**fields)
    plan(late(3))
    assert told("escalated") == []


def test_nobody_hears_where_the_round_says_so(dated):
    Round.objects.update(escalation_days=None)
    plan(late(3))
    assert told("escalated") == []


# On their way


def test_reminders_are_in_the_days_mail_with_date_and_way_to_the_task(dated, mail_server):
    ask(dated)
    Notification.objects.all().delete()
    morning = copenhagen(2027, 5, 13, 7)
    with at(morning - datetime.timedelta(minutes=1)):
        send_daily()
    assert Event.objects.filter(kind="reminded").count() == 0
    with at(morning):
        send_daily()
        send_daily()
    assert sorted(sent["To"] for sent in mail_server.taken) == sorted([dated.writer.email, dated.member.email])
    text, _html = parts(mail_server.to(dated.member.email)[0])
    assert "Påmindelse: Svar på høringen" in text
    assert "Frist: 20. maj 2027" in text
    assert f"/hoering/{dated.proposal.hearing_requests.get().pk}/" in text
    assert "Påmindelse: Indsend forslaget" in parts(mail_server.to(dated.writer.email)[0])[0]


def test_a_reminder_of_a_confidential_proposal_has_the_number_alone(dated, mail_server):
    Proposal.objects.update(confidential=True, number="BC07")
    plan(before(1))
    send_digests()
    (sent,) = mail_server.taken
    assert "Fælles indgang" not in "".join([sent["Subject"], *parts(sent)])
    assert "Fortroligt forslag BC07" in parts(sent)[0]


def test_planning_costs_the_same_for_one_proposal_and_for_three(dated, make_proposal, django_assert_max_num_queries):
    plan(before(9))
    with django_assert_max_num_queries(5):
        plan(before(9))
    for _number in range(2):
        make_proposal(dated.proposal.round, administration="SOF", writer=dated.writer)
    with django_assert_max_num_queries(5):
        plan(before(9))


@pytest.mark.django_db(transaction=True)
def test_beats_at_once_write_a_reminder_once(organisation):
    case = make_case()
    Round.objects.update(submission_deadline=copenhagen(2027, 5, 20, 12))
    begun_in_march()
    race(lambda: plan(before(1)))
    assert (Event.objects.filter(kind="reminded").count(), Reminder.objects.count()) == (1, 1)
    assert Notification.objects.filter(event__kind="reminded", recipient=case.writer).count() == 1


# The last answer


def all_in() -> list[int | None]:
    return [data["revision"] for data in Event.objects.filter(kind="all_answers_in").values_list("data", flat=True)]


def test_one_message_comes_when_the_last_answer_is_in(case):
    first, second = case.ask("hr_kredsen"), case.ask("hr_kredsen", detail="Formandskabet")
    hearing.answer(first, case.member, "yes", "supports")
    assert all_in() == []
    hearing.answer(second, case.member, "yes", "against")
    assert all_in() == [1]
    names = {row.recipient.name for row in Notification.objects.filter(event__kind="all_answers_in")}
    assert names == {"Skribent", "Underskriver", "Sagsbehandler", "Godkender"}
    hearing.answer(second, case.member, "yes", "supports")
    assert all_in() == [1]


def test_taking_back_the_last_question_or_going_on_without_it_counts(case):
    answered, open_ = case.ask("hr_kredsen"), case.ask("hr_kredsen", detail="Formandskabet")
    hearing.answer(answered, case.member, "yes", "supports")
    hearing.withdraw_request(open_, case.writer, "Fejl.")
    assert all_in() == [1]


def test_no_answers_are_all_answers_to_nobody(case):
    request = case.ask("hr_kredsen")
    hearing.withdraw_request(request, case.writer, "Fejl.")
    assert all_in() == []


def test_a_needed_body_that_was_not_asked_is_waited_for(organisation):
    case = make_case(text="<p>Et nyt it-system giver medarbejderne tid.</p>")
    request = case.ask("hr_kredsen")
    hearing.answer(request, case.member, "yes", "supports")
    assert all_in() == []
    for body in ("it_kredsen", "koncern_it", "med_udvalg"):
        hearing.record(case.proposal, case.caseworker, body_of(body), "yes", "informed")
    assert all_in() == [1]


def test_a_new_revision_is_told_of_anew(case):
    hearing.answer(case.ask("hr_kredsen"), case.member, "yes", "supports")
    write(case.proposal, case.writer, "facts", summary="Et andet resumé.")
    hearing.answer(case.ask("hr_kredsen"), case.member, "yes", "supports")
    assert sorted(all_in()) == [1, 2]
