"""The pools: what remains before, what is asked for, what is left if everything is adopted (DOMAIN.md §2.10)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from proposals.economy.summary_rows import ProposalType, SummaryRow

_DRAWS_ON: Mapping[str, frozenset[ProposalType]] = {
    "all": frozenset(ProposalType),
    "investment": frozenset({ProposalType.INVESTMENT}),
    "innovation": frozenset({ProposalType.INNOVATION, ProposalType.PRELIMINARY_STUDY}),
}


@dataclass(frozen=True)
class Pool:
    """A pool of the round, `kind` investment, innovation or all; the amount in 1.000 kr., None when not known."""

    kind: str
    remaining_before: int | None


@dataclass(frozen=True)
class PoolStatus:
    """A pool before the round, what is asked of it, and what is left if all is adopted; 1.000 kr."""

    kind: str
    remaining_before: int | None
    asked: int
    remaining_after: int | None


@dataclass(frozen=True)
class Introduction:
    """The numbers of the appendix's introduction: how many proposals, by CFØ's judgement, and the pools."""

    proposals: int
    met: int
    not_met: int
    separate_political_priority: int
    undecided: int
    asked: int
    pools: tuple[PoolStatus, ...]


def pools(available: Iterable[Pool], rows: Sequence[SummaryRow]) -> tuple[PoolStatus, ...]:
    """The state of each pool; a pool of kind `all` is asked by every proposal."""
    return tuple(_status(pool, rows) for pool in available)


def introduction(available: Iterable[Pool], rows: Sequence[SummaryRow]) -> Introduction:
    """The introduction's numbers for the proposals of an appendix."""
    judged = Counter(row.criteria for row in rows)
    decided = {name: judged[name] for name in ("met", "not_met", "separate_political_priority")}
    return Introduction(
        proposals=len(rows),
        met=decided["met"],
        not_met=decided["not_met"],
        separate_political_priority=decided["separate_political_priority"],
        undecided=len(rows) - sum(decided.values()),
        asked=sum(row.investment for row in rows),
        pools=pools(available, rows),
    )


def _status(pool: Pool, rows: Sequence[SummaryRow]) -> PoolStatus:
    asked = sum(row.investment for row in rows if row.type in _DRAWS_ON[pool.kind])
    after = None if pool.remaining_before is None else pool.remaining_before - asked
    return PoolStatus(pool.kind, pool.remaining_before, asked, after)
