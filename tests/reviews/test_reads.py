"""Reading what is confidential is logged, once a page and ten minutes, apart from the history of changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from appendix.editions import create_edition
from reviews.actions import perform
from reviews.models import Event
from reviews.reads import KIND
from tests.pages import texts

SOON = timezone.localdate() + timedelta(days=30)


def reads() -> list[tuple[str, str]]:
    """Who read which page, the first first."""
    return [(event.actor_name, event.data["page"]) for event in Event.objects.filter(kind=KIND).order_by("pk")]


def go(client, proposal, *names: str) -> None:
    for name in names:
        client.get(reverse(name, args=[proposal.pk]))


@pytest.fixture
def closed(case):
    case.submit()
    perform("set_confidential", case.proposal, case.writer, reason="Udbud.", until=SOON)
    return case


def test_each_page_and_file_is_a_reading(closed, client_for):
    go(client_for(closed.secretary), closed.proposal, "proposal", "preview-docx", "attachments", "compare")
    assert reads() == [("Sekretær", page) for page in ("proposal", "preview-docx", "attachments", "compare")]
    event = Event.objects.filter(kind=KIND).first()
    assert (event.actor_role, event.proposal) == ("Udvalgssekretær, Socialudvalget", closed.proposal)


def test_the_same_page_within_ten_minutes_is_one_reading(closed, client_for, monkeypatch):
    client = client_for(closed.caseworker)
    go(client, closed.proposal, "proposal", "proposal")
    assert reads() == [("Sagsbehandler", "proposal")]
    monkeypatch.setattr("reviews.reads.PAUSE", timedelta(0))
    go(client, closed.proposal, "proposal")
    assert len(reads()) == 2


def test_who_is_refused_has_read_nothing(closed, client_for):
    go(client_for(closed.reader), closed.proposal, "proposal", "preview")
    assert reads() == []


def test_what_is_open_is_read_without_a_trace(case, client_for):
    case.submit()
    go(client_for(case.reader), case.proposal, "proposal", "preview")
    assert reads() == []


def test_of_confidential_sections_only_those_who_are_shown_them_are_logged(case, client_for):
    case.submit()
    given = {"sections": ["economy"], "reason": "Udbud.", "until": SOON}
    perform("set_sections_confidential", case.proposal, case.writer, **given)
    go(client_for(case.reader), case.proposal, "preview")
    go(client_for(case.secretary), case.proposal, "preview")
    assert reads() == [("Sekretær", "preview")]


LISTS = ["round", "round-export", "desk", "desk-list", "desk-export", "outbox"]


def test_a_list_with_confidential_rows_is_one_reading_of_them_all(closed, client_for, make_proposal):
    other = make_proposal(closed.proposal.round, state="submitted", confidential=True, title="Andet fortroligt")
    make_proposal(closed.proposal.round, state="submitted", title="Åbent")
    client = client_for(closed.caseworker)
    for name in LISTS * 2:
        assert client.get(reverse(name, args=[closed.proposal.round_id])).status_code == 200
    assert reads() == [("Sagsbehandler", name) for name in LISTS]
    told_of = {event.data["page"]: set(event.data["proposals"]) for event in Event.objects.filter(kind=KIND)}
    both = {str(closed.proposal.pk), str(other.pk)}
    assert told_of == dict.fromkeys(LISTS, both) | {"outbox": {str(closed.proposal.pk)}}
    assert Event.objects.filter(kind=KIND).exclude(proposal=None, round=closed.proposal.round).count() == 0


def test_the_appendix_and_an_edition_of_it_are_readings(closed, client_for):
    closed.approve()
    client, round = client_for(closed.caseworker), closed.proposal.round
    open_one, secret = (create_edition(round, closed.caseworker, bilag=bilag) for bilag in (7, 10))
    for address in (
        reverse("appendix", args=[round.pk]),
        reverse("edition-web", args=[open_one.pk]),
        reverse("edition-web", args=[secret.pk]),
    ):
        client.get(address)
    assert reads() == [("Sagsbehandler", "appendix"), ("Sagsbehandler", "edition-web")]
    assert Event.objects.filter(kind=KIND).last().data["proposals"] == {str(closed.proposal.pk): True}


def test_a_closed_edition_is_a_reading_of_the_confidential_sections_in_it(case, client_for):
    case.to_state("approved")
    case.proposal.confidential_sections = {"description": {"reason": "Udbud.", "until": SOON.isoformat()}}
    case.proposal.save()
    client = client_for(case.caseworker)
    for bilag in (7, 10):
        edition = create_edition(case.proposal.round, case.caseworker, bilag=bilag)
        client.get(reverse("edition-web", args=[edition.pk]))
    [event] = Event.objects.filter(kind=KIND)
    assert event.data["path"] == reverse("edition-web", args=[edition.pk])


def test_of_a_list_seen_again_only_what_is_new_on_it_is_logged(closed, client_for, make_proposal):
    client, address = client_for(closed.caseworker), reverse("round", args=[closed.proposal.round_id])
    client.get(address)
    other = make_proposal(closed.proposal.round, state="submitted", confidential=True)
    client.get(address)
    listed = [event.data["proposals"] for event in Event.objects.filter(kind=KIND).order_by("pk")]
    assert listed == [{str(closed.proposal.pk): True}, {str(other.pk): True}]


def test_who_does_not_see_the_row_has_read_nothing(closed, client_for):
    client_for(closed.reader).get(reverse("round", args=[closed.proposal.round_id]))
    assert reads() == []


def test_texts_about_a_partly_confidential_proposal_are_a_reading_too_and_its_row_is_none(case, client_for):
    case.submit()
    given = {"sections": ["economy"], "reason": "Udbud.", "until": SOON}
    perform("set_sections_confidential", case.proposal, case.writer, **given)
    client = client_for(case.caseworker)
    for name in ("round", "desk", "outbox"):
        client.get(reverse(name, args=[case.proposal.round_id]))
    assert reads() == [("Sagsbehandler", "outbox")]


def test_reading_in_a_list_is_told_with_the_proposal_and_not_in_the_history(closed, client_for, make_proposal):
    make_proposal(closed.proposal.round, state="submitted", confidential=True)
    client_for(closed.approver).get(reverse("desk", args=[closed.proposal.round_id]))
    client = client_for(closed.caseworker)
    shown = client.get(reverse("history", args=[closed.proposal.pk]) + "?vis=laesninger").content
    # The newest is this page itself.
    assert [who.split(" · ")[1] for who in texts(shown, "//p[@class='timeline-when']")] == [
        "Sagsbehandler (CFØ-sagsbehandler)",
        "Godkender (CFØ-underskriver)",
    ]
    of_round = client.get(reverse("round-history", args=[closed.proposal.round_id])).content.decode()
    assert "Fortroligt indhold læst" not in of_round


@pytest.mark.parametrize(
    ("who", "sees"), [("signer", True), ("caseworker", True), ("writer", False), ("secretary", False)]
)
def test_readings_are_shown_apart_to_signers_and_cfo(closed, client_for, who, sees):
    go(client_for(closed.approver), closed.proposal, "preview")
    client, address = client_for(getattr(closed, who)), reverse("history", args=[closed.proposal.pk])
    assert "Fortroligt indhold læst" not in client.get(address).content.decode()
    shown = client.get(address + "?vis=laesninger").content.decode()
    assert ("Godkender" in shown) is sees
    assert ("Fortroligt indhold læst" in shown) is sees
