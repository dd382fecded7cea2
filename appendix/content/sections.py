"""The sections of a proposal whose content is prose and rows: follow-up, risks, prioritisation, tables."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.contents import (
    FollowUpContent,
    FollowUpRow,
    PrintedTable,
    PrioritisationContent,
    RisksContent,
)
from proposals.economy.numbers import thousand
from proposals.template import SectionSpec

from .blocks import AmountCell, Block, Bullets, Cell, Column, Paragraph, Row, Table, TextCell, text
from .economy_tables import sentence, unit_in
from .rich import rich, text_table
from .told import Prose, caption_words

_FOLLOW_UP_HEADER = (
    "Opfølgningsmål",
    "Hvordan måles opfølgningsmålet?",
    "Hvem er ansvarlig for opfølgning?",
    "Hvornår gennemføres opfølgningen?",
)
_GROUPS = {
    "implementation": ("follow_up_implementation", "Implementering og anvendelse af investeringsmidler"),
    "realisation": ("follow_up_realisation", "Realisering af effektiviseringer"),
    "other": ("follow_up_other", "Øvrige opfølgningsmål"),
}


def plain_words(words: str) -> Iterator[Block]:
    """Plain text as paragraphs, lines that begin with a dash as a list."""
    for block in words.split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        bullets = [line[2:] for line in lines if line.startswith(("- ", "• ", "– "))]
        said = [line for line in lines if not line.startswith(("- ", "• ", "– "))]
        if said:
            yield Paragraph(text("\n".join(said)))
        if bullets:
            yield Bullets(tuple((Paragraph(text(bullet)),) for bullet in bullets))


def follow_up(content: FollowUpContent, spec: SectionSpec, level: int) -> Iterator[Block]:
    """Prose and the table of goals in its groups."""
    yield from rich(content.text, level)
    prose = Prose(content.text)
    rows = [row for row in content.rows if any((row.goal, row.measure, row.responsible, row.when))]
    rows = [row for row in rows if not prose.tells_row(row)]
    if not rows:
        return
    yield Table(
        caption=spec.tables.get("follow_up", ""),
        columns=(Column(share=25), Column(share=36), Column(share=20), Column(share=19)),
        header=(Row(tuple(TextCell(text(word)) for word in _FOLLOW_UP_HEADER)),),
        body=tuple(_goals(rows, spec)),
    )


def _goals(rows: list[FollowUpRow], spec: SectionSpec) -> Iterator[Row]:
    for category, (key, usual) in _GROUPS.items():
        of_category = [row for row in rows if row.category == category]
        # Goals of no group alone need no heading over them.
        if of_category and (category != "other" or len(of_category) < len(rows)):
            yield Row((TextCell(text(spec.tables.get(key, usual)), span=4),), "group")
        for row in of_category:
            yield Row(tuple(TextCell(text(part)) for part in (row.goal, row.measure, row.responsible, row.when)))


def risks(content: RisksContent, level: int) -> Iterator[Block]:
    """Prose, the risks it has not told, and the overall judgement."""
    yield from rich(content.text, level)
    prose = Prose(content.text)
    items = [item for item in content.items if item.title or item.handling]
    items = [item for item in items if not prose.tells_risk(item)]
    if items and not any(item.level or item.score or item.handling for item in items):
        yield Bullets(tuple((Paragraph(text(item.title)),) for item in items))
    elif items:
        columns: list[tuple[str, int, list[str]]] = [("Risiko", 38, [item.title for item in items])]
        if any(item.level for item in items):
            columns.append(("Vurdering", 16, [item.level or "" for item in items]))
        if any(item.score for item in items):
            columns.append(("Score (1–25)", 14, [str(item.score or "") for item in items]))
        if any(item.handling for item in items):
            columns.append(("Håndtering", 50, [item.handling or "" for item in items]))
        yield Table(
            caption="",
            columns=tuple(Column(share=share) for _, share, _ in columns),
            header=(Row(tuple(TextCell(text(heading)) for heading, _, _ in columns)),),
            body=tuple(
                Row(tuple(TextCell(text(words[place])) for _, _, words in columns)) for place in range(len(items))
            ),
        )
    if content.overall and not prose.tells_overall_risk(content.overall):
        yield sentence(f"Samlet risikovurdering: {content.overall}")


def prioritisation(content: PrioritisationContent, spec: SectionSpec, level: int, price_level: int) -> Iterator[Block]:
    """Prose and the table of the coming proposal and the criteria for prioritising."""
    yield from rich(content.text, level)
    if (content.expense, content.expected_adoption, content.permanent_potential) == (None, None, None) and (
        content.cross_cutting is content.large_scale is content.new_technology is None
    ):
        return
    ticks = [_tick(value) for value in (content.cross_cutting, content.large_scale, content.new_technology)]
    expense: Cell = TextCell(())
    if content.expense is not None:
        expense = AmountCell(content.expense, thousand(content.expense))
    yield Table(
        caption=spec.tables.get("prioritisation", "Kriterier til prioritering"),
        columns=(Column("right", 14), *(Column(share=share) for share in (20, 24, 16, 14, 16))),
        header=(
            Row(
                (
                    TextCell(text("Kommende investeringsforslag"), span=3, align="left"),
                    TextCell(text("Kriterier til prioritering"), span=3),
                )
            ),
            Row(
                (
                    TextCell(text(f"Udgift, {unit_in(price_level)}")),
                    TextCell(text("Forventet vedtagelse")),
                    TextCell(text("Potentiale for varig effektivisering (styringsområde)")),
                    TextCell(text("Tværgående effektivisering")),
                    TextCell(text("Potentiale for storskala")),
                    TextCell(text("Modne anvendelse af ny teknologi")),
                )
            ),
        ),
        body=(
            Row(
                (
                    expense,
                    TextCell(text(content.expected_adoption or "")),
                    TextCell(text(content.permanent_potential or "")),
                    *(TextCell(text(tick)) for tick in ticks),
                )
            ),
        ),
        row_head=None,
    )


def _tick(value: bool | None) -> str:
    return "" if value is None else "Ja" if value else "Nej"


def printed_tables(tables: list[PrintedTable], told: set[str]) -> Iterator[Block]:
    """Tables of words as they were written; one whose caption the proposal computes itself is left out."""
    for table in tables:
        if table.caption and caption_words(table.caption) in told:
            continue
        rows = [[text(cell) for cell in row] for row in table.rows]
        yield text_table(table.caption, [text(word) for word in table.header], rows)


def one_cell_table(caption: str, heading: str, words: str) -> Table:
    """A table that holds one text under one heading."""
    return Table(
        caption=caption,
        columns=(Column(share=100),),
        header=(Row((TextCell(text(heading)),)),),
        body=(Row((TextCell(text(words)),)),),
        row_head=None,
    )
