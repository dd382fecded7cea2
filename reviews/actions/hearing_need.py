"""A person's judgement of whether a body must be heard, over what the proposal's words tell."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.policy import actor
from proposals.models import HearingBody, Proposal

from ..frozen import frozen
from ..hearings import statuses
from ..hearings.status import CFO_BODY
from ..models import NeedJudgement
from ..refusal import Refused
from .change import change


def judge_need(proposal: Proposal, by: Any, body: HearingBody, needed: bool | None, reason: str) -> NeedJudgement:
    """Says that the body is needed, or not; None leaves it to the words again.

    What can stop the proposal is done without on CFØ's word alone, never on that of those who want it through.
    """
    with change("judge_need", proposal, by, reason) as under_way:
        fresh = under_way.proposal
        status = next((one for one in statuses(fresh) if one.body == body), None)
        if body.code == CFO_BODY:
            raise Refused(_("Center for Økonomi skal altid godkende forslaget."))
        stops = status is not None and status.can_stop
        # To take back that it is needed is to do without it, too.
        does_without = needed is False or (needed is None and status is not None and not status.found.needed)
        if stops and does_without and not actor(by).is_cfo:
            raise Refused(_("%(body)s holder noget tilbage. Kun CFØ kan undvære den.") % {"body": body.name})
        under_way.data |= {"body": body.code, "body_name": body.name, "needed": needed}
        return NeedJudgement.objects.create(
            proposal=fresh,
            body=body,
            needed=needed,
            reason=under_way.reason,
            mark=status.found.mark if status else "",
            at=under_way.at,
            **frozen(by),
        )
