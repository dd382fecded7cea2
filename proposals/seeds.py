"""Sows the organisation and the shipped templates from the fixtures; what is there already is left as it is."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .template import TemplateSpec

FIXTURES = Path(__file__).parent / "fixtures"


def organisation() -> dict[str, list[dict[str, Any]]]:
    """Committees, administrations, units and hearing bodies as the program is delivered with them."""
    return json.loads((FIXTURES / "organisation.json").read_text(encoding="utf-8"))


@cache
def shipped_templates() -> tuple[TemplateSpec, ...]:
    """The templates the program is delivered with; pydantic.ValidationError when a fixture is broken."""
    paths = sorted((FIXTURES / "templates").glob("*.json"))
    return tuple(TemplateSpec.model_validate_json(path.read_bytes()) for path in paths)


def sow(apps: Any = None) -> None:
    """Makes every missing row; rows people have changed since are kept.

    `apps` is a registry of models: a migration gives the historical one.
    """
    if apps is None:
        from django.apps import apps
    _sow_organisation(apps)
    for spec in shipped_templates():
        sow_template(spec, apps)


def _sow_organisation(apps: Any) -> None:
    data = organisation()
    committees = {}
    for row in data["committees"]:
        committees[row["code"]], _ = apps.get_model("proposals", "Committee").objects.get_or_create(
            code=row["code"], defaults=row
        )
    for name in ("administrations", "units"):
        model = apps.get_model("proposals", {"administrations": "Administration", "units": "Unit"}[name])
        for row in data[name]:
            values = {**row, "committee": committees[row["committee"]]}
            model.objects.get_or_create(code=row["code"], defaults=values)
    for row in data["hearing_bodies"]:
        apps.get_model("proposals", "HearingBody").objects.get_or_create(code=row["code"], defaults=row)


def sow_template(spec: TemplateSpec, apps: Any = None) -> Any:
    """The template's row with its sections; an existing one of the same code, type and version is returned."""
    if apps is None:
        from django.apps import apps
    values = spec.model_dump(mode="json", exclude={"sections"})
    identity = {name: values[name] for name in ("code", "type", "version")}
    template, made = apps.get_model("proposals", "Template").objects.get_or_create(**identity, defaults=values)
    if made:
        section_model = apps.get_model("proposals", "TemplateSection")
        section_model.objects.bulk_create(
            section_model(template=template, position=position, **section.model_dump(mode="json"))
            for position, section in enumerate(spec.sections, start=1)
        )
    return template
