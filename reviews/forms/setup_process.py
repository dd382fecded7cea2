"""The form of a round's process: who submits, whether CFØ pre-approves, how many sign, and who comes before."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.crispy import Fieldset
from proposals.models import Round

from ..hearings.rounds import cross_cutting_bodies, hold_cross_cutting, holds_cross_cutting
from ..setup import words
from .setup import TopicForm

MOST_SIGNERS = 5


class ProcessForm(TopicForm):
    internal_signer = forms.BooleanField(
        label=_("Forvaltningens underskriver indsender"),
        required=False,
        help_text=_(
            "Underskriveren må ikke selv have rettet i forslaget. Uden kryds må en skribent også indsende. "
            "Den, der indsender, kan aldrig selv godkende for CFØ."
        ),
    )
    pre_approval = forms.BooleanField(
        label=_("Forslaget prægodkendes, før det godkendes"),
        required=False,
        help_text=_("En sagsbehandler eller underskriver i CFØ prægodkender. Det trykkes under “Hvem er hørt?”."),
    )
    cfo_signers = forms.IntegerField(
        label=_("Antal underskrivere i CFØ"),
        min_value=1,
        max_value=MOST_SIGNERS,
        help_text=_(
            "Så mange forskellige personer skal skrive under på den samme version. Ingen af dem må have skrevet i "
            "forslaget eller indsendt det. Forslag, der er godkendt, forbliver godkendt."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    cross_cutting_bodies = forms.BooleanField(
        label=_("Tværgående forslag skal godkendes i Effektiviseringskredsen og direktørkredsen før udvalget"),
        required=False,
        help_text=_("Det samme kan sættes for hver af dem under Høringsparter."),
    )
    layout = Layout(
        Fieldset(_("I forvaltningen"), "internal_signer"),
        Fieldset(_("I CFØ"), "pre_approval", "cfo_signers"),
        Fieldset(_("Før udvalget"), "cross_cutting_bodies"),
    )

    def stored(self, round: Round) -> dict[str, Any]:
        rows = cross_cutting_bodies(round)
        return {name: getattr(round, name) for name in words.PROCESS} | {
            "cross_cutting_bodies": bool(rows) and all(map(holds_cross_cutting, rows))
        }

    def keep(self, round: Round) -> None:
        for name in words.PROCESS:
            setattr(round, name, self.cleaned_data[name])
        round.save(update_fields=list(words.PROCESS))
        if "cross_cutting_bodies" in self.changed_data:
            hold_cross_cutting(round, self.cleaned_data["cross_cutting_bodies"])
