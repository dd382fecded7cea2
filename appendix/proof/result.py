"""What a proof says: how much of a file was read back, and where it says something else than was computed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# More than a person would read one by one; the count is kept whole.
KEPT = 100


@dataclass(frozen=True)
class Deviation:
    """A place in a file that says something else than was computed."""

    table: str
    row: str
    column: str
    expected: str
    found: str


@dataclass(frozen=True)
class Proof:
    """`tables` and `figures` that were compared, `formulas` that were calculated again, and what was off.

    `unknown_formulas`: formulas of a kind that is not calculated again here; their values are compared all the same.
    """

    tables: int = 0
    figures: int = 0
    deviations: list[Deviation] = field(default_factory=list)
    formulas: int = 0
    unknown_formulas: int = 0

    @property
    def sound(self) -> bool:
        """Whether the tables were compared and nothing was off."""
        return self.tables > 0 and not self.deviations

    def as_json(self) -> dict[str, Any]:
        """As a file's row keeps it: the first deviations, and how many there are."""
        kept = [asdict(one) for one in self.deviations[:KEPT]]
        return {**asdict(self), "deviations": kept, "deviation_count": len(self.deviations), "sound": self.sound}
