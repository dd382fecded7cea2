"""The types of a round file (`bilag7-round/1`): what may be imported, what is exported, its JSON Schema.

A file without the optional keys imports; a key the types do not name is a fault with its place, except in
`published`, `published_tables` and `criteria`, which are kept as they are.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .contents import Amount, Kroner, Measure, Percent, Year, YearAmounts
from .economy.basis import WHOLE, Effect
from .economy.model import Area, LineKind
from .economy.summary_rows import Presentation
from .template import ProposalTypeCode, TemplateSpec

FORMAT = "bilag7-round/1"

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id = Annotated[str, Field(min_length=1, max_length=40)]
SectionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]


class Entry(BaseModel):
    """A part of the file: nothing it does not name, nothing read as what it is not ("yes" is no boolean)."""

    model_config = ConfigDict(extra="forbid", strict=True)


class AllocationEntry(Entry):
    """One unit, a key of the proposal by its id, or amounts by unit and year in 1.000 kr."""

    unit: str | None = None
    key: str | None = None
    amounts: dict[str, YearAmounts] | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> AllocationEntry:
        if sum(part is not None for part in (self.unit, self.key, self.amounts)) != 1:
            raise PydanticCustomError("allocation", "give exactly one of unit, key and amounts")
        return self


class LineEntry(Entry):
    """A budget line. `calculation` is the id of the calculation its amounts are taken from."""

    id: Id | None = None
    kind: LineKind
    group: str | None = None
    label: str
    area: Area | None = None
    profit_centre: str | None = None
    base_investment: bool = False
    amounts: YearAmounts
    calculation: Id | None = None
    booking: AllocationEntry | None = None
    target: AllocationEntry | None = None


class KeyEntryEntry(Entry):
    unit: str
    basis: Annotated[int, Field(ge=0)]


class KeyEntry(Entry):
    id: Id
    label: str = ""
    basis_unit: str = ""
    entries: list[KeyEntryEntry] = []


class ComponentEntry(Entry):
    """Cases of one sort: how many a year, and the minutes each takes. Decimals are given as text."""

    id: Id | None = None
    label: str = ""
    quantity: Measure | None = None
    minutes: Measure | None = None


class CalculationEntry(Entry):
    """A calculation of the basis. `price_per_fte` in kr.; `share` and `phase_in` in percent."""

    id: Id
    label: str = ""
    effect: Effect = "saving"
    components: list[ComponentEntry] = []
    hours_per_fte: Measure | None = None
    price_per_fte: Kroner | None = None
    share: Percent = WHOLE
    phase_in: dict[Year, Percent] = {}


class AdministrationRowEntry(Entry):
    id: Id | None = None
    label: str
    amounts: YearAmounts


class AdministrationEntry(Entry):
    """`total` is what was printed or, in an export, the sum of the rows; `none`: it is ticked that there is none."""

    text: str | None = None
    none: bool = False
    caption: str | None = None
    rows: list[AdministrationRowEntry] = []
    total: YearAmounts = {}


class OriginEntry(Entry):
    answer: bool | None = None
    title: str | None = None
    adopted: str | None = None


class PrioritisationEntry(Entry):
    """`expense` in 1.000 kr."""

    expense: Amount | None = None
    expected_adoption: str | None = None
    permanent_potential: str | None = None
    cross_cutting: bool | None = None
    large_scale: bool | None = None
    new_technology: bool | None = None


class FollowUpEntry(Entry):
    id: Id | None = None
    category: Literal["implementation", "realisation", "other"]
    goal: str = ""
    measure: str = ""
    responsible: str = ""
    when: str = ""


class RiskEntry(Entry):
    id: Id | None = None
    title: str = ""
    level: str | None = None
    score: Annotated[int, Field(ge=1, le=25)] | None = None
    handling: str | None = None


class RisksEntry(Entry):
    overall: str | None = None
    items: list[RiskEntry] = []


class HearingEntry(Entry):
    """An answer as recorded. `party` is a body's code; one the program does not know is taken in by its `name`."""

    party: Name
    name: Name | None = None
    level: Literal["", "main", "administration", "centre", "local"] = ""
    detail: Annotated[str, Field(max_length=150)] = ""
    status: Literal["yes", "no", "not_relevant", "blank"]
    text: str | None = None
    dates: list[date] = []
    position: Literal["supports", "remarks", "against", "informed", "unknown"] = "unknown"


class SectionEntry(Entry):
    key: SectionKey
    heading: str = ""
    text: str


class TableEntry(Entry):
    id: Id | None = None
    caption: str = ""
    header: list[str] = []
    rows: list[list[str]] = []


