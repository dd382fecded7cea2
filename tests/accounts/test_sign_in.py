"""Signing in and out, the forgotten password, the first login by invitation, and what is closed."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.invitations import invite
from accounts.models import User
from tests.factories import PASSWORD

NEW_PASSWORD = "en helt anden lang sætning"
LOGIN = "/konto/log-ind/"


def sign_in(client, email, password):
    return client.post(LOGIN, {"login": email, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def link_in(message) -> str:
    """The path of the link to choose a password."""
    return re.search(r"http://[^/\s]+(/konto/vaelg-adgangskode/\S+)", message.body).group(1)


def choose_password(client, path, password=NEW_PASSWORD, again=NEW_PASSWORD):
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": again})


def text_of(response) -> str:
    return response.content.decode()


def test_a_person_signs_in_by_mail_whatever_the_case_and_out_again(client, make_user):
    user = make_user("writer", email="skribent@example.org")

    answer = sign_in(client, "Skribent@Example.org", PASSWORD)

    assert (answer.status_code, answer.url) == (302, reverse("front"))
    assert signed_in_as(client) == str(user.pk)

    assert "Vil du logge af?" in text_of(client.get("/konto/log-af/"))
    assert client.post("/konto/log-af/").url == LOGIN
    assert signed_in_as(client) is None


def test_one_comes_to_the_page_one_asked_for(client, make_user):
    make_user(email="a@example.org")
    asked = client.get("/konto/adgangskode/")
    assert asked.url == LOGIN + "?next=/konto/adgangskode/"

    answer = client.post(LOGIN, {"login": "a@example.org", "password": PASSWORD, "next": "/konto/adgangskode/"})

    assert answer.url == "/konto/adgangskode/"


@pytest.mark.parametrize("email", ["kendt@example.org", "ukendt@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, make_user, email):
    make_user(email="kendt@example.org")

    answer = sign_in(client, email, "forkert")

    assert answer.status_code == 200
    assert "E-mail eller adgangskode er forkert." in text_of(answer)
    assert f'value="{email}"' in text_of(answer)
    assert "forkert" not in re.findall(r'value="([^"]*)"', text_of(answer))
    assert signed_in_as(client) is None


def test_empty_fields_are_answered_at_the_field(client, db):
    answer = sign_in(client, "", "")

    assert answer.context["form"].errors == {"login": ["Skriv din e-mail."], "password": ["Skriv din adgangskode."]}


def test_a_closed_account_is_told_so_only_with_its_password(client, make_user):
    make_user(email="lukket@example.org", is_active=False)

    assert "E-mail eller adgangskode er forkert." in text_of(sign_in(client, "lukket@example.org", "forkert"))
    sign_in(client, "lukket@example.org", PASSWORD)
    assert signed_in_as(client) is None


def test_many_wrong_attempts_are_stopped_even_with_the_right_password(client, make_user):
    make_user(email="a@example.org")
    for _attempt in range(10):
        sign_in(client, "a@example.org", "forkert")

    answer = sign_in(client, "a@example.org", PASSWORD)

    assert signed_in_as(client) is None
    assert "for mange" in text_of(answer)


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_letter(
    client, make_user, django_capture_on_commit_callbacks
):
    user = make_user(email="a@example.org", name="Anna <b>")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/konto/glemt/", {"email": "a@example.org"})
    assert answer.url == "/konto/glemt/sendt/"

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["a@example.org"], "Ny adgangskode til Puljeforslag")
    assert "Kære Anna <b>" in letter.body
    assert "Linket gælder i 3 dage" in letter.body

    answer = choose_password(client, link_in(letter))

    assert (answer.status_code, answer.url) == (302, reverse("front"))
    assert signed_in_as(client) == str(user.pk)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    client.logout()
    again = client.get(link_in(letter))
    assert "Linket gælder ikke længere" in text_of(again)


def test_an_unknown_and_a_closed_address_get_the_same_page_and_no_letter(
    client, make_user, django_capture_on_commit_callbacks
):
    make_user(email="lukket@example.org", is_active=False)
    for email in ("ukendt@example.org", "lukket@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/konto/glemt/", {"email": email})
        assert answer.url == "/konto/glemt/sendt/"
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [("kort", "kort", "password1"), ("password1234", "password1234", "password1"), (NEW_PASSWORD, "x", "password2")],
)
def test_a_weak_or_mistyped_new_password_is_refused_at_its_field(
    client, make_user, django_capture_on_commit_callbacks, password, again, field
):
    user = make_user(email="a@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/glemt/", {"email": "a@example.org"})

    answer = choose_password(client, link_in(mail.outbox[0]), password, again)

    assert list(answer.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_operations_makes_a_person_who_gets_a_letter_and_signs_in_for_the_first_time(
    client, make_user, client_for, django_capture_on_commit_callbacks
):
    desk = client_for(make_user(is_staff=True, is_superuser=True))
    form = {"email": "Ny@example.org", "name": "Ny Skribent", "language": "en"}
    rows = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-role": "reader"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post("/administration/accounts/user/add/", {**form, **rows})

    assert answer.status_code == 302
    user = User.objects.get(email="ny@example.org")
    assert not user.has_usable_password()
    assert [membership.role for membership in user.memberships.all()] == ["reader"]
    [letter] = mail.outbox
    assert letter.to == ["ny@example.org"]
    choose_password(client, link_in(letter))
    assert signed_in_as(client) == str(user.pk)


def test_an_invitation_can_be_sent_again_from_the_list(make_user, client_for, django_capture_on_commit_callbacks):
    desk = client_for(make_user("administrator"))
    user, closed = make_user(email="ny@example.org"), make_user(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            "/administration/accounts/user/",
            {"action": "send_invitation", "_selected_action": [user.pk, closed.pk]},
        )

    assert [letter.subject for letter in mail.outbox] == ["Velkommen til Puljeforslag"]


def test_only_administrators_invite(make_user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PermissionDenied):
        invite(make_user(), by=make_user("cfo_signer"))
    assert mail.outbox == []


def test_nobody_signs_up_by_themselves(client, db):
    assert "oprettet af en administrator" in text_of(client.get("/konto/opret/"))
    client.post("/konto/opret/", {"email": "selv@example.org", "password1": NEW_PASSWORD})
    assert not User.objects.filter(email="selv@example.org").exists()


def test_a_password_is_changed_with_the_old_one(make_user, client_for):
    user = make_user()
    client = client_for(user)
    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    refused = client.post("/konto/adgangskode/", {**form, "oldpassword": "forkert"})
    assert refused.context["form"].errors == {"oldpassword": ["Den nuværende adgangskode er forkert."]}

    client.post("/konto/adgangskode/", {**form, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert signed_in_as(client) == str(user.pk)


def test_who_has_no_password_yet_is_led_to_the_letter_that_gives_one(make_user, client_for):
    person = make_user("reader", password=None)
    answer = client_for(person).get(reverse("account_change_password"), follow=True)
    assert [address for address, _status in answer.redirect_chain][-1] == reverse("account_reset_password")
    assert "Du har endnu ingen adgangskode." in answer.content.decode()


def test_the_language_is_the_persons_own_and_danish_for_strangers(client, make_user, client_for):
    english_browser = {"Accept-Language": "en"}
    assert '<html lang="da">' in text_of(client.get(LOGIN, headers=english_browser))
    client.post("/sprog/", {"language": "en", "next": LOGIN})
    assert '<html lang="en">' in text_of(client.get(LOGIN))

    user = make_user()
    client_for(user).post("/sprog/", {"language": "en", "next": "/konto/adgangskode/"})
    elsewhere = client_for(User.objects.get(pk=user.pk)).get("/konto/adgangskode/")
    assert '<html lang="en">' in text_of(elsewhere)
    assert elsewhere["Content-Language"] == "en"


def test_a_language_there_is_not_is_refused(make_user, client_for):
    user = make_user()
    client_for(user).post("/sprog/", {"language": "xx", "next": "/"})
    assert User.objects.get(pk=user.pk).language == "da"


@pytest.mark.parametrize(
    ("sent_from", "comes_back_to"),
    [
        ("http://testserver/runder/?side=2", "/runder/%3Fside%3D2"),
        ("https://andre.example.org/runder/", "/"),
        ("", "/"),
    ],
)
def test_who_sends_a_form_after_the_session_ended_comes_back_to_its_page(client, db, sent_from, comes_back_to):
    answer = client.post("/beskeder/laest/", headers={"referer": sent_from} if sent_from else {})
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={comes_back_to}")
