"""What is computed from an economy while it is written: totals, figures with their calculation, and words for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..economy.explain import Explanation
from ..economy.figures import compute, explain
from ..economy.model import AREA_LABELS, Economy, YearRow
from ..economy.numbers import thousand


@dataclass(frozen=True)
class TotalRow:
    """A computed row of the grid: printed amounts by year shown and in all, 1.000 kr."""

    label: str
    cells: list[str]
    whole: str
    strong: bool = False


@dataclass(frozen=True)
class ShownExplanation:
    """An explanation with its words translated."""

    rule: str
    inputs: list[tuple[str, str]]
    header: list[str]
    steps: tuple[tuple[str, ...], ...]
    result: str

    @classmethod
    def of(cls, explanation: Explanation) -> ShownExplanation:
        return cls(
            rule=_(explanation.rule),
            inputs=[(_(label) if label else "", value) for label, value in explanation.inputs],
            header=[_(word) for word in explanation.header],
            steps=explanation.steps,
            result=explanation.result,
        )


@dataclass(frozen=True)
class ShownFigure:
    """One figure with its unit and how it was computed."""

    name: str
    label: str
    value: str
    unit: str
    explanation: ShownExplanation


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
        named = [("investment", _("Investering i alt"), thousand(computed.investment), unit)]
        if self.type == "investment" or computed.totals.permanent:
            named += [
                ("efficiency_service", _("Effektivisering, service, ved fuld indfasning"),
                 thousand(computed.efficiency_service), unit),
                ("transfers", _("Overførsler m.m. ved fuld indfasning"), thousand(computed.transfers), unit),
                ("payback_total", _("Tilbagebetalingstid baseret på totaløkonomi"), computed.payback_total.full, ""),
                ("payback_service", _("Tilbagebetalingstid baseret på serviceeffektivisering"),
                 computed.payback_service.full, ""),
            ]  # fmt: skip
        named.append(
            ("net", _("Samlet økonomisk påvirkning over alle år"), thousand(sum(computed.totals.net.values())), unit)
        )
        if computed.loan is not None:
            named.append(("loan", _("Lån, der ikke er tilbagebetalt"), thousand(computed.loan.shortfall), unit))
        self.figures = [
            ShownFigure(name, label, value, unit, ShownExplanation.of(explain(self.economy, name)))
            for name, label, value, unit in named
        ]

    def _row(self, label: str, row: YearRow, strong: bool = False) -> TotalRow:
        cells = [thousand(row.get(year, 0)) for year in self.years]
        return TotalRow(label, cells, thousand(sum(row.values())), strong)

    def _totals(self, by_area: dict, total: YearRow, label: str) -> list[TotalRow]:
        areas = [self._row(_("%s i alt") % _(AREA_LABELS[area]), row) for area, row in by_area.items()]
        return [*areas, self._row(label, total, strong=True)]

    @property
    def totals(self) -> dict[str, list[TotalRow]]:
        """The computed rows under each group of lines."""
        sums = self._computed.totals
        rows = {
            "permanent": self._totals(sums.permanent, sums.permanent_total, _("Varige ændringer i alt")),
            "implementation": self._totals(
                sums.implementation, sums.implementation_total, _("Implementeringsomkostninger i alt")
            ),
        }
        if self._computed.loan is not None:
            rows["loan_repayment"] = [
                self._row(_("Tilbagebetaling i alt"), self._computed.loan.repayments, strong=True)
            ]
        return rows

    @property
    def net(self) -> TotalRow:
        return self._row(_("Samlet økonomisk påvirkning"), self._computed.totals.net, strong=True)

    @property
    def sentence(self) -> str:
        """The most important figures in one sentence, for the status region."""
        return _(
            "Investering %(investment)s, effektivisering %(efficiency)s (1.000 kr.), tilbagebetalingstid %(payback)s"
        ) % {
            "investment": thousand(self._computed.investment),
            "efficiency": thousand(self._computed.efficiency_service),
            "payback": self._computed.payback_total.full,
        }
