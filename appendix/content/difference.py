"""What is printed differently in two stretches of blocks: texts, tables by row and column, notes and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from proposals.compare.blocks import pairs

from . import blocks as b
from .changes import ByNumber, Change, paired
from .table_changes import form, table_changes

BOX = {True: "☒", False: "☐"}


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of words; `form` tells bold from plain, a list from a paragraph, and one address from another."""

    words: str
    form: str
    label: str = ""
    note: bool = False

    @property
    def key(self) -> str:
        return f"{self.label}\x1f{self.words}"


@dataclass
class Section:
    """What stands under one heading, in reading order."""

    heading: str
    items: list[Said | b.Table | b.Figure] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        return [item for item in self.items if isinstance(item, Said)]

    @property
    def tables(self) -> list[b.Table]:
        return [item for item in self.items if isinstance(item, b.Table)]

    @property
    def figures(self) -> list[b.Figure]:
        return [item for item in self.items if isinstance(item, b.Figure)]


def difference(old: Iterable[b.Block], new: Iterable[b.Block], by_number: ByNumber | None = None) -> list[Change]:
    """Everything that is printed differently, in the order of the new blocks; empty when nothing is."""
    before, after = sections(old), sections(new)
    together = paired(before, after, lambda one: one.heading)
    found = [change for was, now in together for change in _section(was, now, by_number or ByNumber())]
    at = {id(section): place for place, section in enumerate(before)}
    places = [at[id(was)] for was, now in together if was is not None and now is not None]
    if places != sorted(places):
        found.append(Change("order"))
    return found


# What is compared.


def sections(blocks: Iterable[b.Block]) -> list[Section]:
    """The blocks under their headings; what stands before the first heading has none."""
    found = [Section("")]
    for block in blocks:
        if isinstance(block, b.Heading) and block.kind not in ("title", "proposal"):
            found.append(Section(block.full))
        else:
            found[-1].items += _items(block)
    return found


def _items(block: b.Block, label: str = "") -> Iterator[Said | b.Table | b.Figure]:
    match block:
        case b.Heading():
            yield Said(block.full, block.full, label)
        case b.Paragraph():
            yield Said(b.plain(block.content), form(block.content), label)
        case b.Note():
            yield Said(b.plain(block.content), f"* {form(block.content)}", label, note=True)
        case b.Bullets():
            sign = "#" if block.ordered else "•"
            for inner in (inner for item in block.items for inner in item):
                for found in _items(inner, label):
                    yield replace(found, form=f"{sign} {found.form}") if isinstance(found, Said) else found
        case b.CheckboxList():
            for check in block.items:
                words = f"{BOX[check.checked]} {check.label}"
                yield Said(words, words, label)
        case b.KeyValue():
            for name, inside in block.rows:
                for inner in inside:
                    yield from _items(inner, name)
        case b.Table() | b.Figure():
            yield block
        case b.Contents():
            # Made of the headings.
            pass


# The comparison.


def _section(old: Section | None, new: Section | None, by_number: ByNumber) -> list[Change]:
    """The changes under one heading; one that only one side has is held against nothing."""
    heading = (new or old or Section("")).heading
    before, after = old or Section(""), new or Section("")
    found: list[Change] = []
    if before.heading != after.heading:
        found.append(Change("text", old=before.heading or None, new=after.heading or None))
    found += _texts(before.said, after.said)
    found += _figures(before.figures, after.figures)
    for was, now in paired(before.tables, after.tables, lambda one: one.caption):
        found += table_changes(was, now, by_number)
    if not found and _order(before) != _order(after):
        found.append(Change("order"))
    return [replace(change, section=heading) for change in found]


def _order(section: Section) -> list[str]:
    return [item.key if isinstance(item, Said) else item.caption for item in section.items]


def _texts(old: list[Said], new: list[Said]) -> list[Change]:
    """Paragraphs that were rewritten, came or went; one that only stands elsewhere is told as order."""
    matched = pairs([one.key for one in old], [one.key for one in new], str.split)
    gone = [one for place, one in enumerate(old) if place not in {i for i, _j in matched}]
    come = [one for place, one in enumerate(new) if place not in {j for _i, j in matched}]
    found = []
    for i, j in matched:
        was, now = old[i], new[j]
        if was.key != now.key:
            found.append(_text(was, now))
        elif was.form != now.form:
            found.append(Change("order", row=now.label, old=was.words, new=now.words))
    moved = {one.key for one in gone} & {one.key for one in come}
    if moved:
        found.append(Change("order"))
    found += [_text(None, one) for one in come if one.key not in moved]
    return found + [_text(one, None) for one in gone if one.key not in moved]


def _text(old: Said | None, new: Said | None) -> Change:
    one = new or old
    assert one is not None
    return Change(
        "note" if one.note else "text",
        row=one.label,
        old=old.words if old else None,
        new=new.words if new else None,
    )


def _figures(old: list[b.Figure], new: list[b.Figure]) -> Iterator[Change]:
    for was, now in paired(old, new, lambda one: one.caption):
        if was != now:
            before, after = was.alternative if was else None, now.alternative if now else None
            yield Change("figure", table=(now or was or b.Figure("", "", "")).caption, old=before, new=after)
