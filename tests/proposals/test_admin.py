"""The set-up can be edited by CFØ, and a broken setting is refused at its field."""

import json

import pytest
from django.urls import reverse

from proposals.models import Round, RoundTemplate, Template

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def client(client_for, make_user):
    return client_for(make_user("cfo_caseworker", is_staff=True))


@pytest.mark.parametrize(
    "name",
    ["committee", "administration", "unit", "hearingbody", "template", "round"],
)
def test_every_list_and_form_opens(client, name, make_round):
    make_round()
    assert client.get(reverse(f"admin:proposals_{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:proposals_{name}_add")).status_code == 200


def test_a_template_opens_with_its_sections(client):
    template = Template.objects.get(code="2026", type="investment")
    page = client.get(reverse("admin:proposals_template_change", args=[template.pk]))
    assert page.status_code == 200
    assert "Risikovurdering" in page.content.decode()


def form_of(round: Round, **changes) -> dict:
    fields = {
        "name": round.name,
        "kind": "budget",
        "state": "open",
        "price_level": 2026,
        "first_year": 2026,
        "last_year": 2031,
        "number_prefix": "BC",
        "presentation": "{}",
        "criteria": "{}",
        "price_indices": "{}",
        "footnotes": "[]",
    } | changes
    for prefix in (inline.get_accessor_name() for inline in (relation("pools"), relation("templates"))):
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    fields |= {f"{prefix}-{name}": 0 for prefix in ("hearings",) for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return fields


def relation(name: str):
    return next(field for field in Round._meta.related_objects if field.get_accessor_name() == name)


def test_a_broken_setting_is_refused_at_its_field(client, make_round):
    round = make_round()
    RoundTemplate.objects.filter(round=round).delete()
    address = reverse("admin:proposals_round_change", args=[round.pk])
    page = client.post(
        address,
        form_of(
            round,
            presentation=json.dumps({"summary_unit": "kroner"}),
            footnotes=json.dumps([{"table": "table9", "text": "x"}]),
            last_year=2020,
        ),
    )
    assert page.status_code == 200
    assert set(page.context["adminform"].form.errors) == {"presentation", "footnotes", "last_year"}


def test_sound_settings_are_stored(client, make_round):
    round = make_round()
    address = reverse("admin:proposals_round_change", args=[round.pk])
    page = client.post(address, form_of(round, presentation=json.dumps({"summary_unit": "tkr"})))
    assert page.status_code == 302, page.context["adminform"].form.errors
    round.refresh_from_db()
    assert round.presentation == {"summary_unit": "tkr"}
