"""How a page gets at a proposal or a round: only what the person may see, with the reason for a refusal."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.policy import may, visible_proposals

from .confidentiality import hidden_sections
from .models import Proposal, Round
from .signals import confidential_listed, confidential_read


def get_proposal(request: HttpRequest, pk: int, action: str = "view") -> Proposal:
    """The proposal for this person and action; `hidden` names the sections that are confidential to them.

    Http404 when the person may not even know of it, PermissionDenied with the reason when it can be seen
    but the action is not theirs. That something confidential is read is told to those who log it.
    """
    found = (
        Proposal.objects.filter(visible_proposals(request.user), pk=pk)
        .select_related("round", "template", "administration", "committee", "writer")
        .first()
    )
    if found is None:
        raise Http404(_("Siden findes ikke, eller du har ikke adgang til den."))
    may(request.user, action, found).require()
    found.hidden = hidden_sections(request.user, found)
    if (found.confidential or found.confidential_sections) and not found.hidden:
        confidential_read.send(sender=Proposal, proposal=found, **_reading(request))
    return found


def show_list(request: HttpRequest, round: Round, proposals: Iterable[Proposal], with_texts: bool = False) -> None:
    """The proposals are about to be shown as rows of a list: of those that are confidential it is told who reads.

    `with_texts`: the rows tell what people wrote, which may be about a confidential section.
    """
    shown = {
        proposal.pk
        for proposal in proposals
        if proposal.confidential or (with_texts and proposal.confidential_sections)
    }
    if shown:
        confidential_listed.send(sender=Round, round=round, proposals=shown, **_reading(request))


def _reading(request: HttpRequest) -> dict[str, Any]:
    page = request.resolver_match.url_name if request.resolver_match else ""
    return {"reader": request.user, "page": page, "path": request.path[:200]}


def get_round(request: HttpRequest, pk: int, action: str | None = None) -> Round:
    """The round; PermissionDenied with the reason when the action on it is not the person's."""
    found = Round.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("Runden findes ikke."))
    if action is not None:
        may(request.user, action, found).require()
    return found
