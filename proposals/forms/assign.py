"""The form that gives a section to a colleague by name."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Kollega"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Ingen bestemt"),
        help_text=_("Forvaltningens skribenter og underskrivere. Den, der får afsnittet, får besked."),
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people
        self.helper = FormHelper()
        self.helper.layout = Layout("assignee")
        self.helper.add_input(Submit("give", _("Giv afsnittet")))
