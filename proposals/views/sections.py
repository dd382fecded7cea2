"""The page of one section: form, save with a guard against overwriting, or the content where it may only be read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import may

from ..access import get_proposal
from ..assemble import assemble, dump_content, read_content, section_order
from ..checks import Finding
from ..compare import merge
from ..confidentiality import SENTENCE, last_day, redacted
from ..contents import Content, FactsContent
from ..crispy import AFTER_SAVE, CONTINUE, SaveButtons
from ..drafts import NotEditable
from ..findings import findings_of
from ..forms.editors import EDITORS, Page, SectionEditor
from ..forms.readout import compare, readout
from ..forms.rows import ROW_ACTION, BadRowAction, whole
from ..merging import ClashingSave, content_of_version, save_or_merge
from ..models import Administration, Proposal, Section, SectionVersion
from ..own_templates import removed_heading
from ..returned import asked_for
from ..richtext import clean
from ..sharing import WORD_KINDS, mark_done
from ..template import SectionSpec
from ..units import unit_book
from .autosave import is_autosave, refused, saved_by_itself
from .clashes import AGAINST, VERSION, choices_of, clash_page, told

# Row actions that change no row: draw the form again with the years typed, or as it was typed.
SHOW_YEARS, EDIT_ON = "years", "edit"
# From the page that saves by itself, both as the form was sent: what it held when it was last saved, where others'
# edits came in then; and the saves it got no answer to.
HELD, UNANSWERED = "held", "unanswered"
MOST_UNANSWERED = 3
DONE, DONE_WAS = "done", "done_was"
GRIDS = ("economy", "administration")
WIDE_KINDS = ("economy", "administration", "distribution", "calculation", "technical")


@dataclass
class SectionDesk:
    """A section with all that its pages need, read once."""

    request: HttpRequest
    proposal: Proposal
    section: Section

    @cached_property
    def page(self) -> Page:
        document = redacted(assemble(self.proposal), self.proposal.hidden)
        spec = document.template.section(self.section.key)
        if spec is None:
            heading = removed_heading(self.proposal, self.section.key)
            spec = SectionSpec(key=self.section.key, kind=self.section.kind, heading=heading, required=False)
        template = self.proposal.template.spec().section(self.section.key)
        guidance = template.guidance if template else ""
        administrations = dict(Administration.objects.values_list("code", "name"))
        return Page(spec.model_copy(update={"guidance": guidance}), document, unit_book(), administrations)

    @cached_property
    def content(self) -> Content:
        return read_content(self.section)

    @cached_property
    def locked(self) -> str:
        """Why the section cannot be edited by this person now; "" when it can."""
        decision = may(self.request.user, "edit", self.proposal)
        if not decision:
            return decision.reason
        return self.proposal.why_locked(self.section.key) or (
            _("Tabellerne er taget over, som de blev trykt, og kan ikke rettes.")
            if self.section.kind == "tables"
            else ""
        )

    def editor(self, posted: bool = False) -> SectionEditor:
        return EDITORS[self.section.kind](self.page, self.content, self.request.POST if posted else None)

    @property
    def hidden(self) -> bool:
        """Whether the section is confidential to this person, who sees its heading alone."""
        return self.section.key in self.proposal.hidden

    @property
    def confidential(self) -> dict[str, str]:
        """Why the section is confidential and until when, in words; empty for an open one."""
        mark = self.proposal.confidential_sections.get(self.section.key)
        if mark is None or self.hidden:
            return {}
        return {"reason": mark["reason"], "until": last_day(datetime.date.fromisoformat(mark["until"]))}

    @property
    def address(self) -> str:
        return reverse("section", args=[self.proposal.pk, self.section.key])

    @property
    def next_address(self) -> str:
        """The next section of the proposal, or its task list after the last one."""
        keys = section_order(self.page.document.template, [s.key for s in self.page.document.sections])
        later = keys[keys.index(self.section.key) + 1 :] if self.section.key in keys else []
        return reverse("section", args=[self.proposal.pk, later[0]]) if later else self.proposal.get_absolute_url()

    @property
    def posted_version(self) -> int:
        version = whole(self.request.POST.get(VERSION, ""))
        if version < 0:
            raise BadRequest("version")
        return self.section.version if self._unanswered_arrived else version

    @cached_property
    def held(self) -> Content | None:
        """What the page held at its version, where it is something else than what was stored; see HELD."""
        sent = self.request.POST.get(HELD, "")
        return self._sent(sent) if sent and not self._unanswered_arrived else None

    @cached_property
    def _unanswered_arrived(self) -> bool:
        """Whether a save that the page got no answer to is what is stored: then it writes on from that."""
        if self.section.saved_by_id != self.request.user.pk:
            return False
        sent = self.request.POST.getlist(UNANSWERED)[:MOST_UNANSWERED]
        return any(dump_content(self._sent(one)) == self.section.content for one in sent)

    def _sent(self, written: str) -> Content:
        """The content of a form that was sent before and is sent along, encoded, in a field."""
        return EDITORS[self.section.kind](self.page, self.content, QueryDict(written)).to_content()

    def mark_done(self) -> None:
        """Keeps the writer's answer to whether the text is finished, when it was changed on this page."""
        done, before = self.request.POST.get(DONE), self.request.POST.get(DONE_WAS)
        if self.section.kind in WORD_KINDS and done in ("yes", "no") and done != before:
            mark_done(self.section, done == "yes", by=self.request.user)

    def findings(self) -> list[Finding]:
        if self.proposal.hidden:
            return []
        return [f for f in findings_of(self.proposal, self.page.document).open if f.section == self.section.key]

    def context(self) -> dict[str, Any]:
        return {
            "proposal": self.proposal,
            "section": self.section,
            "spec": self.page.spec,
            "guidance": mark_safe(clean(self.page.spec.guidance)),  # noqa: S308 - cleaned
            "tab": "proposal",
            "wide": self.section.kind in WIDE_KINDS,
            "asks_done": self.section.kind in WORD_KINDS,
            "asked": asked_for(self.proposal),
            "address": self.address,
            "may_see_versions": bool(may(self.request.user, "see_versions", self.proposal)),
            "confidential": self.confidential,
        }


