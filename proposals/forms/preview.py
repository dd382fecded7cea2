"""What is computed from an economy while it is written: totals, figures with their calculation, and words for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..economy.curve import Words, draw
from ..economy.explain import Explanation
from ..economy.figures import compute, explain
from ..economy.model import AREA_LABELS, Economy, Line, LineKind, YearRow
from ..economy.numbers import thousand
from ..economy.payback import Payback, cumulative
from ..economy.totals import by_group

GROUPS = {
    LineKind.PERMANENT: gettext_lazy("Varige ændringer"),
    LineKind.IMPLEMENTATION: gettext_lazy("Implementeringsomkostninger"),
    LineKind.LOAN_REPAYMENT: gettext_lazy("Tilbagebetaling af lån"),
}


@dataclass(frozen=True)
class ShownRow:
    """A row of a table: printed amounts of the years shown, 1.000 kr.; an empty cell where nothing is written."""

    label: str
    cells: list[str]
    strong: bool = False
    area: str = ""

    @classmethod
    def written(cls, label: str, amounts: Mapping[int, int], years: Iterable[int], area: str = "") -> ShownRow:
        """A row as it was typed."""
        return cls(label, [thousand(amounts[year]) if year in amounts else "" for year in years], area=area)


@dataclass(frozen=True)
class ShownGroup:
    """Lines of one kind with their totals."""

    heading: str
    lines: list[ShownRow]
    totals: list[ShownRow]


@dataclass(frozen=True)
class ShownExplanation:
    """An explanation with its words translated."""

    rule: str
    inputs: list[tuple[str, str]]
    header: list[str]
    steps: tuple[tuple[str, ...], ...]
    result: str

    @classmethod
    def of(cls, explanation: Explanation, result: str) -> ShownExplanation:
        """`result`: the figure as the page shows it."""
        return cls(
            rule=_(explanation.rule),
            inputs=[(_(label) if label else "", value) for label, value in explanation.inputs],
            header=[_(word) for word in explanation.header],
            steps=explanation.steps,
            result=result,
        )


@dataclass(frozen=True)
class ShownFigure:
    """One figure with its unit and how it was computed."""

    name: str
    label: str
    value: str
    unit: str
    explanation: ShownExplanation


@dataclass(frozen=True)
class ShownCurve:
    """The cumulative effect as a picture, in a sentence and as a table: year, amount, whether it is paid back then."""

    title: str
    description: str
    unit: str
    svg: SafeString
    rows: list[tuple[int, str, bool]]


def _payback(payback: Payback) -> str:
    """As `Payback.full`, in the reader's language."""
    if payback.years is None:
        return payback.full
    words = ngettext("%(years)s år (%(year)s)", "%(years)s år (%(year)s)", payback.years)
    return words % {"years": payback.years, "year": payback.year}


def _line_name(line: Line) -> str:
    words = [line.label or _("Linje uden tekst"), line.group or "", line.profit_centre or ""]
    return ", ".join(filter(None, [*words, _("grundinvestering") if line.base_investment else ""]))


def _area_name(line: Line) -> str:
    return _(AREA_LABELS[line.area]) if line.area else ""


