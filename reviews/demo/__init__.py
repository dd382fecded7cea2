"""The demo: people of every role, Budget 2023 as an archive and Budget 2025 as an open round in every state."""

from .load import load
from .people import Shown, shown_people

__all__ = ["Shown", "load", "shown_people"]
