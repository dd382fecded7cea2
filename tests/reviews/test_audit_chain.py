"""The chain of events: each fingerprint holds, and whatever is done to the history afterwards is found."""

from __future__ import annotations

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from proposals.models import Proposal, Round
from reviews import events
from reviews.actions import perform
from reviews.audit.seal import PEOPLE, digest_of, link_hash, named, with_names
from reviews.audit.verify import Noted, faults
from reviews.models import AppendOnly, ChainHead, Event, Revision, SignOff

from .cases import make_case
from .chain import settle, tamper, told

ROW = "UPDATE reviews_event SET {} = %s WHERE id = %s"


@pytest.fixture
def history(case) -> list[Event]:
    """Seven events: made, submitted, reopened (with two names in it), submitted, approved, handed over, numbered."""
    from tests.factories import make_user

    case.submit()
    perform("reopen", case.proposal, case.writer, reason="Ret tabellen.")
    case.submit()
    case.approve()
    perform("hand_over", case.proposal, case.writer, writer=make_user("writer", administration="SOF", name="Afløser"))
    perform("number", case.proposal, case.caseworker, number="BC07")
    settle()
    return list(Event.objects.order_by("id"))


def test_events_form_one_chain_from_the_first_to_the_head(history):
    previous = ""
    for place, event in enumerate(history, 1):
        assert event.digest == digest_of(event)
        assert (event.sequence, event.hash) == (place, link_hash(place, previous, event.digest))
        previous = event.hash
    head = ChainHead.objects.get()
    assert (head.sequence, head.hash) == (len(history), previous) == (7, history[-1].hash)
    assert told() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "treated"),
        ("subject", "Et andet forslag"),
        ("actor_id", 999_999),
        ("actor_role", "Direktør"),
        ("at", "2020-01-01 12:00:00+00:00"),
        ("reason", "En anden grund."),
        ("request_id", "f" * 32),
        ("round_id", 999_999),
        ("proposal_id", None),
        ("data", json.dumps({"voided": []})),
        ("digest", "0" * 64),
        ("names", "{}"),
    ],
)
def test_a_change_of_any_field_is_found_at_its_event(history, column, value):
    event = history[2]
    tamper(ROW.format(column), value, event.pk)
    assert told()[0] == f"Hændelse 3 (id {event.pk}): indholdet er ændret"


def test_a_changed_name_is_found_whether_or_not_its_salt_is_left(history):
    event = history[2]
    tamper(ROW.format("actor_name"), "En anden", event.pk)
    assert told() == [f"Hændelse 3 (id {event.pk}): navnet i actor er ændret"]
    names = {**event.names, "actor": {**event.names["actor"], "salt": ""}}
    tamper(ROW.format("names"), json.dumps(names), event.pk)
    assert told() == [f"Hændelse 3 (id {event.pk}): navnet i actor er taget ud, uden at det er registreret"]


def test_a_changed_name_inside_the_data_is_found(history):
    event = history[5]
    tamper(ROW.format("data"), json.dumps({**event.data, "writer_name": "En helt anden"}), event.pk)
    assert told() == [f"Hændelse 6 (id {event.pk}): navnet i data/writer_name er ændret"]


def test_a_fingerprint_made_to_fit_a_change_breaks_the_chain_there(history):
    event = history[2]
    event.reason = "En anden grund."
    tamper("UPDATE reviews_event SET reason = %s, digest = %s WHERE id = %s", event.reason, digest_of(event), event.pk)
    assert told() == [f"Hændelse 3 (id {event.pk}): passer ikke til hændelsen før"]


def test_a_rewritten_end_of_the_chain_is_found_by_the_head_that_was_noted(history):
    """Somebody with the whole database in hand writes every hash anew; what was written down elsewhere tells."""
    noted = Noted(history[3].sequence, history[3].hash)
    previous = history[1].hash
    history[2].reason = "En anden grund."
    for event in history[2:]:
        digest = digest_of(event)
        previous = link_hash(event.sequence, previous, digest)
        values = (event.reason, digest, previous, event.pk)
        tamper("UPDATE reviews_event SET reason = %s, digest = %s, hash = %s WHERE id = %s", *values)
    tamper("UPDATE reviews_chainhead SET hash = %s", previous)
    assert told() == []
    assert told(noted) == [f"Hændelse 4 (id {history[3].pk}): er ikke den, der er noteret"]


