"""Pictures of the round: where proposals stand, the pools, and what is asked by committee; each with its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from proposals.economy.numbers import thousand
from proposals.economy.pools import Pool as PoolOfRules
from proposals.economy.pools import PoolStatus, pools
from proposals.economy.summary import danish_order
from proposals.economy.summary_rows import ProposalType, SummaryRow
from proposals.models import Pool, ProposalState, Round
from proposals.models.proposal import PRINTABLE_STATES

from .bars import Bar, draw
from .rows import DeskRow

Cells = list[str]


@dataclass(frozen=True)
class Chart:
    """A picture, the sentence that says what it shows, and its table as components/table.html takes it."""

    title: str
    sentence: str
    svg: SafeString
    columns: list[dict[str, Any]]
    rows: list[dict[str, Cells]]
    total: Cells | None = None


def charts(round: Round, rows: list[DeskRow]) -> list[Chart]:
    """The charts of these proposals; of those that have been submitted where money is asked for."""
    asking = [row for row in rows if row.with_cfo]
    return [_states(rows), *([_pools(round, asking), _committees(asking)] if asking else [])]


def _chart(
    name: str,
    title: str,
    sentence: str,
    bars: list[Bar],
    headings: list[str],
    table: list[Cells],
    total: Cells | None = None,
) -> Chart:
    # Every word in the picture is escaped by `draw`.
    svg = mark_safe(draw(bars, title, sentence, name))  # noqa: S308
    columns = [{"label": headings[0]}, *({"label": heading, "numeric": True} for heading in headings[1:])]
    return Chart(title, sentence, svg, columns, [{"cells": cells} for cells in table], total)


def _states(rows: list[DeskRow]) -> Chart:
    counted = Counter(row.proposal.state for row in rows)
    shown = [(str(state.label), counted[state]) for state in ProposalState if counted[state]]
    most, count = max(shown, key=lambda pair: pair[1])
    words = _("Forslag i alt: %(all)s. Flest er i tilstanden “%(state)s”: %(count)s.")
    return _chart(
        "states",
        _("Hvor forslagene står"),
        words % {"all": len(rows), "count": count, "state": most},
        [Bar(label, count, str(count)) for label, count in shown],
        [_("Tilstand"), _("Antal forslag")],
        [[label, str(count)] for label, count in shown],
        [_("I alt"), str(len(rows))],
    )


def _pools(round: Round, asking: list[DeskRow]) -> Chart:
    available = [PoolOfRules(pool.kind, pool.remaining_before) for pool in round.pools.all()]
    asked = pools(available, _summary_rows(asking))
    approved = pools(available, _summary_rows(row for row in asking if row.proposal.state in PRINTABLE_STATES))
    pairs = list(zip(asked, approved, strict=True))
    return _chart(
        "pools",
        _("Søgt af puljerne, 1.000 kr."),
        " ".join(_pool_words(pool) for pool in asked) or _("Runden har ingen puljer."),
        [bar for one, two in pairs for bar in _pool_bars(one, two)],
        [
            _("Pulje"),
            _("Resterer før runden"),
            _("Søgt"),
            _("Heraf godkendt"),
            _("Resterer, hvis alt vedtages"),
        ],
        [
            [_name(one), *map(_amount, (one.remaining_before, one.asked, two.asked, one.remaining_after))]
            for one, two in pairs
        ],
    )


def _pool_bars(asked: PoolStatus, approved: PoolStatus) -> list[Bar]:
    values = {"pool": _name(asked)}
    shown = [
        (_("%(pool)s: resterer før runden"), asked.remaining_before, "solid"),
        (_("%(pool)s: søgt"), asked.asked, "wide"),
        (_("%(pool)s: heraf godkendt"), approved.asked, "narrow"),
    ]
    return [Bar(words % values, amount, thousand(amount), kind) for words, amount, kind in shown if amount is not None]


def _pool_words(pool: PoolStatus) -> str:
    values = {"pool": _name(pool), "asked": thousand(pool.asked), "before": _amount(pool.remaining_before)}
    if pool.remaining_after is None:
        return _("%(pool)s: der er søgt %(asked)s; hvad der er i puljen, er ikke oplyst.") % values
    if pool.remaining_after < 0:
        missing = values | {"missing": thousand(-pool.remaining_after)}
        return _("%(pool)s: der er søgt %(asked)s af %(before)s, og der mangler %(missing)s.") % missing
    return _("%(pool)s: der er søgt %(asked)s af %(before)s.") % values


def _committees(asking: list[DeskRow]) -> Chart:
    found: dict[str, list[DeskRow]] = defaultdict(list)
    for row in asking:
        found[row.proposal.committee.name].append(row)
    names = sorted(found, key=danish_order)
    sums = [(name, len(found[name]), sum(row.investment or 0 for row in found[name])) for name in names]
    name, _count, most = max(sums, key=lambda one: one[2])
    all_of_it = sum(amount for _name, _count, amount in sums)
    words = _("Mest er søgt under %(committee)s: %(most)s af i alt %(all)s.")
    return _chart(
        "committees",
        _("Søgt efter udvalg, 1.000 kr."),
        words % {"committee": name, "most": thousand(most), "all": thousand(all_of_it)},
        [Bar(name, amount, thousand(amount)) for name, _count, amount in sums],
        [_("Udvalg"), _("Antal forslag"), _("Investering")],
        [[name, str(count), thousand(amount)] for name, count, amount in sums],
        [_("I alt"), str(len(asking)), thousand(all_of_it)],
    )


def _summary_rows(rows: Iterable[DeskRow]) -> list[SummaryRow]:
    return [
        SummaryRow(
            number=row.proposal.number or "",
            title=row.proposal.title,
            type=ProposalType(row.proposal.type),
            committee=row.proposal.committee.code,
            administration=row.proposal.administration.code,
            service=row.figures["service"],
            anlaeg=row.figures["anlaeg"],
        )
        for row in rows
        if row.figures
    ]


def _name(pool: PoolStatus) -> str:
    return str(Pool.Kind(pool.kind).label)


def _amount(amount: int | None) -> str:
    return "–" if amount is None else thousand(amount)
