"""The front page: what is asked of the person, their own proposals, and the rounds with their deadlines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.policy import actor, may
from proposals.models import Proposal, ProposalState, Round

from ..tasks_for import asked_of

# An own proposal that has come to its end is found on its round's page, not on the front page.
ENDED = (ProposalState.ARCHIVED, ProposalState.WITHDRAWN)
MOST = 30


def front(request: HttpRequest) -> HttpResponse:
    """What is asked of me, my proposals, the open rounds; a constant number of queries."""
    mine = (
        Proposal.objects.filter(administration__in=actor(request.user).administrations)
        .exclude(state__in=ENDED)
        .filter(round__in=Round.objects.current().exclude(state=Round.State.ARCHIVE))
        .select_related("round", "administration", "writer")
        .order_by("-updated_at")
    )
    return render(
        request,
        "reviews/front.html",
        {
            "tasks": asked_of(request.user),
            "mine": mine.filter(writer=request.user)[:MOST],
            "others": mine.exclude(writer=request.user)[:MOST],
            "has_desk": may(request.user, "desk"),
            "may_create": may(request.user, "create"),
            "rounds": Round.objects.current().exclude(state=Round.State.ARCHIVE),
        },
    )
