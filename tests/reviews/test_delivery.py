"""Mail through a real mail server: what arrives, what is tried again or given up, and what is not sent at all."""

import datetime
import threading
from unittest import mock

import pytest
from django.db import connections
from django.utils import timezone

from proposals.models import Proposal
from reviews.actions import hearing, perform
from reviews.messages.choices import keep
from reviews.messages.delivery import MAX_ATTEMPTS, WAITS, send_digests, send_pending
from reviews.messages.digest_time import digest_of, next_digest
from reviews.models import Notification
from tests.smtp import parts

from .cases import make_case


def only(kind: str) -> None:
    """Leaves the messages of one kind of event."""
    Notification.objects.exclude(event__kind=kind).delete()


def return_(case, reason: str = "Tallene i 2027 mangler.") -> None:
    case.submit()
    perform("return", case.proposal, case.caseworker, reason=reason)
    only("returned")


def outcomes() -> set[tuple[str, str]]:
    return set(Notification.objects.values_list("state", "why"))


def make_due() -> None:
    Notification.objects.update(due_at=timezone.now())


def at(moment: datetime.datetime):
    return mock.patch("django.utils.timezone.now", return_value=moment)


def copenhagen(*when: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*when))


# One message, one mail


def test_a_mail_has_text_and_html_with_the_reason_and_the_way_to_the_task(case, mail_server, settings):
    settings.SITE_URL = "https://puljer.example/"
    case.writer.language = "en"
    case.writer.save()
    return_(case, "Tallene <b>i</b> 2027 mangler.")
    send_pending()
    (to_signer,) = mail_server.to(case.signer.email)
    assert (to_signer["Subject"], to_signer["Auto-Submitted"]) == ("Returneret: Fælles indgang", "auto-generated")
    assert to_signer.get_content_type() == "multipart/alternative"
    text, html = parts(to_signer)
    link = f"https://puljer.example/forslag/{case.proposal.pk}/sagsgang/"
    assert "Tallene <b>i</b> 2027 mangler." in text
    assert "Tallene &lt;b&gt;i&lt;/b&gt; 2027 mangler." in html
    assert f"\n{link}\n" in text
    assert f'<a href="{link}"' in html
    assert '<html lang="da">' in html
    # Nothing is fetched and nobody is followed.
    assert not any(word in html for word in ("<img", "<script", "<link", "url(", "src="))
    (to_writer,) = mail_server.to(case.writer.email)
    assert '<html lang="en">' in parts(to_writer)[1]


def test_a_mail_tells_the_facts_of_what_happened(case, mail_server):
    request = case.ask("hr_kredsen")
    hearing.answer(request, case.member, "yes", "supports")
    only("hearing_answered")
    send_pending()
    text, html = parts(mail_server.to(case.writer.email)[0])
    assert "Høringspart: HR-kredsen\nHørt: Ja\nHoldning: Støtter\n" in text
    assert "<strong>Holdning:</strong> Støtter" in html


def test_of_a_confidential_proposal_the_mail_has_the_number_alone(case, mail_server):
    request = case.ask("hr_kredsen", detail="Rådhusets udvalg")
    hearing.answer(request, case.member, "no", "against", text="Hemmeligt svar")
    case.submit()
    perform("set_confidential", case.proposal, case.writer, reason="Hemmelig begrundelse", until=timezone.localdate())
    Proposal.objects.filter(pk=case.proposal.pk).update(number="BC07")
    for person in (case.writer, case.signer, case.caseworker):
        keep(person, {"decisions": "daily"})
    perform("withdraw", case.proposal, case.approver, reason="Hemmelig grund")
    make_due()
    send_pending()
    send_digests()
    assert len(mail_server.taken) == Notification.objects.filter(state="sent").count() > 5
    secrets = ("Fælles indgang", "Hemmelig", "Rådhusets udvalg", "HR-kredsen", "Er imod")
    for sent in mail_server.taken:
        whole = "\n".join([sent["Subject"], *parts(sent)])
        assert [secret for secret in secrets if secret in whole] == []
        assert "Fortroligt forslag BC07" in parts(sent)[0]
    assert not any(secret in text for text in sent_texts() for secret in secrets)


def sent_texts() -> list[str]:
    return [f"{subject} {text}" for subject, text in Notification.objects.values_list("sent_subject", "sent_text")]


def test_the_mail_is_kept_as_it_went(case, mail_server):
    return_(case)
    send_pending()
    (sent,) = mail_server.to(case.writer.email)
    row = Notification.objects.get(recipient=case.writer)
    assert (row.state, row.sent_subject, row.sent_text.strip()) == ("sent", sent["Subject"], parts(sent)[0].strip())


