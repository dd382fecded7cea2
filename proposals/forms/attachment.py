"""The form for attaching a file, such as a calculation model."""

from pathlib import PurePath

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Office documents, PDF, pictures and data; nothing that a browser or an office program runs.
ALLOWED_SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".docx", ".odt", ".pdf", ".pptx", ".png", ".jpg", ".jpeg", ".txt")


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("Fil"),
        max_length=200,
        help_text=_("Excel, Word, PowerPoint, PDF, CSV, tekst eller billede, højst 20 MB."),
    )

    confidential = forms.BooleanField(
        label=_("Filen er fortrolig"),
        required=False,
        help_text=_("Kun forvaltningen, CFØ, de spurgte høringsparter og udvalgets sekretær kan se den."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("attach", _("Vedhæft")))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in ALLOWED_SUFFIXES:
            raise forms.ValidationError(
                gettext("Filtypen kan ikke vedhæftes. Brug %(types)s.") % {"types": ", ".join(ALLOWED_SUFFIXES)}
            )
        if file.size > settings.ATTACHMENT_MAX_BYTES:
            raise forms.ValidationError(
                gettext("Filen fylder %(size)s. Den må højst fylde %(most)s.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
            )
        return file