class RowFiguresEntry(Entry):
    """A proposal known only as a row in the tables; 1.000 kr., savings negative."""

    service: Amount | None = None
    anlaeg: Amount | None = None
    efficiency_service: Amount | None = None
    transfers: Amount | None = None
    payback_years: Annotated[int, Field(ge=0)] | None = None


class TreatmentEntry(Entry):
    date: date
    note: str = ""


class ConfidentialSectionEntry(Entry):
    """Why a section is confidential, and the last day it is so."""

    reason: str
    until: date


class ProcessEntry(Entry):
    """Facts of the process beside the signed content.

    `state` is where the proposal stood when it was exported. An import decides the state itself; of these it
    keeps `withdrawn` and `archived`, which no round counts.
    """

    state: Literal["draft", "submitted", "returned", "approved", "treated", "withdrawn", "archived"] | None = None
    printed_title: Annotated[str, Field(max_length=300)] = ""
    confidential_title: bool = False
    confidential_reason: str = ""
    confidential_until: date | None = None
    confidential_sections: dict[str, ConfidentialSectionEntry] = {}
    criteria_reason: str = ""
    late_reason: str = ""
    treatments: list[TreatmentEntry] = []


class ProposalEntry(Entry):
    """A proposal. `figures` is computed on export and never read; `published` is what was printed, likewise."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=10)] | None
    title: Title
    type: ProposalTypeCode
    cross_cutting: bool = False
    confidential: bool = False
    criteria: Literal["met", "not_met", "separate_political_priority", "unknown"] | None = None
    administration: str
    committee: str | None = None
    affected_administrations: list[str] | None = None
    summary: str | None = None
    origin_innovation: OriginEntry | None = None
    origin_simplification_programme: bool | None = None
    price_level: Year
    years: Annotated[list[Year], Field(max_length=12)]
    body_in_appendix: bool = True
    lines: list[LineEntry] = []
    keys: list[KeyEntry] = []
    calculations: list[CalculationEntry] = []
    administration_effect: AdministrationEntry | None = None
    prioritisation: PrioritisationEntry | None = None
    follow_up: list[FollowUpEntry] | None = None
    risks: RisksEntry | None = None
    partners: str | None = None
    hearings: list[HearingEntry] | None = None
    sections: list[SectionEntry] = []
    other_tables: list[TableEntry] | None = None
    row_figures: RowFiguresEntry | None = None
    process: ProcessEntry | None = None
    figures: dict[str, Any] | None = None
    published: dict[str, Any] | None = None


class PoolEntry(Entry):
    kind: Literal["investment", "innovation", "all"]
    remaining_before: Amount | None = None


class CriteriaEntry(BaseModel):
    """The round's criteria; ones the program does not know are kept for people to judge by."""

    model_config = ConfigDict(extra="allow", strict=True)

    max_payback_years: Annotated[int, Field(ge=1, le=100)] | None = 6
    permanent_efficiency: bool = True
    future_proposal: bool = True
    other: list[str] = []


# How the tables are printed: the settings of the rules' own type, each optional.
_HINTS = get_type_hints(Presentation)
PresentationEntry: type[BaseModel] = create_model(
    "PresentationEntry",
    __config__=ConfigDict(extra="forbid", strict=True),
    **{name: (_HINTS[name], field.default) for name, field in Presentation.__dataclass_fields__.items()},
)


def _index(value: Any) -> Any:
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            if Decimal(str(value).replace(",", ".")) > 0:
                return value
        except InvalidOperation:
            pass
    raise PydanticCustomError("index", "not an index above zero (a whole number, or decimals as text)")


Index = Annotated[int | str, PlainValidator(_index, json_schema_input_type=int | str)]


class IndicesEntry(Entry):
    """Yearly price indices by area, as whole numbers or decimal text."""

    service: dict[Year, Index] = {}
    anlaeg: dict[Year, Index] = {}
    efterspoergselsstyret_indsats: dict[Year, Index] = {}
    efterspoergselsstyrede_overfoersler: dict[Year, Index] = {}
    finansposter: dict[Year, Index] = {}


class DeadlinesEntry(Entry):
    submission: datetime | None = None
    hearing: datetime | None = None
    committee: datetime | None = None


class FootnoteEntry(Entry):
    """A footnote of one table and the numbers of the proposals that carry its mark."""

    table: Literal["table2", "table3"]
    text: Annotated[str, Field(min_length=1)]
    proposals: list[str] = []


class IntroductionEntry(Entry):
    """The introduction as CFØ has written it; `computed`: the program writes it."""

    text: str = ""
    computed: bool = True


