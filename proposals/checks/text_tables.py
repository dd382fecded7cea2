"""Tables within the prose: their cells, and sums that are not the sum of what stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from proposals.economy.numbers import NumberError, parse_thousand

_TOTAL = re.compile(r"\s*(?:i alt|sum|total|samlet)\b", re.IGNORECASE)

Rows = list[list[str]]


def tables_in(text: str) -> Iterator[tuple[list[str], Rows]]:
    """The header and the rows of each table in rich text."""
    if "<table" not in text:
        return
    for table in lxml_html.fragment_fromstring(text, create_parent="div").iter("table"):
        rows = [[" ".join(cell.text_content().split()) for cell in row.iter("th", "td")] for row in table.iter("tr")]
        if rows:
            yield rows[0], rows[1:]


def wrong_sums(rows: Rows) -> Iterator[tuple[int, int, int]]:
    """For a table whose last row is a sum: each column that does not add up, what it says and the sum.

    A column is added only where every cell above is a whole number or empty; a difference of less than the
    number of rows is rounding.
    """
    if len(rows) < 3 or not rows[-1] or not _TOTAL.match(rows[-1][0]):
        return
    for column in range(1, len(rows[-1])):
        try:
            stated = parse_thousand(rows[-1][column])
            parts = [parse_thousand(row[column]) if column < len(row) else None for row in rows[:-1]]
        except NumberError:
            continue
        total = sum(part or 0 for part in parts)
        if stated is not None and any(part is not None for part in parts) and abs(stated - total) >= len(parts):
            yield column, stated, total
