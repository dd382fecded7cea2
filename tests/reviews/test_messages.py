"""Events and the messages they cause: written together, sent after commit, to those they concern."""

from unittest import mock

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from reviews import events
from reviews.actions import hearing, perform
from reviews.models import Event, Notification
from reviews.tasks import send_pending

from .cases import body_of
from .chain import tamper


def told(kind: str) -> set[str]:
    """Who was told of the newest event of the kind."""
    event = Event.objects.filter(kind=kind).first()
    return {notification.recipient.name for notification in event.notifications.select_related("recipient")}


ADMINISTRATION = {"Skribent", "Underskriver"}
CFO = {"Sagsbehandler", "Godkender"}


def test_each_step_tells_those_it_concerns_and_never_the_one_who_took_it(case):
    case.submit()
    assert told("submitted") == CFO
    perform("return", case.proposal, case.caseworker, reason="Ret.")
    assert told("returned") == ADMINISTRATION
    case.submit()
    perform("number", case.proposal, case.caseworker, number="BC01")
    assert told("numbered") == set()
    perform("judge_criteria", case.proposal, case.caseworker, criteria="met", reason="Fem år.")
    assert told("criteria_judged") == ADMINISTRATION
    perform("set_confidential", case.proposal, case.writer, reason="Udbud.", until=timezone.localdate())
    assert told("made_confidential") == CFO | {"Underskriver"}
    case.approve()
    assert told("approved") == ADMINISTRATION | {"Sekretær"}
    case.treat()
    assert told("treated") == ADMINISTRATION | CFO
    perform("withdraw", case.proposal, case.approver, reason="Udgår.")
    assert told("withdrawn") == ADMINISTRATION | {"Sagsbehandler", "Sekretær"}


def test_a_hearing_tells_the_body_and_its_answer_tells_who_asked(case):
    request = case.ask("hr_kredsen")
    assert told("hearing_asked") == {"HR-medlem"}
    hearing.answer(request, case.member, "yes", "supports")
    assert told("hearing_answered") == ADMINISTRATION | {"Sagsbehandler"}
    other = case.ask("hr_kredsen", detail="Formandskabet")
    hearing.withdraw_request(other, case.writer, "Fejl.")
    assert told("hearing_withdrawn") == {"HR-medlem"}
    hearing.record(case.proposal, case.caseworker, body_of("med_udvalg"), "yes", "informed")
    assert told("hearing_recorded") == ADMINISTRATION


def test_the_new_writer_is_told(case, make_user):
    new = make_user("writer", administration="SOF", name="Ny skribent")
    perform("hand_over", case.proposal, case.signer, writer=new)
    assert told("handed_over") == {"Ny skribent"}


def test_people_who_have_left_are_not_told(case):
    case.approver.is_active = False
    case.approver.save()
    case.submit()
    assert told("submitted") == {"Sagsbehandler"}


def test_the_change_the_event_and_the_messages_stand_or_fall_together(case, django_capture_on_commit_callbacks):
    """A fault after the step undoes all three, and no mail leaves."""

    def submit_and_fail() -> None:
        with transaction.atomic():
            case.submit()
            assert Notification.objects.count() == 2
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(ZeroDivisionError):
        submit_and_fail()
    assert case.fresh().state == "draft"
    assert not Event.objects.filter(kind="submitted").exists()
    assert (Notification.objects.count(), case.proposal.sign_offs.count(), case.proposal.revisions.count()) == (
        0,
        0,
        0,
    )
    assert (callbacks, mail.outbox) == ([], [])


def test_an_event_that_cannot_be_written_undoes_the_step(case):
    with mock.patch("reviews.notifications.queue", side_effect=ZeroDivisionError), pytest.raises(ZeroDivisionError):
        case.submit()
    assert (case.fresh().state, case.proposal.revisions.count()) == ("draft", 0)


def test_an_event_keeps_names_and_titles_when_the_people_are_gone(case):
    case.submit()
    title = case.proposal.title
    perform("reopen", case.proposal, case.writer, reason="Ret.")
    case.proposal.title = "Et nyt navn"
    case.proposal.save()
    signer = case.signer.pk
    case.signer.delete()
    event = Event.objects.get(kind="submitted")
    assert (event.actor_id, event.actor_name, event.actor_role, event.subject) == (
        signer,
        "Underskriver",
        "Underskriver, Socialforvaltningen",
        title,
    )


