"""The demo: people of every role, Budget 2023 as an archive and Budget 2025 as an open round in every state."""

from .load import ARCHIVE, OPEN, load
from .people import Shown, caseworker, shown_people

__all__ = ["ARCHIVE", "OPEN", "Shown", "caseworker", "load", "shown_people"]
