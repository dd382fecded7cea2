"""The findings about words in the two published rounds, as docs/checks.md tells of them.

The published prose is no part of the repository: without the files beside it, nothing is measured.
"""

import pytest
from django.core.management import call_command

from proposals.exchange.importer import store
from proposals.exchange.reading import decode, read
from proposals.findings import findings_of
from proposals.management.commands.measure_checks import PUBLISHED
from proposals.models import Proposal

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not list(PUBLISHED.glob("budget-*.json")), reason="the published rounds are not beside the repository"
    ),
]
FOUND = {
    "budget-2023": {"BC11": ["prose-unit", "prose-year"]},
    "budget-2025": {"BC05": ["prose-net"], "BC07": ["prose-investment"], "BC13": ["prose-effect"]},
}


@pytest.mark.parametrize("name", FOUND)
def test_the_published_prose_holds_these_contradictions_and_no_false_alarm_is_given(name, organisation):
    stored = store(read(decode((PUBLISHED / f"{name}.json").read_bytes())), state="draft", replace=True, by=None)
    found = {}
    for row, _entry in stored.proposals:
        proposal = Proposal.objects.get(pk=row.pk)
        if codes := sorted(f.code for f in findings_of(proposal).warnings if f.quote):
            found[proposal.number] = codes
    assert found == FOUND[name]


def test_measuring_prints_each_proposal_and_stores_nothing(organisation, capsys):
    call_command("measure_checks")
    printed = capsys.readouterr().out
    assert "Budget 2023" in printed
    assert "prose-investment 1" in printed
    assert not Proposal.objects.exists()
