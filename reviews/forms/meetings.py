"""Forms of the meetings: the grid of a calendar, a file of dates, choosing a meeting for a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..meetings.calendar import Entry
from ..meetings.files import BrokenCalendar, Row, read
from ..meetings.files.rows import FIRST_YEAR, LAST_YEAR, LONGEST_NOTE, MOST_LETTERS
from ..meetings.told import said
from ..models import Meeting
from .actions import reason_field

SUFFIXES = (".csv", ".ics", ".txt")
FAULTS_SHOWN = 50


class MeetingRow(forms.Form):
    """A meeting; a row without a date is no meeting."""

    use_required_attribute = False

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    date = forms.DateField(label=_("Møde"), required=False)
    papers_by = forms.DateField(label=_("Materiale senest"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if date and date.year > LAST_YEAR:
            raise ValidationError(gettext("Årstallet %d kan ikke være rigtigt.") % date.year)
        if date and date < timezone.localdate():
            raise ValidationError(gettext("Mødet skal ligge i dag eller senere."))
        return date

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        date, papers_by = cleaned.get("date"), cleaned.get("papers_by")
        if date and not papers_by and "papers_by" not in self.errors:
            self.add_error("papers_by", _("Skriv, hvornår materialet senest skal være fremme."))
        if date and papers_by and papers_by > date:
            self.add_error("papers_by", _("Fristen for materiale ligger efter mødet."))
        if papers_by and papers_by.year < FIRST_YEAR:
            self.add_error("papers_by", gettext("Årstallet %d kan ikke være rigtigt.") % papers_by.year)
        if (papers_by or cleaned.get("note")) and not date and "date" not in self.errors:
            self.add_error("date", _("Skriv mødets dato, eller tøm rækken."))
        return cleaned


class _MeetingRows(forms.BaseFormSet):
    def clean(self) -> None:
        """Two meetings on a day are said at the second one's date."""
        seen = set()
        for form in self.forms:
            date = form.cleaned_data.get("date") if form.is_valid() else None
            if date in seen:
                form.add_error("date", _("Der står allerede et møde den dag."))
            if date:
                seen.add(date)


MeetingRows = forms.formset_factory(
    MeetingRow, formset=_MeetingRows, extra=4, max_num=100, absolute_max=120, validate_max=True
)


def meeting_rows(data: Any, stored: Sequence[Meeting]) -> forms.BaseFormSet:
    """The coming meetings as a grid with some empty rows."""
    names = ("pk", "date", "papers_by", "note")
    return MeetingRows(
        data, initial=[{name: getattr(meeting, name) for name in names} for meeting in stored], prefix="rows"
    )


def grid_helper() -> FormHelper:
    helper = FormHelper()
    helper.template = "dkfds/table_inline_formset.html"
    helper.form_tag = False
    helper.disable_csrf = True
    helper.caption = _("Kommende møder, et møde i hver række")
    return helper


def typed(rows: forms.BaseFormSet) -> list[Entry]:
    """The meetings of a sound grid."""
    cleaned = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("date")]
    return [Entry(row["date"], row["papers_by"], row["note"], row["pk"]) for row in cleaned]


class MeetingFileForm(forms.Form):
    """A file of meetings, or its text when the preview is confirmed; `rows` is what it holds."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Fil"),
        max_length=200,
        error_messages={"required": _("Vælg en fil.")},
        help_text=_(
            "ICS fra en kalender, eller CSV med overskrifterne Dato, Materiale senest og Note. "
            "Filen tages ind hel, eller slet ikke."
        ),
    )
    days = forms.IntegerField(
        label=_("Dage fra materialefrist til møde"),
        min_value=0,
        max_value=120,
        initial=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Bruges for nye møder, når filen ikke selv siger, hvornår materialet skal være fremme."),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_LETTERS)
    rows: list[Row]

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        # The preview sends the text it showed in the file's stead.
        self.fields["file"].required = not (data and data.get("text"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.get("file")
        if "file" not in self.errors:
            self._read(file, cleaned.get("text") or "")
        return cleaned

    def _read(self, file: Any, text: str) -> None:
        if file is not None and PurePath(file.name).suffix.lower() not in SUFFIXES:
            self.add_error("file", _("Filtypen kan ikke læses. Brug .ics eller .csv."))
        elif file is not None and file.size > MOST_LETTERS:
            self.add_error("file", _("Filen er for stor."))
        else:
            try:
                self.rows = read(file.read() if file is not None else text.encode())
            except BrokenCalendar as broken:
                self.add_error("file", [_line(*fault) for fault in broken.faults[:FAULTS_SHOWN]])
                if (more := len(broken.faults) - FAULTS_SHOWN) > 0:
                    self.add_error("file", gettext("Og %d fejl mere.") % more)


def _line(number: int, words: str) -> str:
    return gettext("Linje %(number)d: %(words)s") % {"number": number, "words": words}


class MeetingField(forms.ModelChoiceField):
    """A meeting, with its day and when its papers are due."""

    def label_from_instance(self, meeting: Meeting) -> str:
        return said(meeting)


class BookForm(forms.Form):
    """One of the meetings; `hint` says which of them are in time."""

    def __init__(self, data: Any, *, meetings: Any, hint: str) -> None:
        super().__init__(data)
        self.fields["meeting"] = MeetingField(
            label=_("Møde"),
            queryset=meetings,
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": _("Vælg et møde."), "invalid_choice": _("Vælg et af møderne.")},
        )
        self.fields["meeting"].help_text = hint


class MoveForm(BookForm):
    """Another meeting, and why."""

    def __init__(self, data: Any, *, meetings: Any, hint: str) -> None:
        super().__init__(data, meetings=meetings, hint=hint)
        self.fields["reason"] = reason_field()
