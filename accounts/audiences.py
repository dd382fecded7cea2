"""Who a comment is for: its audience (`reviews.models.Comment.Audience`) as rights on its proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from .actor import Actor
from .models import Role
from .rules import BODY_ASKED, Rule, cfo, own

NOBODY = Rule(())
EVERYBODY_WHO_SEES_IT = "all"
# "body" is besides for the body that the comment names, as long as it is asked about the proposal.
AUDIENCES = {"administration": own, "cfo": cfo, "shared": own | cfo, "body": own | cfo}


@dataclass(frozen=True)
class InAudience:
    """Of a comment's audience those who have the right `among` on its proposal, and its writer if they have `writer`.

    Answers as `rules.Rule` does; the subject is a comment.
    """

    among: Rule
    writer: Rule = NOBODY

    def holds(self, who: Actor, comment: Any) -> bool:
        """Whether the person may, on the comment."""
        proposal = comment.proposal
        wrote = comment.by_id is not None and comment.by_id == who.user_id
        has_right = self.among.holds(who, proposal) or (wrote and self.writer.holds(who, proposal))
        return has_right and (
            comment.audience == EVERYBODY_WHO_SEES_IT
            or AUDIENCES.get(comment.audience, NOBODY).holds(who, proposal)
            or bool(_named_body(comment) & who.bodies)
        )

    def memberships(self, comment: Any) -> Q:
        """The condition on memberships that give the right on the comment."""
        proposal = comment.proposal
        having = self.among.memberships(proposal) | (Q(user=comment.by_id) & self.writer.memberships(proposal))
        if comment.audience == EVERYBODY_WHO_SEES_IT:
            return having
        rule = AUDIENCES.get(comment.audience, NOBODY)
        named = Q(role=Role.BODY_MEMBER, body__in=_named_body(comment))
        return having & (rule.memberships(proposal) | named)

    def comments(self, who: Actor) -> Q:
        """The condition a comment must meet for the person to have the right to it."""
        rows = Q(audience=EVERYBODY_WHO_SEES_IT)
        for audience, rule in AUDIENCES.items():
            rows |= Q(audience=audience, proposal__in=_proposals(rule.proposals(who)))
        for body in who.bodies:
            rows |= Q(audience="body", body=body, proposal__in=_proposals(BODY_ASKED.proposals({body})))
        having = Q(proposal__in=_proposals(self.among.proposals(who)))
        wrote = Q(by=who.user_id, proposal__in=_proposals(self.writer.proposals(who)))
        return rows & (having | wrote)


def _named_body(comment: Any) -> set[int]:
    """The body that the comment is for, if it is for one and that is asked."""
    return {comment.body_id} & set(BODY_ASKED.of(comment.proposal)) if comment.audience == "body" else set()


def _proposals(condition: Q) -> Any:
    return apps.get_model("proposals", "Proposal").objects.filter(condition).values("pk")
