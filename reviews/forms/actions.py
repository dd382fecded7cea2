"""The form of each step of the process; `cleaned_data` is what the step's function is given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.policy import people_with
from proposals.models import Proposal

from ..actions.facts import next_number
from ..actions.signing import mark_of
from ..revisions import document_of, fingerprint_now, submitted_revision
from .base import ActionForm, ReasonForm, comment_field, day_field, reason_field
from .confidential import CloseSectionsForm, ConfidentialForm, OpenSectionsForm, ProlongForm


class SubmitForm(ActionForm):
    """Carries the fingerprint of what the signer has seen, so that nothing written meanwhile is signed by it."""

    sha256 = forms.CharField(label=_("Fingeraftryk"), widget=forms.HiddenInput)
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sha256"] = fingerprint_now(self.proposal)


class ApproveForm(ActionForm):
    """Carries the version the approver has seen, so that no other can be approved by it."""

    revision = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)
    sha256 = forms.CharField(label=_("Fingeraftryk"), widget=forms.HiddenInput)
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = submitted_revision(self.proposal)
        if seen is not None:
            self.initial |= {"revision": seen.number, "sha256": seen.sha256}


class ReturnForm(ActionForm):
    """Carries where the proposal stood, so that what was approved meanwhile is not returned by it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = reason_field(help_text=_("Hvad skal ændres, og hvorfor? Forvaltningen får teksten i en besked."))
    sections = forms.MultipleChoiceField(
        label=_("Afsnit, der skal rettes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Kun de afsnit, du vælger, kan rettes, og de, der følger af dem: økonomien følger grundlaget, fordelingen "
            "følger økonomien. Vælger du ingen, kan alle rettes."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        revision = submitted_revision(self.proposal)
        self.fields["sections"].choices = section_choices(revision) if revision else []
        self.initial["seen"] = mark_of(self.proposal)


class TreatForm(ActionForm):
    date = day_field(_("Dato for udvalgets behandling"))
    note = forms.CharField(label=_("Bemærkning"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class HandOverForm(ActionForm):
    writer = forms.ModelChoiceField(
        label=_("Ny skribent"),
        queryset=User.objects.none(),
        empty_label=_("Vælg"),
        error_messages={"required": _("Vælg en skribent.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        writers = people_with(Role.WRITER, administration=self.proposal.administration_id)
        self.fields["writer"].queryset = writers.exclude(pk=self.proposal.writer_id)


class CriteriaForm(ActionForm):
    criteria = forms.ChoiceField(
        label=_("Vurdering"),
        error_messages={"required": _("Vælg en vurdering.")},
        widget=forms.RadioSelect,
        choices=[choice for choice in Proposal.Criteria.choices if choice[0] != Proposal.Criteria.UNKNOWN],
    )
    reason = reason_field()


class NumberForm(ActionForm):
    number = forms.CharField(label=_("Nummer"), max_length=10, error_messages={"required": _("Skriv et nummer.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("number", self.proposal.number or next_number(self.proposal.round))
        self.fields["number"].widget.attrs["autocomplete"] = "off"


def section_choices(revision) -> list[tuple[str, str]]:
    """Key and heading of each section in a revision that somebody writes."""
    document = document_of(revision)
    specs = {section.key: section for section in document.template.sections}
    return [
        (section.key, f"{specs[section.key].number} {specs[section.key].heading}".strip())
        if section.key in specs
        else (section.key, section.key)
        for section in document.sections
        if section.content.kind != "hearings"
    ]


FORMS: dict[str, type[ActionForm]] = {
    "submit": SubmitForm,
    "let_in_late": ReasonForm,
    "return": ReturnForm,
    "preapprove": ApproveForm,
    "approve": ApproveForm,
    "decide": ApproveForm,
    "release": ActionForm,
    "drop_decision": ReasonForm,
    "reopen": ReasonForm,
    "treat": TreatForm,
    "withdraw": ReasonForm,
    "archive": ActionForm,
    "restore": ActionForm,
    "hand_over": HandOverForm,
    "judge_criteria": CriteriaForm,
    "number": NumberForm,
    "set_confidential": ConfidentialForm,
    "lift_confidential": ReasonForm,
    "set_sections_confidential": CloseSectionsForm,
    "lift_sections_confidential": OpenSectionsForm,
    "prolong_confidential": ProlongForm,
}
