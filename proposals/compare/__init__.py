"""What differs between two contents, and how two edits of one content are joined. Pure functions."""

from .difference import CellChange, Difference, RowChange, apply, difference
from .merge import Clash, Merged, merge
from .words import rich_difference, word_difference

__all__ = [
    "CellChange",
    "Clash",
    "Difference",
    "Merged",
    "RowChange",
    "apply",
    "difference",
    "merge",
    "rich_difference",
    "word_difference",
]
