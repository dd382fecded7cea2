"""Rows that can be added, removed and moved: on what was posted, so that nothing typed is lost and nothing is stored.

A button named `row_action` carries `prefix:verb:argument`: `lines:add:permanent`, `lines:remove:3`, `lines:up:3`,
`lines:down:3`. The argument of `add` is the new row's group, with a number where more than one is added
(`lines:add:permanent:5`, what a pasted block lacks); of the others the row's place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from ..contents import new_id

ROW_ACTION = "row_action"
MOST_ROWS = 200

Row = dict[str, list[str]]


# Enough for every version and place; Python reads no number of thousands of digits.
MOST_DIGITS = 9


def whole(written: str) -> int:
    """The whole number that was sent, never negative; −1 where it is no such number."""
    return int(written) if written.isdecimal() and len(written) <= MOST_DIGITS else -1


class BadRowAction(ValueError):
    """A row action that names no row or verb."""


class RowForm(forms.Form):
    """One row; its id stays with it through edits, moves and versions."""

    use_required_attribute = False
    # Whether the labels of the fields say which row they are in, so that a list of problems need not.
    named = False

    id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def row_id(self) -> str:
        return self["id"].value() or ""

    @property
    def place(self) -> int:
        """The row's place in its list, counted from 0; 0 for the empty row of a formset."""
        return max(whole(self.prefix.rsplit("-", 1)[1]), 0)

    @property
    def list_name(self) -> str:
        """The prefix of the list the row is in."""
        return self.prefix.rsplit("-", 1)[0]


@dataclass
class RowSet:
    """The rows of one list on a page, bound to what was posted or filled from the content.

    `groups`: (value, heading) of `group_field`, in which rows are shown and moved; empty for one list.
    """

    prefix: str
    form_class: type[RowForm]
    initial: list[dict]
    data: QueryDict | None = None
    form_kwargs: dict = field(default_factory=dict)
    group_field: str = ""
    groups: list[tuple[str, str]] = field(default_factory=list)
    add_label: str = ""

    def __post_init__(self) -> None:
        factory = formset_factory(self.form_class, extra=0, max_num=MOST_ROWS, validate_max=True)
        # A row that says what is stored is no empty row: Django would leave its values out.
        kwargs = {**self.form_kwargs, "empty_permitted": False}
        self.formset: BaseFormSet = factory(self.data, prefix=self.prefix, initial=self.initial, form_kwargs=kwargs)

    @property
    def forms(self) -> list[RowForm]:
        return self.formset.forms

    @property
    def reported(self) -> list[forms.BaseForm | BaseFormSet]:
        """What a list of problems is made from."""
        named = self.form_class.named and not self.formset.non_form_errors()
        return list(self.forms) if named else [self.formset]

    @property
    def cleaned(self) -> list[dict]:
        """What could be read of each row, in order; a row without an id gets one."""
        self.formset.is_valid()
        return [{**form.cleaned_data, "id": form.cleaned_data.get("id") or new_id()} for form in self.forms]

    def grouped(self) -> list[tuple[str, str, list[RowForm]]]:
        """Value, heading and rows of each group; rows of an unknown group stand in the first."""
        known = {value for value, _heading in self.groups}
        first = self.groups[0][0]
        parts: dict[str, list[RowForm]] = {value: [] for value, _heading in self.groups}
        for form in self.forms:
            value = form[self.group_field].value() if self.group_field else first
            parts[value if value in known else first].append(form)
        return [(value, heading, parts[value]) for value, heading in self.groups]


def changed(data: QueryDict, action: str, row_sets: Iterable[RowSet]) -> tuple[QueryDict, str]:
    """What was posted with the rows changed, and the prefix of the row to go on with ("" for none).

    BadRowAction when the action names no list, verb or row.
    """
    by_prefix = {rows.prefix: rows for rows in row_sets}
    prefix, verb, argument = (*action.split(":", 2), "", "")[:3]
    if prefix not in by_prefix:
        raise BadRowAction(action)
    row_set = by_prefix[prefix]
    rows = _read(data, prefix)
    place = _apply(rows, verb, argument, row_set.group_field)
    return _written(data, prefix, rows), "" if place is None else f"{prefix}-{place}"


def _apply(rows: list[Row], verb: str, argument: str, group_field: str) -> int | None:
    if verb == "add":
        group, _colon, number = argument.partition(":")
        room = max(MOST_ROWS - len(rows), 1)
        for _ in range(min(whole(number), room) if number else 1):
            rows.append({"id": [new_id()], **({group_field: [group]} if group_field else {})})
        return len(rows) - 1
    place = whole(argument)
    if not 0 <= place < len(rows):
        raise BadRowAction(f"{verb}:{argument}")
    if verb == "remove":
        del rows[place]
        return min(place, len(rows) - 1) if rows else None
    if verb in ("up", "down"):
        other = _neighbour(rows, place, -1 if verb == "up" else 1, group_field)
        if other is not None:
            rows[place], rows[other] = rows[other], rows[place]
            return other
        return place
    raise BadRowAction(f"{verb}:{argument}")


def _neighbour(rows: list[Row], place: int, step: int, group_field: str) -> int | None:
    """The nearest row of the same group before (−1) or after (1)."""
    group = rows[place].get(group_field)
    other = place + step
    while 0 <= other < len(rows):
        if not group_field or rows[other].get(group_field) == group:
            return other
        other += step
    return None


def _read(data: QueryDict, prefix: str) -> list[Row]:
    total = min(whole(data.get(f"{prefix}-TOTAL_FORMS", "")), MOST_ROWS)
    rows: list[Row] = []
    for place in range(total):
        start = f"{prefix}-{place}-"
        rows.append({key[len(start) :]: data.getlist(key) for key in data if key.startswith(start)})
    return rows


def _written(data: QueryDict, prefix: str, rows: list[Row]) -> QueryDict:
    written = QueryDict(mutable=True)
    for key, values in data.lists():
        if not key.startswith(f"{prefix}-"):
            written.setlist(key, values)
    for place, row in enumerate(rows):
        for name, values in row.items():
            written.setlist(f"{prefix}-{place}-{name}", values)
    written[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    written[f"{prefix}-INITIAL_FORMS"] = "0"
    return written
