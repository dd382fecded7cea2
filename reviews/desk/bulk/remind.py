"""Reminding the bodies that have not answered about several proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.models import HearingBody, Proposal

from ...actions import hearing_date
from ...hearings import waiting_requests
from ...models import HearingRequest
from ..rows import DeskRow
from .plan import BulkAction, Outcome, not_possible


class RemindForm(forms.Form):
    body = forms.ModelChoiceField(
        label=gettext_lazy("Høringspart"),
        required=False,
        queryset=HearingBody.objects.all(),
        empty_label=gettext_lazy("Alle, der mangler at svare"),
    )


def plan(rows: list[DeskRow], user: Any, given: dict[str, Any]) -> list[Outcome]:
    waiting: dict[int, list[HearingRequest]] = {}
    for request in waiting_requests(rows[0].proposal.round):
        if given["body"] in (None, request.body):
            waiting.setdefault(request.proposal_id, []).append(request)
    return [_outcome(row, user, waiting.get(row.proposal.pk, [])) for row in rows]


def _outcome(row: DeskRow, user: Any, waiting: list[HearingRequest]) -> Outcome:
    if refused := not_possible(row, user, "remind_hearing"):
        return refused
    if not waiting:
        return Outcome(row, _("Ingen, der er spurgt, mangler at svare."), happens=False)
    today = timezone.localdate()
    due = [one for one in waiting if not one.reminded_at or timezone.localdate(one.reminded_at) != today]
    if not due:
        return Outcome(row, _("Er allerede påmindet i dag."), happens=False)
    names = ", ".join(f"{one.body} {one.detail}".strip() for one in due)
    return Outcome(row, _("Påmindes: %(bodies)s.") % {"bodies": names}, given={"requests": [one.pk for one in due]})


@transaction.atomic
def remind(proposal: Proposal, by: Any, requests: list[int]) -> None:
    """Reminds of all of the proposal's requests or, where one is refused, of none."""
    for request in proposal.hearing_requests.filter(pk__in=requests).select_related("proposal"):
        hearing_date.remind(request, by)


ACTION = BulkAction(
    "paamind",
    gettext_lazy("Påmind om høringssvar"),
    gettext_lazy("De høringsparter, der er spurgt og ikke har svaret, får en besked."),
    plan,
    remind,
    RemindForm,
    {"body": ""},
)
