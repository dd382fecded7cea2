"""What each kind of section holds: the typed contents of drafts and of the signed document.

Amounts are whole 1.000 kr., savings negative. Every row has an id that stays with it through edits,
copies and versions. Rich text is HTML of the allow-list in `proposals.richtext`.
"""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, field_validator
from pydantic_core import PydanticCustomError

from .economy.basis import WHOLE, Effect
from .economy.measures import LARGEST_MEASURE, plain
from .economy.model import Area, LineKind

Year = Annotated[int, Field(ge=1990, le=2100)]
Amount = Annotated[int, Field(strict=True, ge=-100_000_000, le=100_000_000)]
YearAmounts = dict[Year, Amount]
_DECIMAL = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?")


def _measure(value: Any) -> Decimal:
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        written = format(value, "f") if isinstance(value, Decimal) else str(value)
        if _DECIMAL.fullmatch(written) and Decimal(written) <= LARGEST_MEASURE:
            return plain(Decimal(written))
    raise PydanticCustomError("measure", "not a number of 0 or more (a whole number, or decimals as text)")


def _percent(value: Any) -> Decimal:
    if (percent := _measure(value)) <= WHOLE:
        return percent
    raise PydanticCustomError("percent", "more than 100 percent")


# Numbers with at most two decimals; in JSON as text, since the canonical form has whole numbers only.
_AS_TEXT = PlainSerializer(str, return_type=str, when_used="json")
Measure = Annotated[Decimal, PlainValidator(_measure, json_schema_input_type=int | str), _AS_TEXT]
Percent = Annotated[Decimal, PlainValidator(_percent, json_schema_input_type=int | str), _AS_TEXT]
Kroner = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


def new_id() -> str:
    """A short id for a row, unique within any document."""
    return uuid.uuid4().hex[:12]


