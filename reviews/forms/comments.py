"""The forms in which comments are written, answered and corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.policy import may, people_who_may
from proposals.models import HearingBody, Proposal

from ..comments import headings_of
from ..models import Comment, Revision

Audience = Comment.Audience
LENGTH = 5_000
# The choice of the whole proposal: no section has such a key.
WHOLE = "*"


def text_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Kommentar"),
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Skriv kommentaren.")},
    )


class People(forms.ModelMultipleChoiceField):
    """Colleagues to be told, shown with what they are to the proposal."""

    def label_from_instance(self, person: User) -> str:
        return f"{person.name} ({'; '.join(str(membership) for membership in person.memberships.all())})"


def people_field() -> People:
    return People(
        label=gettext_lazy("Nævn kolleger"),
        help_text=gettext_lazy("De får besked. Du kan nævne dem, der kan se kommentaren."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TextForm(forms.Form):
    """The words alone: a correction."""

    text = text_field()


class AnswerForm(forms.Form):
    """An answer to `comment`, by `user`."""

    text = text_field()
    mentions = people_field()

    def __init__(self, *args: Any, comment: Comment, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people_who_may("answer_comment", comment), user)


class CommentForm(forms.Form):
    """A comment by `user` on `proposal`. `section`: the page it is written on is about that one section.

    `revision`: the frozen version it is about; what is chosen elsewhere is the proposal as it stands.
    """

    section = forms.TypedChoiceField(
        label=gettext_lazy("Hvad handler kommentaren om"),
        coerce=lambda code: code.removeprefix(WHOLE),
        error_messages={"invalid_choice": gettext_lazy("Vælg et af forslagets afsnit.")},
    )
    quote = forms.CharField(
        label=gettext_lazy("Citat"),
        help_text=gettext_lazy("Ord fra afsnittet, præcis som de står."),
        max_length=LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    quote_before = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    text = text_field()
    audience = forms.ChoiceField(
        label=gettext_lazy("Hvem kan se kommentaren"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Vælg, hvem der kan se kommentaren.")
        ),
    )
    mentions = people_field()

    def __init__(
        self,
        *args: Any,
        proposal: Proposal,
        user: Any,
        section: str | None = None,
        revision: Revision | None = None,
        **kwargs: Any,
    ) -> None:
        # Beside the form of a section, whose fields have the same names.
        super().__init__(*args, auto_id="id_comment_%s", **kwargs)
        self.proposal, self.user, self.revision = proposal, user, revision
        self.bodies = {body.code: body for body in _asked_bodies(proposal)}
        self.fields["section"].choices = [(key or WHOLE, heading) for key, heading in headings_of(proposal).items()]
        if section is not None:
            self.fields["section"].widget = forms.HiddenInput()
            self.initial["section"] = section
        choices = {code: words for code, words in audiences(proposal, list(self.bodies.values())) if self._in(code)}
        self.fields["audience"].choices = choices.items()
        _offer(self, people_who_may("comment", proposal), user)

    def _as_if(self, code: str) -> Comment:
        """A comment to the audience, not written yet."""
        kind, _colon, body = code.partition(":")
        return Comment(proposal=self.proposal, audience=kind, body=self.bodies.get(body))

    def _in(self, code: str) -> bool:
        return bool(may(self.user, "read_comment", self._as_if(code)))

    def given(self) -> dict[str, Any]:
        """What `reviews.actions.comment.add` is given."""
        chosen = self._as_if(self.cleaned_data["audience"])
        return self.cleaned_data | {"audience": chosen.audience, "body": chosen.body, "revision": self.revision}


def audiences(proposal: Proposal, bodies: list[HearingBody]) -> Iterator[tuple[str, str]]:
    """Every audience a comment can have, with exactly who will see it; `bodies`: those that are asked."""
    own = {"own": proposal.administration}
    yield Audience.SHARED.value, _("%(own)s og CFØ. Høringsparter og andre kan ikke se den.") % own
    yield Audience.ADMINISTRATION.value, _("Kun %(own)s. CFØ og andre kan ikke se den.") % own
    yield Audience.CFO.value, _("Kun CFØ. Forvaltningen og andre kan ikke se den.")
    for body in bodies:
        words = _("%(body)s, %(own)s og CFØ. Andre kan ikke se den.") % {"body": body, **own}
        yield f"{Audience.BODY.value}:{body.code}", words
    yield Audience.ALL.value, everybody(proposal)


def everybody(proposal: Proposal) -> str:
    """Who sees a comment that is for all who may see the proposal."""
    if proposal.confidential or proposal.confidential_sections:
        return _("Alle, der kan se forslaget: forvaltningen, CFØ, spurgte høringsparter og udvalgets sekretær.")
    return _("Alle, der kan se forslaget. Når det er hos CFØ, er det også læsere i de andre forvaltninger.")


def _asked_bodies(proposal: Proposal) -> list[HearingBody]:
    asked = proposal.hearing_requests.filter(asked=True, withdrawn_at=None)
    return list(HearingBody.objects.filter(pk__in=asked.values("body")))


def _offer(form: forms.Form, people: QuerySet[User], user: Any) -> None:
    """The people who can be named: not the one who writes. That they read the comment is checked when it is kept."""
    memberships = ("memberships__administration", "memberships__body", "memberships__committee")
    form.fields["mentions"].queryset = people.exclude(pk=user.pk).prefetch_related(*memberships)
