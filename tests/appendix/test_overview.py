"""The appendix page's overview: what goes in, the tables by the frozen figures, and what to look at."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appendix.bilag import BILAG
from appendix.content.computed import compute_snapshot
from appendix.overview import overview
from appendix.taking import snapshot_of
from proposals.economy.figures import RULES_VERSION
from proposals.models import Unit
from reviews.archive import import_round
from reviews.models import Revision
from tests.rounds import load

from .cases import add_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(organisation):
    """A published round as an archive; of BC03 the economy is confidential, and the whole of BC05."""
    cache.clear()

    def taken(name: str):
        round = import_round(load(name), state="approved")
        partly = round.proposals.get(number="BC03")
        key = partly.sections.get(kind="economy").key
        partly.confidential_sections = {key: {"reason": "Forhandling", "until": None}}
        partly.save()
        round.proposals.filter(number="BC05").update(confidential=True, confidential_reason="Forhandling")
        return round

    return taken


def shown(found) -> tuple:
    return found.tables, found.rows, found.introduction, found.snapshot.footnotes, found.numbers_in_full


@pytest.mark.parametrize("bilag", BILAG)
@pytest.mark.parametrize("name", ["budget-2023", "budget-2025"])
def test_the_frozen_figures_give_the_tables_that_are_printed(published, name, bilag):
    round = published(name)
    printed = snapshot_of(round, bilag=bilag)
    listed = overview(round, bilag).computed
    assert len(listed.rows) == len(printed.proposals) > 0
    assert all(one.document is None for one in listed.snapshot.proposals)
    assert shown(listed) == shown(compute_snapshot(printed))


def test_figures_that_other_rules_froze_are_computed_by_todays(published):
    round = published("budget-2025")
    wrong = Revision.objects.get(proposal__number="BC04", proposal__round=round)
    right = overview(round).computed.tables
    wrong.figures["investment_service"] += 1_000_000
    wrong.save()
    assert overview(round).computed.tables != right
    Revision.objects.filter(pk=wrong.pk).update(rules_version="0")
    assert RULES_VERSION != "0"
    assert overview(round).computed.tables == right


def test_no_text_is_read_for_what_was_looked_at_before(published):
    round = published("budget-2025")
    overview(round)
    with CaptureQueriesContext(connection) as queries:
        overview(round)
    assert [query["sql"] for query in queries if '"canonical"' in query["sql"]] == []


def test_what_can_no_longer_be_shared_is_told_once_the_units_are_gone(published):
    round = published("budget-2025")

    def told(bilag: int = 7) -> list[tuple[str, list[str]]]:
        warnings = [one for one in overview(round, bilag).warnings if one.text.startswith("Fordelingen på udvalg")]
        return [(one.text, [proposal.number for proposal in one.proposals]) for one in warnings]

    assert told() == []
    units = list(Unit.objects.all())
    Unit.objects.all().delete()
    bc01 = ("Fordelingen på udvalg kan ikke beregnes: Enheden “KS” findes ikke.", ["BC01"])
    bc02 = ("Fordelingen på udvalg kan ikke beregnes: Enheden “KEJD” findes ikke.", ["BC02"])
    assert told() == [bc01, bc02]

    closed = round.proposals.get(number="BC01")
    closed.confidential_sections = {closed.sections.get(kind="distribution").key: {"reason": "Udbud", "until": None}}
    closed.save()
    assert (told(), told(10)) == ([bc02], [bc01])
    Unit.objects.bulk_create(units)
    assert told() == []


def test_more_proposals_ask_no_more_of_the_database(make_round):
    round = make_round()
    counts = []
    for upto in (3, 6):
        while round.proposals.count() < upto:
            add_proposal(round, "approved" if upto % 2 else "treated", number=f"BC{round.proposals.count():02}")
        fresh = type(round).objects.get(pk=round.pk)
        with CaptureQueriesContext(connection) as queries:
            found = overview(fresh)
        assert len(found.going_in) == upto
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_warnings_name_what_should_be_looked_at(make_round):
    round = make_round()
    late = add_proposal(round, "approved")
    add_proposal(round, "submitted", number="BC02")
    closed = add_proposal(round, "treated", number="BC03", confidential=True, confidential_reason="Forhandling")
    texts = {warning.text: [p.pk for p in warning.proposals] for warning in overview(round).warnings}
    assert texts == {
        "Fristen for indsendelse er ikke nået: der kan komme flere forslag.": [],
        "Udvalget har ikke behandlet:": [late.pk],
        "Indsendt, men ikke godkendt af CFØ, og kommer derfor ikke med:": [round.proposals.get(number="BC02").pk],
        "Mangler nummer:": [late.pk],
        "Kriterierne er ikke vurderet:": [closed.pk, late.pk],
        "Fortroligt, og står kun som en række i tabellerne:": [closed.pk],
    }


def test_what_the_rounds_own_footnotes_leave_unmarked_is_told(make_round):
    round = make_round()
    for number in ("BC01", "BC02", "BC03"):
        add_proposal(round, number=number)
    round.proposals.exclude(number="BC03").update(criteria="separate_political_priority")
    round.proposals.filter(number="BC03").update(confidential=True, confidential_reason="Udbud")

    def told(bilag: int = 7) -> list[tuple[str, list[str]]]:
        warnings = [one for one in overview(round, bilag).warnings if "odnote" in one.text]
        return [(one.text, [proposal.number for proposal in one.proposals]) for one in warnings]

    assert told() == []
    round.footnotes = [
        {"table": "table2", "text": "Særskilt politisk prioritering", "proposals": ["BC01", "BC09"]},
        {"table": "table2", "text": "Behandles den 17. august", "proposals": ["BC02", "BC03"]},
    ]
    round.save()
    separate, closed = "Forslag til evt. særskilt politisk prioritering", "Fortroligt forslag, jf. bilag 10"
    assert told() == [
        ("En fodnote nævner BC09, som ikke kommer med.", []),
        (f"Rundens egne fodnoter har ikke “{closed}” for:", ["BC03"]),
        (f"Rundens egne fodnoter har ikke “{separate}” for:", ["BC02"]),
    ]
    assert told(10) == []
