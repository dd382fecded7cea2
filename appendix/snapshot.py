"""What an edition prints, as plain typed data: the only thing the content tree and the writers read."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from proposals.contents import Strict
from proposals.document import Document


class CommitteeInfo(Strict):
    code: str
    name: str
    administration_code: str
    administration_name: str


class UnitInfo(Strict):
    code: str
    name: str
    committee: str


class PoolInfo(Strict):
    """Remaining money before the round, 1.000 kr.; None when the source does not say."""

    kind: Literal["all", "investment", "innovation"]
    remaining_before: int | None


class Hearing(Strict):
    """A row of "Hvem er hørt?": `status` is heard yes / no / not relevant / blank; dates ISO."""

    party: str
    name: str
    status: Literal["yes", "no", "not_relevant", "blank"]
    dates: list[str]
    text: str


class Footnote(Strict):
    """A footnote of table 2 or 3 and the numbers of the proposals it marks; the mark is made of its place."""

    table: Literal["table2", "table3"]
    text: str
    proposals: list[str]


class ProposalSnapshot(Strict):
    """One proposal as printed. `document` is the revision's, None where only a row is known.

    `figures` is what the revision froze (1.000 kr.); `row_figures` stands instead of it for a row-only
    proposal. `title` is the tables' title.
    """

    # Which one it is, whatever number it has; None in editions from before it was kept.
    proposal: int | None = None
    number: str
    title: str
    type: Literal["investment", "innovation", "preliminary_study"]
    administration: str
    committee: str
    cross_cutting: bool
    confidential: bool
    confidential_title: bool
    # Keys of the confidential sections; an open appendix has the document without them.
    confidential_sections: list[str] = []
    criteria: Literal["met", "not_met", "separate_political_priority", "unknown"]
    body_in_appendix: bool
    revision: int | None = None
    sha256: str | None = None
    approved: bool
    document: Document | None = None
    figures: dict[str, Any] | None = None
    row_figures: dict[str, Any] | None = None
    hearings: list[Hearing] = []
    treated: list[datetime.date] = []
    # "Kladde" with version and time, where a preview prints what nobody has signed yet.
    draft_mark: str | None = None

    @property
    def has_text(self) -> bool:
        """Whether there is more of it than its row; `taking.listed_proposals` leaves the document out."""
        return self.document is not None or (self.revision is not None and self.row_figures is None)


class RoundInfo(Strict):
    name: str
    kind: Literal["budget", "ofs"]
    price_level: int
    years: list[int]
    presentation: dict[str, Any]
    criteria: dict[str, Any]
    published_tables: dict[str, Any] | None = None


class PriceConversion(Strict):
    """Another price level than the round's, and the round's indices by area and year to convert by."""

    wanted: int
    indices: dict[str, dict[str, str | int]]


class Snapshot(Strict):
    """Everything an edition prints. `date` is the only date that gets into a file."""

    bilag: int
    edition: int
    date: datetime.datetime
    organisation: str
    # The organisation's mark as SVG; "" where it has set none.
    logo: str = ""
    round: RoundInfo
    # CFØ's own words instead of the computed introduction; None: compute it.
    intro: str | None
    pools: list[PoolInfo]
    footnotes: list[Footnote]
    committees: list[CommitteeInfo]
    units: list[UnitInfo]
    proposals: list[ProposalSnapshot]
    rules_version: str
    # A final edition is the record; any other is marked "Udkast".
    final: bool = False
    # Why it holds proposals that are not approved; printed with them.
    unapproved_reason: str = ""
    # None: amounts are printed as they are written. The proposals' documents are never converted themselves.
    price: PriceConversion | None = None
    # Whether the PDF has the edition's round file attached, and is PDF/A-3a instead of 2a.
    attach_data: bool = False

    @property
    def price_level(self) -> int:
        """The one its tables are printed in."""
        return self.price.wanted if self.price else self.round.price_level
