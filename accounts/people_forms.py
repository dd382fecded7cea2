"""The forms by which roles are given: to whom, which role and where, and the period of a substitute."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import PLACE_OF_ROLE, Membership, Role
from .people import membership_of
from .policy import may

EMAIL_ERRORS = {"required": _("Skriv en e-mail."), "invalid": _("Skriv en e-mail, for eksempel navn@kk.dk.")}
DAY_ERRORS = {
    "required": _("Skriv datoen."),
    "invalid": _("Skriv datoen som dag, måned og år, for eksempel 3.3.2026."),
}


def _with_button(label: Any) -> FormHelper:
    helper = FormHelper()
    helper.add_input(Submit("save", label))
    return helper


def role_choices(user: Any) -> list[tuple[str, str]]:
    """Every role in every place that the person may give: "signer:3" and "Underskriver, Socialforvaltningen"."""
    found = []
    for role in Role:
        field = PLACE_OF_ROLE.get(role)
        places = Membership._meta.get_field(field).related_model.objects.all() if field else [None]
        for place in places:
            if may(user, "give_role", membership_of(role, place.pk if place else None)):
                code = f"{role}:{place.pk}" if place else str(role)
                found.append((code, f"{role.label}, {place}" if place else str(role.label)))
    return found


class GiveRoleForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, error_messages=EMAIL_ERRORS)
    name = forms.CharField(
        label=_("Navn"),
        max_length=150,
        help_text=_("Bruges kun, hvis personen er ny. Nye personer får en invitation."),
        error_messages={"required": _("Skriv et navn.")},
    )
    role = forms.ChoiceField(label=_("Rolle"), error_messages={"required": _("Vælg en rolle.")})

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Vælg")), *role_choices(by)]
        self.helper = _with_button(_("Giv rollen"))

    def clean_role(self) -> Membership:
        role, _colon, place = self.cleaned_data["role"].partition(":")
        return membership_of(role, int(place) if place else None)


class SubstituteForm(forms.Form):
    email = forms.EmailField(
        label=_("Stedfortræderens e-mail"),
        max_length=254,
        help_text=_("Personen skal være oprettet i forvejen."),
        error_messages=EMAIL_ERRORS,
    )
    first = forms.DateField(label=_("Fra og med"), help_text=_("For eksempel 3.3.2026"), error_messages=DAY_ERRORS)
    last = forms.DateField(label=_("Til og med"), help_text=_("For eksempel 17.3.2026"), error_messages=DAY_ERRORS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _with_button(_("Udpeg stedfortræder"))


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Søg på navn eller e-mail"), required=False, max_length=100)

    @property
    def words(self) -> str:
        """What is searched for; "" where it cannot be read."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""
