"""What is kept of sign-ins: who got in, who did not, who was shut out; no password and no stranger's address."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.signals import tell
from reviews.audit.reading import readable_events
from reviews.models import Event
from tests.factories import PASSWORD
from tests.reviews.chain import told

from .test_sign_in import LOGIN, sign_in


def log() -> list[tuple]:
    return list(Event.objects.order_by("id").values_list("kind", "actor", "data"))


def test_a_sign_in_is_kept_with_its_request(client, make_user):
    user = make_user("writer", email="skribent@example.org", name="Skribent")
    answer = sign_in(client, "Skribent@example.org", PASSWORD)
    event = Event.objects.get()
    assert (event.kind, event.actor, event.actor_name, event.proposal, event.round, event.data) == (
        "signed_in", user, "Skribent", None, None, {},
    )  # fmt: skip
    assert event.request_id == answer["X-Request-ID"]
    assert told() == []


@pytest.mark.parametrize("email", ["Skribent@example.org", "fremmed@example.org"])
def test_a_failed_sign_in_names_the_person_if_there_is_one_and_keeps_nothing_that_was_typed(client, make_user, email):
    user = make_user("writer", email="skribent@example.org", name="Skribent")
    sign_in(client, email, "forkert kode")
    known = {"person": user.pk, "person_name": "Skribent"} if email.startswith("Skribent") else {}
    assert log() == [("sign_in_failed", None, known)]
    row = json.dumps(list(Event.objects.values()), default=str)
    assert not [word for word in ("forkert kode", "@example.org") if word in row]


def test_being_shut_out_is_told_once_however_often_one_goes_on(client, make_user):
    user = make_user(email="a@example.org", name="Ane")
    for _ in range(9):
        sign_in(client, "a@example.org", "forkert")
    kinds = [kind for kind, _actor, _data in log()]
    assert kinds == ["sign_in_failed"] * 5 + ["locked_out"]
    assert Event.objects.get(kind="locked_out").data == {"person": user.pk, "person_name": "Ane"}


def test_a_changed_password_is_kept(make_user, client_for):
    user = make_user(name="Ane")
    values = {"oldpassword": PASSWORD, "password1": "en helt anden lang sætning"}
    values["password2"] = values["password1"]
    client_for(user).post("/konto/adgangskode/", values)
    assert log() == [("password_changed", user.pk, {})]


def test_only_administrators_read_it_on_any_page(make_user, client_for, client):
    administrator, ane = make_user("administrator"), make_user("cfo_signer", name="Ane", email="ane@example.org")
    client.post(LOGIN, {"login": "ane@example.org", "password": PASSWORD})
    tell("sign_in_failed", person=ane)
    for user, kinds in ((administrator, ["sign_in_failed", "signed_in"]), (ane, []), (make_user("reader"), [])):
        assert list(readable_events(user).values_list("kind", flat=True)) == kinds
    page = client_for(administrator).get(reverse("security-log")).content.decode()
    assert "Forkert adgangskode" in page
    assert "Logget ind" in page
    assert "Logget ind" not in client_for(ane).get(reverse("person-history", args=[ane.pk])).content.decode()
    refused = client_for(ane).get(reverse("security-log"))
    assert (refused.status_code, "Kun administratorer" in refused.content.decode()) == (403, True)
