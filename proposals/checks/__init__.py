"""What is missing or contradictory in a proposal: one small function a check.

An error holds the submission back; a warning is for the writer to weigh. Checks read the typed document
alone, so a draft, a revision and an imported proposal are checked alike.
"""

from . import basis, completeness, consistency, guidance, wording
from .findings import Finding, Quote, run

__all__ = ["Finding", "Quote", "basis", "completeness", "consistency", "guidance", "run", "wording"]
