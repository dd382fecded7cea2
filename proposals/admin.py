"""The set-up people edit without code: organisation, templates and rounds. Proposals are not edited here."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from .models import (
    Administration,
    Committee,
    HearingBody,
    Pool,
    Round,
    RoundTemplate,
    Template,
    TemplateSection,
    Unit,
)
from .roundfile import CriteriaEntry, FootnoteEntry, IndicesEntry, PresentationEntry
from .template import Layout, SectionSpec


def _typed(form: forms.ModelForm, field: str, kind: type[BaseModel], value: Any) -> None:
    """Puts what is wrong with a structured value at its field, in the words of the type it must have."""
    try:
        # As JSON, so that what the database gives back is read as strictly as a file.
        kind.model_validate_json(json.dumps(value))
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(str(step) for step in fault["loc"])
            form.add_error(field, f"{place}: {fault['msg']}" if place else fault["msg"])


class TemplateForm(forms.ModelForm):
    def clean_layout(self) -> dict:
        _typed(self, "layout", Layout, self.cleaned_data["layout"] or {})
        return self.cleaned_data.get("layout") or {}


class TemplateSectionForm(forms.ModelForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        names = [name for name in SectionSpec.model_fields if name in cleaned]
        if not self.errors:
            _typed(self, forms.forms.NON_FIELD_ERRORS, SectionSpec, {name: cleaned[name] for name in names})
        return cleaned


class TemplateSectionInline(admin.StackedInline):
    model = TemplateSection
    form = TemplateSectionForm
    extra = 0


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):
    form = TemplateForm
    inlines = [TemplateSectionInline]
    list_display = ["name", "code", "type", "version"]
    list_filter = ["code", "type"]


class RoundForm(forms.ModelForm):
    """The structured settings of a round are checked by the types of the round file."""

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, kind in (
            ("presentation", PresentationEntry),
            ("criteria", CriteriaEntry),
            ("price_indices", IndicesEntry),
        ):
            _typed(self, name, kind, cleaned.get(name) or {})
        for note in cleaned.get("footnotes") or []:
            _typed(self, "footnotes", FootnoteEntry, note)
        if cleaned.get("first_year", 0) > cleaned.get("last_year", 9999):
            self.add_error("last_year", _("Det sidste år ligger før det første."))
        return cleaned


class PoolInline(admin.TabularInline):
    model = Pool
    extra = 0


class RoundTemplateInline(admin.TabularInline):
    model = RoundTemplate
    extra = 0


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin):
    form = RoundForm
    # The introduction is written on the round's appendix page, where the change is guarded and logged.
    exclude = ["intro", "intro_computed"]
    inlines = [PoolInline, RoundTemplateInline]
    list_display = ["name", "kind", "state", "price_level", "first_year", "last_year", "submission_deadline"]
    list_filter = ["state", "kind"]


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "order"]


@admin.register(Administration)
class AdministrationAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "committee"]


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "committee", "order"]


@admin.register(HearingBody)
class HearingBodyAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "condition", "holds_back", "order"]
