"""Every address and every step against every role, state and openness: exact sets, and no word in the wrong hands.

The tables are in tests/reviews/matrix/.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.policy import may
from proposals.models import Committee
from proposals.seeds import sow
from reviews.process import STEPS, available, refusal

from .matrix.stage import Stage, set_stage
from .matrix.steps import STEPS_EXPECTED, asks

pytestmark = pytest.mark.django_db
SIZES: dict[str, int] = {}


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Set once for the whole matrix, in a transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Committee.objects.exists():
            sow()
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture
def count(record_property, capsys):
    """Says how many cells a part of the matrix held."""

    def counted(part: str, cells: int) -> None:
        record_property(part, cells)
        SIZES[part] = cells
        with capsys.disabled():
            total = f"{sum(SIZES.values()):,}".replace(",", ".")
            print(f"\nrettighedsmatrix: {total} felter, heraf {part} {cells}")

    return counted


def test_every_step_is_in_the_table():
    assert set(STEPS_EXPECTED) == set(STEPS)


def test_who_has_the_right_to_each_step_and_who_can_take_it(stage: Stage, count):
    people = {name: asks(user) for name, user in stage.people.items()}
    wrong, cells = [], 0
    for item in stage.items:
        for action, rows in STEPS_EXPECTED.items():
            for place, row in enumerate(rows):
                step, subject = STEPS[action], row.subject(item)
                found = {name for name, who in people.items() if may(who, step.right, subject)}
                taken = {name for name in found if not refusal(step, people[name], item.proposal, subject)}
                cells += 2 * len(people)
                for what, seen, expected in (
                    ("ret", found, row.have_right(item)),
                    ("kan", taken, row.can_take(item)),
                ):
                    if seen != expected:
                        wrong.append(f"{what} {action}[{place}] {item}: +{seen - expected} -{expected - seen}")
    assert not wrong, "\n".join(wrong)
    count("trin", cells)


def test_the_page_offers_exactly_the_steps_that_can_be_taken(stage: Stage, count):
    people = {name: asks(user) for name, user in stage.people.items()}
    wrong, cells = [], 0
    for item in stage.items:
        for name, who in people.items():
            offers = available(who, item.proposal)
            cells += len(offers)
            for offer in offers:
                [row] = STEPS_EXPECTED[offer.action]
                expected = (name in row.have_right(item), name in row.can_take(item))
                if (offer.has_right, offer.allowed) != expected:
                    wrong.append(f"{offer.action} {item} {name}: {offer.has_right, offer.allowed} for {expected}")
    assert not wrong, "\n".join(wrong)
    count("knapper", cells)
