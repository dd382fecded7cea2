"""The round's criteria judged by the figures: findings that warn and never block (DOMAIN.md §2.11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proposals.economy.figures import Figures
from proposals.economy.numbers import thousand
from proposals.economy.summary_rows import ProposalType, RowFigures, row_figures
from proposals.economy.words import Message, gettext_noop

DEFAULT_MAX_PAYBACK_YEARS = 6


@dataclass(frozen=True)
class Finding:
    """One criterion: its code, whether it is met (None: for a person to judge), and the Danish sentence."""

    code: str
    met: bool | None
    message: Message


def judge(
    figures: Figures | RowFigures,
    criteria: Mapping[str, Any],
    type: ProposalType = ProposalType.INVESTMENT,
    *,
    future_proposal: bool | None = None,
) -> list[Finding]:
    """The findings for one proposal.

    `criteria` is the round's data: `max_payback_years` (6 when absent, null for none), `permanent_efficiency`
    and `future_proposal` (true when absent), and `other`, sentences that only a person can judge. The argument
    `future_proposal` tells whether an innovation proposal or preliminary study names a later investment proposal.
    """
    row = row_figures(figures.as_json()) if isinstance(figures, Figures) else figures
    found: list[Finding] = []
    if type is ProposalType.INVESTMENT:
        found += _payback(row, criteria.get("max_payback_years", DEFAULT_MAX_PAYBACK_YEARS))
        if criteria.get("permanent_efficiency", True):
            found.append(_permanent_efficiency(row))
    elif criteria.get("future_proposal", True):
        found.append(_future_proposal(future_proposal))
    return found + _for_a_person(criteria.get("other", ()))


def _payback(row: RowFigures, longest: int | None) -> list[Finding]:
    if longest is None:
        return []
    years = row["payback_years"]
    if years is None:
        text = gettext_noop("Forslaget har ingen beregnet tilbagebetalingstid; kriteriet er højst %(longest)s år.")
        return [Finding("max_payback_years", False, Message(text, {"longest": longest}))]
    met = years <= longest
    text = (
        gettext_noop("Tilbagebetalingstiden er %(years)s år og holder kriteriet på højst %(longest)s år.")
        if met
        else gettext_noop("Tilbagebetalingstiden er %(years)s år; kriteriet er højst %(longest)s år.")
    )
    return [Finding("max_payback_years", met, Message(text, {"years": years, "longest": longest}))]


def _permanent_efficiency(row: RowFigures) -> Finding:
    lasting = row["efficiency_service"] + row["transfers"]
    met = lasting < 0
    text = (
        gettext_noop("Forslaget giver en varig effektivisering på %(amount)s (1.000 kr.) ved fuld indfasning.")
        if met
        else gettext_noop("Forslaget giver ingen varig effektivisering ved fuld indfasning.")
    )
    return Finding("permanent_efficiency", met, Message(text, {"amount": thousand(-lasting)} if met else {}))


def _future_proposal(named: bool | None) -> Finding:
    text = {
        True: gettext_noop("Forslaget angiver et kommende investeringsforslag."),
        False: gettext_noop("Forslaget angiver ikke et kommende investeringsforslag."),
        None: gettext_noop("Det er ikke oplyst, om forslaget skal følges af et investeringsforslag."),
    }[named]
    return Finding("future_proposal", named, Message(text))


def _for_a_person(sentences: Sequence[str]) -> list[Finding]:
    # The sentence is a value and not the msgid: it is the round's own text, which nobody translates.
    return [Finding("other", None, Message("%(criterion)s", {"criterion": sentence})) for sentence in sentences]
