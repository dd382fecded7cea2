"""The administration site: who comes in, and what each may touch."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import timezone

from accounts.backends import PEOPLE, SET_UP
from accounts.models import Membership, User
from proposals.models import Committee
from reviews.models import Event

ALL_ROLES = (
    "writer",
    "signer",
    "body_member",
    "cfo_caseworker",
    "cfo_signer",
    "secretary",
    "reader",
    "local_administrator",
    "administrator",
)


def reachable(user) -> set[str]:
    """Models the person may change."""
    return {
        model._meta.label_lower
        for model in apps.get_models()
        if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    }


@pytest.mark.parametrize("role", ALL_ROLES)
def test_each_role_changes_exactly_what_it_administers(make_user, role):
    expected = {"administrator": PEOPLE, "cfo_caseworker": SET_UP, "cfo_signer": SET_UP}.get(role, set())
    assert reachable(make_user(role)) == set(expected)


def test_a_closed_administrator_has_no_rights(make_user):
    assert reachable(make_user("administrator", is_active=False)) == set()


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("cfo_caseworker", 200), ("writer", 403)])
def test_the_site_is_for_administrators_and_cfo(make_user, client_for, role, status):
    answer = client_for(make_user(role)).get("/administration/", follow=True)
    assert answer.status_code == status


def test_strangers_go_through_the_ordinary_sign_in(client, db):
    answer = client.get("/administration/accounts/user/", follow=True)
    assert answer.redirect_chain[-1] == ("/konto/log-ind/?next=/administration/accounts/user/", 302)


@pytest.mark.parametrize(
    ("role", "chosen", "faulty"),
    [("writer", None, "administration"), ("reader", "committee", "committee"), ("secretary", None, "committee")],
)
def test_a_role_asks_for_its_place_and_no_other(make_user, client_for, role, chosen, faulty):
    rows = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-role": role}
    if chosen:
        rows[f"memberships-0-{chosen}"] = str(Committee.objects.first().pk)

    answer = client_for(make_user(is_staff=True, is_superuser=True)).post(
        "/administration/accounts/user/add/", {"email": "ny@example.org", "name": "Ny", "language": "da", **rows}
    )

    [formset] = answer.context["inline_admin_formsets"]
    assert [list(errors) for errors in formset.formset.errors] == [[faulty]]
    assert not User.objects.filter(email="ny@example.org").exists()


def test_an_administrator_cannot_make_a_superuser(make_user, client_for):
    user = make_user()
    form = {"email": user.email, "name": "Nyt navn", "language": "da", "is_active": "on", "is_superuser": "on"}
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}

    client_for(make_user("administrator")).post(
        f"/administration/accounts/user/{user.pk}/change/", {**form, **rows, "is_staff": "on"}
    )

    user.refresh_from_db()
    assert (user.name, user.is_superuser, user.is_staff) == ("Nyt navn", False, False)


def test_an_administrator_cannot_reach_a_superuser(make_user, client_for):
    operations = make_user(is_staff=True, is_superuser=True)
    desk = client_for(make_user("administrator"))
    assert desk.get(f"/administration/accounts/user/{operations.pk}/change/").status_code == 302
    assert operations.email not in desk.get("/administration/accounts/user/").content.decode()


def test_not_even_a_superuser_edits_what_is_written_and_signed(make_user, rf):
    request = rf.get("/")
    request.user = make_user(is_staff=True, is_superuser=True)
    changeable = {
        model._meta.label_lower
        for model, site in admin.site._registry.items()
        if model._meta.app_label in ("accounts", "proposals", "reviews", "appendix")
        and site.has_change_permission(request)
    }
    assert changeable <= PEOPLE | SET_UP
    assert "accounts.user" in changeable


def test_what_was_written_signed_and_told_is_read_on_pages_with_rights_and_not_here():
    assert {model._meta.app_label for model in admin.site._registry} & {"reviews"} == set()


def changed(client, person, **fields) -> None:
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    form = {"email": person.email, "name": person.name, "language": "da", "is_active": "on", **fields, **rows}
    client.post(f"/administration/accounts/user/{person.pk}/change/", form)
    person.refresh_from_db()


def test_an_administrator_takes_over_no_account_by_its_address(make_user, client_for):
    signer = make_user("cfo_signer")
    address = signer.email
    changed(client_for(make_user("administrator")), signer, name="Nyt navn", email="anden@example.org", is_active="")
    assert (signer.name, signer.email, signer.is_active) == ("Nyt navn", address, True)
    assert not Event.objects.exists()


def test_operations_change_an_address_and_close_and_open_an_account_with_an_event(make_user, client_for):
    operations, signer = make_user(is_staff=True, is_superuser=True), make_user("cfo_signer")
    stand_in = Membership.objects.create(
        user=make_user(), role="cfo_signer", substitute_for=signer.memberships.get(),
        valid_from=timezone.localdate(), valid_to=timezone.localdate(),
    )  # fmt: skip
    client = client_for(operations)
    changed(client, signer, email="anden@example.org")
    changed(client, signer, is_active="")
    changed(client, signer)
    assert (signer.email, signer.is_active) == ("anden@example.org", True)
    assert not Membership.objects.filter(pk=stand_in.pk).exists()
    told = Event.objects.order_by("pk").values_list("kind", "actor", "data__person")
    assert list(told) == [
        (kind, operations.pk, signer.pk)
        for kind in ("address_changed", "substitute_ended", "account_closed", "account_opened")
    ]
