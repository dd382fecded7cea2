"""The form of implementation and follow-up: prose, and goals in groups."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..contents import FollowUpRow
from .base import ContentForm, SectionEditor
from .fields import RichTextField, text_field
from .rows import RowForm, RowSet


class FollowUpForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    layout = Layout("text")


class FollowUpRowForm(RowForm):
    category = forms.CharField(required=False, widget=forms.HiddenInput)
    goal = text_field(_("Mål"), rows=3, needed=True)
    measure = text_field(_("Hvordan måles det?"), rows=3, needed=True)
    responsible = text_field(_("Ansvarlig"), rows=2, needed=True)
    when = text_field(_("Tidspunkt"), rows=2, needed=True)


class FollowUpEditor(SectionEditor):
    form_class = FollowUpForm
    template = "proposals/sections/cards.html"

    def row_sets(self, data) -> list[RowSet]:
        tables = self.page.spec.tables
        groups = [
            (
                "implementation",
                tables.get("follow_up_implementation") or gettext("Implementering og anvendelse af midler"),
            ),
            ("realisation", tables.get("follow_up_realisation") or gettext("Realisering af effektiviseringer")),
        ]
        initial = [row.model_dump() for row in self.content.rows]
        if any(row.category == "other" for row in self.content.rows):
            groups.append(("other", tables.get("follow_up_other") or gettext("Øvrige opfølgningsmål")))
        return [
            RowSet(
                "rows", FollowUpRowForm, initial, data,
                group_field="category", groups=groups, add_label=gettext("Tilføj mål"),
            )
        ]  # fmt: skip

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        known = {value for value, _heading in self.rows["rows"].groups}
        rows = []
        for row in self.rows["rows"].cleaned:
            if row.get("category") not in known:
                row["category"] = "implementation"
            rows.append(FollowUpRow(**row))
        return {**cleaned, "rows": rows}
