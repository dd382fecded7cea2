"""The set-up's topic of messages: reminders, word to others when a deadline has passed, and holding mail back."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.models import Round

from ..setup import words
from .setup import TopicForm

MOST_DAYS, MOST_REMINDERS = 90, 5
_SEPARATORS = re.compile(r"[\s,;]+(?:og\s+)?")


class DaysField(forms.CharField):
    """Numbers of days, such as "7 og 1", as a list from the highest; empty: none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)
        self.widget.attrs |= {"autocomplete": "off"}

    def to_python(self, value: Any) -> list[int]:
        typed = super().to_python(value)
        parts = [part for part in _SEPARATORS.split(typed) if part]
        if any(not re.fullmatch(r"[0-9]{1,3}", part) or not 1 <= int(part) <= MOST_DAYS for part in parts):
            raise ValidationError(gettext("Skriv hele dage fra 1 til 90, fx 7 og 1."))
        days = sorted({int(part) for part in parts}, reverse=True)
        if len(days) > MOST_REMINDERS:
            raise ValidationError(gettext("Der kan højst være fem påmindelser."))
        return days

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class MessagesForm(TopicForm):
    reminder_days = DaysField(
        label=_("Påmindelser, dage før en frist"),
        help_text=_(
            "Fx 7 og 1. Gælder skribenter før indsendelse, høringsparter før svarfristen og sekretærer før udvalgene. "
            "Tomt: ingen påmindelser."
        ),
    )
    escalation_days = forms.IntegerField(
        label=_("Besked videre, dage efter en frist"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Så mange dage efter fristen får underskriveren eller CFØ’s sagsbehandlere besked. Tomt: aldrig."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    mail_held = forms.BooleanField(
        label=_("Hold al mail om runden tilbage"),
        required=False,
        help_text=_("Den venter i rundens udbakke, til CFØ sender eller kasserer den dér."),
    )
    mail_held_reason = forms.CharField(label=_("Hvorfor mail holdes tilbage"), required=False, max_length=300)

    def stored(self, round: Round) -> dict[str, Any]:
        return {name: getattr(round, name) for name in words.MESSAGES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("mail_held") and not cleaned.get("mail_held_reason"):
            self.add_error("mail_held_reason", _("Skriv, hvorfor mail holdes tilbage."))
        if not cleaned.get("mail_held"):
            cleaned["mail_held_reason"] = ""
        return cleaned

    def keep(self, round: Round) -> None:
        for name in words.MESSAGES:
            setattr(round, name, self.cleaned_data[name])
        round.save(update_fields=list(words.MESSAGES))
