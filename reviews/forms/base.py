"""What the forms of the process's steps have in common: the proposal they are about, a reason, a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal


def reason_field(**options: Any) -> forms.CharField:
    errors = {"required": _("Skriv en begrundelse.")}
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=_("Begrundelse"), widget=widget, error_messages=errors, **options)


def comment_field() -> forms.CharField:
    return forms.CharField(label=_("Bemærkning"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=_("For eksempel 3.3.2026"),
        error_messages={
            "required": _("Skriv datoen."),
            "invalid": _("Skriv datoen som dag, måned og år, for eksempel 3.3.2026."),
        },
    )


class ActionForm(forms.Form):
    """A step that needs nothing but a yes. `proposal` is the one the step is taken on."""

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        self.proposal = proposal
        super().__init__(*args, **kwargs)


class ReasonForm(ActionForm):
    reason = reason_field()
