"""What the page that saves by itself is told, as JSON: saved, refused at its fields, in conflict, or closed.

The page is static/js/autosave.js. Its request is the form's own with the header `X-Autosave`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..autosave import autosave
from ..contents import Content
from ..drafts import NotEditable
from ..forms.editors import SectionEditor
from ..merging import ClashingSave
from .clashes import told

if TYPE_CHECKING:
    from .sections import SectionDesk

# The person the page was made for: somebody else may have signed in since.
WRITER = "writer"


def is_autosave(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers


def saved_by_itself(desk: SectionDesk, content: Content) -> JsonResponse:
    """Saves, and says which version the page now writes on from."""
    request = desk.request
    if request.POST.get(WRITER) != str(request.user.pk):
        return _answer("other", _("Ikke gemt: du er logget ind som %s.") % request.user, 409)
    try:
        saved = autosave(desk.section, content, base_version=desk.posted_version, by=request.user, base=desk.held)
    except ClashingSave as clash:
        who = clash.current.saved_by or "–"
        return _answer("clash", _("Ikke gemt: %s har rettet samme sted, mens du skrev.") % who, 409)
    except NotEditable as refusal:
        return _answer("closed", _("Ikke gemt: %s") % refusal, 409)
    desk.mark_done()
    desk.section = saved.section
    line = render_to_string("proposals/sections/saved_link.html", desk.context(), request)
    words = _("Gemt kl. %s") % date_format(timezone.localtime(), "TIME_FORMAT")
    more = {"version": saved.section.version, "line": line, "joined": told(desk, saved), "behind": bool(saved.taken)}
    return _answer("saved", words, 200, **more)


def refused(editor: SectionEditor) -> JsonResponse:
    """Nothing is saved: each fault with the id of its control, "" for one that is nobody's alone."""
    faults = [fault for form in editor.forms for fault in _faults(form)]
    return _answer("invalid", _("Ikke gemt: ret fejlen."), 422, faults=faults)


def _faults(form: forms.BaseForm | BaseFormSet) -> list[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        whole = [{"id": "", "words": str(words)} for words in form.non_form_errors()]
        return whole + [fault for part in form.forms for fault in _faults(part)]
    found = []
    for name, errors in form.errors.items():
        control = form[name].auto_id if name in form.fields else ""
        found += [{"id": control, "words": str(words)} for words in errors]
    return found


def _answer(state: str, words: str, status: int, **more) -> JsonResponse:
    response = JsonResponse({"state": state, "words": words, **more}, status=status)
    response["Cache-Control"] = "no-store"
    return response
