"""The forms of confidentiality: why, until when, and which sections."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.confidentiality import NEVER

from .base import ActionForm, ReasonForm, day_field, reason_field


class ProlongForm(ActionForm):
    reason = reason_field()
    until = day_field(_("Fortroligt til og med"))

    def clean_until(self) -> datetime.date:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(gettext("Datoen er passeret. Skriv en dag, der kommer."))
        return until


class ConfidentialForm(ProlongForm):
    confidential_title = forms.BooleanField(
        label=_("Titlen må heller ikke vises"),
        required=False,
        help_text=_("I bilagets tabeller står der da “Fortroligt forslag”."),
    )


def _sections_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Afsnit"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst ét afsnit.")},
    )


def _headings(form: ActionForm, keys: Collection[str]) -> list[tuple[str, str]]:
    """Key and heading of those sections, in the order of the form."""
    specs = form.proposal.template.spec().sections
    named = [(spec.key, f"{spec.number} {spec.heading}".strip()) for spec in specs if spec.key in keys]
    return named + [(key, key) for key in sorted(set(keys) - {key for key, _heading in named})]


class CloseSectionsForm(ProlongForm):
    sections = _sections_field()
    field_order = ("sections", "reason", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = set(self.proposal.confidential_sections)
        rows = self.proposal.sections.exclude(kind__in=NEVER).values_list("key", flat=True)
        self.fields["sections"].choices = _headings(self, set(rows) - kept)


class OpenSectionsForm(ReasonForm):
    sections = _sections_field()
    field_order = ("sections", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = _headings(self, self.proposal.confidential_sections)
