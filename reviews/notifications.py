"""Who is told about an event: one row a person, written with the event and sent by mail after commit.

How each person is told is theirs to choose (`reviews.messages`).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, User
from accounts.policy import may, people_who_may, people_with

from .messages.choices import delivery, how_to_tell
from .models import Comment, Event, Notification

People = QuerySet[User]


def queue(event: Event) -> None:
    """Writes a message to everybody the event concerns but the one who caused it."""
    rule = RECIPIENTS.get(event.kind)
    if rule is None or event.proposal is None:
        return
    recipients = rule(event).exclude(pk=event.actor_id).distinct()
    chosen, now = how_to_tell(recipients, event.kind), timezone.now()
    messages = [Notification(event=event, recipient_id=pk, **delivery(how, event, now)) for pk, how in chosen.items()]
    if Notification.objects.bulk_create(messages):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """Beat sends what is pending once a minute; this only makes it sooner, so a deaf broker loses nothing."""
    from .tasks import send_pending

    send_pending.delay()


def _administration(event: Event) -> People:
    return people_who_may("edit", event.proposal)


def _cfo(event: Event) -> People:
    return people_who_may("return", event.proposal)


def _cfo_signers(event: Event) -> People:
    return people_who_may("approve", event.proposal)


def _secretary(event: Event) -> People:
    return people_who_may("treat", event.proposal, Role.SECRETARY)


def _body(event: Event) -> People:
    return people_with(Role.BODY_MEMBER, body__code=event.data["body"])


def _holder(event: Event) -> People:
    """Those who hold the meeting and may see the proposal: a body is booked before it is asked, too."""
    if "committee" in event.data:
        people = people_with(Role.SECRETARY, committee__code=event.data["committee"])
    else:
        people = people_with(Role.BODY_MEMBER, body__code=event.data["body"])
    return User.objects.filter(pk__in=[person.pk for person in people if may(person, "view", event.proposal)])


def _new_writer(event: Event) -> People:
    return User.objects.filter(is_active=True, pk=event.data["writer"])


def _assignee(event: Event) -> People:
    return User.objects.filter(is_active=True, pk=event.data["assignee"])


def _asker(event: Event) -> People:
    return User.objects.filter(is_active=True, pk=event.data["asked_by"])


def _addressed(event: Event) -> People:
    """Of those a comment is for the ones it names; where it names nobody those who work on it: the proposal's writer,
    CFØ's caseworkers and the body's members, but not the side it comes from.
    """
    comment = _comment(event)
    if named := comment.mentions.values("pk"):
        return _participants(comment).filter(pk__in=named)
    told = Q(pk=event.proposal.writer_id)
    if not comment.by_cfo:
        told |= Q(pk__in=people_with(Role.CFO_CASEWORKER).values("pk"))
    if comment.body and not people_with(Role.BODY_MEMBER, body=comment.body).filter(pk=comment.by_id).exists():
        told |= Q(pk__in=people_with(Role.BODY_MEMBER, body=comment.body).values("pk"))
    return _participants(comment).filter(told)


def _thread(event: Event) -> People:
    """Those who have written in the thread, and whom the answer names."""
    answer = _comment(event)
    wrote = Comment.objects.filter(Q(pk=answer.parent_id) | Q(parent=answer.parent_id))
    return _participants(answer).filter(Q(pk__in=wrote.values("by")) | Q(pk__in=answer.mentions.values("pk")))


def _commenter(event: Event) -> People:
    comment = _comment(event)
    return _participants(comment).filter(pk=comment.by_id)


def _comment(event: Event) -> Comment:
    return Comment.objects.select_related("proposal", "body").get(pk=event.data["comment_id"])


def _participants(comment: Comment) -> People:
    return people_who_may("answer_comment", comment)


def _all(*rules: Callable[[Event], People]) -> Callable[[Event], People]:
    """Everybody of several rules, each person once."""

    def people(event: Event) -> People:
        found = Q(pk__in=[])
        for rule in rules:
            found |= Q(pk__in=rule(event).values("pk"))
        return User.objects.filter(found)

    return people


def _reminded(event: Event) -> People:
    """Whose turn it is: the proposal's writer (or all writers where there is none), the body, the secretary."""
    if event.data["what"] == "hearing":
        return _body(event)
    if event.data["what"] == "committee":
        return _secretary(event)
    writers = people_who_may("edit", event.proposal, Role.WRITER)
    writer = writers.filter(pk=event.proposal.writer_id)
    return writer if writer.exists() else writers


def _escalated(event: Event) -> People:
    """Who can do something about it: the administration's signer, CFØ's caseworkers, or both for a hearing."""
    signers = people_who_may("submit", event.proposal)
    caseworkers = people_who_may("return", event.proposal, Role.CFO_CASEWORKER)
    return {"submission": signers, "committee": caseworkers, "hearing": signers | caseworkers}[event.data["what"]]


# Kind of event → who is told. A kind that is not here tells nobody.
RECIPIENTS: dict[str, Callable[[Event], People]] = {
    "submitted": _cfo,
    "let_in_late": _administration,
    "returned": _administration,
    "preapproved": _administration,
    "signed": _cfo_signers,
    "approved": _all(_administration, _secretary),
    "reopened": _cfo,
    "treated": _all(_administration, _cfo),
    "withdrawn": _all(_administration, _cfo, _secretary),
    "handed_over": _new_writer,
    "section_given": _assignee,
    "criteria_judged": _administration,
    "made_confidential": _all(_administration, _cfo),
    "confidentiality_lifted": _administration,
    "sections_made_confidential": _all(_administration, _cfo),
    "sections_lifted": _administration,
    "confidentiality_prolonged": _administration,
    "hearing_asked": _body,
    "hearing_renewed": _body,
    "hearing_affirmed": _all(_administration, _asker),
    "hearing_need_judged": _administration,
    "hearing_answered": _all(_administration, _asker),
    "hearing_recorded": _administration,
    "hearing_reminded": _body,
    "hearing_date_proposed": _all(_administration, _asker),
    "hearing_date_decided": _body,
    "hearing_withdrawn": _body,
    "hearing_overruled": _all(_administration, _body),
    "meeting_booked": _all(_administration, _holder),
    "meeting_moved": _all(_administration, _holder),
    "meeting_cancelled": _all(_administration, _holder),
    "meeting_rescheduled": _all(_administration, _cfo),
    "all_answers_in": _all(_administration, _cfo),
    "reminded": _reminded,
    "escalated": _escalated,
    "comment_added": _addressed,
    "comment_answered": _thread,
    "comment_resolved": _commenter,
}
