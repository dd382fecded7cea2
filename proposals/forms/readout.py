"""A section's content in words, for those who may only read it and for comparing two versions of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..contents import (
    AdministrationContent,
    AllocationContent,
    CalculationContent,
    Content,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    PartnersContent,
    PrioritisationContent,
    RisksContent,
    TablesContent,
)
from ..economy.basis import INPUTS
from ..economy.measures import measure
from ..economy.model import AREA_LABELS, LineKind
from ..economy.numbers import thousand
from ..richtext import clean
from .base import Page


@dataclass(frozen=True)
class Item:
    """One thing a section says. `key` is the same in every version of it; `value` is text or safe HTML."""

    key: str
    label: str
    value: str | SafeString

    @property
    def tabular(self) -> bool:
        """Whether it is a row of a list."""
        return self.key.startswith(("line-", "row-"))


@dataclass(frozen=True)
class Compared:
    """One thing in two versions; an empty value where a version does not have it."""

    label: str
    mine: str | SafeString
    theirs: str | SafeString

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


def readout(content: Content, page: Page) -> list[Item]:
    """Everything the content says, row by row."""
    items = _READERS[type(content)](content, page) if type(content) in _READERS else []
    text = getattr(content, "text", "")
    # Cleaned again: what is shown as HTML must not depend on how it came to be stored.
    prose = [Item("text", _("Tekst"), mark_safe(clean(text)))] if text else []  # noqa: S308
    return [*prose, *items]


def compare(mine: Content, theirs: Content, page: Page) -> list[Compared]:
    """Two versions side by side, in the order of mine, what only they have after it."""
    own = {item.key: item for item in readout(mine, page)}
    other = {item.key: item for item in readout(theirs, page)}
    empty = Item("", "", "")
    return [
        Compared((own.get(key) or other[key]).label, own.get(key, empty).value, other.get(key, empty).value)
        for key in {**own, **other}
    ]


def _answer(answer: bool | None) -> str:
    return {True: _("Ja"), False: _("Nej"), None: ""}[answer]


def _amounts(amounts: dict[int, int]) -> str:
    return " · ".join(f"{year}: {thousand(amount)}" for year, amount in sorted(amounts.items()))


def _facts(content: FactsContent, page: Page) -> list[Item]:
    codes = content.affected_administrations or []
    items = [
        Item("title", _("Titel"), content.title),
        Item("summary", _("Kort resumé"), content.summary),
        Item("cross_cutting", _("Forslaget er tværgående"), _answer(content.cross_cutting)),
        Item("affected", _("Berørte forvaltninger"), ", ".join(page.administrations.get(c, c) for c in codes)),
    ]
    if content.origin_innovation:
        origin = content.origin_innovation
        words = [_answer(origin.answer), origin.title or "", origin.adopted or ""]
        items.append(Item("origin", _("Udspringer af et innovationsforslag"), ", ".join(filter(None, words))))
    items.append(
        Item(
            "simplification",
            _("Udspringer af arbejdsprogrammet for administrativ forenkling og effektivisering"),
            _answer(content.origin_simplification_programme),
        )
    )
    return items


KIND_LABELS = {
    LineKind.PERMANENT: lambda: _("Varig ændring"),
    LineKind.IMPLEMENTATION: lambda: _("Implementeringsomkostning"),
    LineKind.LOAN_REPAYMENT: lambda: _("Tilbagebetaling af lån"),
}


def _economy(content: EconomyContent, page: Page) -> list[Item]:
    items = [Item("years", _("År, der vises"), f"{content.years[0]}–{content.years[-1]}")]
    for line in content.lines:
        about = [
            KIND_LABELS[line.kind](),
            _(AREA_LABELS[line.area]) if line.area else _("intet styringsområde"),
            line.group or "",
            line.profit_centre or "",
            _("grundinvestering") if line.base_investment else "",
            _("beløb fra beregning") if line.calculation else "",
        ]
        value = "\n".join([", ".join(filter(None, about)), _amounts(line.amounts)])
        items.append(Item(f"line-{line.id}", line.label or _("Linje uden tekst"), value))
    return items


def _administration(content: AdministrationContent, page: Page) -> list[Item]:
    none = Item("none", _("Ingen effekt på administrationen"), _answer(content.none))
    rows = [Item(f"row-{row.id}", row.label or _("Linje uden tekst"), _amounts(row.amounts)) for row in content.rows]
    return [none, *rows]


def _distribution(content: DistributionContent, page: Page) -> list[Item]:
    def unit(code: str) -> str:
        return page.book.unit(code).label if code in page.book else code

    keys = {key.id: key.label for key in content.keys}

    def place(allocation: AllocationContent | None) -> str:
        if allocation is None:
            return _("eget udvalg")
        if allocation.key:
            return _("nøglen “%s”") % keys.get(allocation.key, allocation.key)
        if allocation.amounts is not None:
            ordered = page.book.ordered(allocation.amounts)
            parts = [f"{unit(code)} {_amounts(allocation.amounts[code])}" for code in ordered]
            return "\n".join([_("flere enheder:"), *parts]) if parts else _("flere enheder, uden beløb endnu")
        return unit(allocation.unit) if allocation.unit else _("eget udvalg")

    items, label = [], _("Nøgle")
    for key in content.keys:
        parts = "\n".join(f"{unit(entry.unit)}: {thousand(entry.basis)}" for entry in key.entries)
        items.append(Item(f"key-{key.id}", f"{label}: {key.label} ({key.basis_unit})", parts))
    economy = page.document.first(EconomyContent)
    lines = {line.id: line.label for line in economy.lines} if economy else {}
    for allocation in content.allocations:
        words = "\n".join(
            [_("Bogføres hos %s") % place(allocation.booking), _("Måltal hos %s") % place(allocation.target)]
        )
        items.append(Item(f"line-{allocation.line}", lines.get(allocation.line, allocation.line), words))
    return items


def _calculation(content: CalculationContent, page: Page) -> list[Item]:
    unknown = "–"
    effects = {"saving": _("Besparelse"), "cost": _("Udgift")}

    def shown(number) -> str:
        return unknown if number is None else measure(number)

    items = []
    for item in content.calculations:
        words = [effects[item.effect]]
        words += [
            f"{part.label}: {shown(part.quantity)} × {shown(part.minutes)} min.".lstrip(": ")
            for part in item.components
        ]
        words.append(f"{_(INPUTS['hours_per_fte'])}: {shown(item.hours_per_fte)}")
        words.append(f"{_(INPUTS['price_per_fte'])}: {shown(item.price_per_fte)}")
        words.append(f"{_(INPUTS['share'])}: {measure(item.share)} %")
        if item.phase_in:
            by_year = " · ".join(f"{year}: {measure(percent)} %" for year, percent in sorted(item.phase_in.items()))
            words.append(_("Indfasning") + f" {by_year}")
        items.append(Item(f"calculation-{item.id}", item.label or _("Beregning uden navn"), "\n".join(words)))
    return items


def _follow_up(content: FollowUpContent, page: Page) -> list[Item]:
    return [
        Item(
            f"row-{row.id}",
            row.goal or _("Mål uden tekst"),
            "\n".join(filter(None, [row.measure, row.responsible, row.when])),
        )
        for row in content.rows
    ]


def _risks(content: RisksContent, page: Page) -> list[Item]:
    items = [Item("overall", _("Samlet vurdering af risikoen"), content.overall)] if content.overall else []
    for risk in content.items:
        words = [risk.level or "", _("Score %d") % risk.score if risk.score else "", risk.handling or ""]
        items.append(Item(f"item-{risk.id}", risk.title or _("Risiko uden tekst"), "\n".join(filter(None, words))))
    return items


def _prioritisation(content: PrioritisationContent, page: Page) -> list[Item]:
    unit = _("1.000 kr.")
    expense = "" if content.expense is None else f"{thousand(content.expense)} ({unit})"
    return [
        Item("expense", _("Forventet udgift"), expense),
        Item("expected_adoption", _("Forventet vedtagelse"), content.expected_adoption or ""),
        Item("permanent_potential", _("Varigt potentiale"), content.permanent_potential or ""),
        Item("cross_cutting", _("Tværgående effektivisering"), _answer(content.cross_cutting)),
        Item("large_scale", _("Potentiale for storskala"), _answer(content.large_scale)),
        Item("new_technology", _("Moden anvendelse af ny teknologi"), _answer(content.new_technology)),
    ]


def _partners(content: PartnersContent, page: Page) -> list[Item]:
    return [Item("partners", _("Inddragede samarbejdspartnere"), content.partners)]


def _tables(content: TablesContent, page: Page) -> list[Item]:
    return [
        Item(table.id, table.caption, "\n".join(" | ".join(row) for row in [table.header, *table.rows]))
        for table in content.tables
    ]


_READERS: dict[type[Content], Callable[..., list[Item]]] = {
    FactsContent: _facts,
    EconomyContent: _economy,
    AdministrationContent: _administration,
    DistributionContent: _distribution,
    CalculationContent: _calculation,
    FollowUpContent: _follow_up,
    RisksContent: _risks,
    PrioritisationContent: _prioritisation,
    PartnersContent: _partners,
    TablesContent: _tables,
}
