"""Dates that are stored as text."""

import datetime

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day_list(dates: list[str]) -> str:
    """ISO dates in words, with commas between."""
    return ", ".join(date_format(datetime.date.fromisoformat(date), "DATE_FORMAT") for date in dates)
