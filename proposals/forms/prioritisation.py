"""The form of the coming investment proposal and the criteria an innovation proposal is prioritised by."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django.utils.translation import gettext_lazy as _

from ..crispy import Fieldset
from .base import ContentForm, SectionEditor
from .fields import AmountField, AnswerField, RichTextField, or_none, text_field


class PrioritisationForm(ContentForm):
    text = RichTextField(label=_("Det kommende investeringsforslag"))
    expense = AmountField(label=_("Forventet udgift (1.000 kr.)"))
    expected_adoption = text_field(_("Forventet vedtagelse"), help_text=_("For eksempel “Budget 2027”."))
    permanent_potential = text_field(
        _("Varigt potentiale"), rows=2, help_text=_("Beløb eller interval pr. år, med styringsområde.")
    )
    cross_cutting = AnswerField(label=_("Tværgående effektivisering"))
    large_scale = AnswerField(label=_("Potentiale for storskala"))
    new_technology = AnswerField(label=_("Moden anvendelse af ny teknologi"))
    layout = Layout(
        "text",
        Div("expense", "expected_adoption", css_class="form-row"),
        "permanent_potential",
        Fieldset(
            _("Kriterier til prioritering"),
            Div("cross_cutting", "large_scale", "new_technology", css_class="form-row"),
        ),
    )


class PrioritisationEditor(SectionEditor):
    form_class = PrioritisationForm

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        words = {name: or_none(cleaned[name]) for name in ("expected_adoption", "permanent_potential")}
        return {**cleaned, **words}
