"""Names of people who left are taken out of every table, and the history still proves what they did."""

from __future__ import annotations

import datetime
import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from accounts.models import User
from appendix.editions import create_edition
from proposals.models import SectionVersion
from reviews.actions import hearing, perform
from reviews.actions.hearing_link import answer_by_link, open_link, send_link
from reviews.audit.anonymise import LINK_ADDRESS, anonymise, frozen_names, leavers
from reviews.audit.seal import named
from reviews.models import Event, HearingLink, SignOff
from reviews.tasks import send_pending

from .cases import body_of
from .chain import settle, tamper, told

LONG_AGO = datetime.datetime(2015, 5, 4, 12, tzinfo=datetime.UTC)
OURS = ("accounts", "proposals", "reviews", "appendix")
# Fields that end as names of people do and are none.
NOT_OF_PEOPLE: set[tuple[str, str]] = set()


@pytest.fixture
def active(case, make_user):
    """A signer who wrote, signed, recorded an answer, was handed the proposal and froze an appendix."""
    person, name = case.signer, "Zebedæus Quist"
    person.name, person.email = name, "zebedaeus.quist@example.org"
    person.save()
    case.submit()
    hearing.record(case.proposal, person, body_of("med_udvalg"), heard="yes", position="supports", dates=[])
    perform("reopen", case.proposal, case.writer, reason="Ret.")
    case.submit()
    case.approve()
    perform("number", case.proposal, case.caseworker, number="BC01")
    person.memberships.create(role="cfo_caseworker")
    create_edition(case.proposal.round, User.objects.get(pk=person.pk))
    other = make_user("writer", administration="SOF", name="Afløser")
    heir = User.objects.get(pk=person.pk)
    heir.memberships.create(role="writer", administration=case.proposal.administration)
    perform("hand_over", case.proposal, case.writer, writer=heir)
    perform("hand_over", case.proposal, case.writer, writer=other)
    EmailAddress.objects.create(user=person, email=person.email)
    LogEntry.objects.log_actions(other.pk, [person], ADDITION, change_message="", single_object=True)
    settle()
    send_pending()
    return person


@pytest.fixture
def left(active):
    """The same person, who left long ago."""
    person = active
    person.memberships.all().delete()
    User.objects.filter(pk=person.pk).update(is_active=False, date_joined=LONG_AGO, last_login=None)
    SectionVersion.objects.filter(saved_by=person).update(saved_at=LONG_AGO)
    tamper("UPDATE reviews_event SET at = %s WHERE actor_id = %s", LONG_AGO.isoformat(" "), person.pk)
    person.refresh_from_db()
    return person


