"""What a round's appendix printed held against the rules, in words: for CFØ's page and the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.economy.model import AREA_LABELS
from proposals.economy.numbers import thousand
from proposals.economy.reconcile import HEADING, Difference, Kind, reconcile_proposal, reconcile_tables
from proposals.models import Round

from .content.computed import compute_snapshot
from .taking import snapshot_of

KINDS: dict[Kind, Any] = {
    Kind.MISPRINT: gettext_lazy("Fejltryk"),
    Kind.ROUNDING: gettext_lazy("Afrunding"),
    Kind.PRECISION: gettext_lazy("Præcision"),
    Kind.WORDING: gettext_lazy("Ordlyd"),
}
EXPLAINED: dict[Kind, Any] = {
    Kind.MISPRINT: gettext_lazy("Det trykte følger ikke af linjerne over det."),
    Kind.ROUNDING: gettext_lazy("Delene er afrundet hver for sig, så de ikke summer til helheden."),
    Kind.PRECISION: gettext_lazy("Et forslag kendes kun fra en afrundet række, så summen er ikke helt nøjagtig."),
    Kind.WORDING: gettext_lazy("Tabellen kalder forslaget noget andet, end det selv gør."),
}
RULES: dict[int, Any] = {
    1: gettext_lazy("Summer er summen af linjerne, år for år og område for område."),
    3: gettext_lazy(
        "Tilbagebetalingstiden tælles fra det første år med en påvirkning til det år, hvor det hele er tjent ind."
    ),
    4: gettext_lazy("Effekten på administration er summen af sine rækker."),
    5: gettext_lazy("Et beløb fordeles efter nøglens grundlag, så delene altid summer til helheden."),
    6: gettext_lazy("De tekniske tabeller følger linjernes bogføring og måltal; B er C minus A."),
    9: gettext_lazy("Tabellernes summer er nøjagtige og afrundes én gang."),
}
_TABLES: dict[str, Any] = {
    "permanent": gettext_lazy("Varige ændringer"),
    "implementation": gettext_lazy("Implementeringsomkostninger"),
    "net": gettext_lazy("Samlet økonomisk påvirkning"),
    "payback_total": gettext_lazy("Tilbagebetalingstid, totaløkonomi"),
    "payback_service": gettext_lazy("Tilbagebetalingstid, serviceeffektivisering"),
    "administration": gettext_lazy("Effektivisering på administration"),
    "2.1": gettext_lazy("Fordeling på udvalg"),
}
_WORDS: dict[str, Any] = {
    HEADING: gettext_lazy("årene i hovedet"),
    "equal": gettext_lazy("A og C er ens"),
    "total": gettext_lazy("I alt"),
    "rows": gettext_lazy("Antal rækker"),
    "footnotes": gettext_lazy("Fodnoter"),
    "committee": gettext_lazy("Udvalg"),
    "marks": gettext_lazy("Noter"),
    "title": gettext_lazy("Titel"),
    "count": gettext_lazy("Antal"),
    "kind": gettext_lazy("Type"),
    "investment": gettext_lazy("Investering"),
    "efficiency": gettext_lazy("Effektivisering"),
    "service": gettext_lazy("Service"),
    "anlaeg": gettext_lazy("Anlæg"),
    "efficiency_service": gettext_lazy("Effektivisering, service"),
    "transfers": gettext_lazy("Overførsler mv."),
    "payback": gettext_lazy("Tilbagebetalingstid"),
    "amount": gettext_lazy("Beløb"),
    "printed": gettext_lazy("trykt"),
    "not shared": gettext_lazy("deles ikke mellem flere"),
    "blank": gettext_lazy("tom"),
    "filled": gettext_lazy("udfyldt"),
}
_SIGNS: dict[str, Any] = {
    "saving": gettext_lazy("besparelse"),
    "cost": gettext_lazy("udgift"),
    "net": gettext_lazy("netto"),
}


@dataclass(frozen=True)
class Told:
    """A difference in words."""

    difference: Difference
    place: str
    printed: str
    computed: str

    @property
    def kind(self) -> str:
        return str(KINDS[self.difference.kind])

    @property
    def rule(self) -> str:
        return str(RULES[self.difference.rule])


def reconcile(round: Round) -> list[Difference]:
    """Every difference between what the round printed and the rules; empty where nothing printed is known."""
    computed = compute_snapshot(snapshot_of(round))
    published = dict(round.proposals.exclude(published=None).values_list("number", "published"))
    found: list[Difference] = []
    rounded = {"total"} if any(one.economy is None for one in computed.proposals) else set()
    for one, row in zip(computed.proposals, computed.rows, strict=True):
        number = one.snapshot.number
        if one.economy is None or one.figures is None:
            rounded |= {row.committee, number}
        elif "permanent_total" in published.get(number, {}):
            printed = published[number]
            administration = printed.get("administration")
            found += reconcile_proposal(number, printed, administration, one.economy, one.figures, computed.book)
    if round.published_tables:
        found += reconcile_tables(computed.tables, round.published_tables, computed.presentation.zero, rounded)
    return found


def told(difference: Difference) -> Told:
    row = " ".join(_word(part) for part in _row(difference.row))
    table = str(_TABLES.get(difference.table) or _("Tabel %s") % difference.table.removeprefix("table"))
    place = ", ".join(filter(None, (difference.proposal, table, row, _word(difference.column))))
    # The years of a heading are no amounts.
    write = str if difference.row == HEADING else _value
    return Told(difference, place, write(difference.printed), write(difference.computed))


def _row(row: str) -> list[str]:
    """A row of table 2.1 is a unit and the sort of amount; others are one word."""
    start, _space, last = row.rpartition(" ")
    return [start, last] if start and last in _SIGNS else [row]


def _word(word: str) -> str:
    if word in AREA_LABELS:
        return _(AREA_LABELS[word])
    return str(_SIGNS.get(word) or _WORDS.get(word) or word)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, int):
        return thousand(value)
    if isinstance(value, list):
        return " ".join(map(str, value))
    return _word(str(value))
