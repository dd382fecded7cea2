"""Forms of sections whose tables are computed or taken over as printed: prose beside them, or nothing to fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from ..contents import TechnicalContent
from ..document import economy_of
from .base import ContentForm, SectionEditor
from .distribution_preview import DistributionPreview
from .text import TextForm


class HearingsEditor(SectionEditor):
    form_class = TextForm
    template = "proposals/sections/hearings.html"


class TechnicalEditor(SectionEditor):
    form_class = TextForm
    template = "proposals/sections/technical.html"

    def preview(self, content: TechnicalContent) -> dict[str, Any]:
        economy = economy_of(self.page.document)
        if economy is None or not economy.lines:
            return {"distribution": None}
        return {"distribution": DistributionPreview.of(economy, self.page.book, self.page.spec.tables)}


class TablesEditor(SectionEditor):
    """Tables taken over as printed are read, not written."""

    form_class = ContentForm
    template = "proposals/sections/tables.html"

    def initial(self) -> dict[str, Any]:
        return {}

    def make_form(self, data: Any) -> forms.Form:
        return ContentForm(data)
