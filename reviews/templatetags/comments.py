"""Comments beside what they are about: on a section's page, a frozen version, the task list and a return."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import ngettext

from proposals.models import Proposal

from ..comments import headings_of, open_comments, open_counts, seen, threads, waiting_at_return
from ..forms.comments import CommentForm
from ..models import Comment, Return, Revision
from ..process import STEPS, refusal

register = template.Library()


@register.inclusion_tag("reviews/comments/panel.html", takes_context=True)
def comments_on(
    context: Any, proposal: Proposal, section: str | None = None, revision: Revision | None = None
) -> dict[str, Any]:
    """The comments on a section, or on a frozen version, and the form for a new one."""
    user = context["user"]
    about = {"section": section} if revision is None else {"revision": revision}
    found = threads(proposal, user, seen(proposal, user).filter(**about))
    closed = refusal(STEPS["comment"], user, proposal) or (section and section not in headings_of(proposal))
    form = None if closed else CommentForm(proposal=proposal, user=user, section=section, revision=revision)
    return {
        "proposal": proposal,
        "revision": revision,
        "back": "section" if revision is None else "revision",
        "open": [thread for thread in found if thread.open],
        "settled": [thread for thread in found if not thread.open],
        "form": form,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def open_notes(context: Any, proposal: Proposal) -> dict[str, str]:
    """How many open comments the person sees, in words, by the key of the section."""
    counts = open_counts(proposal, context["user"])
    return {key: ngettext("%d åben kommentar", "%d åbne kommentarer", n) % n for key, n in counts.items()}


@register.filter
def note_of(notes: dict[str, str], key: str) -> str:
    """The words of `open_notes` for one section."""
    return notes.get(key, "")


@register.simple_tag(takes_context=True)
def open_for_return(context: Any, proposal: Proposal) -> list:
    """The threads CFØ has open for the administration: what goes along when the proposal is returned."""
    user = context["user"]
    return threads(proposal, user, open_comments(proposal, user).filter(by_cfo=True).exclude(audience="cfo"))


@register.simple_tag(takes_context=True)
def cfo_comments(context: Any, proposal: Proposal) -> list[Comment]:
    """CFØ's comments for the administration, read once for all the returns of the page."""
    return list(seen(proposal, context["user"]).filter(by_cfo=True, parent=None, withdrawn_at=None))


@register.filter
def at_return(comments: list[Comment], returned: Return) -> list[Comment]:
    """Those that were open when the proposal was returned, about what the return names."""
    return waiting_at_return(returned, comments)
