"""Faults between the parts of a round file: names nobody knows, things given twice, figures from two sources.

It looks at the data as written, so that these faults are found beside those of form, in one go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from ..models import Administration, Committee, Template, TemplateSection
from ..units import unit_book

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]
MAX_YEARS = 12
MAX_VERSION = 32_000
SECTION_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


def reference_faults(data: dict[str, Any]) -> list[tuple[Place, str]]:
    """Each fault as (place, message)."""
    return [*_round_faults(data.get("round")), *_proposal_faults(data)]


def committee_names() -> dict[str, str]:
    """Every name a committee may be printed by (code, name, its administration's code) → its code."""
    names: dict[str, str] = {}
    for administration in Administration.objects.select_related("committee"):
        names[administration.code] = administration.committee.code
    for committee in Committee.objects.all():
        names[committee.name] = names[committee.code] = committee.code
    return names


def _round_faults(setup: Any) -> Found:
    if not isinstance(setup, dict):
        return
    years = setup.get("years")
    if isinstance(years, list) and len(years) == 2 and all(type(year) is int for year in years):
        if years[0] > years[1]:
            yield ("round", "years"), "the first year is after the last one"
        elif years[1] - years[0] >= MAX_YEARS:
            yield ("round", "years"), f"more than {MAX_YEARS} years"
    template = setup.get("template")
    if isinstance(template, str) and not Template.objects.filter(code=template).exists():
        yield ("round", "template"), f"unknown template {template}"
    yield from _twice(("round", "pools"), setup.get("pools"), "kind")
    committees = committee_names()
    for place, meeting in _objects(("round", "meetings"), setup.get("meetings")):
        yield from _unknown((*place, "committee"), meeting.get("committee"), committees, "committee")
    if isinstance(template, dict):
        yield from _template_faults(template)


def _template_faults(template: dict[str, Any]) -> Found:
    forms = template.get("forms")
    yield from _twice(("round", "template", "forms"), forms, "type")
    for place, form in _objects(("round", "template", "forms"), forms):
        if form.get("code") != template.get("code"):
            yield (*place, "code"), "not the code of the template"
        version = form.get("version")
        if type(version) is int and version > MAX_VERSION:
            yield (*place, "version"), f"more than {MAX_VERSION}"
        yield from _too_long(place, form, Template)
        yield from _twice((*place, "sections"), form.get("sections"), "key")
        for section_place, section in _objects((*place, "sections"), form.get("sections")):
            yield from _too_long(section_place, section, TemplateSection)
            key = section.get("key")
            if isinstance(key, str) and not SECTION_KEY.fullmatch(key):
                yield (*section_place, "key"), "not a key of small letters, digits, - and _"


def _too_long(place: Place, entry: dict[str, Any], model: type[Model]) -> Found:
    """Texts that do not fit the column they are kept in."""
    for field in model._meta.concrete_fields:
        text = entry.get(field.name)
        if isinstance(text, str) and field.max_length and len(text) > field.max_length:
            yield (*place, field.name), f"longer than {field.max_length} characters"


def _proposal_faults(data: dict[str, Any]) -> Found:
    proposals = data.get("proposals")
    setup = data.get("round")
    template = setup.get("template") if isinstance(setup, dict) else None
    forms = [form.get("type") for _, form in _objects((), template.get("forms"))] if isinstance(template, dict) else []
    administrations = set(Administration.objects.values_list("code", flat=True))
    committees = committee_names()
    units = unit_book()
    yield from _twice(("proposals",), proposals, "number")
    for place, entry in _objects(("proposals",), proposals):
        if forms and entry.get("type") not in forms:
            yield (*place, "type"), "the round's template has no form for it"
        yield from _unknown((*place, "administration"), entry.get("administration"), administrations, "administration")
        yield from _unknown((*place, "committee"), entry.get("committee"), committees, "committee")
        affected = entry.get("affected_administrations")
        for position, code in enumerate(affected if isinstance(affected, list) else []):
            yield from _unknown(
                (*place, "affected_administrations", position), code, administrations, "administration"
            )
        yield from _economy_faults(place, entry, units)
        for position, section in _objects((*place, "sections"), entry.get("sections")):
            if section.get("key") in ("facts", "other_tables"):
                yield (*position, "key"), "not a section of prose"


def _economy_faults(place: Place, entry: dict[str, Any], units: Any) -> Found:
    lines, keys, years = entry.get("lines"), entry.get("keys"), entry.get("years")
    if entry.get("row_figures") is not None:
        for name in ("lines", "sections"):
            if entry.get(name):
                yield (*place, "row_figures"), f"a proposal known only as a row has no {name}"
    elif years == []:
        yield (*place, "years"), "missing: only a proposal with row_figures has no years"
    whole = isinstance(years, list) and bool(years) and all(type(year) is int for year in years)
    if whole and years != list(range(years[0], years[0] + len(years))):
        yield (*place, "years"), "the years do not follow each other"
    yield from _twice((*place, "lines"), lines, "id")
    yield from _twice((*place, "keys"), keys, "id")
    yield from _twice((*place, "calculations"), entry.get("calculations"), "id")
    known_keys = [key.get("id") for _, key in _objects((), keys)]
    for key_place, key in _objects((*place, "keys"), keys):
        yield from _twice((*key_place, "entries"), key.get("entries"), "unit")
        for entry_place, part in _objects((*key_place, "entries"), key.get("entries")):
            yield from _unknown((*entry_place, "unit"), part.get("unit"), units, "unit")
    for line_place, line in _objects((*place, "lines"), lines):
        for name in ("booking", "target"):
            allocation = line.get(name)
            if isinstance(allocation, dict):
                here = (*line_place, name)
                yield from _unknown((*here, "unit"), allocation.get("unit"), units, "unit")
                yield from _unknown((*here, "key"), allocation.get("key"), known_keys, "key")
                by_unit = allocation.get("amounts")
                for code in by_unit if isinstance(by_unit, dict) else {}:
                    yield from _unknown((*here, "amounts", code), code, units, "unit")


def _unknown(place: Place, code: Any, known: Any, what: str) -> Found:
    if isinstance(code, str) and code not in known:
        yield place, f"unknown {what} {code}"


def _twice(place: Place, entries: Any, name: str) -> Found:
    """Entries after the first with the same value of `name`."""
    seen: Counter[str] = Counter()
    for here, entry in _objects(place, entries):
        value = entry.get(name)
        if isinstance(value, str):
            seen[value] += 1
            if seen[value] > 1:
                yield (*here, name), f"{value} stands twice"


def _objects(place: Place, entries: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (*place, position), entry