def test_a_message_that_no_longer_holds_is_not_sent(case, mail_server, make_user):
    answered, withdrawn = case.ask("hr_kredsen"), case.ask("hr_kredsen", detail="Formandskabet")
    hearing.answer(answered, case.member, "yes", "supports")
    hearing.withdraw_request(withdrawn, case.writer, "Fejl.")
    perform("hand_over", case.proposal, case.signer, writer=make_user("writer", administration="SOF"))
    perform("hand_over", case.proposal, case.signer, writer=case.writer)
    Notification.objects.exclude(event__kind__in=["hearing_asked", "handed_over"]).delete()
    Notification.objects.filter(recipient=case.writer).delete()
    send_pending()
    assert mail_server.taken == []
    assert list(Notification.objects.values_list("state", "why")) == [("skipped", "obsolete")] * 3


def test_nothing_is_sent_of_a_round_that_was_replaced_or_to_one_who_has_left(case, mail_server):
    return_(case)
    case.writer.is_active = False
    case.writer.save()
    case.proposal.round.replaced_at = timezone.now()
    case.proposal.round.save()
    send_pending()
    assert mail_server.taken == []
    assert outcomes() == {("skipped", "left"), ("skipped", "obsolete")}


def test_who_is_out_of_the_body_is_not_told_that_the_hearing_was_withdrawn(case, mail_server):
    request = case.ask("hr_kredsen")
    hearing.withdraw_request(request, case.writer, "Hemmelig grund")
    only("hearing_withdrawn")
    case.member.memberships.all().delete()
    send_pending()
    assert (mail_server.taken, outcomes()) == ([], {("skipped", "no_access")})


# A mail server that will not


def test_a_server_that_is_down_is_tried_again_with_longer_and_longer_waits(case, mail_server, settings):
    return_(case)
    Notification.objects.exclude(recipient=case.writer).delete()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    now = timezone.now()
    for attempt, wait in enumerate(WAITS, start=1):
        with at(now):
            send_pending()
            send_pending()
        row = Notification.objects.get()
        assert (row.state, row.attempts, row.due_at) == ("pending", attempt, now + wait)
        assert "refused" in row.error
        now = row.due_at
    with at(now):
        send_pending()
    assert Notification.objects.get().state == "failed"
    settings.EMAIL_PORT = port
    send_pending()
    assert (mail_server.taken, Notification.objects.get().attempts) == ([], MAX_ATTEMPTS)


def test_the_mail_goes_when_the_server_is_up_again(case, mail_server, settings):
    return_(case)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    send_pending()
    settings.EMAIL_PORT = port
    with at(timezone.now() + WAITS[0]):
        send_pending()
    assert len(mail_server.taken) == 2
    assert set(Notification.objects.values_list("state", "error", "attempts")) == {("sent", "", 2)}


def test_an_address_that_is_refused_for_good_is_given_up_at_once_and_the_others_are_sent(case, mail_server):
    mail_server.refuses = {case.writer.email: "550 5.1.1 No such user", case.signer.email: "450 4.2.1 Try later"}
    case.submit()
    perform("return", case.proposal, case.caseworker, reason="Ret.")
    send_pending()
    states = dict(Notification.objects.filter(event__kind="returned").values_list("recipient", "state"))
    assert states == {case.writer.pk: "failed", case.signer.pk: "pending"}
    assert Notification.objects.get(state="failed").error == "550 5.1.1 No such user"
    assert {sent["To"] for sent in mail_server.taken} == {case.caseworker.email, case.approver.email}


def test_one_mail_that_cannot_be_written_does_not_hold_up_the_others(case, mail_server, caplog):
    return_(case)
    case.writer.email = "ikke en adresse\n@example.org"
    case.writer.save()
    send_pending()
    assert [sent["To"] for sent in mail_server.taken] == [case.signer.email]
    assert Notification.objects.get(recipient=case.writer).state == "pending"
    assert "could not be written" in caplog.text


def test_a_message_another_worker_has_claimed_is_left_to_it_until_the_claim_is_old(case, mail_server):
    case.ask("hr_kredsen")
    Notification.objects.update(claimed_at=timezone.now(), attempts=1)
    send_pending()
    assert mail_server.taken == []
    Notification.objects.update(claimed_at=timezone.now() - datetime.timedelta(minutes=6))
    send_pending()
    assert len(mail_server.taken) == 1


# The day's mail


def daily(*people) -> None:
    for person in people:
        keep(person, {"drafts": "daily", "decisions": "daily", "asked": "daily"})


