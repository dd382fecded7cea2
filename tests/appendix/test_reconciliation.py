"""The published rounds as archives: their tables follow the rules, and the report names each difference from print."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from appendix.reconciliation import reconcile
from proposals.economy.reconcile import Kind
from proposals.seeds import FIXTURES
from reviews.archive import import_round
from tests.proposals.economy import test_published_rounds as known

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(organisation):
    def taken(name: str):
        data = json.loads((FIXTURES / "rounds" / f"{name}.json").read_text(encoding="utf-8"))
        return import_round(data, state="approved")

    return taken


@pytest.mark.parametrize(
    ("name", "misprints", "roundings", "precision"),
    [
        (
            "budget-2023",
            known.PROPOSALS_2023 | known.TABLES_2023 | known.SUMMARY_2023,
            known.OFF_BY_ONE_2023,
            {},
        ),
        (
            "budget-2025",
            known.PROPOSALS_2025 | known.TABLES_2025 | known.SUMMARY_2025,
            known.OFF_BY_ONE_2025,
            known.PRECISION_2025,
        ),
    ],
)
def test_an_imported_archive_differs_from_print_where_the_rules_do(archive, name, misprints, roundings, precision):
    found = reconcile(archive(name))
    assert known.by_place(found, Kind.MISPRINT) == misprints
    assert known.by_place(found, Kind.ROUNDING) == roundings
    assert known.by_place(found, Kind.PRECISION) == precision
    # The tables print the titles they printed before.
    assert known.by_place(found, Kind.WORDING) == {}


def test_the_command_and_the_page_tell_them_in_words(archive, capsys, make_user, client_for):
    round = archive("budget-2025")
    call_command("reconcile", "Budget 2025")
    lines = capsys.readouterr().out.splitlines()
    assert (
        "BC09, Tilbagebetalingstid, totaløkonomi: trykt 1 år, beregnet 2 år (2026) (fejltryk; regel 3: "
        "Tilbagebetalingstiden tælles fra det første år med en påvirkning til det år, hvor det hele er tjent ind.)"
    ) in lines
    whole = len(reconcile(round))
    assert lines[-1].startswith(f"{whole} forskelle (fejltryk: ")
    client = client_for(make_user("cfo_caseworker"))
    page = client.get(reverse("reconciliation", args=[round.pk])).content.decode()
    assert f"afviger fra reglerne {whole} steder" in page
    only = client.get(reverse("reconciliation", args=[round.pk]), {"slags": "precision"}).content.decode()
    assert only.count('<th scope="row">') == len(known.PRECISION_2025)


def test_a_round_that_was_never_printed_has_nothing_to_reconcile(make_round, make_user, client_for):
    round = make_round()
    assert reconcile(round) == []
    page = client_for(make_user("cfo_signer")).get(reverse("reconciliation", args=[round.pk]))
    assert "Ingen forskelle" in page.content.decode()
