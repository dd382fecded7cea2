"""The filters of CFØ's desk: those of the round's page, and what follows from hearings and deadlines."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.forms.filters import ANY, ProposalFilter
from proposals.models import Committee, HearingBody, Proposal

from ..desk.rows import DeskRow

YES_OR_NO = [*ANY, ("1", _("Ja")), ("0", _("Nej"))]


class DeskFilter(ProposalFilter):
    columns = (*ProposalFilter.columns, "committee", "criteria", "cross_cutting", "confidential")

    committee = forms.ModelChoiceField(
        label=_("Udvalg"), required=False, queryset=Committee.objects.all(), empty_label=_("Alle")
    )
    criteria = forms.ChoiceField(label=_("Kriterier"), required=False, choices=ANY + Proposal.Criteria.choices)
    missing = forms.ModelChoiceField(
        label=_("Mangler høring hos"), required=False, queryset=HearingBody.objects.all(), empty_label=_("Alle")
    )
    cross_cutting = forms.ChoiceField(label=_("Tværgående"), required=False, choices=YES_OR_NO)
    confidential = forms.ChoiceField(label=_("Fortroligt"), required=False, choices=YES_OR_NO)
    late = forms.BooleanField(label=_("Frist overskredet"), required=False)
    stale = forms.BooleanField(label=_("Svar på ældre version"), required=False)
    broken = forms.BooleanField(label=_("Mødekæden holder ikke"), required=False)

    def among(self, rows: list[DeskRow]) -> list[DeskRow]:
        """The rows that pass what is not a column of the proposal; after `apply`."""
        body, late, stale, broken = (self.cleaned_data.get(name) for name in ("missing", "late", "stale", "broken"))
        if not (body or late or stale or broken):
            return rows
        return [
            row
            for row in rows
            if (not body or any(hearing.body == body.pk for hearing in row.missing))
            and (not late or row.late)
            and (not stale or row.stale)
            and (not broken or row.broken)
        ]
