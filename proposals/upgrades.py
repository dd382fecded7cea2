"""Raises old content and documents to today's schema by a chain of pure functions.

A stored revision is never rewritten; it is raised in memory when it is read. Step n takes schema n to n + 1.

Schema 2: a section's prose moved from `html` to `text`, and the years of an economy became a list of years
instead of the first and the last one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

CURRENT = 2

Raw = dict[str, Any]


def _content_1_to_2(raw: Raw) -> Raw:
    if "html" in raw:
        raw["text"] = raw.pop("html")
    if raw.get("kind") == "economy" and "first_year" in raw:
        raw["years"] = list(range(raw.pop("first_year"), raw.pop("last_year") + 1))
    return raw


CONTENT_STEPS: dict[int, Callable[[Raw], Raw]] = {1: _content_1_to_2}


class UnknownSchema(ValueError):
    """The content was written by a newer program than this one."""


def upgrade_content(raw: Raw) -> Raw:
    """A section's content of any earlier schema as today's; the given data is left as it was."""
    raw = copy.deepcopy(raw)
    number = raw.get("schema", 1)
    if number > CURRENT:
        raise UnknownSchema(f"Indholdet har skema {number}; dette program kender skema 1–{CURRENT}.")
    while number < CURRENT:
        raw = CONTENT_STEPS[number](raw)
        number += 1
        raw["schema"] = number
    return raw


def upgrade_document(raw: Raw) -> Raw:
    """A document of any earlier schema as today's, each of its sections with it."""
    if raw.get("schema", 1) > CURRENT:
        raise UnknownSchema(f"Dokumentet har skema {raw['schema']}; dette program kender skema 1–{CURRENT}.")
    raw = copy.deepcopy(raw)
    raw["sections"] = [
        {**section, "content": upgrade_content(section["content"])} for section in raw.get("sections", [])
    ]
    raw["schema"] = CURRENT
    return raw
