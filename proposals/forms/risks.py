"""The form of the risk assessment: prose, the overall risk, and the risks one by one."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..contents import RiskItem
from .base import ContentForm, SectionEditor
from .fields import RichTextField, or_none, text_field
from .rows import RowForm, RowSet


class RisksForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    overall = text_field(_("Samlet vurdering af risikoen"), rows=2)
    layout = Layout("text", "overall")


class RiskForm(RowForm):
    title = text_field(_("Risiko"), rows=2, needed=True)
    level = text_field(_("Hvor stor er den?"), help_text=_("For eksempel lav, middel eller høj."))
    score = forms.IntegerField(
        label=_("Score"),
        required=False,
        min_value=1,
        max_value=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Sandsynlighed gange konsekvens, 1–25."),
    )
    handling = text_field(_("Hvad gøres der ved den?"), rows=3)


class RisksEditor(SectionEditor):
    form_class = RisksForm
    template = "proposals/sections/cards.html"

    def initial(self) -> dict[str, Any]:
        return {"text": self.content.text, "overall": self.content.overall or ""}

    def row_sets(self, data) -> list[RowSet]:
        initial = [row.model_dump() for row in self.content.items]
        groups = [("", gettext("Risici"))]
        return [RowSet("items", RiskForm, initial, data, groups=groups, add_label=gettext("Tilføj risiko"))]

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        items = [
            RiskItem(
                id=row["id"],
                title=row.get("title", ""),
                level=or_none(row.get("level")),
                score=row.get("score"),
                handling=or_none(row.get("handling")),
            )
            for row in self.rows["items"].cleaned
        ]
        return {"text": cleaned["text"], "overall": or_none(cleaned["overall"]), "items": items}
