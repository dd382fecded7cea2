"""The forms of sign-in: allauth's, with our words and without placeholders."""

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail")
NEW_PASSWORD = _("Ny adgangskode")
NEW_PASSWORD_AGAIN = _("Gentag den nye adgangskode")
PASSWORD_HINT = _("Mindst 12 tegn. Flere ord efter hinanden er både stærkt og let at huske.")


class _Worded:
    """Gives each field its label, hint and message when it is left empty."""

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)


NEW_PASSWORD_WORDS = {
    "password1": (NEW_PASSWORD, PASSWORD_HINT, _("Skriv en ny adgangskode.")),
    "password2": (NEW_PASSWORD_AGAIN, "", _("Skriv den nye adgangskode igen.")),
}


class LoginForm(_Worded, allauth_forms.LoginForm):
    words = {
        "login": (EMAIL, "", _("Skriv din e-mail.")),
        "password": (_("Adgangskode"), "", _("Skriv din adgangskode.")),
    }


class ResetPasswordForm(_Worded, allauth_forms.ResetPasswordForm):
    words = {"email": (EMAIL, "", _("Skriv din e-mail."))}


class ResetPasswordKeyForm(_Worded, allauth_forms.ResetPasswordKeyForm):
    words = NEW_PASSWORD_WORDS


class ChangePasswordForm(_Worded, allauth_forms.ChangePasswordForm):
    words = {
        "oldpassword": (_("Nuværende adgangskode"), "", _("Skriv din nuværende adgangskode.")),
        **NEW_PASSWORD_WORDS,
    }