def test_an_event_taken_out_of_the_middle_is_missed(history):
    tamper("DELETE FROM reviews_notification")
    tamper("DELETE FROM reviews_event WHERE sequence IN (3, 4)")
    assert told() == ["Hændelse 3–4: mangler"]


def test_an_event_taken_out_and_the_rest_numbered_anew_is_found(history):
    tamper("DELETE FROM reviews_notification")
    tamper("DELETE FROM reviews_event WHERE sequence = 3")
    for event in history[3:]:
        tamper("UPDATE reviews_event SET sequence = %s WHERE id = %s", event.sequence - 1, event.pk)
    tamper("UPDATE reviews_chainhead SET sequence = 6")
    assert told() == [
        f"Hændelse {event.sequence - 1} (id {event.pk}): passer ikke til hændelsen før" for event in history[3:]
    ]


def test_events_cut_off_the_end_are_missed_by_the_head(history):
    tamper("DELETE FROM reviews_notification")
    tamper("DELETE FROM reviews_event WHERE sequence > 5")
    assert told() == ["Kædens hoved: er hændelse 7, men den sidste, der findes, er 5"]
    assert told(Noted(7, history[6].hash)) == [
        "Kædens hoved: er hændelse 7, men den sidste, der findes, er 5",
        "Hændelse 7: er noteret, men findes ikke",
    ]


def test_a_lost_head_and_an_emptied_history_are_found(history):
    tamper("DELETE FROM reviews_chainhead")
    assert told()[-1] == f"Hændelse med id {history[-1].pk}: står uden for kæden"
    assert len(told()) == 7


def test_two_events_that_changed_places_are_found(history):
    for place, event in ((100, history[2]), (3, history[3]), (4, history[2])):
        tamper("UPDATE reviews_event SET sequence = %s WHERE id = %s", place, event.pk)
    assert [one.partition(":")[0] for one in told()] == [
        f"Hændelse 3 (id {history[3].pk})",
        f"Hændelse 4 (id {history[2].pk})",
        f"Hændelse 5 (id {history[4].pk})",
    ]


@pytest.mark.parametrize("place", [None, 8])
def test_an_event_put_in_is_found(history, place):
    columns = [f.column for f in Event._meta.concrete_fields if f.column not in ("id", "sequence")]
    copied = ", ".join(columns)
    tamper(
        f"INSERT INTO reviews_event ({copied}, sequence) SELECT {copied}, %s FROM reviews_event WHERE id = %s",
        place,
        history[2].pk,
    )
    newest = Event.objects.order_by("id").last().pk
    assert told() == [f"Hændelse med id {newest}: står uden for kæden"]


def test_the_command_says_where_the_chain_ends_or_fails_with_every_fault(history):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"7 hændelser, ingen fejl. Kædens hoved: 7:{history[-1].hash}\n"
    tamper(ROW.format("reason"), "En anden grund.", history[2].pk)
    tamper(ROW.format("kind"), "treated", history[4].pk)
    out = StringIO()
    with pytest.raises(CommandError, match="Historikken har 2 fejl") as failed:
        call_command("verify_audit", stdout=out)
    assert failed.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"Hændelse 3 (id {history[2].pk}): indholdet er ændret.",
        f"Hændelse 5 (id {history[4].pk}): indholdet er ændret.",
    ]


@pytest.mark.parametrize("noted", ["", "3", "x:" + "0" * 64, "0:" + "0" * 64, "3:kort"])
def test_what_is_no_head_is_not_taken_for_one(noted):
    with pytest.raises(ValueError, match=r"^"):
        Noted.read(noted)


def test_the_check_reads_the_history_once_however_long_it_is(case, django_assert_num_queries):
    settle()
    with django_assert_num_queries(5):
        assert list(faults()) == []
    for number in range(30):
        events.record("numbered", proposal=case.proposal, data={"number": f"BC{number}"})
    settle()
    with django_assert_num_queries(5):
        assert list(faults()) == []


