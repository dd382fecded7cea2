"""The form of the front of a proposal: title, summary, whom it touches, what it springs from."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from ..contents import OriginInnovation
from ..crispy import Fieldset
from .base import ContentForm, SectionEditor
from .fields import AnswerField, DraftChoices, or_none, text_field

ORIGIN_FIELDS = ("origin_answer", "origin_title", "origin_adopted")


class FactsForm(ContentForm):
    title = text_field(_("Titel"), needed=True, max_length=300)
    summary = text_field(
        _("Kort resumé"), rows=6, needed=True, help_text=_("Tre til fem linjer til en læser, der ikke kender sagen.")
    )
    cross_cutting = forms.BooleanField(
        label=_("Forslaget er tværgående"),
        required=False,
        help_text=_("Flere forvaltninger får ændret budget eller opgaver."),
    )
    affected_administrations = DraftChoices(label=_("Berørte forvaltninger"))
    origin_answer = AnswerField(label=_("Udspringer forslaget af et innovationsforslag?"))
    origin_title = text_field(_("Innovationsforslagets titel"), max_length=300)
    origin_adopted = text_field(_("Hvornår er det vedtaget?"), help_text=_("For eksempel “Budget 2024”."))
    origin_simplification_programme = AnswerField(
        label=_("Udspringer forslaget af arbejdsprogrammet for administrativ forenkling og effektivisering?")
    )

    def __init__(self, *args: Any, investment: bool, administrations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["affected_administrations"].choices = administrations
        origin = [
            Fieldset(
                _("Baggrund"),
                "origin_answer",
                Div("origin_title", "origin_adopted", css_class="form-row"),
                "origin_simplification_programme",
            )
        ]
        if not investment:
            origin = []
            for name in (*ORIGIN_FIELDS, "origin_simplification_programme"):
                del self.fields[name]
        self.helper.layout = Layout(
            "title",
            "summary",
            Fieldset(_("Hvem berører forslaget?"), "cross_cutting", "affected_administrations"),
            *origin,
        )


class FactsEditor(SectionEditor):
    form_class = FactsForm

    def make_form(self, data):
        return FactsForm(
            data,
            initial=self.initial(),
            investment=self.page.document.type == "investment",
            administrations=list(self.page.administrations.items()),
        )

    def initial(self) -> dict[str, Any]:
        origin = self.content.origin_innovation or OriginInnovation()
        return {
            "title": self.content.title,
            "summary": self.content.summary,
            "cross_cutting": self.content.cross_cutting,
            "affected_administrations": self.content.affected_administrations or [],
            "origin_answer": origin.answer,
            "origin_title": origin.title,
            "origin_adopted": origin.adopted,
            "origin_simplification_programme": self.content.origin_simplification_programme,
        }

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        update = {name: value for name, value in cleaned.items() if name not in ORIGIN_FIELDS}
        # None means that nobody has said; taking no ticks for an answer would claim that none is touched.
        stored = self.content.affected_administrations
        if set(update["affected_administrations"]) == set(stored or ()):
            update["affected_administrations"] = stored
        if "origin_answer" in cleaned:
            origin = OriginInnovation(
                answer=cleaned["origin_answer"],
                title=or_none(cleaned["origin_title"]),
                adopted=or_none(cleaned["origin_adopted"]),
            )
            said = self.content.origin_innovation is not None or origin != OriginInnovation()
            update["origin_innovation"] = origin if said else None
        return update
