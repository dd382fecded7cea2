"""CFØ's outbox of a round: what is in it, who sees it, holding back, sending, throwing away and trying again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.models import Proposal, Round
from reviews.actions import perform
from reviews.messages.choices import keep
from reviews.messages.delivery import send_digests, send_pending
from reviews.messages.outbox import mail_of, take
from reviews.models import Event, Notification
from reviews.refusal import Refused

from .cases import make_case
from .test_delivery import race


def return_(case, reason: str = "Tallene mangler.") -> None:
    case.submit()
    perform("return", case.proposal, case.caseworker, reason=reason)
    Notification.objects.exclude(event__kind="returned").delete()


def hold() -> None:
    Round.objects.update(mail_held=True, mail_held_reason="Prøvedrift")


@pytest.fixture
def held(case):
    """Two returned messages, to writer and signer, of a round whose mail is held."""
    hold()
    case.proposal.refresh_from_db()
    return_(case)
    return case


def address(case) -> str:
    return f"/runder/{case.proposal.round_id}/udbakke/"


def states() -> dict[str, str]:
    return dict(Notification.objects.values_list("recipient__name", "state"))


@pytest.mark.parametrize("person", ["writer", "signer", "secretary", "reader", "member", "stranger"])
def test_only_cfo_sees_the_outbox_or_sends_from_it(held, client_for, person):
    who = getattr(held, person)
    client = client_for(who)
    message = Notification.objects.first()
    for answer in (
        client.get(address(held)),
        client.get(f"{address(held)}{message.pk}/"),
        client.post(address(held), {"step": "send", "every": "on"}),
    ):
        assert answer.status_code == 403
        assert "Fælles indgang" not in answer.content.decode()
    with pytest.raises(Refused, match="Kun CFØ"):
        take(held.proposal.round, "send", who, None)
    assert states() == {"Skribent": "held", "Underskriver": "held"}


def test_held_mail_is_not_sent_and_says_so(held, mail_server, client_for):
    send_pending()
    send_digests()
    assert mail_server.taken == []
    shown = client_for(held.caseworker).get(address(held)).content.decode()
    assert "Al ny mail om runden holdes tilbage: Prøvedrift" in shown
    assert "Holdt tilbage: 2" in shown


def test_what_waited_when_the_hold_began_is_held_too(case, mail_server):
    keep(case.writer, {"drafts": "daily"})
    return_(case)
    Notification.objects.update(due_at=timezone.now())
    hold()
    send_pending()
    send_digests()
    assert mail_server.taken == []
    assert states() == {"Skribent": "held", "Underskriver": "held"}
    Round.objects.update(mail_held=False)
    send_pending()
    assert mail_server.taken == []


def test_one_is_sent_while_the_others_wait(held, mail_server, client_for):
    chosen = Notification.objects.get(recipient=held.writer)
    answer = client_for(held.caseworker).post(address(held), {"step": "send", "chosen": [chosen.pk]}, follow=True)
    assert "1 besked er behandlet." in answer.content.decode()
    send_pending()
    assert [sent["To"] for sent in mail_server.taken] == [held.writer.email]
    assert states() == {"Skribent": "sent", "Underskriver": "held"}
    event = Event.objects.get(kind="mail_released")
    assert (event.actor, event.round, event.data) == (held.caseworker, held.proposal.round, {"messages": [chosen.pk]})


def test_all_are_sent_as_each_recipient_wants_it(held, mail_server, client_for):
    keep(held.writer, {"drafts": "daily"})
    keep(held.signer, {"drafts": "none"})
    client_for(held.caseworker).post(address(held), {"step": "send", "every": "on"})
    assert states() == {"Skribent": "digest", "Underskriver": "skipped"}
    send_digests()
    assert [sent["To"] for sent in mail_server.taken] == [held.writer.email]


def test_what_is_thrown_away_is_never_sent_or_told(held, mail_server, client_for):
    client_for(held.caseworker).post(address(held), {"step": "kasser", "every": "on"})
    Round.objects.update(mail_held=False)
    send_pending()
    assert mail_server.taken == []
    assert set(Notification.objects.values_list("state", "why")) == {("skipped", "discarded")}
    assert "Fælles indgang" not in client_for(held.writer).get("/beskeder/").content.decode()
    assert Event.objects.filter(kind="mail_discarded").count() == 1


def test_what_failed_is_sent_again(case, mail_server, client_for):
    return_(case)
    mail_server.refuses = {case.writer.email: "550 No such user"}
    send_pending()
    client = client_for(case.caseworker)
    shown = client.get(address(case)).content.decode()
    assert "Fejlet" in shown
    assert "550 No such user" in shown
    mail_server.refuses = {}
    client.post(address(case), {"step": "igen", "every": "on"})
    send_pending()
    assert states() == {"Skribent": "sent", "Underskriver": "sent"}
    assert len(mail_server.to(case.writer.email)) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"step": "send"},
        {"step": "slet", "every": "on"},
        {"every": "on"},
        {"step": "send", "chosen": ["abc"]},
        {"step": "send", "chosen": ["1\x00"]},
        {"step": "send", "chosen": ["9" * 40]},
        {"step": "send", "chosen": ["-1", "0"]},
        {"step": "igen", "every": "on"},
    ],
)
def test_a_step_that_cannot_be_taken_changes_nothing_and_says_so(held, client_for, sent):
    answer = client_for(held.caseworker).post(address(held), sent, follow=True)
    assert answer.status_code == 200
    assert "alert-error" in answer.content.decode()
    assert states() == {"Skribent": "held", "Underskriver": "held"}
    assert not Event.objects.filter(kind__startswith="mail_").exists()


def test_another_rounds_messages_are_out_of_reach(held, client_for, make_round):
    message = Notification.objects.first()
    other = make_round()
    client = client_for(held.caseworker)
    assert client.get(f"/runder/{other.pk}/udbakke/{message.pk}/").status_code == 404
    assert "Fælles indgang" not in client.get(f"/runder/{other.pk}/udbakke/").content.decode()
    client.post(f"/runder/{other.pk}/udbakke/", {"step": "send", "chosen": [message.pk]})
    client.post(f"/runder/{other.pk}/udbakke/", {"step": "send", "every": "on"})
    assert set(states().values()) == {"held"}


def test_the_preview_is_the_mail_that_goes(held, mail_server, client_for):
    message = Notification.objects.get(recipient=held.writer)
    before = mail_of(message)
    shown = client_for(held.caseworker).get(f"{address(held)}{message.pk}/").content.decode()
    assert before[0] in shown
    assert "Tallene mangler." in shown
    take(held.proposal.round, "send", held.caseworker, None)
    send_pending()
    message.refresh_from_db()
    assert mail_of(message) == before
    assert mail_server.to(held.writer.email)[0]["Subject"] == before[0]


def test_the_preview_of_a_confidential_message_shows_what_leaves_the_house(held, client_for):
    Proposal.objects.update(confidential=True, number="BC07")
    message = Notification.objects.first()
    subject, text = mail_of(message)
    assert subject == "Returneret: Fortroligt forslag BC07"
    assert not any(secret in text for secret in ("Fælles indgang", "Tallene mangler."))


def test_filters_by_state_recipient_and_number(held, client_for):
    Proposal.objects.update(number="BC07")
    client = client_for(held.caseworker)

    def shown(query: str) -> int:
        return (
            client.get(f"{address(held)}?{query}")
            .content.decode()
            .count('type="checkbox" class="form-checkbox" id="message')
        )

    assert [shown(query) for query in ("", "q=skribent", "q=bc07", "q=bc08", "state=sent", "state=held")] == [
        2,
        1,
        2,
        0,
        0,
        2,
    ]
    assert client.get(f"{address(held)}?q=%00&state=x&page=9e9").status_code == 200


def test_the_outbox_costs_the_same_for_two_messages_and_for_six(held, client_for):
    client = client_for(held.caseworker)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(held))
        return len(queries)

    two = cost()
    for number in range(2):
        held.submit()
        perform("return", held.proposal, held.caseworker, reason=f"Igen {number}.")
    assert Notification.objects.filter(event__kind="returned").count() == 6
    assert cost() == two


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_sends_and_the_other_is_told(organisation):
    case = make_case()
    hold()
    case.proposal.refresh_from_db()
    return_(case)
    done, refused = [], []

    def send() -> None:
        try:
            done.append(take(case.proposal.round, "send", case.caseworker, None))
        except Refused:
            refused.append(1)

    race(send)
    assert (done, len(refused)) == ([2], 3)
    assert Event.objects.filter(kind="mail_released").count() == 1