def places_of(word: str) -> set[str]:
    """Every column of every table that holds the word."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found |= {f"{model.__name__}.{column}" for column, value in row.items() if word in str(value)}
    return found


def test_a_name_is_found_in_many_places_and_afterwards_in_none(left):
    before = places_of("Zebedæus")
    assert before >= {
        "User.name", "Event.actor_name", "Event.data", "SignOff.by_name", "HearingAnswer.by_name", "Revision.by_name",
        "Edition.created_by_name", "LogEntry.object_repr", "Notification.sent_text",
    }  # fmt: skip
    anonymise([left])
    assert (places_of("Zebedæus"), places_of("zebedaeus.quist")) == (set(), set())
    left.refresh_from_db()
    name = f"Tidligere medarbejder {left.pk}"
    assert (left.name, left.has_usable_password(), left.emailaddress_set.count()) == (name, False, 0)
    assert set(SignOff.objects.filter(by=left).values_list("by_name", flat=True)) == {name}


def test_the_history_still_proves_what_was_done_and_says_that_the_name_is_gone(active):
    assert told() == []
    digests = dict(Event.objects.values_list("pk", "digest"))
    count = anonymise([active])
    assert told() == []
    assert {pk: Event.objects.get(pk=pk).digest for pk in digests} == digests
    event = Event.objects.latest("pk")
    assert (event.kind, event.data) == (
        "person_anonymised",
        {"person": active.pk, "pseudonym": f"Tidligere medarbejder {active.pk}"},
    )
    assert count == sum(any(person == active.pk for _, person, _ in named(row)) for row in Event.objects.all())


@pytest.mark.parametrize("name", ["Zebedæus Quist", "Tidligere medarbejder 0"])
def test_another_name_in_the_place_of_one_taken_out_is_found(case, name):
    case.submit()
    settle()
    anonymise([case.signer])
    assert told() == []
    event = Event.objects.get(kind="submitted")
    tamper("UPDATE reviews_event SET actor_name = %s WHERE id = %s", name, event.pk)
    assert told() == [
        f"Hændelse {event.sequence} (id {event.pk}): navnet i actor er taget ud, uden at det er registreret"
    ]


def test_an_event_written_after_a_name_was_taken_out_cannot_do_without_it(case):
    """Taking a name out explains the events before it, and none that came later."""
    anonymise([case.signer])
    case.submit()
    settle()
    event = Event.objects.get(kind="submitted")
    names = json.dumps({"actor": {"salt": "", "digest": event.names["actor"]["digest"]}})
    tamper("UPDATE reviews_event SET names = %s WHERE id = %s", names, event.pk)
    tamper(
        "UPDATE reviews_event SET actor_name = %s WHERE id = %s", f"Tidligere medarbejder {event.actor_id}", event.pk
    )
    assert told() == [
        f"Hændelse {event.sequence} (id {event.pk}): navnet i actor er taget ud, uden at det er registreret"
    ]


def test_only_those_are_taken_who_are_closed_have_no_role_and_did_nothing_since(left, case):
    limit = timezone.now() - datetime.timedelta(days=5 * 365)
    assert list(leavers(limit)) == [left]
    for field, value in (("is_active", True), ("date_joined", timezone.now()), ("last_login", timezone.now())):
        kept = getattr(left, field)
        User.objects.filter(pk=left.pk).update(**{field: value})
        assert list(leavers(limit)) == [], field
        User.objects.filter(pk=left.pk).update(**{field: kept})
    membership = left.memberships.create(role="reader")
    assert list(leavers(limit)) == []
    membership.delete()
    version = SectionVersion.objects.first()
    SectionVersion.objects.filter(pk=version.pk).update(saved_by=left, saved_at=timezone.now())
    assert list(leavers(limit)) == []
    SectionVersion.objects.filter(pk=version.pk).update(saved_at=LONG_AGO)
    event = Event.objects.filter(actor=left).first()
    tamper("UPDATE reviews_event SET at = %s WHERE id = %s", timezone.now().isoformat(" "), event.pk)
    assert list(leavers(limit)) == []


def test_the_command_shows_first_and_takes_out_then_and_once(left):
    outputs = []
    for flags in (["--dry-run"], [], []):
        out = StringIO()
        call_command("anonymise_people", *flags, stdout=out)
        outputs.append(out.getvalue().splitlines())
    line = "Zebedæus Quist <zebedaeus.quist@example.org>"
    assert outputs[0] == [line, "1 personer kan anonymiseres. Intet er ændret."]
    assert outputs[1][0] == line
    assert outputs[1][1].startswith("1 personer er anonymiseret, også i ")
    assert outputs[2] == ["0 personer kan anonymiseres. Intet er ændret."]


def test_a_link_that_ended_long_ago_forgets_whom_it_was_sent_to(case):
    request = case.ask("med_udvalg")
    old, new = (send_link(request, case.writer, f"{name}@example.org") for name in ("gammel", "ny"))
    HearingLink.objects.filter(pk=old.pk).update(expires_at=LONG_AGO)
    for flags, kept in ((["--dry-run"], "gammel@example.org"), ([], LINK_ADDRESS)):
        call_command("anonymise_people", *flags, stdout=StringIO())
        assert dict(HearingLink.objects.values_list("pk", "email")) == {old.pk: kept, new.pk: "ny@example.org"}
    again = StringIO()
    call_command("anonymise_people", stdout=again)
    assert again.getvalue().splitlines() == ["0 personer kan anonymiseres. Intet er ændret."]


def test_the_name_of_who_answered_by_it_goes_with_the_link_and_the_history_holds(case):
    case.submit()
    request = case.ask("med_udvalg")
    link = send_link(request, case.writer, "formand@example.org")
    open_link(link)
    answer_by_link(link, "Quistina Zebe", "Formand, Center-MED", "yes", "supports")
    settle()
    send_pending()
    before = places_of("Quistina")
    assert before >= {"Event.actor_name", "HearingAnswer.by_name", "Notification.sent_text"}
    HearingLink.objects.update(expires_at=LONG_AGO)
    call_command("anonymise_people", stdout=StringIO())
    settle()
    assert (places_of("Quistina"), places_of("formand@"), told()) == (set(), set(), [])
    event = Event.objects.get(kind="hearing_answered")
    assert (event.actor_name, event.actor_role) == ("Tidligere modtager", "Formand, Center-MED")
    told_of = Event.objects.get(kind="person_anonymised")
    assert told_of.data == {"link": link.pk, "pseudonym": "Tidligere modtager"}
    tamper("UPDATE reviews_event SET actor_name = %s WHERE id = %s", "En anden", event.pk)
    assert told() == [
        f"Hændelse {event.sequence} (id {event.pk}): navnet i actor er taget ud, uden at det er registreret"
    ]


@pytest.mark.parametrize("term", ["0", "-1", "101", "fem", "9" * 30])
def test_a_term_that_makes_no_sense_is_refused(db, term):
    with pytest.raises(CommandError, match="fra 1 til 100"):
        call_command("anonymise_people", f"--older-than={term}")


def test_every_field_that_keeps_a_name_is_known():
    """A new model that freezes a name calls the key to the person `x` and the name `x_name`, or it is told of here."""
    known = {(model, name) for model, _person, name in frozen_names()}
    assert {model.__name__ for model, _name in known} >= {"Event", "SignOff", "Dismissal", "Edition"}
    unknown = {
        (model.__name__, field.name)
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.name.endswith("_name") and (model, field.name) not in known
    }
    assert unknown == NOT_OF_PEOPLE


def test_every_address_that_is_kept_is_known():
    kept = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField)
    }
    assert kept == {"User.email", "EmailAddress.email", "HearingLink.email"}