def test_a_kind_that_is_not_registered_cannot_be_recorded(case):
    with pytest.raises(KeyError):
        events.record("something_else", proposal=case.proposal)


def test_what_the_drafting_room_reports_becomes_an_event(case):
    assert [(event.kind, event.actor) for event in Event.objects.all()] == [("created", case.writer)]


def test_the_event_of_a_page_carries_the_requests_id(case, client_for):
    response = client_for(case.writer).post(f"/forslag/{case.proposal.pk}/handling/archive/")
    assert Event.objects.get(kind="archived").request_id == response["X-Request-ID"] != ""


def test_mail_leaves_after_commit_with_the_reason_and_a_link(case, django_capture_on_commit_callbacks, settings):
    settings.SITE_URL = "https://puljer.example/"
    case.submit()
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        perform("return", case.proposal, case.caseworker, reason="Tallene i 2027 mangler.")
        assert mail.outbox == []
    assert {message.to[0] for message in mail.outbox} == {case.writer.email, case.signer.email}
    message = mail.outbox[0]
    assert message.subject == "Returneret: Fælles indgang"
    assert "Begrundelse:\nTallene i 2027 mangler." in message.body
    assert "Af Sagsbehandler (CFØ-sagsbehandler)" in message.body
    assert f"https://puljer.example/forslag/{case.proposal.pk}/sagsgang/" in message.body
    assert set(Notification.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_hearing_links_to_the_page_where_it_is_answered(case):
    request = case.ask("hr_kredsen")
    send_pending()
    assert f"/hoering/{request.pk}/" in mail.outbox[0].body


@pytest.mark.parametrize(("language", "day"), [("da", "4. maj 2026"), ("en", "4 May 2026")])
def test_mail_is_in_the_recipients_language(case, language, day):
    case.member.language = language
    case.member.save()
    case.ask("hr_kredsen")
    tamper("UPDATE reviews_event SET at = %s WHERE kind = 'hearing_asked'", "2026-05-04 12:00:00+00:00")
    send_pending()
    assert day in mail.outbox[0].body


@pytest.mark.parametrize(("number", "name"), [(None, "Fortroligt forslag"), ("BC05", "Fortroligt forslag BC05")])
def test_a_confidential_title_is_nowhere_in_the_mail(case, number, name):
    case.submit()
    case.proposal.refresh_from_db()
    case.proposal.confidential, case.proposal.number = True, number
    case.proposal.save()
    perform("return", case.proposal, case.caseworker, reason="Ret.")
    Notification.objects.exclude(event__kind="returned").delete()
    send_pending()
    assert [message.subject for message in mail.outbox] == [f"Returneret: {name}"] * 2
    assert not any(case.proposal.title in message.body for message in mail.outbox)


def test_who_can_no_longer_see_the_proposal_is_not_mailed(case):
    request = case.ask("hr_kredsen")
    case.member.memberships.all().delete()
    send_pending()
    assert mail.outbox == []
    message = Notification.objects.get(event__data__request=request.pk)
    assert (message.state, message.why) == ("skipped", "no_access")


def test_sending_twice_sends_once(case):
    case.ask("hr_kredsen")
    send_pending()
    send_pending()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_real_commit_writes_a_real_mail_file(organisation, settings, tmp_path):
    """No test transaction around it: the step commits, the task runs, the file is there."""
    from .cases import make_case

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    case = make_case()
    case.submit()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert written.count(b"Subject: =?utf-8?") + written.count(b"Subject: Indsendt til") == 2


def test_a_body_is_told_that_it_is_no_longer_asked(case):
    request = case.ask("hr_kredsen")
    hearing.withdraw_request(request, case.writer, "Spurgt ved en fejl.")
    Notification.objects.exclude(event__kind="hearing_withdrawn").delete()
    send_pending()
    (message,) = mail.outbox
    assert message.to == [case.member.email]
    assert "Spurgt ved en fejl." in message.body
    assert "/forslag/" not in message.body


def test_the_reason_of_a_confidential_proposal_is_not_mailed(case):
    case.submit()
    perform("set_confidential", case.proposal, case.writer, reason="Udbud af Rådhuset.", until=timezone.localdate())
    Notification.objects.exclude(event__kind="made_confidential").delete()
    send_pending()
    assert len(mail.outbox) == 3
    assert not any("Udbud af Rådhuset." in message.body for message in mail.outbox)
