"""What a later edition of an appendix prints otherwise than an earlier one: found in the two printed trees.

What both print alike is in no errata, whatever it was made of; so nothing is told that an edition does not show. What
has become confidential in between is named by its place alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import override

from appendix.bilag import INFORMATION
from appendix.snapshot import ProposalSnapshot, Snapshot
from reviews.setup import words

from . import blocks as b
from .build import build_computed
from .changes import ByNumber, Change
from .computed import Computed
from .difference import difference, sections
from .tables import CAPTION_2, CAPTION_3

WITHHELD = "Gengives ikke: er nu fortroligt."
NUMBER_COLUMN = "Nr."
BY_NUMBER = (CAPTION_2, CAPTION_3)


@dataclass(frozen=True)
class News:
    """What happened to a proposal as a whole, in a sentence; `was` is its number in the old edition."""

    number: str
    was: str
    words: str


@dataclass(frozen=True)
class PartChanges:
    """What changed in the front of the appendix (`number` is empty) or in a proposal; `was` as in News."""

    number: str
    was: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Setting:
    """A setting of the round before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Errata:
    """The whole difference of two editions of one appendix; falsy when they print the same."""

    old: Snapshot
    new: Snapshot
    settings: tuple[Setting, ...]
    proposals: tuple[News, ...]
    parts: tuple[PartChanges, ...]

    def __bool__(self) -> bool:
        return bool(self.proposals or self.parts)

    @property
    def changes(self) -> Iterator[tuple[PartChanges, Change]]:
        return ((part, change) for part in self.parts for change in part.changes)


def errata(old: Computed, new: Computed) -> Errata:
    """What `new` prints otherwise than `old`; ValueError where they are not editions of one appendix."""
    if old.snapshot.bilag != new.snapshot.bilag:
        raise ValueError(f"Bilag {old.snapshot.bilag} and Bilag {new.snapshot.bilag} are two appendices")
    found = _Comparison(old, new)
    proposals, parts = tuple(found.news()), tuple(found.parts())
    # A setting that changes nothing in print is nobody's errata.
    settings = tuple(_settings(old.snapshot, new.snapshot)) if proposals or parts else ()
    return Errata(old.snapshot, new.snapshot, settings, proposals, parts)


class _Comparison:
    """The proposals of both editions by what they are, whatever number they have."""

    def __init__(self, old: Computed, new: Computed) -> None:
        self.old, self.new = old, new
        self.known = all(one.proposal is not None for side in (old, new) for one in side.snapshot.proposals)
        before = {self._key(one.snapshot): one.snapshot for one in old.proposals}
        after = {self._key(one.snapshot): one.snapshot for one in new.proposals}
        self.both = [(was, after[key]) for key, was in before.items() if key in after]
        self.gone = [was for key, was in before.items() if key not in after]
        self.come = [now for key, now in after.items() if key not in before]
        self.titles = {
            self._key(one.snapshot): row.printed_title for one, row in zip(new.proposals, new.rows, strict=True)
        }
        self.renumbered = {was.number: now.number for was, now in self.both if was.number != now.number}
        closed = [] if new.bilag.closed else [(was, now) for was, now in self.both if _closed(was, now)]
        self.withheld = {now.number for _was, now in closed}
        self.hidden = {title.casefold() for was, now in closed if now.confidential_title for title in _titles(was)}

    def _key(self, one: ProposalSnapshot) -> object:
        """What a proposal is known by: itself, where both editions say which it is; else number or title."""
        return one.proposal if self.known else one.number or one.title

    def news(self) -> Iterator[News]:
        """Proposals that left, came, changed number, or are printed with more or less of them."""
        bilag = self.new.bilag
        before, after = ({self._key(one.snapshot) for one in side.in_full} for side in (self.old, self.new))
        for was in self.gone:
            called = was.number or "Et forslag uden nummer"
            if bilag.number != INFORMATION:
                yield News("", was.number, f"{called} står ikke længere i {bilag.name}.")
            else:
                never_again = " Nummeret bruges ikke igen." if was.number else ""
                yield News("", was.number, f"{called} udgår.{never_again}")
        for now in self.come:
            how = "trykkes i fuld længde" if self._key(now) in after else "står som en række i tabellerne"
            yield News(now.number, "", f"{self._called(now)} er nyt og {how}.")
        for was, now in self.both:
            if was.number != now.number:
                yield News(now.number, was.number, f"{was.number or 'Et forslag uden nummer'} er nu {now.number}.")
            if (self._key(was) in before) != (self._key(now) in after):
                how = "nu" if self._key(now) in after else "ikke længere"
                yield News(now.number, was.number, f"{now.number or self._called(now)} trykkes {how} i fuld længde.")

    def _called(self, now: ProposalSnapshot) -> str:
        return f"{now.number} {self.titles[self._key(now)]}".strip()

    def parts(self) -> Iterator[PartChanges]:
        """The front first, then the proposals that both editions print in full."""
        old, new = build_computed(self.old), build_computed(self.new)
        front = (*_names(old, new), *self._front(old.parts[0].blocks, new.parts[0].blocks))
        if front:
            yield PartChanges("", "", self.new.bilag.name, tuple(map(self._told, front)))
        before = dict(zip((self._key(one.snapshot) for one in self.old.in_full), old.parts[1:], strict=True))
        after = dict(zip((self._key(one.snapshot) for one in self.new.in_full), new.parts[1:], strict=True))
        for was, now in self.both:
            key = self._key(now)
            if key in before and key in after and (changes := _proposal(before[key], after[key])):
                if now.number in self.withheld:
                    told = tuple(_without_closed(changes, before[key].blocks, after[key].blocks))
                else:
                    told = tuple(map(self._told, changes))
                yield PartChanges(now.number, was.number, self._called(now), told)

    def _front(self, old: tuple[b.Block, ...], new: tuple[b.Block, ...]) -> Iterator[Change]:
        # One edition may be in another price level, which its captions say.
        captions = frozenset(side.heading(caption) for side in (self.old, self.new) for caption in BY_NUMBER)
        by_number = ByNumber(
            captions=captions,
            renumbered=self.renumbered,
            gone=frozenset(one.number or one.title for one in self.gone),
            come=frozenset(one.number or one.title for one in self.come),
        )
        for change in difference(map(_edition_apart, old), map(_edition_apart, new), by_number):
            in_numbers = change.table in captions
            if in_numbers and self.renumbered and (change.kind == "order" or change.column == NUMBER_COLUMN):
                continue
            yield _withheld(change) if in_numbers and change.row in self.withheld else change

    def _told(self, change: Change) -> Change:
        """A change whose old words have the title of what is confidential now tells only the new ones."""
        old = (change.old or "").casefold()
        return _withheld(change) if any(title in old for title in self.hidden) else change


