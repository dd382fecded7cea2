"""Histories of a proposal, a round and a person: what is told, to whom, filtered, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.assemble import read_content
from proposals.merging import save_or_merge
from reviews import events
from reviews.actions import perform
from reviews.audit.reading import readable_events
from reviews.models import Event
from reviews.setup.change import changing, danish, seen_mark
from reviews.setup.words import basics
from tests.pages import texts

from .cases import Case, make_case

WHAT = "//p[@class='timeline-what']"
FACTS = "//dl[@class='timeline-facts']/div"


@pytest.fixture
def confidential(case) -> Case:
    """Another proposal of the same round and administration, confidential since."""
    hidden = make_case(title="Salg af Rådhuset", round=case.proposal.round)
    hidden.submit()
    perform(
        "set_confidential",
        hidden.proposal,
        hidden.caseworker,
        reason="Udbud.",
        until=timezone.localdate() + timedelta(days=90),
    )
    return hidden


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def addresses(case: Case) -> dict[str, str]:
    return {
        "proposal": reverse("history", args=[case.proposal.pk]),
        "round": reverse("round-history", args=[case.proposal.round_id]),
        "person": reverse("person-history", args=[case.caseworker.pk]),
        "security": reverse("security-log"),
    }


@pytest.mark.parametrize(
    ("who", "open_pages"),
    [
        ("writer", {"proposal", "round"}),
        ("reader", {"round"}),
        ("member", {"round"}),
        ("caseworker", {"proposal", "round", "person"}),
        ("administrator", {"round", "person", "security"}),
    ],
)
def test_who_may_open_which_history(case, make_user, client_for, who, open_pages):
    person = make_user("administrator") if who == "administrator" else getattr(case, who)
    client = client_for(person)
    answers = {
        (name, file): client.get(address, {"fil": file}).status_code
        for name, address in addresses(case).items()
        for file in ("", "csv")
    }
    refused = {"proposal": 404, "person": 404, "security": 403}
    assert answers == {(name, file): 200 if name in open_pages else refused[name] for name, file in answers}


def test_everybody_may_read_what_they_did_themselves(case, client_for):
    client = client_for(case.writer)
    assert client.get(reverse("person-history", args=[case.writer.pk])).status_code == 200
    assert client.get(reverse("person-history", args=[case.signer.pk])).status_code == 404
    assert client.get(reverse("person-history", args=[999_999])).status_code == 404


@pytest.mark.parametrize("file", ["", "csv"])
@pytest.mark.parametrize("who", ["reader", "stranger", "secretary", "administrator", "writer"])
def test_a_confidential_proposal_is_in_the_history_of_those_alone_who_may_see_it(
    case, confidential, make_user, client_for, who, file
):
    case.submit()
    person = make_user("administrator") if who == "administrator" else getattr(case, who)
    client = client_for(person)
    pages = [reverse("round-history", args=[case.proposal.round_id]), reverse("person-history", args=[person.pk])]
    if who == "administrator":
        pages.append(reverse("person-history", args=[confidential.caseworker.pk]))
    seen = ""
    for page in pages:
        response = client.get(page, {"fil": file})
        seen += (b"".join(response.streaming_content) if file else response.content).decode()
    leaks = [word for word in ("Salg af Rådhuset", "Udbud.", "Gjort fortroligt", "made_confidential") if word in seen]
    may_see = who in ("writer", "secretary")
    assert bool(leaks) == may_see
    assert "Fælles indgang" in seen


def test_the_set_up_of_a_round_is_told_to_the_finance_office_and_administrators_with_before_and_after(
    case, make_user, client_for
):
    round = case.proposal.round
    with changing(round, case.caseworker, "oplysninger", basics, seen=seen_mark(danish(basics, round))) as fresh:
        fresh.price_level = 2027
        fresh.save()
    address = reverse("round-history", args=[round.pk])
    for person in (case.approver, make_user("administrator")):
        page = client_for(person).get(address, {"kind": "round_changed"}).content
        assert texts(page, FACTS)[-1] == "Pris- og lønniveau2026 → 2027"
    assert "Runde ændret" not in client_for(case.reader).get(address).content.decode()
    assert not readable_events(case.reader).filter(proposal=None).exists()


def test_a_fact_that_changed_is_told_as_it_was_and_as_it_is(case, make_user, client_for):
    case.submit()
    perform("number", case.proposal, case.caseworker, number="BC07")
    perform("number", case.proposal, case.caseworker, number="BC08")
    other = make_user("writer", administration="SOF", name="Afløser")
    perform("hand_over", case.proposal, case.writer, writer=other)
    perform("judge_criteria", case.proposal, case.caseworker, criteria="met", reason="Ja.")
    page = client_for(case.writer).get(reverse("history", args=[case.proposal.pk])).content
    assert texts(page, WHAT)[:4] == [
        "Kriterier vurderet",
        "Givet til en anden skribent",
        "Nummer givet",
        "Nummer givet",
    ]
    assert texts(page, FACTS)[:4] == [
        "VurderingIkke vurderet → Opfylder kriterierne",
        "SkribentSkribent → Afløser",
        "NummerBC07 → BC08",
        "NummerBC07",
    ]


def test_every_save_is_told_with_its_version_and_fingerprint_and_a_stretch_of_writing_as_one(case, client_for):
    section = case.proposal.sections.get(key="description")
    before = section.version
    for text in ("<p>Et.</p>", "<p>To.</p>", "<p>To.</p>"):
        section.refresh_from_db()
        content = read_content(section).model_copy(update={"text": text})
        save_or_merge(section, content, base_version=section.version, by=case.writer)
    told = [event.data for event in Event.objects.filter(kind="section_saved").order_by("id")]
    assert [(data["section"], data["before"], data["version"]) for data in told] == [
        ("description", before, before + 1),
        ("description", before + 1, before + 2),
    ]
    assert len({data["content_sha256"] for data in told}) == 2
    response = client_for(case.writer).get(reverse("history", args=[case.proposal.pk]))
    assert texts(response.content, WHAT) == ["Afsnit gemt", "Oprettet"]
    assert f"Version af afsnittet{before} → {before + 2}" in texts(response.content, FACTS)


def test_the_filter_narrows_page_and_file_alike(case, client_for):
    case.submit()
    perform("return", case.proposal, case.caseworker, reason="=1+1; ret det")
    client = client_for(case.writer)
    address = reverse("history", args=[case.proposal.pk])
    chosen = {"person": "Sagsbehandler"}
    assert texts(client.get(address, chosen).content, WHAT) == ["Returneret"]
    (row,) = rows(client.get(address, {**chosen, "fil": "csv"}))
    event = Event.objects.get(kind="returned")
    assert (row["Hændelse"], row["Person"], row["Rolle"], row["Vedrører"], row["Begrundelse"], row["Anmodning"]) == (
        "Returneret",
        "Sagsbehandler",
        "CFØ-sagsbehandler",
        "Fælles indgang",
        "'=1+1; ret det",
        event.request_id,
    )
    assert row["Tidspunkt"] == timezone.localtime(event.at).isoformat(timespec="seconds")
    assert [one["Kode"] for one in rows(client.get(address, {"fil": "csv"}))] == ["returned", "submitted", "created"]
    empty = client.get(address, {"since": "1.1.2100"}).content.decode()
    assert "Ingen hændelser passer til filtrene." in empty


@pytest.mark.parametrize(
    "filters", [{"kind": "x\x00"}, {"person": "' OR 1=1"}, {"since": "99.99.9999"}, {"page": "9" * 40}]
)
def test_a_filter_that_cannot_be_read_filters_nothing(case, client_for, filters):
    response = client_for(case.writer).get(reverse("history", args=[case.proposal.pk]), filters)
    assert response.status_code == 200
    assert texts(response.content, WHAT) == ["Oprettet"]


def test_a_file_starts_as_excel_reads_it_and_computes_nothing(case, client_for):
    for reason in ("=A1", "+A1", "-A1", "@A1", "\tA1", "  =A1", "a;b", "–"):
        events.record("withdrawn", proposal=case.proposal, actor=case.writer, reason=reason)
    response = client_for(case.writer).get(reverse("history", args=[case.proposal.pk]), {"fil": "csv"})
    assert response["Content-Disposition"] == f'attachment; filename="historik-forslag-{case.proposal.pk}.csv"'
    raw = b"".join(response.streaming_content)
    assert raw.startswith("\ufeffNummer;Tidspunkt;Hændelse;Person;".encode())
    reasons = [row["Begrundelse"] for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")]
    assert reasons[:-1] == ["–", "a;b", "'  =A1", "'\tA1", "'@A1", "'-A1", "'+A1", "'=A1"]


@pytest.mark.parametrize("name", ["proposal", "round", "person"])
def test_a_history_takes_the_same_queries_however_long(case, client_for, name):
    client, counts = client_for(case.caseworker), []
    for more in (1, 20):
        for _ in range(more):
            events.record("numbered", proposal=case.proposal, actor=case.caseworker, data={"number": "BC01"})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(addresses(case)[name])
        counts.append(len(queries))
    assert counts[0] == counts[1]
