"""The footnotes of tables 2 and 3: the round's own, or those that follow from the proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proposals.economy.numbers import million
from proposals.models import Round

from .bilag import APPROVAL, BILAG, INFORMATION
from .content.computed import converted_figures
from .content.prices import Prices
from .snapshot import Footnote, ProposalSnapshot

# What tells one computed footnote from another, in the words an own footnote would have for it too.
SUBJECTS = ("tværgående", "fortrolig", "særskilt politisk prioritering", "grundinvestering")


def footnotes(
    round: Round, proposals: list[ProposalSnapshot], bilag: int, prices: Prices | None = None
) -> list[Footnote]:
    """The round's own footnotes, written for Bilag 7, or the computed ones; and always what is not approved.

    With `prices` the computed ones have their amounts in that price level; PriceError where an index is missing.
    """
    own = own_footnotes(round) if bilag == INFORMATION else []
    return [*(own or computed_footnotes(proposals, bilag, prices)), *_unapproved_footnotes(proposals)]


def own_footnotes(round: Round) -> list[Footnote]:
    """Those that CFØ has written for the round, or that came with it from a round file."""
    return [Footnote(**note) for note in round.footnotes]


def left_unmarked(own: list[Footnote], proposals: Iterable[ProposalSnapshot]) -> Iterator[Footnote]:
    """The computed footnotes of Bilag 7 with the proposals that no own footnote of the table marks for the same."""
    for note in computed_footnotes(proposals):
        subject = next(words for words in SUBJECTS if words in note.text.casefold())
        told = {
            number
            for one in own
            if one.table == note.table and subject in one.text.casefold()
            for number in one.proposals
        }
        if rest := [number for number in note.proposals if number not in told]:
            yield note.model_copy(update={"proposals": rest})


def _unapproved_footnotes(proposals: list[ProposalSnapshot]) -> list[Footnote]:
    marked: dict[tuple[str, str], list[str]] = {}
    for one in proposals:
        if not one.approved and one.draft_mark:
            table = "table2" if one.type == "investment" else "table3"
            marked.setdefault((table, one.draft_mark), []).append(one.number)
    return [Footnote(table=table, text=text, proposals=numbers) for (table, text), numbers in marked.items()]


def computed_footnotes(
    proposals: Iterable[ProposalSnapshot], bilag: int = INFORMATION, prices: Prices | None = None
) -> list[Footnote]:
    """The footnotes that follow from the proposals themselves, in the order their marks shall have."""
    listed = list(proposals)
    found: list[Footnote] = []
    for table, types in (("table2", {"investment"}), ("table3", {"innovation", "preliminary_study"})):
        rows = [p for p in listed if p.type in types]

        def add(text: str, marked: list[ProposalSnapshot], table: str = table) -> None:
            if marked:
                found.append(Footnote(table=table, text=text, proposals=[p.number for p in marked]))

        if bilag != APPROVAL:
            add("Tværgående forslag til godkendelse, jf. bilag 8", [p for p in rows if p.cross_cutting])
        if not BILAG[bilag].closed:
            add("Fortroligt forslag, jf. bilag 10", [p for p in rows if p.confidential])
            partly = [p for p in rows if p.confidential_sections and not p.confidential]
            add("Forslaget har fortrolige afsnit, jf. bilag 10", partly)
        separate = [p for p in rows if p.criteria == "separate_political_priority"]
        add("Forslag til evt. særskilt politisk prioritering", separate)
        for proposal in rows:
            base = _base_investment(proposal, prices)
            if base:
                add(f"Der indgår grundinvesteringer i forslaget for {million(base)} mio. kr.", [proposal])
    return found


def _base_investment(proposal: ProposalSnapshot, prices: Prices | None) -> int:
    """In 1.000 kr.; what the revision froze, converted with `prices`."""
    frozen = (proposal.figures or {}).get("base_investment", 0)
    if not frozen or prices is None or proposal.document is None:
        return frozen
    converted = converted_figures(proposal.document, prices)
    return converted.base_investment if converted else frozen
