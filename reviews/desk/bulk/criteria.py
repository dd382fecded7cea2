"""CFØ's judgement of the criteria for several proposals, with what the figures say of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.economy.criteria import judge
from proposals.economy.summary_rows import ProposalType
from proposals.models import Proposal

from ...actions import facts
from ...forms.actions import CriteriaForm
from ..rows import DeskRow
from .plan import BulkAction, Outcome, not_possible


class BulkCriteriaForm(forms.Form):
    criteria = CriteriaForm.base_fields["criteria"]
    reason = CriteriaForm.base_fields["reason"]


def plan(rows: list[DeskRow], user: Any, given: dict[str, Any]) -> list[Outcome]:
    return [not_possible(row, user, "judge_criteria") or _outcome(row, given) for row in rows]


def _outcome(row: DeskRow, given: dict[str, Any]) -> Outcome:
    words = _("Fra “%(before)s” til “%(after)s”.") % {
        "before": row.proposal.get_criteria_display(),
        "after": Proposal.Criteria(given["criteria"]).label,
    }
    said = against(row) if given["criteria"] == Proposal.Criteria.MET else []
    return Outcome(row, words, note=" ".join(said), given=given)


def against(row: DeskRow) -> list[str]:
    """What the figures say against the round's criteria being met, in words; only of investment proposals."""
    if row.figures is None or row.proposal.type != ProposalType.INVESTMENT:
        return []
    found = judge(row.figures, row.proposal.round.criteria)
    return [_(one.message.text) % one.message.values for one in found if one.met is False]


ACTION = BulkAction(
    "kriterier",
    gettext_lazy("Vurdér kriterierne"),
    gettext_lazy("Vurderingen og begrundelsen bliver den samme for alle de valgte forslag."),
    plan,
    facts.judge_criteria,
    BulkCriteriaForm,
    defaults=None,
)
