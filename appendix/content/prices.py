"""An edition in another price level than its proposals are written in: the conversion and the index table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from appendix.snapshot import PriceConversion
from proposals.economy.administration import AdministrationRow
from proposals.economy.model import AREA_LABELS, Area, Economy, UnitBook
from proposals.economy.price import IndexTable, PriceError, convert, converted, converted_heading
from proposals.economy.summary_rows import RowFigures
from proposals.economy.words import Message, gettext_noop

from .blocks import Block, Column, Heading, Paragraph, Row, Table, TextCell, text

UNKNOWN_AREA = gettext_noop(
    "%(number)s kendes kun fra sin række, og overførsler mv. kan ikke omregnes uden at kende styringsområdet."
)
_EXPLAINED = (
    "Beløbene i tabellerne er omregnet fra {written} p/l til {wanted} p/l. Hver linjes beløb er ganget med områdets "
    "indeks for {wanted}, divideret med indekset for {written} og afrundet til hele 1.000 kr. En sum er summen af de "
    "omregnede linjer. Beløb i indledningen, i forslagenes tekster, i beregningsgrundlaget og i vurderingen af "
    "kriterier er ikke omregnet."
)


@dataclass(frozen=True)
class Prices:
    """The price level an edition is printed in, the round's own, the round's indices and the units."""

    wanted: int
    round_level: int
    table: IndexTable
    book: UnitBook

    @classmethod
    def of(cls, price: PriceConversion | None, round_level: int, book: UnitBook) -> Prices | None:
        """None where amounts are printed as they are written."""
        return cls(price.wanted, round_level, IndexTable.from_json(price.indices), book) if price else None

    def economy(self, economy: Economy, written: int) -> Economy:
        """The economy with its lines converted from price level `written`; raises PriceError."""
        return converted(economy, self.table, self.book, written, self.wanted)

    def administration(self, rows: Iterable[AdministrationRow], written: int) -> list[AdministrationRow]:
        """The effect on administration, which is a part of the effect on service; raises PriceError."""
        return [
            replace(
                row,
                amounts={year: self._amount(amount, Area.SERVICE, written) for year, amount in row.amounts.items()},
            )
            for row in rows
        ]

    def row(self, figures: RowFigures, transfers: Mapping[Area, int] | None, number: str, written: int) -> RowFigures:
        """A row of the summary tables that is known by its sums alone.

        `transfers` by area, None where the areas are not known: PriceError then, unless there are none.
        """
        if transfers is None and figures["transfers"]:
            raise PriceError(Message(UNKNOWN_AREA, {"number": number}))
        return RowFigures(
            service=self._amount(figures["service"], Area.SERVICE, written),
            anlaeg=self._amount(figures["anlaeg"], Area.ANLAEG, written),
            efficiency_service=self._amount(figures["efficiency_service"], Area.SERVICE, written),
            transfers=sum(self._amount(amount, area, written) for area, amount in (transfers or {}).items()),
            payback_years=figures["payback_years"],
        )

    def _amount(self, amount: int, area: Area, written: int) -> int:
        return convert(amount, area, self.table, written, self.wanted) if amount else 0

    def heading(self, caption: str) -> str:
        """The caption of a table over the whole round."""
        return converted_heading(caption, self.round_level, self.wanted)

    @property
    def years(self) -> list[int]:
        """The years of the index table."""
        return sorted({year for indices in self.table.indices.values() for year in indices})

    @property
    def areas(self) -> list[Area]:
        """The areas that have an index."""
        return [area for area in Area if self.table.indices.get(area)]

    def shown(self, area: Area) -> list[str]:
        """The area's index for each of the years in Danish form, "" where there is none."""
        indices = self.table.indices[area]
        return [str(indices[year]).replace(".", ",") if year in indices else "" for year in self.years]

    def as_json(self) -> dict[str, Any]:
        """What the edition was converted by, indices as text."""
        return {
            "written": self.round_level,
            "wanted": self.wanted,
            "indices": {
                area.value: {str(year): str(index) for year, index in sorted(years.items())}
                for area, years in self.table.indices.items()
            },
        }


INDEX_CAPTION = "P/l-indeks efter styringsområde"


def index_blocks(prices: Prices) -> Iterator[Block]:
    """What was converted, and the index table; it stands last in the front matter."""
    yield Heading(2, "Omregning af pris- og lønniveau")
    yield Paragraph(text(_EXPLAINED.format(written=prices.round_level, wanted=prices.wanted)))
    yield Table(
        caption=INDEX_CAPTION,
        columns=(Column(share=40), *(Column("right", 12) for _ in prices.years)),
        header=(Row(tuple(TextCell(text(word)) for word in ("Styringsområde", *map(str, prices.years)))),),
        body=tuple(
            Row((TextCell(text(AREA_LABELS[area])), *(TextCell(text(one)) for one in prices.shown(area))))
            for area in prices.areas
        ),
    )
