"""Meeting dates from files and as files: CSV and iCalendar (ICS), read strictly and whole."""

from .reading import read
from .rows import BrokenCalendar, Row

__all__ = ["BrokenCalendar", "Row", "read"]