def desk_for(request: HttpRequest, pk: int, key: str) -> SectionDesk:
    """The section for this person; Http404 when the proposal or the section is not there for them.

    PermissionDenied with the reason where the section is confidential to them.
    """
    desk = _desk(request, pk, key)
    if desk.hidden:
        raise PermissionDenied(may(request.user, "read_confidential", desk.proposal).reason)
    return desk


def _desk(request: HttpRequest, pk: int, key: str) -> SectionDesk:
    proposal = get_proposal(request, pk)
    return SectionDesk(request, proposal, get_object_or_404(proposal.sections.select_related("saved_by"), key=key))


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Shows the section and saves it."""
    desk = _desk(request, pk, key)
    if desk.hidden:
        return render(request, "proposals/sections/confidential.html", {**desk.context(), "sentence": SENTENCE})
    if request.method == "GET":
        return _read_only(desk) if desk.locked else _form(desk, desk.editor(), desk.section.version)
    may(request.user, "edit", desk.proposal).require()
    if desk.section.kind == "tables":
        raise PermissionDenied(desk.locked)
    editor = desk.editor(posted=True)
    if request.POST.get(ROW_ACTION) == EDIT_ON and AGAINST in request.POST:
        return _edit_joined(desk, editor.to_content())
    if ROW_ACTION in request.POST:
        return _form(desk, _redrawn(editor, request.POST[ROW_ACTION]), desk.posted_version)
    if not editor.is_valid():
        if is_autosave(request):
            return refused(editor)
        return _form(desk, editor, desk.posted_version, status=422)
    content = editor.to_content()
    return saved_by_itself(desk, content) if is_autosave(request) else _save(desk, content)


def _redrawn(editor: SectionEditor, action: str) -> SectionEditor:
    if action == SHOW_YEARS:
        editor.hush_rows()
        return editor
    if action == EDIT_ON:
        editor.hush()
        return editor
    try:
        return editor.with_rows_changed(action)
    except BadRowAction as error:
        raise BadRequest(str(error)) from error


def _save(desk: SectionDesk, content: Content) -> HttpResponse:
    try:
        saved = save_or_merge(
            desk.section,
            content,
            base_version=desk.posted_version,
            by=desk.request.user,
            choices=choices_of(desk.request),
            base=desk.held,
        )
        desk.mark_done()
    except ClashingSave as clash:
        return clash_page(desk, content, clash)
    except NotEditable as refusal:
        return _refused(desk, content, str(refusal))
    except SectionVersion.DoesNotExist as unknown:
        raise BadRequest("version") from unknown
    messages.success(desk.request, _("Gemt kl. %s") % date_format(timezone.localtime(), "TIME_FORMAT"))
    if words := told(desk, saved):
        messages.info(desk.request, words)
    if desk.request.POST.get(AFTER_SAVE) != CONTINUE:
        return redirect(desk.address)
    if isinstance(content, FactsContent):
        # The tick for cross-cutting decides which sections there are.
        desk = desk_for(desk.request, desk.proposal.pk, desk.section.key)
    return redirect(desk.next_address)


def _edit_joined(desk: SectionDesk, mine: Content) -> HttpResponse:
    """The form with both versions joined, mine where nothing was chosen; nothing is stored yet."""
    try:
        base = desk.held or content_of_version(desk.section, desk.posted_version)
    except SectionVersion.DoesNotExist as unknown:
        raise BadRequest("version") from unknown
    choices = choices_of(desk.request)
    sides = choices.sides if choices.against == desk.section.version else {}
    desk.content = merge(base, mine, desk.content, sides).content
    return _form(desk, desk.editor(), desk.section.version)


def _form(desk: SectionDesk, editor: SectionEditor, version: int, status: int = 200) -> HttpResponse:
    preview = editor.preview(desk.content if editor.data is None else editor.to_content())
    context = {
        **desk.context(),
        **preview,
        "editor": editor,
        "forms": editor.forms,
        "version": version,
        "findings": desk.findings(),
        # Drawn from what was sent, not from what is stored: there is something to save.
        "unsaved": desk.request.method == "POST" and status == 200,
        "held": desk.request.POST.get(HELD, "") if editor.data is not None and desk.held else "",
        "save_buttons": SaveButtons(),
    }
    return render(desk.request, "proposals/sections/section.html", context, status=status)


def _read_only(desk: SectionDesk) -> HttpResponse:
    editor = desk.editor()
    signed = desk.page.document.content(desk.section.key) or desk.content
    context = {
        **desk.context(),
        **editor.preview(desk.content),
        "editor": editor,
        # Lines and rows of amounts stand in a table of their own.
        "said": [item for item in readout(signed, desk.page) if not (item.tabular and desk.section.kind in GRIDS)],
        "locked": desk.locked,
    }
    return render(desk.request, "proposals/sections/read_only.html", context)


def _refused(desk: SectionDesk, mine: Content, refusal: str) -> HttpResponse:
    """The proposal is no draft any more: what was typed beside what is stored, so that it can be copied."""
    rows = compare(mine, desk.content, desk.page)
    context = {**desk.context(), "current": desk.section, "rows": rows, "refusal": refusal}
    return render(desk.request, "proposals/sections/conflict.html", context, status=409)
