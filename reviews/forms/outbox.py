"""The outbox: its filters, and which messages a step is taken on."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from proposals.forms.filters import ANY

from ..messages.outbox import STEPS
from ..models import Notification


class OutboxFilter(forms.Form):
    q = forms.CharField(label=_("Modtager eller nummer"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("Tilstand"), required=False, choices=ANY + Notification.State.choices)

    def apply(self, messages: QuerySet[Notification]) -> QuerySet[Notification]:
        """The messages that pass; an unreadable filter is reported at its field and filters nothing."""
        self.is_valid()
        words, state = self.cleaned_data.get("q"), self.cleaned_data.get("state")
        if words:
            messages = messages.filter(Q(recipient__name__icontains=words) | Q(event__proposal__number__iexact=words))
        return messages.filter(state=state) if state else messages

    @property
    def active(self) -> bool:
        return any(self.cleaned_data.values())


class OutboxStep(forms.Form):
    """The step and its messages: those chosen, or every one it can be taken on."""

    step = forms.ChoiceField(choices=[(code, step.label) for code, step in STEPS.items()])
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    every = forms.BooleanField(required=False)

    def __init__(self, data: object, *, messages: QuerySet[Notification]) -> None:
        super().__init__(data)
        self.fields["chosen"].choices = [(pk, pk) for pk in messages.values_list("pk", flat=True)]

    @property
    def messages(self) -> list[int] | None:
        return None if self.cleaned_data["every"] else self.cleaned_data["chosen"]