@dataclass
class EconomyPreview:
    """All that the economy page computes, by the rules of `proposals.economy`."""

    economy: Economy
    years: list[int]
    type: str
    figures: list[ShownFigure] = field(init=False)

    def __post_init__(self) -> None:
        self._computed = compute(self.economy)
        unit = _("1.000 kr.")
        computed = self._computed
        named = [
            ("investment", _("Investering i alt"), thousand(computed.investment), unit),
            ("investment_service", _("Investering, service"), thousand(computed.investment_service), unit),
            ("investment_anlaeg", _("Investering, anlæg"), thousand(computed.investment_anlaeg), unit),
        ]
        if self.type == "investment" or computed.totals.permanent:
            named += [
                ("efficiency_service", _("Effektivisering, service, ved fuld indfasning"),
                 thousand(computed.efficiency_service), unit),
                ("transfers", _("Overførsler m.m. ved fuld indfasning"), thousand(computed.transfers), unit),
                ("payback_total", _("Tilbagebetalingstid baseret på totaløkonomi"),
                 _payback(computed.payback_total), ""),
                ("payback_service", _("Tilbagebetalingstid baseret på serviceeffektivisering"),
                 _payback(computed.payback_service), ""),
            ]  # fmt: skip
        named.append(
            ("net", _("Samlet økonomisk påvirkning over alle år"), thousand(sum(computed.totals.net.values())), unit)
        )
        if computed.loan is not None:
            named.append(("loan", _("Lån, der ikke er tilbagebetalt"), thousand(computed.loan.shortfall), unit))
        self.figures = [
            ShownFigure(name, label, value, unit, ShownExplanation.of(explain(self.economy, name), value))
            for name, label, value, unit in named
        ]

    def _row(self, label: str, row: YearRow, strong: bool = False) -> ShownRow:
        cells = [thousand(row.get(year, 0)) for year in self.years]
        return ShownRow(label, cells, strong)

    def _totals(self, kind: LineKind, by_area: dict, total: YearRow, label: str) -> list[ShownRow]:
        groups = [self._row(_("Gruppen %s i alt") % group, row) for group, row in by_group(self.economy, kind).items()]
        areas = [self._row(_("%s i alt") % _(AREA_LABELS[area]), row) for area, row in by_area.items()]
        return [*groups, *areas, self._row(label, total, strong=True)]

    @property
    def totals(self) -> dict[str, list[ShownRow]]:
        """The computed rows under each group of lines."""
        sums = self._computed.totals
        rows = {
            "permanent": self._totals(
                LineKind.PERMANENT, sums.permanent, sums.permanent_total, _("Varige ændringer i alt")
            ),
            "implementation": self._totals(
                LineKind.IMPLEMENTATION,
                sums.implementation,
                sums.implementation_total,
                _("Implementeringsomkostninger i alt"),
            ),
        }
        if self._computed.loan is not None:
            rows["loan_repayment"] = [
                self._row(_("Tilbagebetaling i alt"), self._computed.loan.repayments, strong=True)
            ]
        return rows

    @property
    def groups(self) -> list[ShownGroup]:
        """The lines as they were written, in their groups."""
        groups = []
        for kind, heading in GROUPS.items():
            lines = [
                ShownRow.written(_line_name(line), line.amounts, self.years, _area_name(line))
                for line in self.economy.of_kind(kind)
            ]
            if lines:
                groups.append(ShownGroup(str(heading), lines, self.totals.get(kind.value, [])))
        return groups

    @property
    def net(self) -> ShownRow:
        return self._row(_("Samlet økonomisk påvirkning"), self._computed.totals.net, strong=True)

    @property
    def curve(self) -> ShownCurve | None:
        """The cumulative effect; None where nothing is to be paid back."""
        amounts = cumulative(self.economy)
        paid = self._computed.payback_total.year
        if not self._computed.totals.permanent or not any(amounts.values()):
            return None
        title, unit = _("Akkumuleret økonomisk påvirkning"), _("1.000 kr.")
        course = _("Fra %(first)s i %(start)s til %(last)s i %(end)s.") % {
            "first": thousand(amounts[min(amounts)]),
            "start": min(amounts),
            "last": thousand(amounts[max(amounts)]),
            "end": max(amounts),
        }
        if paid:
            result = _("Den er nul eller derunder fra %(year)s: forslaget er tilbagebetalt.") % {"year": paid}
        else:
            result = _("Forslaget bliver ikke tilbagebetalt.")
        description = f"{course} {result}"
        words = Words(title, description, unit, _("Tilbagebetalt %(year)s") % {"year": paid} if paid else "")
        svg = mark_safe(draw(amounts, paid, words, "curve"))  # noqa: S308 - our own markup, words escaped
        return ShownCurve(
            title, description, unit, svg, [(year, thousand(amount), year == paid) for year, amount in amounts.items()]
        )

    @property
    def sentence(self) -> str:
        """The most important figures in one sentence, for the status region."""
        return _(
            "Investering %(investment)s, effektivisering %(efficiency)s (1.000 kr.), tilbagebetalingstid %(payback)s"
        ) % {
            "investment": thousand(self._computed.investment),
            "efficiency": thousand(self._computed.efficiency_service),
            "payback": _payback(self._computed.payback_total),
        }
