"""The organisation is edited in the administration site; rounds, forms and proposals are not."""

import pytest
from django.contrib import admin
from django.urls import reverse

from proposals import models
from proposals.models import Committee

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def client(client_for, make_user):
    return client_for(make_user("cfo_caseworker", is_staff=True))


@pytest.mark.parametrize("name", ["committee", "administration", "unit", "hearingbody"])
def test_every_list_and_form_opens(client, name):
    assert client.get(reverse(f"admin:proposals_{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:proposals_{name}_add")).status_code == 200


def test_what_has_pages_of_its_own_is_not_edited_around_them():
    registered = {model.__name__ for model in admin.site._registry if model.__module__.startswith(models.__name__)}

    assert registered == {"Committee", "Administration", "Unit", "HearingBody"}


def test_a_change_is_stored(client):
    committee = Committee.objects.get(code="BIU")

    page = client.post(
        reverse("admin:proposals_committee_change", args=[committee.pk]),
        {"code": "BIU", "name": "Beskæftigelsesudvalget", "order": committee.order},
    )

    assert page.status_code == 302
    assert Committee.objects.get(code="BIU").name == "Beskæftigelsesudvalget"
