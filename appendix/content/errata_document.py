"""The rettelsesblad as a tree of blocks: what every writer and the screen print of an errata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from .blocks import Block, Bullets, Column, Heading, Inlines, Paragraph, Part, Row, Styled, Table, Text, TextCell, Tree
from .blocks import text as plain
from .build import DRAFT, logo
from .changes import Change
from .errata import WITHHELD, Errata, PartChanges
from .heard import danish_date

PageOf = Callable[[str, Change | None], str]
"""Part's label in the old edition and a change in it → the old edition's page or pages, "" where not known."""

TITLE = "Rettelsesblad"
NOTHING = "–"
OTHER_ORDER = "Rækkefølgen eller opstillingen er ændret."
REDRAWN = "Figuren er ændret."
GONE = "Udgår"
IN_TABLES = ("cell", "row", "column")
# Words that did not change are left out beyond this many from those that did.
WORDS_AROUND = 12
_WORDS = re.compile(r"\s+|\S+")
_FIGURE = re.compile(r"[-−–\d.,()% ]+( t\.kr\.\))?")
# Texts with less than this in common are shown as they are.
ALIKE = 0.3


def build_errata(errata: Errata, page_of: PageOf | None = None) -> Tree:
    """The document; without `page_of` it says that there are no pages to refer to."""
    new = errata.new
    about = f"Bilag {new.bilag}. {new.round.name}. Udgave {new.edition} i forhold til udgave {errata.old.edition}"
    return Tree(
        title=f"{TITLE}. {about}",
        running_head=f"{TITLE} · {about.replace('. ', ' · ')}",
        organisation=new.organisation,
        date=new.date,
        parts=(Part(tuple(errata_blocks(errata, page_of))),),
        mark="" if new.final else DRAFT,
        logo=logo(new),
    )


def errata_blocks(errata: Errata, page_of: PageOf | None = None) -> Iterator[Block]:
    """The document's blocks, its heading first."""
    old, new = errata.old, errata.new
    yield Heading(1, TITLE, anchor="rettelsesblad", kind="title")
    yield Paragraph(plain(f"Bilag {new.bilag}, {new.round.name}"), "subtitle")
    editions = f"Udgave {new.edition} af {danish_date(new.date.date())} i forhold til udgave {old.edition}"
    yield Paragraph(plain(f"{editions} af {danish_date(old.date.date())}"), "meta")
    yield from errata_body(errata, page_of)


def errata_body(errata: Errata, page_of: PageOf | None = None) -> Iterator[Block]:
    """The blocks below the heading, for a page that has its own."""
    old, new = errata.old, errata.new
    if not errata:
        yield Paragraph(plain(f"Der er ingen rettelser mellem udgave {old.edition} og {new.edition}."), "lead")
        return
    if page_of:
        yield Paragraph(plain(f"Sidetallene er dem i udgave {old.edition}."))
    else:
        yield Paragraph(plain(f"Udgave {old.edition} er ikke dannet som PDF. Derfor er der ingen sidetal."))
    if errata.proposals:
        yield Heading(2, "Forslag")
        yield Bullets(tuple((Paragraph(plain(_news(news.words, news.was, page_of))),) for news in errata.proposals))
    if errata.settings:
        yield Heading(2, "Opsætning")
        rows = (Row(_cells(one.label, one.old, one.new)) for one in errata.settings)
        columns = (Column(share=40), Column(share=30), Column(share=30))
        yield Table("Ændret opsætning", columns, (Row(_cells("Indstilling", *_editions(errata))),), tuple(rows))
    for part in errata.parts:
        yield Heading(2, part.title, anchor=f"rettelser-{_anchor(part.number or 'bilag')}")
        yield from _part(errata, part, page_of)


def _news(words: str, was: str, page_of: PageOf | None) -> str:
    page = page_of(was, None) if page_of and was else ""
    return f"{words} Side {page}." if page else words


def _editions(errata: Errata) -> tuple[str, str]:
    return f"Udgave {errata.old.edition}", f"Udgave {errata.new.edition}"


def _anchor(number: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in number.lower())


def _part(errata: Errata, part: PartChanges, page_of: PageOf | None) -> Iterator[Block]:
    """A table for each printed table that changed, and one of texts; in the order of the printed pages."""
    texts = [change for change in part.changes if not in_table(change)]
    if texts:
        yield _texts(errata, part, texts, page_of)
    tables = [change for change in part.changes if in_table(change)]
    for (section, caption), changes in groupby(tables, key=lambda change: (change.section, change.table)):
        yield _table(errata, part, caption or section, list(changes), page_of)


