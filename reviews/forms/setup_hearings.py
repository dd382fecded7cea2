"""Forms of the set-up about hearings: the round's bodies, and the words and sections each of them looks at."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.models import HearingBody, Round

from ..hearings.sections import choices_in, sections_of
from ..hearings.status import CFO_BODY
from ..hearings.words import DEFAULT_LINE_WORDS, DEFAULT_WORDS, line_words_of, words_of
from ..models import RoundHearing
from .setup_rows import RowsForm, SetupRow

MOST_WORDS = 100


class HearingRow(SetupRow):
    """A body in the round. `code` says which; the name is only shown."""

    code = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Høringspart"), required=False, disabled=True)
    used = forms.BooleanField(label=_("Med"), required=False)
    condition = forms.ChoiceField(label=_("Høres ved"), choices=HearingBody.Condition.choices)
    holds_back = forms.ChoiceField(label=_("Holder tilbage"), choices=HearingBody.HoldsBack.choices)
    needed_when = forms.CharField(
        label=_("Forklaring til skribenten"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_needed_when(self) -> str:
        return " ".join(self.cleaned_data["needed_when"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("code") == CFO_BODY and not cleaned.get("used"):
            self.add_error("used", _("CFØ godkender alle forslag og kan ikke tages ud."))
        return cleaned


class HearingsForm(RowsForm):
    row_class = HearingRow
    caption = _("Rundens høringsparter")
    blank_rows = 0

    def rows_stored(self, round: Round) -> list[dict[str, Any]]:
        there = {row.body_id: row for row in round.hearings.all()}
        return [
            {
                "code": body.code,
                "name": body.name,
                "used": body.pk in there,
                "condition": there[body.pk].condition if body.pk in there else body.condition,
                "holds_back": there[body.pk].holds_back if body.pk in there else body.holds_back,
                "needed_when": there[body.pk].needed_when if body.pk in there else body.needed_when,
            }
            for body in HearingBody.objects.all()
        ]

    def keep(self, round: Round) -> None:
        bodies = {body.code: body for body in HearingBody.objects.all()}
        for row in self.rows:
            body = bodies.get(row["code"])
            if body is None:
                continue
            if row["used"]:
                values = {name: row[name] for name in ("condition", "holds_back", "needed_when")}
                RoundHearing.objects.update_or_create(round=round, body=body, defaults=values)
            else:
                RoundHearing.objects.filter(round=round, body=body).delete()


class WordsField(forms.CharField):
    """Words parted by commas or line breaks, cleaned to a list; a star may stand last in a word."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> list[str]:
        typed = super().to_python(value)
        words = list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in re.split(r"[,\n]", typed)))))
        for word in words:
            if not 2 <= len(word.removesuffix("*")) <= 60 or "*" in word[:-1]:
                message = gettext("“%(word)s” kan ikke bruges. Skriv mindst to bogstaver, og stjerne kun til sidst.")
                raise forms.ValidationError(message % {"word": word[:80]})
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(gettext("Skriv højst %(most)s ord.") % {"most": MOST_WORDS})
        return words

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


class HearingWordsRow(SetupRow):
    """What a body's condition looks for, and the sections that concern the body. `code` says which body."""

    code = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Høringspart"), required=False, disabled=True)
    words = WordsField(label=_("Ord i teksten"), required=False, max_length=5_000)
    line_words = WordsField(label=_("Ord i anlægslinjer"), required=False, max_length=5_000)
    sections = forms.MultipleChoiceField(label=_("Afsnit"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = sections
        # The other conditions look at lines, administrations and the like, and at no words.
        self.fields["words"].disabled = self.initial.get("condition") not in DEFAULT_WORDS
        self.fields["line_words"].disabled = self.initial.get("condition") not in DEFAULT_LINE_WORDS


class HearingWordsForm(RowsForm):
    row_class = HearingWordsRow
    caption = _("Ord og afsnit, en høringspart i hver række")
    blank_rows = 0

    def rows_stored(self, round: Round) -> list[dict[str, Any]]:
        known = [key for key, _heading in choices_in(round)]
        rows = []
        for row in round.hearings.select_related("body").exclude(body__code=CFO_BODY):
            sections = sections_of(row.condition, row.sections) or known
            rows.append(
                {
                    "code": row.body.code,
                    "name": row.body.name,
                    "condition": row.condition,
                    "words": list(words_of(row.condition, row.words)),
                    "line_words": list(line_words_of(row.condition, row.line_words)),
                    "sections": [key for key in known if key in sections],
                }
            )
        return rows

    def row_options(self, round: Round) -> dict[str, Any]:
        return {"sections": choices_in(round)}

    def keep(self, round: Round) -> None:
        """The program's own words and sections are stored as none, so that they follow the condition."""
        rows = {row.body.code: row for row in round.hearings.select_related("body")}
        shown = {row["code"]: row for row in self.rows_stored(round)}
        for typed in self.rows:
            row = rows.get(typed["code"])
            if row is None:
                continue
            for field in ("words", "line_words", "sections"):
                if list(typed[field]) != list(shown[typed["code"]][field]):
                    setattr(row, field, typed[field])
            if tuple(row.words) == DEFAULT_WORDS.get(row.condition, ()):
                row.words = []
            if tuple(row.line_words) == DEFAULT_LINE_WORDS.get(row.condition, ()):
                row.line_words = []
            row.save(update_fields=["words", "line_words", "sections"])
