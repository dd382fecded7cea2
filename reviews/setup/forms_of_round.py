"""Changing a round's template: its headings, and its sections added, edited, moved and taken out."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from proposals.models import Round, RoundTemplate, Template
from proposals.own_templates import (
    NEVER_REMOVED,
    SINGLE_KINDS,
    follow_round,
    free_key,
    new_version,
    own_template,
    store_sections,
)
from proposals.template import SectionSpec, TemplateSpec

from ..refusal import Refused
from . import words
from .change import Words, changing

# How events name a change of a template: the type and the section follow.
TEMPLATE = "skabelon"
DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def template_of(round: Round, type: str) -> Template:
    """The round's template for the type as it stands now; RoundTemplate.DoesNotExist without one."""
    return RoundTemplate.objects.select_related("template").get(round=round, type=type).template


def topic_of(type: str, part: str = "") -> str:
    return f"{TEMPLATE}/{type}/{part}".rstrip("/")


def headings_words(type: str) -> Any:
    return lambda round: words.template_headings(template_of(round, type))


def sections_words(type: str) -> Any:
    return lambda round: words.template_sections(template_of(round, type))


def section_words(type: str, key: str) -> Any:
    """The section in words; nothing where it has been taken out."""

    def said(round: Round) -> Words:
        spec = template_of(round, type).spec().section(key)
        return words.section(spec) if spec else []

    return said


def change_headings(round: Round, type: str, values: dict[str, Any], by: Any, *, seen: str) -> None:
    """`values`: the fields of words.HEADINGS, `notes` and `layout`."""
    with changing(round, by, topic_of(type), headings_words(type), seen=seen) as fresh:
        template = own_template(fresh, type)
        for name, value in values.items():
            setattr(template, name, value)
        template.save(update_fields=list(values))
        follow_round(fresh, type)


def change_section(round: Round, type: str, key: str, values: dict[str, Any], by: Any, *, seen: str) -> None:
    """`values`: fields of SectionSpec; key and kind stay."""

    def changed(spec: TemplateSpec) -> list[SectionSpec]:
        if spec.section(key) is None:
            raise Refused(_("Afsnittet er taget ud af skabelonen."))
        return [_with(section, values) if section.key == key else section for section in spec.sections]

    _store(round, type, by, seen, section_words(type, key), topic_of(type, key), changed)


def add_section(
    round: Round, type: str, kind: str, values: dict[str, Any], by: Any, *, after: str, seen: str
) -> SectionSpec:
    """A new section after the one of the key `after` ("" for the first place); gives it a key of its own."""
    made: list[SectionSpec] = []

    def changed(spec: TemplateSpec) -> list[SectionSpec]:
        if kind in SINGLE_KINDS and any(section.kind == kind for section in spec.sections):
            raise Refused(_("Skabelonen har allerede et afsnit af den art."))
        new = SectionSpec(
            key=free_key(round, spec, slugify(values["heading"].lower().translate(DANISH_LETTERS))),
            kind=kind,
            **values,
        )
        made.append(new)
        place = next((n for n, section in enumerate(spec.sections, 1) if section.key == after), 0)
        return [*spec.sections[:place], new, *spec.sections[place:]]

    _store(round, type, by, seen, sections_words(type), topic_of(type, "afsnit"), changed)
    return made[0]


def remove_section(round: Round, type: str, key: str, by: Any, *, seen: str) -> None:
    """Takes a section out of the form. What drafts hold in it is kept and shown after the rest."""

    def changed(spec: TemplateSpec) -> list[SectionSpec]:
        section = spec.section(key)
        if section is None:
            raise Refused(_("Afsnittet er allerede taget ud af skabelonen."))
        if section.kind in NEVER_REMOVED:
            raise Refused(_("Uden det afsnit har et forslag ingen titel eller ingen tal. Det kan ikke tages ud."))
        return [one for one in spec.sections if one.key != key]

    # The version that had the section stays, so that its heading can still be told.
    _store(round, type, by, seen, sections_words(type), topic_of(type, "afsnit"), changed, keep_old=True)


def move_section(round: Round, type: str, key: str, way: Literal["op", "ned"], by: Any, *, seen: str) -> None:
    """Moves a section one place up or down; at the end of the list nothing happens."""

    def changed(spec: TemplateSpec) -> list[SectionSpec]:
        keys = [section.key for section in spec.sections]
        if key not in keys:
            raise Refused(_("Afsnittet er taget ud af skabelonen."))
        place = keys.index(key)
        other = place + (-1 if way == "op" else 1)
        sections = list(spec.sections)
        if 0 <= other < len(sections):
            sections[place], sections[other] = sections[other], sections[place]
        return sections

    _store(round, type, by, seen, sections_words(type), topic_of(type, "afsnit"), changed)


def _with(section: SectionSpec, values: dict[str, Any]) -> SectionSpec:
    return SectionSpec.model_validate(section.model_dump() | values)


def _store(
    round: Round, type: str, by: Any, seen: str, said: Any, topic: str, changed: Any, keep_old: bool = False
) -> None:
    with changing(round, by, topic, said, seen=seen) as fresh:
        template = own_template(fresh, type)
        before = template.spec().sections
        after = changed(template.spec())
        if after == before:
            return
        if keep_old and fresh.proposals.filter(template=template).exists():
            template = new_version(template)
            fresh.templates.filter(type=type).update(template=template)
        store_sections(template, after)
        follow_round(fresh, type)