def in_table(change: Change) -> bool:
    """Whether it is a table that changed, and no text."""
    return change.kind in IN_TABLES or (bool(change.table) and change.kind != "figure")


def _texts(errata: Errata, part: PartChanges, changes: list[Change], page_of: PageOf | None) -> Table:
    return Table(
        caption="Tekst",
        columns=(Column(share=8), Column(share=20), Column(share=36), Column(share=36)),
        header=(Row(_cells("Side", "Sted", *_editions(errata))),),
        body=tuple(
            Row((*_cells(page(part, change, page_of), place(change)), *map(TextCell, marked(change))))
            for change in changes
        ),
        row_head=1,
    )


def _table(errata: Errata, part: PartChanges, caption: str, changes: list[Change], page_of: PageOf | None) -> Table:
    return Table(
        caption=caption,
        columns=(Column(share=8), Column(share=29), Column(share=27), Column("right", 18), Column("right", 18)),
        header=(Row(_cells("Side", "Række", "Kolonne", *_editions(errata))),),
        body=tuple(_table_row(part, change, page_of) for change in changes),
        row_head=1,
    )


def _table_row(part: PartChanges, change: Change, page_of: PageOf | None) -> Row:
    at = _cells(page(part, change, page_of))
    old, new = told(change)
    if change.kind == "order":
        return Row((*at, TextCell(plain(new), span=4)))
    aligned = (TextCell(plain(one), align=None if _FIGURE.fullmatch(one) else "left") for one in (old, new))
    return Row((*at, *_cells(change.row or NOTHING, change.column or NOTHING), *aligned))


def page(part: PartChanges, change: Change, page_of: PageOf | None) -> str:
    """The page of the old edition, or a dash."""
    return (page_of(part.was, change) if page_of else "") or NOTHING


def place(change: Change) -> str:
    """Where a text stands, in words."""
    kind = {"note": "Note", "figure": f"Figur: {change.table}"}.get(change.kind, "")
    return ", ".join(filter(None, (change.section, change.row, kind))) or "Overskrift og hoved"


def told(change: Change) -> tuple[str, str]:
    """Before and after in words."""
    if change.kind == "order":
        return NOTHING, OTHER_ORDER
    if change.kind == "figure" and change.old == change.new:
        return NOTHING, REDRAWN
    kind = {"row": "Ny række: ", "column": "Ny kolonne: "}.get(change.kind, "")
    what = {"row": "Rækken udgår.", "column": "Kolonnen udgår."}.get(change.kind, GONE)
    old = NOTHING if change.old is None else change.old
    return old, what if change.new is None else f"{kind}{change.new}"


def marked(change: Change) -> tuple[Inlines, Inlines]:
    """Before and after with the words in bold that the other one has not, and without what is far from them."""
    old, new = told(change)
    if change.kind == "order" or WITHHELD in (change.old, change.new) or change.old is None or change.new is None:
        return plain(old), plain(new)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return plain(old), plain(new)
    steps = matcher.get_opcodes()
    was = [(tag != "equal", before[i1:i2]) for tag, i1, i2, _j1, _j2 in steps]
    now = [(tag != "equal", after[j1:j2]) for tag, _i1, _i2, j1, j2 in steps]
    return _shortened(was), _shortened(now)


def _shortened(runs: list[tuple[bool, list[str]]]) -> Inlines:
    found: list[Text | Styled] = []
    for place, (changed, words) in enumerate(runs):
        said = "".join(words) if changed else _near(words, first=place == 0, last=place == len(runs) - 1)
        if said:
            found.append(Styled("strong", (Text(said),)) if changed else Text(said))
    return tuple(found)


def _near(words: list[str], *, first: bool, last: bool) -> str:
    """The unchanged words that stand beside changed ones; words and the spaces between them count alike."""
    around = 2 * WORDS_AROUND
    before, after = ([] if first else words[:around]), ([] if last else words[-around:])
    if len(before) + len(after) >= len(words):
        return "".join(words)
    return f"{''.join(before)} … {''.join(after)}"


def _cells(*words: str) -> tuple[TextCell, ...]:
    return tuple(TextCell(plain(word)) for word in words)