class TemplateEntry(Entry):
    """A template in full: its code and its form for each type of proposal."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    forms: Annotated[list[TemplateSpec], Field(min_length=1)]


CODE, FULL = "<code>", "<full>"
TemplateChoice = Annotated[
    Annotated[str, Tag(CODE)] | Annotated[TemplateEntry, Tag(FULL)],
    Discriminator(lambda value: FULL if isinstance(value, dict | TemplateEntry) else CODE),
]


HearingWords = Annotated[list[Annotated[str, Field(min_length=1, max_length=61)]], Field(max_length=100)]


class HearingRuleEntry(Entry):
    """A body of the round. Empty lists of words and `sections` (keys): the program's own for the condition."""

    party: Name
    name: Name | None = None
    condition: Literal[
        "always", "cross_cutting", "square_metres", "employer", "transfers", "digitalisation", "it_systems", "staff",
        "named",
    ]  # fmt: skip
    holds_back: Literal["committee", "approval", "negotiation", "procurement", "nothing"]
    needed_when: str = ""
    words: HearingWords = []
    line_words: HearingWords = []
    sections: list[SectionKey] = []


class RoundProcessEntry(Entry):
    """Who submits and signs: see the fields of the same names on the round."""

    internal_signer: bool = True
    pre_approval: bool = False
    cfo_signers: Annotated[int, Field(ge=1, le=5)] = 1


class MessagesEntry(Entry):
    """Reminders in days before a deadline, word to others in days after it (null: none), and whether mail is held."""

    reminder_days: Annotated[list[Annotated[int, Field(ge=1, le=90)]], Field(max_length=5)] = []
    escalation_days: Annotated[int, Field(ge=1, le=90)] | None = None
    mail_held: bool = False
    mail_held_reason: Annotated[str, StringConstraints(max_length=300)] = ""


class MeetingEntry(Entry):
    """A meeting of a body (`party`, as in hearings) or of a committee, by its code.

    It is the holder's own: one that is known on the day is left as it is.
    """

    party: Name | None = None
    name: Name | None = None
    committee: str | None = None
    date: date
    papers_by: date
    note: Annotated[str, Field(max_length=150)] = ""

    @model_validator(mode="after")
    def held_by_one_after_its_papers(self) -> MeetingEntry:
        if (self.party is None) == (self.committee is None):
            raise PydanticCustomError("meeting", "give exactly one of party and committee")
        if self.papers_by > self.date:
            raise PydanticCustomError("meeting", "the papers are due after the meeting")
        return self


class RoundEntry(Entry):
    """`intro` is as printed, for reconciliation; `introductions` are the round's own, by appendix."""

    name: Name
    kind: Literal["budget", "ofs"]
    price_level: Year
    years: tuple[Year, Year]
    template: TemplateChoice
    pools: list[PoolEntry] = []
    criteria: CriteriaEntry = CriteriaEntry()
    presentation: PresentationEntry = PresentationEntry()  # type: ignore[valid-type]
    intro: str | None = None
    introductions: dict[Literal["7", "8", "10"], IntroductionEntry] = {}
    footnotes: list[FootnoteEntry] | None = None
    indices: IndicesEntry | None = None
    deadlines: DeadlinesEntry | None = None
    process: RoundProcessEntry = RoundProcessEntry()
    messages: MessagesEntry | None = None
    number_prefix: Annotated[str, StringConstraints(max_length=6)] | None = None
    meetings: list[MeetingEntry] | None = None
    hearing_rules: list[HearingRuleEntry] | None = None


class PublishedRow(BaseModel):
    """A printed row, as far as the import reads it: which proposal, its marks, its title in the table."""

    model_config = ConfigDict(extra="allow", strict=True)

    number: str | None = None
    marks: str | None = None
    title: str | None = None


class PublishedTable(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)

    rows: list[PublishedRow] = []
    footnotes: list[str] | None = None


class PublishedTables(BaseModel):
    """Tables 1–3 as printed; kept as they are."""

    model_config = ConfigDict(extra="allow", strict=True)

    table2: PublishedTable | None = None
    table3: PublishedTable | None = None
    footnotes: list[str] | None = None


class RoundFile(Entry):
    """A round: its set-up, its proposals in full, and what its appendix printed.

    Amounts are whole 1.000 kr., savings negative. `markup` says whether `sections[].text` and
    `administration_effect.text` are plain text (the default) or HTML; every other text is plain.
    """

    format: Literal["bilag7-round/1"]
    markup: Literal["plain", "html"] = "plain"
    round: RoundEntry
    proposals: list[ProposalEntry]
    published_tables: PublishedTables | None = None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a round file."""
    body = RoundFile.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **body,
        "title": f"Round file ({FORMAT})",
    }
