"""How a person wants to be told, a group of messages each."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.models import User

from ..messages.choices import choices_of
from ..messages.kinds import GROUPS


class ChoicesForm(forms.Form):
    """A field a group; what cannot be turned off is not offered."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, initial=choices_of(person))
        for group in GROUPS:
            self.fields[group.code] = forms.ChoiceField(
                label=group.label,
                help_text=group.hint,
                choices=[(how.value, how.label) for how in group.offered],
                widget=forms.RadioSelect,
            )
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
