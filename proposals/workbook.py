"""A list as an Excel workbook: typed cells, a header row that stays in sight, and a filter on every column."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook

from .downloads import made

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The minus of print, in the file's own (English) way of writing formats; Excel shows Danish separators.
_FORMATS = {
    "text": {"text_wrap": True},
    "count": {"num_format": "0"},
    "amount": {"num_format": '#,##0;"−"#,##0'},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
}


@dataclass(frozen=True)
class Column:
    """A column of the list; `kind` says what its cells are. Amounts are 1.000 kr., dates Danish time."""

    heading: str
    width: float
    kind: Literal["text", "count", "amount", "date", "moment"] = "text"


def list_workbook(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet of the name with a row for each row; None and "" are empty cells.

    Words are written as words whatever they begin with, so that none is taken for a formula or a link.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name[:31])
    look = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    head = book.add_format({**look, "bold": True, "text_wrap": True, "bottom": 2})
    formats = [book.add_format({**look, **_FORMATS[column.kind]}) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, (value, format) in enumerate(zip(row, formats, strict=True)):
            _write(sheet, last, place, value, format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return file.getvalue()


def _write(sheet: Any, row: int, place: int, value: Any, format: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, format)
    elif isinstance(value, datetime.datetime):
        sheet.write_datetime(row, place, timezone.make_naive(value), format)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), format)
    elif isinstance(value, int):
        sheet.write_number(row, place, value, format)
    else:
        sheet.write_string(row, place, str(value), format)


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """The workbook as a download under the name."""
    return made(content, f"{name}.xlsx", CONTENT_TYPE)
