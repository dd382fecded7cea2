"""The sheet of the index table an edition is converted by."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from appendix.content.prices import INDEX_CAPTION, Prices
from proposals.economy.model import AREA_LABELS

from .xlsx_sheet import Formats, printed, titled

SHEET = "Prisindeks"


def write_prices(sheet: Worksheet, prices: Prices, formats: Formats) -> None:
    """Areas down, years across; an index that is not there is an empty cell."""
    said = f"Omregnet fra {prices.round_level} p/l til {prices.wanted} p/l"
    first = titled(sheet, INDEX_CAPTION, said, ["Styringsområde", *map(str, prices.years)], formats)
    for at, area in enumerate(prices.areas, start=first):
        sheet.write_string(at, 0, AREA_LABELS[area], formats.text)
        for column, year in enumerate(prices.years, start=1):
            index = prices.table.indices[area].get(year)
            if index is not None:
                sheet.write_number(at, column, float(index), formats.index)
    printed(sheet, first, [44, *([12] * len(prices.years))])