def test_the_days_mail_has_all_of_the_day_by_proposal_and_goes_once(case, mail_server, make_proposal):
    daily(case.writer)
    keep(case.signer, {"drafts": "none"})
    case.submit()
    other = make_proposal(
        case.proposal.round, administration="SOF", writer=case.writer, title="Et andet", state="submitted"
    )
    perform("return", case.proposal, case.caseworker, reason="Først.")
    perform("set_confidential", other, case.caseworker, reason="Hemmelig grund", until=timezone.localdate())
    case.submit()
    perform("return", case.proposal, case.caseworker, reason="Igen.")
    Notification.objects.exclude(recipient=case.writer).delete()
    send_pending()
    send_digests()
    assert mail_server.taken == []
    with at(next_digest(timezone.now())):
        send_digests()
        send_digests()
    (sent,) = mail_server.taken
    assert sent["Subject"] == "3 beskeder fra Puljeforslag"
    text, html = parts(sent)
    places = [
        text.index(words) for words in ("Fælles indgang", "Først.", "Igen.", "Fortroligt forslag", "Gjort fortroligt")
    ]
    assert places == sorted(places)
    assert "Et andet" not in text + html
    assert html.count("<h2") == 2
    assert html.count("<h3") == 3
    assert outcomes() == {("sent", "")}
    # Each keeps what it said itself, and nothing of the others.
    first, hidden, again = (row.sent_text for row in Notification.objects.order_by("pk"))
    said = ("Først.", "Gjort fortroligt", "Igen.")
    assert [[words in text for words in said] for text in (first, hidden, again)] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_there_is_no_days_mail_without_messages(case, mail_server):
    daily(case.writer)
    with at(next_digest(timezone.now())):
        send_digests()
    assert mail_server.taken == []


def test_the_days_mail_leaves_out_what_is_closed_to_the_person_meanwhile(case, mail_server, make_proposal, make_user):
    member = case.member
    daily(member)
    open_, withdrawn = case.ask("hr_kredsen"), case.ask("hr_kredsen", detail="Formandskabet")
    other = make_case(title="Hemmelig titel")
    asked = hearing.ask(other.proposal, case.caseworker, open_.body)
    asked.withdrawn_at = timezone.now()
    asked.save()
    withdrawn.withdrawn_at = timezone.now()
    withdrawn.save()
    only("hearing_asked")
    Notification.objects.exclude(recipient=member).delete()
    with at(next_digest(timezone.now())):
        send_digests()
    (sent,) = mail_server.taken
    assert sent["Subject"] == "1 besked fra Puljeforslag"
    assert "Hemmelig titel" not in "".join(parts(sent))
    assert sorted(Notification.objects.values_list("state", "why")) == [
        ("sent", ""),
        ("skipped", "no_access"),
        ("skipped", "obsolete"),
    ]


def test_who_has_chosen_no_mail_gets_none_but_is_told_in_the_program(case, mail_server, client_for):
    keep(case.writer, {"drafts": "none"})
    return_(case)
    send_pending()
    send_digests()
    assert [sent["To"] for sent in mail_server.taken] == [case.signer.email]
    assert Notification.objects.get(recipient=case.writer).why == "chosen_off"
    assert "Tallene i 2027 mangler." in client_for(case.writer).get("/beskeder/").content.decode()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (copenhagen(2026, 1, 5, 6, 59), copenhagen(2026, 1, 5, 7)),
        (copenhagen(2026, 1, 5, 7), copenhagen(2026, 1, 6, 7)),
        # The clock goes forward in the night of 29 March and back in that of 25 October.
        (copenhagen(2026, 3, 28, 7), copenhagen(2026, 3, 29, 7)),
        (copenhagen(2026, 10, 24, 7), copenhagen(2026, 10, 25, 7)),
        # Late in the evening it is the next day already by the clock of the world, not of the municipality.
        (datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC), copenhagen(2026, 7, 1, 7)),
    ],
)
def test_the_days_mail_goes_at_the_municipalitys_seven_o_clock(after, expected):
    assert next_digest(after) == expected
    assert timezone.localtime(next_digest(after)).hour == 7


@pytest.mark.parametrize("day", [datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)])
def test_an_hour_the_clock_skips_or_repeats_gives_one_mail_a_day(settings, day):
    settings.DIGEST_TIME = datetime.time(2, 30)
    moment = digest_of(day)
    assert next_digest(moment - datetime.timedelta(seconds=1)) == moment
    assert next_digest(moment) == digest_of(day + datetime.timedelta(days=1))


# Two workers


def race(run) -> None:
    """Runs the same work on several connections at once."""
    start, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(10)
            run()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_send_a_message_twice(organisation, mail_server):
    with mock.patch("reviews.notifications._wake"):
        case = make_case()
        daily(case.writer)
        for number in range(4):
            case.submit()
            perform("return", case.proposal, case.caseworker, reason=f"Grund {number}.")
    assert Notification.objects.count() == 16
    race(send_pending)
    assert sorted(sent["To"] for sent in mail_server.taken) == sorted(
        person.email for person in (case.signer, case.caseworker, case.approver) for _number in range(4)
    )
    mail_server.taken.clear()
    make_due()
    race(send_digests)
    (sent,) = mail_server.taken
    assert (sent["To"], sent["Subject"]) == (case.writer.email, "4 beskeder fra Puljeforslag")
    assert set(Notification.objects.values_list("state", "attempts")) == {("sent", 1)}
