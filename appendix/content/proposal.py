"""One proposal as blocks: heading, box, and its sections in the order and under the headings of its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appendix.snapshot import ProposalSnapshot
from proposals.contents import (
    AdministrationContent,
    CalculationContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    HearingsContent,
    PartnersContent,
    PrioritisationContent,
    RisksContent,
    TablesContent,
    TechnicalContent,
    TextContent,
)
from proposals.template import SectionSpec

from . import economy_tables, heard, money_tables, sections
from .basis import basis
from .blocks import Block, Check, CheckboxList, Heading, KeyValue, Note, Paragraph, Part, Table, text
from .computed import ComputedProposal
from .curve import curve_blocks
from .references import referred
from .rich import rich
from .tables import anchor
from .told import Prose, caption_words

UNTITLED = "Uden titel"
NO_ADMINISTRATION = "Forslaget har ingen effekt på administrative udgifter."
EMPTY = "Ikke udfyldt."


def proposal_part(
    one: ComputedProposal, administrations: Mapping[str, str], committee: str, mark: str | None = None
) -> Part:
    """The pages of a proposal; `administrations` are names by code in the municipality's order.

    `mark` stands under the heading.
    """
    layout = one.document.template.layout
    blocks = referred(tuple(_Printer(one, administrations, committee, mark).blocks()), anchor(one.snapshot.number))
    return Part(blocks, label=one.snapshot.number, pages=layout.page_numbers)


def proposal_title(proposal: ProposalSnapshot) -> str:
    """Number and title, as headings and running heads have it."""
    title = proposal.document.title if proposal.document else proposal.title
    return f"{proposal.number} {title.strip() or UNTITLED}".strip()


class _Printer:
    """Walks the sections of one document and remembers what has been printed on the way."""

    def __init__(
        self, one: ComputedProposal, administrations: Mapping[str, str], committee: str, mark: str | None
    ) -> None:
        self.one = one
        self.mark = mark
        self.document = one.document
        self.template = one.document.template
        self.layout = one.document.template.layout
        self.administrations = administrations
        self.committee = committee
        self.partners_told = False
        self.origin_told = False
        self.in_annex = False

    def blocks(self) -> Iterator[Block]:
        crossing = self.one.snapshot.cross_cutting
        heading = self.template.heading_cross_cutting if crossing else self.template.heading
        yield Paragraph(text(f"{heading} {self.document.round.name.upper()}"), "kicker")
        title = proposal_title(self.one.snapshot)
        yield Heading(1, title, anchor=anchor(self.one.snapshot.number), kind="proposal")
        if self.mark:
            yield Paragraph(text(self.mark), "lead")
        yield from self._box()
        if self.layout.economy_first:
            yield from self._economy_tables(with_areas=False)
        for section in self.document.sections:
            spec = self.template.section(section.key)
            if not isinstance(section.content, FactsContent):
                yield from self._section(spec or _homeless(section.key, section.content), section.content)
        yield from self._origin()

    # The head.

    def _box(self) -> Iterator[Block]:
        facts = self.document.facts
        rows: list[tuple[str, tuple[Block, ...]]] = []
        if facts.summary.strip():
            rows.append(("Kort resumé", tuple(sections.plain_words(facts.summary))))
        name = self.administrations.get(self.document.administration, self.document.administration)
        rows.append(("Fremstillende forvaltning", (economy_tables.sentence(name),)))
        if facts.affected_administrations:
            boxes = tuple(
                Check(name, code in facts.affected_administrations) for code, name in self.administrations.items()
            )
            rows.append(("Berørte forvaltninger", (CheckboxList(boxes, columns=2),)))
        yield KeyValue(tuple(rows))

    def _origin(self) -> Iterator[Block]:
        """Where the proposal comes from; nothing where the source does not say."""
        if self.origin_told:
            return
        self.origin_told = True
        facts = self.document.facts
        origin = facts.origin_innovation
        if origin is not None and origin.answer is not None:
            yield Paragraph(text("Her angives, om forslaget udspringer af et innovationsforslag:"), "label")
            named = ", ".join(part for part in (origin.title, origin.adopted) if part)
            yes = f"Ja: {named}" if named and origin.answer else "Ja"
            yield CheckboxList((Check(yes, origin.answer), Check("Nej", not origin.answer)))
        if facts.origin_simplification_programme is not None:
            answer = facts.origin_simplification_programme
            yield Paragraph(
                text(
                    "Her angives, om forslaget udspringer af arbejdsprogrammet for administrativ forenkling og "
                    "effektivisering:"
                ),
                "label",
            )
            yield CheckboxList((Check("Ja", answer), Check("Nej", not answer)))

    # The sections.

    def _section(self, spec: SectionSpec, content: Content) -> Iterator[Block]:
        if spec.only_cross_cutting and not self.one.snapshot.cross_cutting:
            return
        if isinstance(content, PartnersContent) and self._partners_stand_in_hearings():
            return
        # A section numbered within another one, as 2.1, is a step deeper.
        level = 3 if "." in spec.number else 2
        found = tuple(self._content(spec, content, level + 1))
        if not found and not spec.required:
            return
        if spec.part == "annex" and not self.in_annex:
            self.in_annex = True
            yield from self._annex_heading()
        yield Heading(level, spec.heading or spec.key, number=spec.number)
        # These two print their notes beside their tables, where there are any.
        beside = isinstance(content, AdministrationContent | TechnicalContent)
        if not beside:
            yield from (economy_tables.sentence(note) for note in spec.notes_before)
        yield from found or (Note(text(EMPTY)),)
        if not beside:
            yield from (Note(text(note)) for note in spec.notes_after)
        if spec.part == "body" and isinstance(content, TextContent) and self.layout.origin_in == "description":
            yield from self._origin()

    def _annex_heading(self) -> Iterator[Block]:
        crossing = self.one.snapshot.cross_cutting
        words = self.template.annex_heading_cross_cutting if crossing else self.template.annex_heading
        yield Heading(2, words or "Administrativt bilag", kind="part")
        yield from self._origin()

    def _content(self, spec: SectionSpec, content: Content, level: int) -> Iterator[Block]:
        if isinstance(content, EconomyContent):
            yield from rich(content.text, level)
            if not self.layout.economy_first:
                yield from self._economy_tables(with_areas=True)
            elif self.layout.economy_tables == "by_area":
                yield from self._area_tables(spec)
                yield from money_tables.loan(self.one)
        elif isinstance(content, DistributionContent):
            yield from rich(content.text, level)
            yield from money_tables.distribution(self.one)
        elif isinstance(content, CalculationContent):
            yield from basis(content, spec, self.document.first(EconomyContent), level, self.one.written_level)
        elif isinstance(content, AdministrationContent):
            yield from self._administration(spec, content, level)
        elif isinstance(content, FollowUpContent):
            yield from sections.follow_up(content, spec, level)
        elif isinstance(content, RisksContent):
            yield from sections.risks(content, level)
        elif isinstance(content, PrioritisationContent):
            yield from sections.prioritisation(content, spec, level, self.one.written_level)
        elif isinstance(content, PartnersContent):
            yield from self._partners(content, level)
        elif isinstance(content, HearingsContent):
            yield from self._hearings(spec, content, level)
        elif isinstance(content, TechnicalContent):
            yield from self._technical(spec, content, level)
        elif isinstance(content, TablesContent):
            yield from sections.printed_tables(content.tables, self._computed_captions())
        elif isinstance(content, TextContent):
            yield from rich(content.text, level)
        else:
            raise TypeError(f"a section of {type(content).__name__} cannot be printed")

    def _economy_tables(self, *, with_areas: bool) -> Iterator[Block]:
        """Tabel 1 and the notes to all tables, the areas' own tables and the loan with it where it stands in 2."""
        economy, figures = self.one.economy, self.one.figures
        spec = next((spec for spec in self.template.sections if spec.kind == "economy"), None)
        if economy is None or figures is None or spec is None:
            return
        caption = self.one.heading(spec.tables.get("economy", "Tabel 1. Forslagets samlede økonomiske konsekvenser"))
        all_areas = self.layout.print_all_areas
        yield economy_tables.economy_table(caption, economy, figures, self.one.unit, all_areas=all_areas)
        yield from economy_tables.base_investment_notes(figures)
        for note in self.template.notes:
            yield Note(text(note.replace("{price_level}", str(self.one.written_level))))
        if with_areas:
            if self.layout.economy_tables == "by_area":
                yield from self._area_tables(spec)
            yield from money_tables.loan(self.one)
        if "curve" in spec.tables:
            yield from curve_blocks(self.one, economy, figures, spec.tables["curve"])

    def _area_tables(self, spec: SectionSpec) -> Iterator[Block]:
        if self.one.economy is not None:
            captions = {name: self.one.heading(caption) for name, caption in spec.tables.items()}
            yield from economy_tables.area_tables(captions, self.one.economy, self.one.unit)

    def _administration(self, spec: SectionSpec, content: AdministrationContent, level: int) -> Iterator[Block]:
        yield from rich(content.text, level)
        # Without an economy (it may be confidential) the rows' own years.
        rows_years = sorted({year for row in content.rows for year in row.amounts})
        years = self.one.economy.years if self.one.economy else tuple(rows_years)
        caption = self.one.heading(
            content.caption or spec.tables.get("administration", "Varige ændringer, administration")
        )
        table = economy_tables.administration_table(caption, content, self.one.figures, years, self.one.unit)
        if table is not None:
            yield table
            yield from _untold_notes(content.text, spec.notes_after)
        elif content.none and not content.text.strip():
            yield economy_tables.sentence(NO_ADMINISTRATION)

    def _partners_stand_in_hearings(self) -> bool:
        """Whether the template prints the partners between the finance office and the other bodies."""
        return any(spec.kind == "hearings" and "partners" in spec.tables for spec in self.template.sections)

    def _partners(self, content: PartnersContent, level: int) -> Iterator[Block]:
        yield from rich(content.text, level)
        if not Prose(content.text).tells(content.partners):
            yield from sections.plain_words(content.partners)

    def _hearings(self, spec: SectionSpec, content: HearingsContent, level: int) -> Iterator[Block]:
        yield from rich(content.text, level)
        hearings = self.one.snapshot.hearings
        yield from heard.finance_office(hearings, spec.tables)
        partners = self.document.first(PartnersContent)
        if partners is not None and "partners" in spec.tables:
            yield from self._partners_in_hearings(partners, spec.tables["partners"], level)
        yield from heard.bodies(hearings, spec.tables)
        yield from heard.treated(self.one.snapshot.treated, self.committee)

    def _partners_in_hearings(self, content: PartnersContent, caption: str, level: int) -> Iterator[Block]:
        """Under a heading, or as a table where the template numbers it among its tables."""
        alone = content.partners.strip() and not content.text.strip()
        if caption.startswith("Tabel ") and alone:
            yield sections.one_cell_table(caption, "Samarbejdspartnere", content.partners.strip())
            return
        found = tuple(self._partners(content, level + 1))
        if found:
            yield Heading(level, caption)
            yield from found

    def _technical(self, spec: SectionSpec, content: TechnicalContent, level: int) -> Iterator[Block]:
        yield from rich(content.text, level)
        found = money_tables.technical(self.one)
        if any(isinstance(block, Table) for block in found):
            prose = Prose(content.text)
            yield from (economy_tables.sentence(note) for note in spec.notes_before if not prose.tells(note))
            yield from found
            yield from _untold_notes(content.text, spec.notes_after)
        else:
            yield from found

    def _computed_captions(self) -> set[str]:
        """The captions of the tables the proposal computes: an old copy of one is not printed beside it."""
        found = {caption_words(caption) for spec in self.template.sections for caption in spec.tables.values()}
        found.update({caption_words("Kriterier til prioritering"), caption_words("Varige ændringer, service")})
        return found


def _untold_notes(html: str, notes: list[str]) -> Iterator[Block]:
    """The template's notes the section's own prose has not given already."""
    prose = Prose(html)
    return (Note(text(note)) for note in notes if not prose.tells(note))


_HEADINGS = {"tables": "Øvrige tabeller"}


def _homeless(key: str, content: Content) -> SectionSpec:
    """A place for a section the template does not know: last, under a heading of its own."""
    kind = content.model_dump()["kind"]
    return SectionSpec(key=key, kind=kind, heading=_HEADINGS.get(kind, "Øvrige oplysninger"), required=False)
