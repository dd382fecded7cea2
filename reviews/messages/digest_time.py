"""When the daily mail goes: a time of day in the municipality, summer and winter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def digest_of(day: date) -> datetime:
    """The moment of the day's mail. A time the clock skips or passes twice in spring or autumn is still one moment."""
    return timezone.make_aware(datetime.combine(day, settings.DIGEST_TIME))


def next_digest(after: datetime) -> datetime:
    """The first daily mail later than the moment."""
    today = timezone.localdate(after)
    first = digest_of(today)
    return first if first > after else digest_of(today + timedelta(days=1))
