"""Whatever is changed in a round file, it is taken in or refused with reasons; it never fails another way."""

import copy
import random

import pytest
from django.db import transaction

from proposals.exchange.reading import BrokenRoundFile
from reviews.archive import export_round, import_round
from tests import rounds

VALUES = [None, True, 0, -1, 10**30, 1.5, "", " ", "æ" * 400, "2027", "<b>x", "a/b", [], [None], [[]], {}, {"x": 1}]
VALUES += [{"unit": "KS"}, {"2027": 1}, "BC01", "draft"]


class TakenBack(Exception):
    """Rolls a mutation that was taken in back again."""


def places(value, path=()):
    """Every place in the data, from the outside in."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutated(data, chance: random.Random):
    """The data with one to three places removed or replaced."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(data)))
        target = data
        for step in path[:-1]:
            target = target[step]
        if chance.random() < 0.3:
            del target[path[-1]]
        else:
            target[path[-1]] = copy.deepcopy(chance.choice(VALUES))
    return data


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_file_is_taken_in_or_refused_with_reasons(organisation, seed):
    chance = random.Random(seed)
    data = rounds.load("budget-2025")
    data["proposals"] = chance.sample(data["proposals"], 2)
    state = chance.choice(["approved", "draft"])
    refusals = []
    try:
        with transaction.atomic():
            first = export_round(import_round(mutated(data, chance), state=state))
            assert export_round(import_round(first, state=state, replace=True)) == first
            raise TakenBack
    except BrokenRoundFile as broken:
        refusals = [broken]
    except TakenBack:
        pass
    assert all(broken.faults for broken in refusals)
