"""Messages about comments: few, to those they are for, with the words; and no word elsewhere."""

import pytest
from django.core import mail
from django.utils import timezone

from reviews.actions import comment as actions
from reviews.actions import perform
from reviews.events import KINDS
from reviews.models import Comment, Event, Notification
from reviews.refusal import Refused

from .comment_cases import say
from .test_messages import told


def test_a_comment_tells_those_it_names_or_else_those_who_work_on_it(asked):
    say(asked, "shared", "writer")
    assert told("comment_added") == {"Sagsbehandler"}
    say(asked, "shared", "approver")
    assert told("comment_added") == {"Skribent"}
    say(asked, "administration", "signer")
    assert told("comment_added") == {"Skribent"}
    say(asked, "cfo")
    assert told("comment_added") == set()
    say(asked, "cfo", mentions=[asked.approver])
    assert told("comment_added") == {"Godkender"}
    say(asked, "body", "caseworker")
    assert told("comment_added") == {"Skribent", "HR-medlem"}
    say(asked, "body")
    assert told("comment_added") == {"Skribent", "Sagsbehandler"}
    say(asked, "all")
    assert told("comment_added") == {"Skribent", "Sagsbehandler"}


def test_an_answer_tells_the_thread_and_a_settled_comment_its_writer(asked):
    comment = say(asked, "shared", "caseworker")
    actions.answer(comment, asked.writer, "Ja.", mentions=[asked.signer])
    assert told("comment_answered") == {"Sagsbehandler", "Underskriver"}
    actions.answer(comment, asked.caseworker, "Tak.")
    assert told("comment_answered") == {"Skribent"}
    actions.resolve(comment, asked.writer)
    assert told("comment_resolved") == {"Sagsbehandler"}


def test_only_those_who_read_a_comment_can_be_named(asked):
    for person in (asked.caseworker, asked.member, asked.reader, asked.outsider):
        with pytest.raises(Refused, match="ikke nævnes"):
            say(asked, "administration", mentions=[person])
    assert not Comment.objects.exists()


def test_the_mail_carries_the_words_to_those_who_read_them_and_never_of_what_is_confidential(
    asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        comment = say(asked, "shared", "caseworker", text="Momsen mangler.")
    [message] = [message for message in mail.outbox if "Momsen mangler." in message.body]
    assert message.to == [asked.writer.email]
    assert f"/forslag/{asked.proposal.pk}/kommentarer/{comment.pk}/" in message.body
    perform("set_confidential", asked.proposal, asked.caseworker, reason="Udbud.", until=timezone.localdate())
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        say(asked, "shared", "caseworker", text="Prisen er for høj.")
    assert [asked.writer.email] in [message.to for message in mail.outbox]
    assert not [message for message in mail.outbox if "Prisen" in message.body or "Prisen" in message.subject]


def test_the_rounds_outbox_neither_shows_nor_holds_mail_about_comments(asked, client_for):
    asked.proposal.round.mail_held = True
    asked.proposal.round.save()
    say(asked, "administration", text="Internt ord.", mentions=[asked.signer])
    message = Notification.objects.get(event__kind="comment_added")
    assert message.state == Notification.State.PENDING
    outbox = f"/runder/{asked.proposal.round_id}/udbakke/"
    client = client_for(asked.approver)
    assert "Kommentar skrevet" not in client.get(outbox).content.decode()
    assert client.get(f"{outbox}{message.pk}/").status_code == 404


def test_the_words_are_in_no_event(asked):
    comment = say(asked, "cfo", text="Internt ord.")
    actions.edit(comment, asked.caseworker, "Internt ord igen.")
    actions.answer(comment, asked.approver, "Internt svar.")
    kinds = [kind for kind in KINDS if kind.startswith("comment_")]
    events = list(Event.objects.filter(kind__in=kinds))
    assert len(events) == 3
    assert not [event for event in events if "ntern" in f"{event.reason}{event.data}{event.subject}"]
