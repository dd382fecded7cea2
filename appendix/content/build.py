"""Builds the tree of a whole appendix, or of one proposal's preview, from a snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from appendix.snapshot import ProposalSnapshot, Snapshot
from proposals.richtext import is_rich

from .blocks import Block, Contents, Heading, Logo, Paragraph, Part, Tree, text
from .computed import Computed, compute_proposal, compute_snapshot, unit_book
from .heard import danish_date
from .intro import introduction_paragraphs
from .prices import Prices, index_blocks
from .proposal import proposal_part, proposal_title
from .rich import rich
from .round_file import round_file_attachment
from .sections import plain_words
from .tables import summary_blocks

DRAFT = "Udkast"


def build(snapshot: Snapshot) -> Tree:
    """The whole appendix: heading, introduction, tables 1–3, contents, and every open proposal by number."""
    return build_computed(compute_snapshot(snapshot))


def build_computed(computed: Computed) -> Tree:
    """The same from figures that are computed already."""
    snapshot = computed.snapshot
    bilag, subtitle = computed.bilag.name, computed.bilag.subtitle
    proposals = tuple(
        proposal_part(
            one,
            computed.administration_names,
            computed.committee_names.get(one.snapshot.committee, one.snapshot.committee),
            one.snapshot.draft_mark,
        )
        for one in computed.in_full
    )
    return Tree(
        title=f"{bilag}. {subtitle}. {snapshot.round.name}",
        running_head=f"{bilag} · {subtitle} · {snapshot.round.name}",
        organisation=snapshot.organisation,
        date=snapshot.date,
        parts=(Part(tuple(_front(computed)), pages="appendix"), *proposals),
        mark="" if snapshot.final else DRAFT,
        logo=logo(snapshot),
        attachment=round_file_attachment(computed) if snapshot.attach_data else None,
    )


def build_preview(snapshot: Snapshot, proposal: ProposalSnapshot) -> Tree:
    """One proposal alone in the appendix's layout, for those who may see it, confidential or not.

    Raises ValueError when there is no document to print.
    """
    book = unit_book(snapshot)
    one = compute_proposal(proposal, book, Prices.of(snapshot.price, snapshot.round.price_level, book))
    administrations = {info.administration_code: info.administration_name for info in snapshot.committees}
    committees = {info.code: info.name for info in snapshot.committees}
    part = proposal_part(one, administrations, committees.get(proposal.committee, proposal.committee))
    return Tree(
        title=f"{proposal_title(proposal)}. {snapshot.round.name}",
        running_head=snapshot.round.name,
        organisation=snapshot.organisation,
        date=snapshot.date,
        parts=(part,),
        mark=proposal.draft_mark or "",
    )


def logo(snapshot: Snapshot) -> Logo | None:
    """The sender's mark, where the edition has one."""
    return Logo(snapshot.logo, snapshot.organisation) if snapshot.logo else None


def introduction_blocks(computed: Computed) -> tuple[Block, ...]:
    """The finance office's own words where it has written some, else the computed ones."""
    snapshot = computed.snapshot
    if snapshot.intro is not None and snapshot.intro.strip():
        written = snapshot.intro
        return rich(written, 3) if is_rich(written) else tuple(plain_words(written))
    words = computed_introduction(computed)
    return tuple(Paragraph(text(paragraph)) for paragraph in words)


def computed_introduction(computed: Computed) -> list[str]:
    """The paragraphs the program writes."""
    about = computed.snapshot.round
    return introduction_paragraphs(computed.introduction, about.name, about.price_level, computed.bilag.approach)


def _front(computed: Computed) -> Iterator[Block]:
    snapshot = computed.snapshot
    yield Heading(1, computed.bilag.name, anchor="bilag", kind="title")
    yield Paragraph(text(computed.bilag.subtitle), "subtitle")
    edition = f", udgave {snapshot.edition}" if snapshot.edition else ""
    if not snapshot.final:
        edition += f" ({DRAFT.lower()})"
    yield Paragraph(text(f"{snapshot.round.name}{edition}, {danish_date(snapshot.date.date())}"), "meta")
    yield Heading(2, "Resumé")
    yield from introduction_blocks(computed)
    yield Heading(2, "Oversigt over forslagene")
    yield from summary_blocks(computed)
    if computed.prices:
        yield from index_blocks(computed.prices)
    if computed.in_full:
        yield Heading(2, "Indhold")
        yield Contents("Indhold")
