"""The form of a section that is prose alone."""

from crispy_forms.layout import Layout
from django.utils.translation import gettext_lazy as _

from .base import ContentForm, SectionEditor
from .fields import RichTextField


class TextForm(ContentForm):
    text = RichTextField(label=_("Tekst"))
    layout = Layout("text")


class TextEditor(SectionEditor):
    form_class = TextForm
