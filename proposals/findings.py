"""The findings of a proposal as it stands: those that are open, and those a writer judged to be no fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policy import may

from .assemble import assemble
from .checks import Finding, run
from .document import Document
from .models import Dismissal, Proposal
from .signals import happened
from .units import unit_book


class DismissalError(Exception):
    """A judgement that was refused; the text is for the person who made it."""


@dataclass(frozen=True)
class Findings:
    """`open` in the order of `checks.run`; `dismissed` with the judgement on each."""

    open: list[Finding]
    dismissed: list[tuple[Finding, Dismissal]]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.open if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.open if finding.severity == "warning"]


def findings_of(proposal: Proposal, document: Document | None = None) -> Findings:
    """What the checks find in the document (left out: the proposal as it stands) by the round's criteria.

    An error is never dismissed.
    """
    found = run(document or assemble(proposal), unit_book(), proposal.round.criteria)
    standing = {row.key: row for row in proposal.dismissals.filter(withdrawn_at=None)} if proposal.pk else {}
    weighed = [(finding, standing.get(finding.key) if finding.severity == "warning" else None) for finding in found]
    return Findings(
        [finding for finding, judged in weighed if judged is None],
        [(finding, judged) for finding, judged in weighed if judged is not None],
    )


@transaction.atomic
def dismiss(proposal: Proposal, key: str, *, reason: str, by: Any) -> Dismissal:
    """Judges an open warning to be no fault; DismissalError where it cannot be done."""
    proposal = _editable(proposal, by)
    finding = next((f for f in findings_of(proposal).warnings if key and f.key == key), None)
    if finding is None or finding.quote is None:
        raise DismissalError(_("Advarslen er der ikke længere: teksten eller tabellen er ændret."))
    row = Dismissal.objects.create(
        proposal=proposal,
        section=finding.section,
        code=finding.code,
        key=key,
        words=finding.quote.words[:300],
        reason=reason,
        by=by,
        by_name=by.name[:150],
    )
    _tell("finding_dismissed", row, by, reason)
    return row


@transaction.atomic
def bring_back(proposal: Proposal, dismissal: int, *, by: Any) -> None:
    """Takes a judgement back, so that the warning is shown again; done twice, nothing more happens."""
    proposal = _editable(proposal, by)
    row = proposal.dismissals.select_for_update().filter(pk=dismissal, withdrawn_at=None).first()
    if row is None:
        return
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _tell("finding_brought_back", row, by, "")


def _editable(proposal: Proposal, by: Any) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    may(by, "edit", locked).require()
    if why := locked.why_locked():
        raise DismissalError(why)
    return locked


def _tell(kind: str, row: Dismissal, by: Any, reason: str) -> None:
    row.proposal.warnings_count = len(findings_of(row.proposal).warnings)
    row.proposal.save(update_fields=["warnings_count"])
    data = {"section": row.section, "code": row.code, "words": row.words}
    happened.send(sender=Proposal, kind=kind, proposal=row.proposal, actor=by, reason=reason, data=data)
