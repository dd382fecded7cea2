"""The form for judging a warning to be no fault."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class DismissalForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor er det ikke en fejl?"),
        help_text=_("Begrundelsen kan læses af dem, der skal godkende forslaget. Den trykkes ikke."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("dismiss", _("Sæt som “ikke en fejl”")))
