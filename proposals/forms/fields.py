"""The fields of the section pages: amounts of 1.000 kr., rich text, questions whose answer may be unknown."""

import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..economy.numbers import TOO_LARGE, NumberError, parse_thousand, thousand
from ..richtext import clean, from_plain

LARGEST_AMOUNT = 100_000_000  # 1.000 kr.: what `contents.Amount` takes.
LARGEST_BASIS = 10**12
_MARKUP = re.compile(r"</?[a-z]", re.IGNORECASE)


class DraftField(forms.CharField):
    """Text that is needed before the proposal is sent, but may be missing from a draft: the checks ask for it.

    `required` says only whether the label is marked as optional.
    """

    def to_python(self, value) -> str:
        """Browsers send line breaks as CR LF; they are kept as LF."""
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value) -> None:
        return


class AmountField(DraftField):
    """A whole amount of 1.000 kr. as people type it; None when nothing is typed. Takes `-540`, `−540`, `1.500`."""

    def __init__(self, *, largest: int = LARGEST_AMOUNT, **kwargs) -> None:
        super().__init__(**kwargs)
        self.largest = largest
        self.widget.attrs.setdefault("inputmode", "text")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value) -> int | None:
        try:
            amount = parse_thousand(value or "")
        except NumberError as error:
            raise ValidationError(gettext(error.message.text) % error.message.values) from None
        if amount is not None and abs(amount) > self.largest:
            raise ValidationError(gettext(TOO_LARGE) % {"text": value})
        return amount

    def prepare_value(self, value):
        return thousand(value) if isinstance(value, int) else value


class BasisField(AmountField):
    """The basis of a unit in a distribution key: a whole number of hours, m² or kr., never negative."""

    def __init__(self, **kwargs) -> None:
        super().__init__(largest=LARGEST_BASIS, **kwargs)

    def to_python(self, value) -> int | None:
        try:
            basis = super().to_python(value)
        except ValidationError:
            basis = -1
        if basis is not None and basis < 0:
            raise ValidationError(
                gettext("Skriv et helt tal, fx 12.500. “%(text)s” kan ikke bruges.") % {"text": value}
            )
        return basis


class YearField(forms.IntegerField):
    """A calendar year."""

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=1990, max_value=2100, localize=False, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"})


def editor_words() -> dict[str, str]:
    """What the editor's buttons are called, by the name of their command in static/js/rich-text.js."""
    return {
        "toolbar": gettext("Formatering"),
        "bold": gettext("Fed"),
        "italic": gettext("Kursiv"),
        "subscript": gettext("Sænket"),
        "superscript": gettext("Hævet"),
        "heading": gettext("Overskrift"),
        "subheading": gettext("Underoverskrift"),
        "bulletList": gettext("Punktliste"),
        "orderedList": gettext("Nummerliste"),
        "link": gettext("Link"),
        "figure": gettext("Tal"),
        "figureName": gettext("Tal, der følger tabellen"),
        "insertFigure": gettext("Indsæt tal"),
        "table": gettext("Tabel"),
        "addRow": gettext("Ny række"),
        "deleteRow": gettext("Slet række"),
        "addColumn": gettext("Ny kolonne"),
        "deleteColumn": gettext("Slet kolonne"),
        "deleteTable": gettext("Slet tabel"),
        "undo": gettext("Fortryd"),
        "redo": gettext("Gentag"),
        "address": gettext("Linkets adresse"),
        "apply": gettext("Indsæt link"),
        "remove": gettext("Fjern link"),
        "cancel": gettext("Annuller"),
    }


class RichText(forms.Textarea):
    """A textarea that static/js/rich-text.js turns into an editor; without JavaScript its HTML can be edited."""

    template_name = "proposals/rich_text_widget.html"

    class Media:
        css = {"all": ["css/rich-text.css"]}
        js = [Script("js/rich-text.js", type="module")]

    def __init__(self, attrs=None) -> None:
        super().__init__({"rows": 12, **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-rich-text"] = json.dumps(editor_words(), ensure_ascii=False)
        context["widget"]["attrs"]["data-clean"] = reverse("rich-text-clean")
        return context


class RichTextField(DraftField):
    """Prose, cleaned to the allow-list of `proposals.richtext`. Without the editor it may be written as plain text."""

    widget = RichText

    def to_python(self, value) -> str:
        text = super().to_python(value)
        return clean(text) if _MARKUP.search(text) else from_plain(text)


class PlainText(forms.Textarea):
    """A few lines of plain text."""

    def __init__(self, rows: int = 2, attrs=None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class DraftChoices(forms.MultipleChoiceField):
    """Ticks that are needed before the proposal is sent, but may be missing from a draft."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value) -> None:
        if value:
            super().validate(value)


class AnswerField(forms.TypedChoiceField):
    """Ja or nej, or not answered: True, False, None."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs) -> None:
        choices = [("yes", _("Ja")), ("no", _("Nej")), ("unknown", _("Ikke besvaret"))]
        super().__init__(
            choices=choices,
            coerce=lambda value: {"yes": True, "no": False}.get(value),
            empty_value=None,
            **kwargs,
        )

    def validate(self, value) -> None:
        if value:
            super().validate(value)

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: "unknown"}.get(value, value)


def text_field(label, *, rows: int = 0, needed: bool = False, **kwargs) -> DraftField:
    """One line of plain text, or several where `rows` is given; marked as optional unless `needed`."""
    widget = PlainText(rows) if rows else forms.TextInput()
    return DraftField(label=label, required=needed, widget=widget, **kwargs)


def or_none(text: str | None) -> str | None:
    """Empty text as None: nothing was said."""
    return text or None
