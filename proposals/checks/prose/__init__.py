"""What the prose says of money, staff, years and payback, held against the tables. Plain Python, no Django.

`find` points at the words, `normalise` makes numbers of them, `stated` lists what the tables say, `compare`
finds the words that say something else.
"""

from .compare import Mismatch, Passage, mismatches
from .find import Claim, find, find_cpr
from .stated import Stated, Tables

__all__ = ["Claim", "Mismatch", "Passage", "Stated", "Tables", "find", "find_cpr", "mismatches"]
