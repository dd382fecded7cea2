"""Fields of the set-up forms: Danish dates with a time of day, sentences one a line."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
# A deadline without a time of day lasts the day out.
END_OF_DAY = time(23, 59)
MOST_LETTERS = 10_000
_DATE = re.compile(
    r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag(?: den)? )?"
    r"(?:(?P<day>\d{1,2})(?:\. ?| ?[/-] ?| )(?P<month>\d{1,2}|[a-zæøå]{3,9})\.?(?: ?[./-] ?| )(?P<year>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"(?:,?[ t](?:kl\.? ?)?(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?:[.:]\d{2})?)?",
    re.IGNORECASE,
)


def danish_moment(typed: str) -> datetime:
    """A date as Danes write it, with or without a time of day; ValueError for anything else.

    Takes `14. marts 2026 kl. 12`, `14.3.2026 12.00`, `14/3 2026`, `14-03-2026 12:00`, `2026-03-14`.
    """
    match = _DATE.fullmatch(" ".join(typed.split()))
    if match is None:
        raise ValueError(typed)
    if match["iso"]:
        date = datetime.fromisoformat(match["iso"]).date()
    else:
        date = datetime(int(match["year"]), _month(match["month"]), int(match["day"])).date()
    at = time(int(match["hour"]), int(match["minute"] or 0)) if match["hour"] else END_OF_DAY
    return timezone.make_aware(datetime.combine(date, at))


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(written.lower()))


class MomentField(forms.CharField):
    """A day and, if need be, a time of day; None when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "maxlength": 60}

    def to_python(self, value: Any) -> datetime | None:
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return danish_moment(typed)
        except (ValueError, StopIteration, OverflowError):
            words = gettext("Skriv en dato, fx 14. marts 2026 kl. 12. “%(text)s” kan ikke læses som en dato.")
            raise ValidationError(words % {"text": typed}) from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j.n.Y H.i")
        return value


class SentencesField(forms.CharField):
    """Sentences, one a line, as a list; empty lines are left out."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("Én på hver linje."))
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        typed = super().to_python(value)
        if len(typed) > MOST_LETTERS:
            raise ValidationError(gettext("Teksten er for lang."))
        return [line.strip() for line in typed.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value
