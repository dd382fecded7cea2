"""Reading what is confidential is logged, once a page and ten minutes, apart from the history of changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.actions import perform
from reviews.models import Event
from reviews.reads import KIND

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
