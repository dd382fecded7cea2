"""One proposal as a row of the summary tables, and the settings they are printed by (DOMAIN.md §2.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypedDict

from proposals.economy.payback import NO_PAYBACK
from proposals.economy.words import gettext_noop

FORTROLIGT_FORSLAG = "Fortroligt forslag"
CONFIDENTIAL_SUFFIX = " (FORTROLIGT)"


class ProposalType(StrEnum):
    """What is applied for; innovation proposals and preliminary studies draw on the innovation pool."""

    INVESTMENT = "investment"
    INNOVATION = "innovation"
    PRELIMINARY_STUDY = "preliminary_study"


TYPE_LABELS: dict[ProposalType, str] = {
    ProposalType.INVESTMENT: gettext_noop("Investeringsforslag"),
    ProposalType.INNOVATION: gettext_noop("Innovationsforslag"),
    ProposalType.PRELIMINARY_STUDY: gettext_noop("Foranalyse"),
}

Column = Literal["service", "anlaeg", "efficiency_service", "transfers", "payback"]
ALL_COLUMNS: tuple[Column, ...] = ("service", "anlaeg", "efficiency_service", "transfers", "payback")


@dataclass(frozen=True)
class Presentation:
    """How a round prints its summary tables.

    `zero` is how table 2 prints an exact zero. `cross_cutting_in_full` says whether the bodies of cross-cutting
    proposals are printed; their rows always are.
    """

    summary_unit: Literal["mio_kr", "tkr"] = "mio_kr"
    efficiency_sign: Literal["negative", "positive"] = "negative"
    count_style: Literal["all_with_innovation_in_brackets", "innovation_in_brackets_only"] = (
        "all_with_innovation_in_brackets"
    )
    zero: str = "0,0"
    table1_label: Literal["committee_code", "committee_name", "administration_code"] = "committee_code"
    cross_cutting_label: str = "ØU (tværgående)"
    table2_columns: tuple[Column, ...] = ALL_COLUMNS
    table3_kind_column: bool = True
    cross_cutting_in_full: bool = True

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Presentation":
        """From a round's settings; an absent one keeps its default, an unknown one is left to the round file."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        if "table2_columns" in known:
            known["table2_columns"] = tuple(known["table2_columns"])
        return cls(**known)


class RowFigures(TypedDict):
    """A proposal's figures in the summary tables, 1.000 kr.; savings negative."""

    service: int
    anlaeg: int
    efficiency_service: int
    transfers: int
    payback_years: int | None


def row_figures(figures: Mapping[str, Any]) -> RowFigures:
    """The row's figures from `Figures.as_json()`; the payback is the one on the total economy."""
    return RowFigures(
        service=figures["investment_service"],
        anlaeg=figures["investment_anlaeg"],
        efficiency_service=figures["efficiency_service"],
        transfers=figures["transfers"],
        payback_years=figures["payback_total"]["years"],
    )


def known_row_figures(figures: Mapping[str, int | None]) -> RowFigures:
    """The row's figures of a proposal known only from a printed row; exact for what they are, absent ones 0."""
    return RowFigures(
        service=figures.get("service") or 0,
        anlaeg=figures.get("anlaeg") or 0,
        efficiency_service=figures.get("efficiency_service") or 0,
        transfers=figures.get("transfers") or 0,
        payback_years=figures.get("payback_years"),
    )


@dataclass(frozen=True)
class SummaryRow:
    """A proposal in the summary tables; amounts in 1.000 kr., savings negative.

    `committee` and `administration` are codes, `committee_name` the printed name; `criteria` is CFØ's judgement.
    """

    number: str
    title: str
    type: ProposalType
    committee: str
    administration: str
    service: int = 0
    anlaeg: int = 0
    efficiency_service: int = 0
    transfers: int = 0
    payback_years: int | None = None
    committee_name: str = ""
    cross_cutting: bool = False
    confidential: bool = False
    title_withheld: bool = False
    criteria: str = "unknown"

    @property
    def investment(self) -> int:
        """What is asked of the pools, service and anlæg."""
        return self.service + self.anlaeg

    @property
    def payback_short(self) -> str:
        """The payback as printed in a table."""
        return NO_PAYBACK if self.payback_years is None else str(self.payback_years)

    @property
    def printed_title(self) -> str:
        """The title as an open file may print it."""
        if not self.confidential:
            return self.title
        return FORTROLIGT_FORSLAG if self.title_withheld else self.title + CONFIDENTIAL_SUFFIX


@dataclass(frozen=True)
class Footnote:
    """A footnote the round has written, for the proposals of these numbers in the tables it may stand in."""

    text: str
    numbers: frozenset[str]
    tables: frozenset[str] = frozenset({"table2", "table3"})
