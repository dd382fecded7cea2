"""What CFØ has decided and not announced yet, and why a decision can no longer be released."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from proposals.models import Proposal, Round

from .models import Decision
from .revisions import submitted_revision
from .signatures import signatures


def open_decisions(proposal: Proposal) -> list[Decision]:
    """In the order they were made; one query, none where `decisions` is prefetched."""
    return [decision for decision in proposal.decisions.all() if decision.open]


def decided_proposals(round: Round) -> QuerySet[Proposal]:
    """The round's proposals with a decision that waits; for CFØ's eyes alone."""
    waiting = Decision.objects.filter(released_at=None, dropped_at=None)
    return round.proposals.filter(pk__in=waiting.values("proposal")).prefetch_related("decisions__revision")


def next_action(proposal: Proposal) -> Decision.Action:
    """What there is to decide now."""
    missing = signatures(proposal).preapproval_missing
    return Decision.Action.PREAPPROVE if missing else Decision.Action.APPROVE


def has_decision(proposal: Proposal, _user: Any) -> str:
    return "" if open_decisions(proposal) else _("Der er ingen beslutning, som venter på at blive offentliggjort.")


def not_decided(proposal: Proposal, user: Any) -> str:
    """One decides once, and not more people than the round asks for: what is too much could not be released."""
    newest = submitted_revision(proposal)
    waiting = [one for one in open_decisions(proposal) if newest is not None and one.revision_id == newest.pk]
    if any(one.by_id == user.pk for one in waiting):
        return _("Du har allerede truffet beslutningen. Den venter på at blive offentliggjort.")
    if len(waiting) >= _wanted(proposal):
        return _("Det er allerede besluttet og venter på at blive offentliggjort.")
    return ""


def _wanted(proposal: Proposal) -> int:
    """How many more people are to take the next step."""
    given = signatures(proposal)
    return 1 if given.preapproval_missing else given.wanted - len(given.approvals)


def not_too_many(proposal: Proposal, _user: Any) -> str:
    if len(open_decisions(proposal)) <= _wanted(proposal):
        return ""
    return _("Der er truffet flere beslutninger, end der mangler underskrifter. Fortryd dem, og beslut igen.")


def decided_on_newest(proposal: Proposal, _user: Any) -> str:
    newest = submitted_revision(proposal)
    if newest is None or any(one.revision_id != newest.pk for one in open_decisions(proposal)):
        return _("Forslaget er indsendt i en nyere version end den, beslutningen gælder.")
    return ""