def test_events_are_never_changed_or_deleted_through_the_program(history):
    event = history[0]
    event.reason = "En anden grund."
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(reason=""),
        lambda: Event.objects.bulk_update([event], ["reason"]),
        lambda: Event.objects.bulk_create([Event(kind="created")]),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert told() == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviews_event SET reason = 'x'",
        "UPDATE reviews_event SET actor_name = 'x'",
        "UPDATE reviews_event SET sequence = sequence + 100",
        "DELETE FROM reviews_event",
        "SELECT set_config('puljeforslag.anonymising', 'on', true); UPDATE reviews_event SET kind = 'treated'",
    ],
)
def test_postgresql_itself_refuses_to_change_the_history(history, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert told() == []


def test_the_history_outlives_people_proposal_and_round(history, case):
    proposal, round = case.proposal.pk, case.proposal.round_id
    case.approver.delete()
    empty = Round.objects.create(name="Tom", price_level=2026, first_year=2026, last_year=2031)
    draft = Proposal.objects.get(pk=proposal)
    draft.pk, draft.number, draft.round = None, None, empty
    draft.save()
    kept = [events.record("archived", proposal=draft), events.record("round_changed", round=empty)]
    gone = draft.pk, empty.pk
    draft.delete()
    empty.delete()
    rows = Event.objects.filter(pk__in=[event.pk for event in kept]).order_by("id")
    assert list(rows.values_list("proposal_id", "round_id")) == [gone, (None, gone[1])]
    assert Event.objects.filter(proposal=proposal, round=round).count() == 7
    assert told() == []


def test_an_event_holds_names_only_where_they_can_be_taken_out(history, case):
    """Every name of a person in an event is the actor's or stands beside the person's id."""
    names = {"Skribent", "Underskriver", "Godkender", "Sagsbehandler", "Afløser"}
    seen = set()
    for event in history:
        seen |= {name for _place, person, name in named(event) if person is not None}
        rest = json.dumps(with_names(event.data, lambda *_: ""), ensure_ascii=False)
        assert not [name for name in names if name in rest], event.kind
    assert seen == names


def test_keys_of_people_are_told_from_other_names():
    data = {"body": 3, "body_name": "HR", "writer": 4, "writer_name": "Ida", "voided": [{"by": 5, "by_name": "Bo"}]}
    found = []
    replaced = with_names(data, lambda *given: found.append(given) or "?")
    assert found == [("data/writer_name", 4, "Ida"), ("data/voided/0/by_name", 5, "Bo")]
    assert replaced == {**data, "writer_name": "?", "voided": [{"by": 5, "by_name": "?"}]}
    assert "body" not in PEOPLE


@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_come_one_after_the_other_in_the_chain(organisation):
    """Four real connections write five events each, and lock afterwards what the others wrote about."""
    cases = [make_case() for _ in range(2)]
    before = Event.objects.count()
    start = threading.Barrier(4)
    failed = []

    def write(number: int) -> None:
        first, second = cases[number % 2].proposal, cases[(number + 1) % 2].proposal
        try:
            start.wait(timeout=10)
            for _ in range(5):
                with transaction.atomic():
                    # Were the chain locked here, two such transactions would wait for each other.
                    events.record("numbered", proposal=first)
                    Proposal.objects.select_for_update().get(pk=second.pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert Event.objects.count() == before + 20
    assert told() == []


def test_a_version_whose_text_was_changed_is_not_shown_and_told_of(case, client_for, capsys):
    case.to_state("approved")
    settle()
    revision = case.proposal.revisions.first()
    Revision.objects.filter(pk=revision.pk).update(canonical=revision.canonical.replace("Fælles", "Fremmed"))
    SignOff.objects.filter(kind="approved").update(sha256="0" * 64)

    answer = client_for(case.caseworker).get(reverse("revision", args=[case.proposal.pk, revision.number]))

    assert answer.status_code == 403
    words = "Version 1 er ændret, siden den blev frosset, og vises ikke. Sig det til driften."
    assert words in answer.content.decode()
    with pytest.raises(CommandError, match="2 fejl"):
        call_command("verify_audit")
    assert capsys.readouterr().out.splitlines() == [
        f"{revision}: teksten er ændret.",
        f"{revision}, Godkendt af CFØ: underskriften gælder en anden tekst.",
    ]
