"""Writing, answering, correcting, taking back and settling comments.

What is said goes into the comment's own row alone: the event names the comment by `comment_id`, so that the words
reach nobody but its audience.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.policy import actor, may, people_who_may
from proposals.assemble import assemble
from proposals.document import Document
from proposals.models import HearingBody, Proposal

from ..frozen import frozen
from ..models import Comment, Revision
from ..quotes import find, texts_of
from ..refusal import Refused
from ..revisions import document_of, fingerprint_now, newest_revision
from .change import Change, change


def add(
    proposal: Proposal,
    by: Any,
    text: str,
    audience: str,
    *,
    body: HearingBody | None = None,
    section: str = "",
    quote: str = "",
    quote_before: str = "",
    mentions: Iterable[Any] = (),
    revision: Revision | None = None,
) -> Comment:
    """A comment on a section, or with "" on the whole proposal, as it stands or in `revision`.

    `quote`: words of the section that it is about; `quote_before` tells which of several places they are from.
    `mentions`: people who are told; each must be able to read the comment.
    """
    with change("comment", proposal, by) as under_way:
        fresh = under_way.proposal
        comment = Comment(proposal=fresh, section=section, audience=audience, body=body, text=_said(text))
        _check_audience(comment, by)
        comment.revision = revision or _frozen_as_it_stands(fresh)
        document = document_of(comment.revision) if comment.revision else assemble(fresh)
        _anchor(comment, document, quote, quote_before)
        _write(under_way, comment, mentions)
        return comment


def answer(comment: Comment, by: Any, text: str, mentions: Iterable[Any] = ()) -> Comment:
    """An answer in the thread of the comment, for the same audience."""
    with change("answer_comment", comment.proposal, by, subject=comment) as under_way:
        first = _open(comment)
        said = Comment(
            proposal=under_way.proposal,
            parent=first,
            section=first.section,
            audience=first.audience,
            body=first.body,
            text=_said(text),
        )
        _write(under_way, said, mentions)
        return said


def edit(comment: Comment, by: Any, text: str) -> Comment:
    """Corrects the words while nobody has answered them."""
    with change("edit_comment", comment.proposal, by, subject=comment) as under_way:
        fresh = _unanswered(comment)
        fresh.text, fresh.edited_at = _said(text), under_way.at
        fresh.save(update_fields=["text", "edited_at"])
        under_way.data |= _about(fresh)
        return fresh


def withdraw(comment: Comment, by: Any) -> None:
    """Takes the comment back while nobody has answered it; what was said is deleted, that it was is not."""
    with change("withdraw_comment", comment.proposal, by, subject=comment) as under_way:
        fresh = _unanswered(comment)
        fresh.text = fresh.quote = fresh.quote_before = fresh.quote_after = ""
        fresh.withdrawn_at = under_way.at
        fresh.save(update_fields=["text", "quote", "quote_before", "quote_after", "withdrawn_at"])
        under_way.data |= _about(fresh)


def resolve(comment: Comment, by: Any) -> None:
    """Settles the thread: it no longer counts as open."""
    with change("resolve_comment", comment.proposal, by, subject=comment) as under_way:
        fresh = _open(comment)
        fresh.resolved_at, fresh.resolved_by, fresh.resolved_by_name = under_way.at, by, by.name[:150]
        fresh.save(update_fields=["resolved_at", "resolved_by", "resolved_by_name"])
        under_way.data |= _about(fresh)


def reopen(comment: Comment, by: Any) -> None:
    """Opens a settled thread again."""
    with change("reopen_comment", comment.proposal, by, subject=comment) as under_way:
        fresh = _fresh(comment)
        if fresh.resolved_at is None:
            raise Refused(_("Kommentaren er allerede åben."))
        fresh.resolved_at, fresh.resolved_by, fresh.resolved_by_name = None, None, ""
        fresh.save(update_fields=["resolved_at", "resolved_by", "resolved_by_name"])
        under_way.data |= _about(fresh)


def _said(text: str) -> str:
    if not text.strip():
        raise Refused(_("Skriv kommentaren."))
    return text.strip()


def _check_audience(comment: Comment, by: Any) -> None:
    """One writes only to an audience one is in, and to a body only where it has been asked."""
    asked = comment.proposal.hearing_requests.filter(body=comment.body, asked=True, withdrawn_at=None)
    names_body = comment.audience == Comment.Audience.BODY
    if comment.audience not in Comment.Audience.values or names_body != (comment.body is not None):
        raise Refused(_("Vælg, hvem der kan se kommentaren."))
    if names_body and not asked.exists():
        raise Refused(_("%(body)s er ikke spurgt om forslaget.") % {"body": comment.body})
    if not may(by, "read_comment", comment):
        raise Refused(_("Vælg nogen, du selv hører til."))


def _frozen_as_it_stands(proposal: Proposal) -> Revision | None:
    newest = newest_revision(proposal)
    return newest if newest is not None and newest.sha256 == fingerprint_now(proposal) else None


def _anchor(comment: Comment, document: Document, quote: str, before: str) -> None:
    """Ties the comment to the section's text, and the quote to its words there."""
    if comment.section and comment.section not in {section.key for section in document.sections}:
        raise Refused(_("Forslaget har ikke afsnittet %(key)s.") % {"key": comment.section})
    if comment.section and comment.revision is None:
        comment.section_version = comment.proposal.sections.get(key=comment.section).version
    if quote.strip():
        found = find(quote, texts_of(document).get(comment.section, ""), before)
        if found is None:
            raise Refused(_("De citerede ord står ikke i afsnittet. Kopiér dem, som de står, eller slet citatet."))
        comment.quote, comment.quote_before, comment.quote_after = found.words, found.before, found.after


def _write(under_way: Change, comment: Comment, mentions: Iterable[Any]) -> None:
    """Stores the comment with the people it names, who must be able to read it."""
    named = list(mentions)
    readers = set(people_who_may("answer_comment", comment))
    if outside := [person.name for person in named if person not in readers]:
        names = ", ".join(outside)
        raise Refused(_("De kan ikke se kommentaren og kan derfor ikke nævnes: %(names)s.") % {"names": names})
    comment.at, comment.by_cfo = under_way.at, actor(under_way.by).is_cfo
    for name, value in frozen(under_way.by).items():
        setattr(comment, name, value)
    comment.save()
    comment.mentions.set(named)
    under_way.data |= _about(comment)


def _about(comment: Comment) -> dict[str, Any]:
    return {"comment_id": comment.pk, "section": comment.section}


def _fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("body", "parent").get(pk=comment.pk)


def _open(comment: Comment) -> Comment:
    """The first comment of a thread, where it can still be answered and settled."""
    fresh = _fresh(comment)
    if fresh.parent is not None:
        raise Refused(_("Det er kun den første kommentar, der kan besvares og løses."))
    if fresh.withdrawn_at is not None:
        raise Refused(_("Kommentaren er trukket tilbage."))
    if fresh.resolved_at is not None:
        raise Refused(_("Kommentaren er allerede løst."))
    return fresh


def _unanswered(comment: Comment) -> Comment:
    """A comment or an answer that nothing in its thread follows."""
    fresh = _fresh(comment)
    if fresh.withdrawn_at is not None:
        raise Refused(_("Kommentaren er trukket tilbage."))
    if (fresh.parent or fresh).resolved_at is not None:
        raise Refused(_("Kommentaren er allerede løst."))
    if Comment.objects.filter(parent=fresh.parent or fresh, pk__gt=fresh.pk).exists():
        raise Refused(_("Kommentaren er besvaret og kan ikke længere ændres."))
    return fresh
