"""Forms for asking a body, answering, writing down an answer, withdrawing and overruling."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import HearingBody, Proposal

from ..hearings.file_types import TYPES
from ..hearings.status import CFO_BODY
from ..models import HearingAnswer, HearingRequest
from .base import reason_field


class DatesField(forms.CharField):
    """Several dates in one field, parted by commas, semicolons or line breaks; cleaned to a list of dates."""

    default_error_messages = {
        "invalid_date": _("“%(date)s” er ikke en dato. Skriv for eksempel 3.3.2026."),
        "future": _("“%(date)s” ligger i fremtiden. Skriv kun dage, høringsparten er hørt."),
    }

    def to_python(self, value: Any) -> list[datetime.date]:
        parts = [part.strip() for part in re.split(r"[,;\n]", super().to_python(value)) if part.strip()]
        return [self._date(part) for part in parts]

    def _date(self, part: str) -> datetime.date:
        try:
            date = forms.DateField().to_python(part)
        except forms.ValidationError:
            raise self._fault("invalid_date", part) from None
        if date > timezone.localdate():
            raise self._fault("future", part)
        return date

    def _fault(self, code: str, part: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params={"date": part})


def body_field(bodies: QuerySet[HearingBody]) -> forms.ModelChoiceField:
    errors = {"required": _("Vælg en høringspart.")}
    return forms.ModelChoiceField(
        label=_("Høringspart"), queryset=bodies, empty_label=_("Vælg"), error_messages=errors
    )


def detail_field() -> forms.CharField:
    hint = _("Skriv navnet, når der er flere, for eksempel hvilket MED-udvalg.")
    return forms.CharField(label=_("Hvilket udvalg"), max_length=150, required=False, help_text=hint)


def level_field() -> forms.ChoiceField:
    hint = _("Kun for MED-udvalg. Udvalget skal svare til niveauet for den leder, der indstiller.")
    choices = [("", _("Ikke angivet")), *HearingRequest.Level.choices]
    return forms.ChoiceField(label=_("Niveau"), choices=choices, required=False, help_text=hint)


def due_field(**options: Any) -> forms.DateField:
    hint = _("For eksempel 3.3.2026")
    return forms.DateField(label=_("Svar senest"), help_text=hint, validators=[_not_passed], **options)


def _not_passed(date: datetime.date) -> None:
    if date < timezone.localdate():
        raise forms.ValidationError(_("Datoen er passeret."))


class AskForm(forms.Form):
    """`sections`: key and heading of those the proposal has."""

    body = body_field(HearingBody.objects.exclude(code=CFO_BODY))
    level = level_field()
    detail = detail_field()
    sections = forms.MultipleChoiceField(
        label=_("Afsnit, der spørges om"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Et svar forældes kun, når et af afsnittene bliver ændret. Vælger du ingen, "
            "bruges de afsnit, der vedrører høringsparten i runden."
        ),
    )
    question = forms.CharField(
        label=_("Hvad der spørges om"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    due = due_field(required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = sections


class RenewForm(forms.Form):
    due = due_field(required=False)


class AnswerForm(forms.Form):
    heard = forms.ChoiceField(
        label=_("Er høringsparten hørt?"),
        error_messages={"required": _("Vælg, om høringsparten er hørt.")},
        widget=forms.RadioSelect,
        choices=[choice for choice in HearingAnswer.Heard.choices if choice[0] != HearingAnswer.Heard.BLANK],
    )
    position = forms.ChoiceField(
        label=_("Hvad mener høringsparten?"),
        error_messages={"required": _("Vælg, hvad høringsparten mener.")},
        help_text=_("Trykkes ikke. Er en part imod, kan den holde forslaget tilbage."),
        widget=forms.RadioSelect,
        choices=HearingAnswer.Position.choices,
    )
    dates = DatesField(
        label=_("Datoer"),
        required=False,
        help_text=_("Hvornår er forslaget behandlet? Skriv komma mellem flere datoer: 3.3.2026, 10.3.2026"),
    )
    text = forms.CharField(
        label=_("Tekst, der trykkes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Står i bilaget under “Hvem er hørt?”, for eksempel: Nej: meldes ind til pipeline."),
    )


class SeenForm(forms.Form):
    """The version the page showed, so that no answer is bound to one that came since."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class BodyAnswerForm(SeenForm, AnswerForm):
    """The body's own answer to the version it read."""


class RecordForm(AnswerForm):
    """An answer given elsewhere, with the body it came from. `versions`: number and name of those there are."""

    body = body_field(HearingBody.objects.all())
    level = level_field()
    detail = detail_field()
    revision = forms.TypedChoiceField(
        label=_("Hvilken version er læst?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Svaret gælder den version og forældes, når det, parten har læst, bliver ændret."),
    )
    field_order = ("body", "level", "detail", "heard", "position", "dates", "revision", "text")

    def __init__(self, *args: Any, versions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].choices = [("", _("Den, der var på den sidste af datoerne")), *versions]


class ConfirmForm(forms.Form):
    """A step that needs nothing but a yes."""


class ReasonForm(forms.Form):
    reason = reason_field()


class NeedForm(forms.Form):
    """Whether a body must be heard; "" leaves it to the words of the proposal."""

    needed = forms.TypedChoiceField(
        label=_("Er høringen nødvendig?"),
        choices=[("yes", _("Nødvendig")), ("no", _("Ikke nødvendig")), ("rules", _("Følg forslagets tekst"))],
        coerce={"yes": True, "no": False, "rules": None}.__getitem__,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om høringen er nødvendig.")},
    )
    reason = reason_field()


class DateForm(forms.Form):
    """The body asks for another day."""

    due = due_field(error_messages={"required": _("Skriv den dato, I kan svare.")})
    reason = reason_field()


class DecideDateForm(forms.Form):
    """The answer to the day the body asked for."""

    accept = forms.TypedChoiceField(
        label=_("Er datoen i orden?"),
        choices=[("yes", _("Ja, den nye dato gælder")), ("no", _("Nej, den gamle dato gælder"))],
        coerce={"yes": True, "no": False}.__getitem__,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om datoen er i orden.")},
    )
    reason = forms.CharField(
        label=_("Begrundelse"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Skal skrives, når svaret er nej."),
    )


class MinutesForm(forms.Form):
    """Type and size are checked by content where the file is attached (`actions.hearing_file`)."""

    file = forms.FileField(
        label=_("Fil"),
        max_length=200,
        help_text=_("PDF, Word (docx), ODT, tekst, PNG eller JPG, højst 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TYPES)}),
        error_messages={"required": _("Vælg en fil.")},
    )


class LinkForm(forms.Form):
    """Whom a link goes to and how long it holds; what is confidential needs a tick."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    days = forms.IntegerField(
        label=_("Gælder i antal dage"), min_value=1, max_value=60, initial=14, help_text=_("Højst 60.")
    )
    confidential = forms.BooleanField(
        label=_("Modtageren må læse det, der er fortroligt"),
        error_messages={"required": _("Sæt kryds, hvis modtageren må læse det fortrolige forslag.")},
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confidential"].required = proposal.confidential
        if not (proposal.confidential or proposal.confidential_sections):
            del self.fields["confidential"]


class LinkAnswerForm(AnswerForm):
    """The answer of somebody without an account, who says who they are."""

    name = forms.CharField(label=_("Dit navn"), max_length=150)
    role = forms.CharField(
        label=_("Din rolle"), max_length=150, help_text=_("For eksempel formand for Center-MED Nord.")
    )
    field_order = ("name", "role", "heard", "position", "dates", "text")
