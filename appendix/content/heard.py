"""Hvem er hørt?: the finance office's approval, the partners, and the bodies with their answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from appendix.snapshot import Hearing

from .blocks import Block, Column, Inlines, Row, Table, TextCell, text
from .economy_tables import sentence
from .told import words

FINANCE_OFFICE = "cfo"
_STATUS = {"yes": "Ja", "no": "Nej", "not_relevant": "Ikke relevant", "blank": ""}
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def danish_date(day: datetime.date) -> str:
    """`17. august 2026`."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def finance_office(hearings: Sequence[Hearing], captions: Mapping[str, str]) -> Iterator[Block]:
    """The row of the finance office, which approves the form."""
    rows = [row for row in hearings if row.party == FINANCE_OFFICE]
    if rows:
        caption = captions.get("hearings_cfo", "Godkendelse af Center for Økonomi")
        yield _table(caption, rows, "Ja/Nej", "Dato for godkendelse", suffix=", Økonomiforvaltningen")


def bodies(hearings: Sequence[Hearing], captions: Mapping[str, str]) -> Iterator[Block]:
    """The rows of all other bodies; one nobody has written anything about is left out."""
    others = [row for row in hearings if row.party != FINANCE_OFFICE]
    rows = [row for row in others if row.status != "blank" or row.text or row.dates]
    if rows:
        caption = captions.get("hearings", "Høring og inddragelse af kredse og udvalg")
        yield _table(caption, rows, "Ja/Nej/Ikke relevant", "Dato for godkendelse og evt. høringssvar")


def treated(days: Sequence[datetime.date], committee: str) -> Iterator[Block]:
    """When the committee treated the proposal."""
    if days:
        listed = " og ".join(f"den {danish_date(day)}" for day in sorted(days))
        yield sentence(f"Forslaget er behandlet i {committee} {listed}.")


def _table(caption: str, rows: Sequence[Hearing], status: str, when: str, suffix: str = "") -> Table:
    return Table(
        caption=caption,
        columns=(Column(share=32), Column(share=19), Column(share=49)),
        header=(Row(tuple(TextCell(text(word)) for word in ("Hørt", status, when))),),
        body=tuple(
            Row((TextCell(text(row.name + suffix)), TextCell(text(_STATUS[row.status])), TextCell(_answer(row))))
            for row in rows
        ),
    )


def _answer(row: Hearing) -> Inlines:
    """The dates the text has not told, and the text."""
    told = f" {words(row.text)} "
    untold = [day for day in map(datetime.date.fromisoformat, row.dates) if not _tells(told, day)]
    lines = [", ".join(danish_date(day) for day in untold), row.text.strip()]
    return text("\n".join(line for line in lines if line))


def _tells(told: str, day: datetime.date) -> bool:
    forms = (
        danish_date(day),
        f"{day.day}. {_MONTHS[day.month - 1]}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%y}",
        f"{day.day}/{day.month}-{day.year}",
        day.isoformat(),
    )
    return any(f" {words(form)} " in told for form in forms)
