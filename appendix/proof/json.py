"""Holds a JSON file against the figures as they are computed, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appendix.content.computed import Computed
from appendix.writers.json import data

from .result import Deviation, Proof

# By what a list's rows are called.
_NAMES = ("number", "committee", "unit", "kind", "label")


def prove(computed: Computed, path: Path) -> Proof:
    """Every value of the file, whatever it is; the places are the file's own keys."""
    expected = data(computed)
    figures = sum(isinstance(value, int | float) for _place, value in _values((), expected))
    return Proof(tables=3, figures=figures, deviations=differences(expected, json.loads(path.read_bytes())))


def differences(expected: Any, found: Any) -> list[Deviation]:
    """Every value that is another in the one than in the other, or is in one of them alone."""
    wanted = dict(_values((), json.loads(json.dumps(expected))))
    got = dict(_values((), found))
    return [
        Deviation(
            ".".join(place[:2]),
            " ".join(place[2:-1]),
            place[-1],
            str(wanted.get(place, "–")),
            str(got.get(place, "–")),
        )
        for place in {**wanted, **got}
        if wanted.get(place, _MISSING) != got.get(place, _MISSING)
    ]


_MISSING = object()


def _values(place: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value that holds no others, by its keys; a row of a list is called by its place and name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values((*place, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            name = next((str(inner[key]) for key in _NAMES if inner.get(key)), "") if isinstance(inner, dict) else ""
            yield from _values((*place, f"{number} ({name})" if name else str(number)), inner)
    else:
        yield place, value