def _titles(one: ProposalSnapshot) -> set[str]:
    """What it is called in the tables and in its own heading."""
    return {one.title, one.document.title if one.document else one.title} - {""}


def _closed(was: ProposalSnapshot, now: ProposalSnapshot) -> bool:
    """Whether something of the proposal has become confidential."""
    return (
        now.confidential > was.confidential
        or now.confidential_title > was.confidential_title
        or not set(now.confidential_sections) <= set(was.confidential_sections)
    )


def _without_closed(changes: list[Change], old: tuple[b.Block, ...], new: tuple[b.Block, ...]) -> Iterator[Change]:
    """The changes of a proposal of which something has become confidential.

    All names in what is printed now are open; what is no longer printed is told of once under its heading, without a
    name, and under no heading where that is gone too. A table that only moved is not told of.
    """
    before, after = sections(old), sections(new)
    tables = [table for section in after for table in section.tables]
    moved = {table.caption for section in before for table in section.tables if table in tables} - {""}
    headings = {section.heading for section in after}
    lost = False
    for heading, under in groupby(changes, key=lambda change: change.section):
        shown, hidden = [], False
        for change in under:
            if change.new is None and change.old is not None:
                hidden |= change.table not in moved
            elif not (change.old is None and change.table in moved):
                shown.append(_withheld(change))
        if heading not in headings:
            lost |= hidden
        elif hidden:
            instead = shown.pop(0) if shown and shown[0].old is None and shown[0].kind == "text" else None
            yield replace(instead or Change("text", heading), old=WITHHELD)
        yield from shown
    if lost:
        yield Change("text", old=WITHHELD)


def _withheld(change: Change) -> Change:
    return change if change.old is None else replace(change, old=WITHHELD, old_tkr=None)


def _names(old: b.Tree, new: b.Tree) -> Iterator[Change]:
    """What stands at the head of every page."""
    for was, now in ((old.running_head, new.running_head), (old.organisation, new.organisation)):
        if was != now:
            yield Change("text", old=was, new=now)


def _edition_apart(block: b.Block) -> b.Block:
    """The block, without the line that names the edition and its date: it differs and shall."""
    return b.Contents("") if isinstance(block, b.Paragraph) and block.style == "meta" else block


def _proposal(old: b.Part, new: b.Part) -> list[Change]:
    before, after = _without_number(old), _without_number(new)
    return [] if before == after else difference(before, after)


def _without_number(part: b.Part) -> tuple[b.Block, ...]:
    """The blocks of a proposal, its number taken from the heading: a new number is told once."""
    return tuple(
        replace(block, text=block.text.removeprefix(part.label).strip(), anchor="")
        if isinstance(block, b.Heading) and block.kind == "proposal"
        else block
        for block in part.blocks
    )


def _settings(old: Snapshot, new: Snapshot) -> Iterator[Setting]:
    with override("da"):
        before, after = ([(str(label), str(value)) for label, value in _set(one)] for one in (old, new))
    for (label, was), (_label, now) in zip(before, after, strict=True):
        if was != now:
            yield Setting(label, was, now)


def _set(snapshot: Snapshot) -> list[tuple[str, object]]:
    about = snapshot.round
    return [
        ("Rundens navn", about.name),
        ("Pris- og lønniveau", snapshot.price_level),
        ("År i tabellerne", f"{min(about.years)}–{max(about.years)}"),
        ("Reglernes version", snapshot.rules_version),
        *words.presentation(about),
    ]