RowId = Annotated[str, Field(min_length=1, max_length=40, default_factory=new_id)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Content(Strict):
    """The content of one section. `schema` (in JSON) is the number of its form, raised by `proposals.upgrades`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    schema_number: Literal[2] = Field(default=2, alias="schema")


class OriginInnovation(Strict):
    """Whether the proposal springs from an innovation proposal. None: the source does not say."""

    answer: bool | None = None
    title: str | None = None
    adopted: str | None = None


class FactsContent(Content):
    kind: Literal["facts"] = "facts"
    title: str = ""
    summary: str = ""
    cross_cutting: bool = False
    # None: the source does not say which administrations are touched.
    affected_administrations: list[str] | None = None
    origin_innovation: OriginInnovation | None = None
    origin_simplification_programme: bool | None = None


class TextContent(Content):
    kind: Literal["text"] = "text"
    text: str = ""


class AllocationContent(Strict):
    """Where an amount lies: one unit, a distribution key by its id, or amounts by unit and year.

    Amounts stand by unit code and by year, so that nothing follows the order in which a database keeps keys.
    """

    unit: str | None = None
    key: str | None = None
    amounts: dict[str, YearAmounts] | None = None

    @field_validator("amounts")
    @classmethod
    def _in_order(cls, amounts: dict[str, YearAmounts] | None) -> dict[str, YearAmounts] | None:
        if amounts is None:
            return None
        return {unit: dict(sorted(row.items())) for unit, row in sorted(amounts.items())}


class LineContent(Strict):
    """A budget line. `calculation` is the id of the calculation its amounts are taken from.

    The key is written only where there is one, so that older documents keep their canonical form.
    """

    id: RowId
    kind: LineKind
    group: str | None = None
    label: str = ""
    area: Area | None = None
    profit_centre: str | None = None
    base_investment: bool = False
    amounts: YearAmounts = {}
    calculation: str | None = Field(default=None, max_length=40, exclude_if=lambda value: value is None)


class EconomyContent(Content):
    kind: Literal["economy"] = "economy"
    text: str = ""
    price_level: Year
    years: list[Year] = Field(min_length=1, max_length=12)
    lines: list[LineContent] = []
    # The price level the amounts were written in, where they came converted from another round; its table says so.
    converted_from: Year | None = Field(default=None, exclude_if=lambda value: value is None)


class KeyEntryContent(Strict):
    unit: str
    basis: Annotated[int, Field(ge=0)]


class KeyContent(Strict):
    id: RowId
    label: str = ""
    basis_unit: str = ""
    entries: list[KeyEntryContent] = []


class LineAllocation(Strict):
    """Booking (where the money lies) and target (whose efficiency it counts as) of the line `line`."""

    line: str
    booking: AllocationContent | None = None
    target: AllocationContent | None = None


class DistributionContent(Content):
    kind: Literal["distribution"] = "distribution"
    text: str = ""
    keys: list[KeyContent] = []
    allocations: list[LineAllocation] = []


class ComponentContent(Strict):
    """Cases of one sort: how many a year, and the minutes each takes."""

    id: RowId
    label: str = ""
    quantity: Measure | None = None
    minutes: Measure | None = None


class CalculationItem(Strict):
    """A named calculation that budget lines can take their amounts from: see `economy.basis.Calculation`."""

    id: RowId
    label: str = ""
    effect: Effect = "saving"
    components: list[ComponentContent] = []
    hours_per_fte: Measure | None = None
    price_per_fte: Kroner | None = None
    share: Percent = WHOLE
    phase_in: dict[Year, Percent] = {}


class CalculationContent(Content):
    """The basis of the economy: the assumptions that amounts are derived from."""

    kind: Literal["calculation"] = "calculation"
    text: str = ""
    calculations: list[CalculationItem] = []


class AdministrationRow(Strict):
    id: RowId
    label: str = ""
    amounts: YearAmounts = {}


class AdministrationContent(Content):
    """Effect on administration: rows per year, or `none` for the sentence that there is no effect."""

    kind: Literal["administration"] = "administration"
    text: str = ""
    none: bool = False
    caption: str | None = None
    rows: list[AdministrationRow] = []


class FollowUpRow(Strict):
    id: RowId
    category: Literal["implementation", "realisation", "other"] = "implementation"
    goal: str = ""
    measure: str = ""
    responsible: str = ""
    when: str = ""


class FollowUpContent(Content):
    kind: Literal["follow_up"] = "follow_up"
    text: str = ""
    rows: list[FollowUpRow] = []


class RiskItem(Strict):
    id: RowId
    title: str = ""
    level: str | None = None
    score: Annotated[int, Field(ge=1, le=25)] | None = None
    handling: str | None = None


class RisksContent(Content):
    kind: Literal["risks"] = "risks"
    text: str = ""
    overall: str | None = None
    items: list[RiskItem] = []


class PrioritisationContent(Content):
    """Criteria for prioritising an innovation proposal or a foranalyse. `expense` in 1.000 kr."""

    kind: Literal["prioritisation"] = "prioritisation"
    text: str = ""
    expense: Amount | None = None
    expected_adoption: str | None = None
    permanent_potential: str | None = None
    cross_cutting: bool | None = None
    large_scale: bool | None = None
    new_technology: bool | None = None


class PartnersContent(Content):
    kind: Literal["partners"] = "partners"
    text: str = ""
    partners: str = ""


class HearingsContent(Content):
    """Prose beside the hearing table; the table itself is computed from the answers."""

    kind: Literal["hearings"] = "hearings"
    text: str = ""


class TechnicalContent(Content):
    """Prose beside the technical tables; the tables themselves are computed."""

    kind: Literal["technical"] = "technical"
    text: str = ""


class PrintedTable(Strict):
    id: RowId
    caption: str = ""
    header: list[str] = []
    rows: list[list[str]] = []


class TablesContent(Content):
    """Tables taken over as they were printed: text in cells, no figure is computed from them."""

    kind: Literal["tables"] = "tables"
    tables: list[PrintedTable] = []


AnyContent = Annotated[
    FactsContent
    | TextContent
    | EconomyContent
    | DistributionContent
    | CalculationContent
    | AdministrationContent
    | FollowUpContent
    | RisksContent
    | PrioritisationContent
    | PartnersContent
    | HearingsContent
    | TechnicalContent
    | TablesContent,
    Field(discriminator="kind"),
]

CONTENT_TYPES: dict[str, type[Content]] = {
    "facts": FactsContent,
    "text": TextContent,
    "economy": EconomyContent,
    "distribution": DistributionContent,
    "calculation": CalculationContent,
    "administration": AdministrationContent,
    "follow_up": FollowUpContent,
    "risks": RisksContent,
    "prioritisation": PrioritisationContent,
    "partners": PartnersContent,
    "hearings": HearingsContent,
    "technical": TechnicalContent,
    "tables": TablesContent,
}
