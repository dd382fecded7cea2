"""The form for a new proposal: type, administration, title."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.policy import actor

from ..models import Administration, Round
from ..models.template import ProposalType


class NewProposalForm(forms.Form):
    type = forms.ChoiceField(
        label=_("Type"), widget=forms.RadioSelect, error_messages={"required": _("Vælg en type.")}
    )
    administration = forms.ModelChoiceField(
        label=_("Forvaltning"),
        queryset=Administration.objects.none(),
        empty_label=None,
        error_messages={"required": _("Vælg en forvaltning.")},
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=300,
        help_text=_("Kort og sigende. Den kan ændres senere."),
        error_messages={"required": _("Skriv en titel.")},
    )
    cross_cutting = forms.BooleanField(
        label=_("Forslaget er tværgående"),
        required=False,
        help_text=_("Det berører flere forvaltninger og behandles i Bilag 8."),
    )

    def __init__(self, *args, round: Round, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        types = round.templates.values_list("type", flat=True)
        self.fields["type"].choices = [choice for choice in ProposalType.choices if choice[0] in types]
        self.fields["administration"].queryset = Administration.objects.filter(pk__in=actor(user).writes_for)
        self.helper = FormHelper()
        self.helper.layout = Layout("type", "administration", "title", "cross_cutting")
        self.helper.add_input(Submit("create", _("Opret forslag")))
