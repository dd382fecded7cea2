"""What the forms of every section kind share: from content to fields and back, rows, and a lenient reading.

A draft may be unfinished or contradictory; a form refuses only what cannot be stored, such as `1,5` in an amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from ..contents import Content
from ..document import Document, DocumentSection
from ..economy.model import UnitBook
from ..template import SectionSpec
from .rows import RowSet, changed


@dataclass(frozen=True)
class Page:
    """What a section's form may look at beside its own content."""

    spec: SectionSpec
    document: Document
    book: UnitBook
    administrations: Mapping[str, str]

    def document_with(self, content: Content) -> Document:
        """The proposal's document as it would be with this content."""
        key = self.spec.key
        sections = [s for s in self.document.sections if s.key != key]
        return self.document.model_copy(update={"sections": [*sections, DocumentSection(key=key, content=content)]})


class ContentForm(forms.Form):
    """The fields of a section that are no rows, laid out by `layout`."""

    layout: ClassVar[Layout | None] = None
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if self.layout is not None:
            self.helper.layout = self.layout


class SectionEditor:
    """The form of one section kind. A subclass says what its fields hold (`initial`) and mean (`to_content`).

    `template` shows form and rows; `preview_template`, where there is one, what is computed from them.
    """

    form_class: type[forms.Form]
    template = "proposals/sections/plain.html"
    preview_template = ""

    def __init__(self, page: Page, content: Any, data: QueryDict | None = None) -> None:
        self.page = page
        self.content = content
        self.data = data
        # The row to go on with after a row was added, removed or moved, and what was done to it.
        self.current_row = ""
        self.current_verb = ""
        self._unreadable: int | None = None
        self.form = self.make_form(data)
        self.rows = {row_set.prefix: row_set for row_set in self.row_sets(data)}

    def make_form(self, data: QueryDict | None) -> forms.Form:
        form = self.form_class(data, initial=self.initial())
        if "text" in form.fields:
            form.fields["text"].required = self.page.spec.required
        return form

    def initial(self) -> dict[str, Any]:
        """The form's values from the content: fields of the same name, unless a subclass says otherwise."""
        return {name: getattr(self.content, name) for name in self.form_class.base_fields}

    def row_sets(self, data: QueryDict | None) -> list[RowSet]:
        return []

    def to_content(self) -> Content:
        """The content as typed; cells that could not be read are left out of it."""
        return self.content.model_copy(update=self.update(self.read()))

    def update(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The content's new values from the cleaned form."""
        return cleaned

    def read(self) -> dict[str, Any]:
        """The fields' values; one that cannot be read stands as it is stored."""
        self.form.is_valid()
        stored = {name: value for name, value in self.initial().items() if name in self.form.fields}
        return {**stored, **self.form.cleaned_data}

    def is_valid(self) -> bool:
        """Whether everything typed can be stored."""
        return all([self.form.is_valid(), *(row_set.formset.is_valid() for row_set in self.rows.values())])

    @property
    def forms(self) -> list:
        """All forms and formsets, for the page's list of problems."""
        return [self.form, *(part for row_set in self.rows.values() for part in row_set.reported)]

    @property
    def unreadable(self) -> int:
        """How many fields could not be read."""
        if self._unreadable is not None:
            return self._unreadable
        rows = [form for row_set in self.rows.values() for form in row_set.forms]
        return sum(len(form.errors) for form in [self.form, *rows])

    @property
    def media(self) -> forms.Media:
        return self.form.media

    def with_rows_changed(self, action: str) -> SectionEditor:
        """The form as typed with a row added, removed or moved; faults are not pointed out yet."""
        data, current = self.rows_changed(action)
        editor = type(self)(self.page, self.content, data)
        editor.hush()
        editor.current_row, editor.current_verb = current, action.split(":")[1]
        if editor.current_verb == "add":
            # The person goes on in the row they asked for; after a move the button keeps the focus (row_tools.html).
            added = next(row for rows in editor.rows.values() for row in rows.forms if row.prefix == current)
            added.visible_fields()[0].field.widget.attrs["autofocus"] = True
        return editor

    def rows_changed(self, action: str) -> tuple[QueryDict, str]:
        """What was posted after the row action, and the prefix of the row to go on with ("" for none)."""
        assert self.data is not None
        return changed(self.data, action, self.rows.values())

    def hush(self) -> None:
        """Shows what was typed without pointing out faults: the person has not asked to save."""
        self.hush_rows()
        self.form.is_valid()
        self.form._errors = ErrorDict()

    def hush_rows(self) -> None:
        self._unreadable = self.unreadable
        for row_set in self.rows.values():
            row_set.formset.is_valid()
            row_set.formset._errors = [{} for _ in row_set.formset.forms]
            row_set.formset._non_form_errors = row_set.formset.error_class()
            for form in row_set.formset.forms:
                form._errors = ErrorDict()

    def preview(self, content: Content) -> dict[str, Any]:
        """What `preview_template` shows for this content."""
        return {}
