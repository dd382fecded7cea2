"""A proposal's comments as one person may see them: every list, count and message goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policy import comments_where_may, visible_comments
from proposals.assemble import assemble
from proposals.models import Proposal
from proposals.own_templates import removed_heading

from .models import Comment, Event, Return
from .process import STEPS, refusal
from .quotes import still_stands, texts_of

OPEN = Q(parent=None, resolved_at=None, withdrawn_at=None)


def seen(proposal: Proposal, user: Any) -> QuerySet[Comment]:
    """The comments and answers on the proposal that the person may read, the oldest first."""
    return Comment.objects.filter(visible_comments(user), proposal=proposal).select_related("body", "revision")


def open_comments(proposal: Proposal, user: Any, section: str | None = None) -> QuerySet[Comment]:
    """The threads' first comments that wait to be settled; `section` "" is the whole proposal, None everything."""
    found = seen(proposal, user).filter(OPEN)
    return found if section is None else found.filter(section=section)


def open_counts(proposal: Proposal, user: Any) -> dict[str, int]:
    """How many open comments the person sees, by the key of the section; one query."""
    rows = open_comments(proposal, user).order_by().values_list("section").annotate(Count("pk"))
    return dict(rows)


def waiting_at_return(returned: Return, comments: list[Comment]) -> list[Comment]:
    """Those of CFØ's comments for the administration that were open at the return and are about what it asks for.

    A return that names no section asks for all of them.
    """
    return [
        comment
        for comment in comments
        if comment.by_cfo
        and comment.audience != Comment.Audience.CFO
        and (not returned.sections or comment.section in ("", *returned.sections))
        and comment.at <= returned.at
        and (comment.resolved_at is None or comment.resolved_at > returned.at)
    ]


def seen_events(events: QuerySet[Event], user: Any) -> QuerySet[Event]:
    """The events without those about comments that the person may not read: not even that they were made is told."""
    about = events.annotate(comment_id=Cast(KeyTextTransform("comment_id", "data"), BigIntegerField()))
    readable = Comment.objects.filter(visible_comments(user)).values("pk")
    return about.filter(Q(comment_id=None) | Q(comment_id__in=readable))


def may_read(event: Event, user: Any) -> bool:
    """Whether what the event is about is for this person, as far as comments go."""
    return seen_events(Event.objects.filter(pk=event.pk), user).exists()


def words_of_comment(event: Event, user: Any) -> str:
    """What was said, for a message; "" where the event is about no comment, or one that is not for the person."""
    comments = Comment.objects.filter(visible_comments(user), pk=event.data.get("comment_id"))
    return "".join(comments.values_list("text", flat=True))


@dataclass
class Thread:
    """A comment with its answers as a page shows them to one person.

    `text`: the section's as it stands; `allowed`: the comments the person can take each step with, by their ids.
    """

    first: Comment
    answers: list[Comment]
    heading: str
    text: str
    allowed: dict[str, set[int]]

    @property
    def comments(self) -> list[Comment]:
        return [self.first, *self.answers]

    @property
    def last(self) -> Comment:
        return self.comments[-1]

    @property
    def open(self) -> bool:
        return self.first.resolved_at is None and self.first.withdrawn_at is None

    @property
    def may_answer(self) -> bool:
        return self.open and self.first.pk in self.allowed["answer_comment"]

    @property
    def may_resolve(self) -> bool:
        return self.first.withdrawn_at is None and self.first.pk in self.allowed["resolve_comment"]

    @property
    def may_change(self) -> bool:
        """Whether the last comment can still be corrected and taken back: nobody has answered it."""
        return self.open and self.last.withdrawn_at is None and self.last.pk in self.allowed["change_comment"]

    @cached_property
    def quote_stands(self) -> bool:
        return still_stands(self.first, self.text)

    @property
    def quoted_in(self) -> tuple[str, str]:
        """Where the words stood: the address and name of the version."""
        comment = self.first
        if comment.revision is not None:
            address = reverse("revision", args=[comment.proposal_id, comment.revision.number])
            return f"{address}#section-{comment.section}", _("Version %d") % comment.revision.number
        number = comment.section_version
        return (
            reverse("section-version", args=[comment.proposal_id, comment.section, number]),
            _("Afsnittets version %d") % number,
        )


def threads(proposal: Proposal, user: Any, found: QuerySet[Comment]) -> list[Thread]:
    """The threads that begin with a comment among `found` (of `seen`), in the order of the form's sections.

    A constant number of queries. The proposal's text is read only where something is quoted.
    """
    rows = seen(proposal, user).prefetch_related("mentions")
    firsts = list(rows.filter(pk__in=found.filter(parent=None).values("pk")))
    answers: dict[int, list[Comment]] = {first.pk: [] for first in firsts}
    for answer in rows.filter(parent__in=answers):
        answers[answer.parent_id].append(answer)
    allowed = _allowed(proposal, user)
    texts = texts_of(assemble(proposal)) if any(first.quote for first in firsts) else {}
    headings = headings_of(proposal)
    places = {key: place for place, key in enumerate(headings)}
    firsts.sort(key=lambda first: (places.get(first.section, len(places)), first.at, first.pk))
    return [
        Thread(
            first,
            answers[first.pk],
            heading=headings.get(first.section) or removed_heading(proposal, first.section),
            text=texts.get(first.section, ""),
            allowed=allowed,
        )
        for first in firsts
    ]


def _allowed(proposal: Proposal, user: Any) -> dict[str, set[int]]:
    """The proposal's comments that the person can take each step with, by their ids."""
    closed = refusal(STEPS["comment"], user, proposal)
    rows = Comment.objects.none() if closed else Comment.objects.filter(proposal=proposal)
    return {
        action: set(rows.filter(comments_where_may(user, action)).values_list("pk", flat=True))
        for action in ("answer_comment", "change_comment", "resolve_comment")
    }


def headings_of(proposal: Proposal) -> dict[str, str]:
    """What a comment can be about, in order: the whole proposal, then its sections, by key."""
    sections = proposal.template.spec().sections
    return {"": _("Hele forslaget")} | {one.key: f"{one.number} {one.heading}".strip() for one in sections}
