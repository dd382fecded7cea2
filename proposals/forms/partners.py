"""The form of the partners who have been involved."""

from crispy_forms.layout import Layout
from django.utils.translation import gettext_lazy as _

from .base import ContentForm, SectionEditor
from .fields import RichTextField, text_field


class PartnersForm(ContentForm):
    partners = text_field(_("Inddragede samarbejdspartnere"), rows=5)
    text = RichTextField(label=_("Tekst"))
    layout = Layout("partners", "text")


class PartnersEditor(SectionEditor):
    form_class = PartnersForm
