"""Submitting, letting in late, returning, approving and taking back: what people sign and what voids it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from proposals.models import Proposal
from proposals.returned import opened_by

from ..frozen import frozen
from ..models import Decision, Return, Revision, SignOff
from ..refusal import Refused
from ..revisions import document_of, fingerprint_now, freeze, submitted_revision
from ..signatures import signatures
from .change import Change, change


def submit(proposal: Proposal, by: Any, comment: str = "", sha256: str = "") -> Revision:
    """Freezes a revision and signs it for the administration.

    `sha256` is that of the document the signer has seen; "" where it is signed without being shown first.
    """
    with change("submit", proposal, by) as under_way:
        if sha256 and sha256 != fingerprint_now(under_way.proposal):
            raise Refused(_("Forslaget er rettet, efter at du åbnede siden. Læs det igen, før du indsender det."))
        revision = freeze(under_way.proposal, Revision.Purpose.SUBMISSION, by)
        _open(under_way.proposal, [])
        _sign(under_way, revision, SignOff.Kind.SUBMITTED, comment)
        return revision


def let_in_late(proposal: Proposal, by: Any, reason: str) -> None:
    """Lets the proposal be submitted after the deadline."""
    with change("let_in_late", proposal, by, reason) as under_way:
        under_way.proposal.late_reason = under_way.reason
        under_way.proposal.save(update_fields=["late_reason"])


def preapprove(
    proposal: Proposal, by: Any, revision: int, sha256: str, comment: str = "", decision: Decision | None = None
) -> SignOff:
    """Says for CFØ that the submitted revision is ready to be approved; as `approve`."""
    with change("preapprove", proposal, by) as under_way:
        seen = seen_revision(under_way.proposal, revision, sha256)
        return _sign(under_way, seen, SignOff.Kind.PREAPPROVED, comment, decision)


def approve(
    proposal: Proposal, by: Any, revision: int, sha256: str, comment: str = "", decision: Decision | None = None
) -> SignOff:
    """Signs the submitted revision for CFØ. `revision` and `sha256` are those the approver has seen.

    `decision`: the one that is released by it; the signature is as old as the decision.

    The proposal is approved when as many people have signed as the round asks for. Who has signed before signs no
    second time, but can finish the approval where the round has come to ask for fewer.
    """
    with change("approve", proposal, by) as under_way:
        seen = seen_revision(under_way.proposal, revision, sha256)
        sign = signatures(under_way.proposal).of(by.pk)
        if sign is None:
            sign = _sign(under_way, seen, SignOff.Kind.APPROVED, comment, decision)
        given = signatures(under_way.proposal)
        if given.wanted > 1:
            under_way.data["signed"] = [len(given.approvals), given.wanted]
        return sign


def return_proposal(proposal: Proposal, by: Any, reason: str, sections: Iterable[str] = (), seen: str = "") -> Return:
    """Sends the submitted revision back, with a reason and the keys of the sections it is about.

    Only they are opened, with those that follow them; where none is named, all are. `seen` is where the proposal
    stood when the person read it (`mark_of`): it is not taken back from where it has come since.
    """
    with change("return", proposal, by, reason) as under_way:
        revision = submitted_revision(under_way.proposal)
        if revision is None:
            raise Refused(_("Forslaget har ingen indsendt version at returnere."))
        if seen and seen != mark_of(under_way.proposal):
            raise Refused(
                _("Forslaget er ændret eller godkendt, siden du åbnede siden. Læs det igen, før du returnerer.")
            )
        named = list(sections)
        known = {section.key for section in document_of(revision).sections}
        if unknown := set(named) - known:
            raise Refused(_("Forslaget har ikke afsnittet %(key)s.") % {"key": ", ".join(sorted(unknown))})
        _void(under_way, "Returneret af CFØ: %(reason)s")
        _open(under_way.proposal, opened_by(under_way.proposal.sections.all(), named))
        under_way.data |= {"revision": revision.number, "sha256": revision.sha256, "sections": named}
        return Return.objects.create(
            proposal=under_way.proposal,
            revision=revision,
            reason=under_way.reason,
            sections=named,
            at=under_way.at,
            **frozen(by),
        )


def mark_of(proposal: Proposal) -> str:
    """Its state, its submitted version and who has signed that, as one word to compare."""
    revision = submitted_revision(proposal)
    signed = ",".join(str(sign.pk) for sign in proposal.sign_offs.filter(voided_at=None).order_by("pk"))
    return f"{proposal.state}:{revision.number if revision else ''}:{signed}"


def reopen(proposal: Proposal, by: Any, reason: str) -> None:
    """Makes the proposal a draft again; what was signed no longer counts, and says why."""
    with change("reopen", proposal, by, reason) as under_way:
        _void(under_way, "Taget tilbage for at rette: %(reason)s")
        # A permission to come after the deadline was for the version that is now taken back.
        under_way.proposal.late_reason = ""
        under_way.proposal.save(update_fields=["late_reason"])
        _open(under_way.proposal, [])


def _open(proposal: Proposal, sections: list[str]) -> None:
    """The keys of the sections that can be changed once the proposal can; [] for all of them."""
    proposal.open_sections = sections
    proposal.save(update_fields=["open_sections"])


def seen_revision(proposal: Proposal, revision: int, sha256: str) -> Revision:
    """The submitted revision, which must be the one the person has seen; Refused where it is not."""
    newest = submitted_revision(proposal)
    if newest is None or (newest.number, newest.sha256) != (revision, sha256):
        raise Refused(_("Forslaget er indsendt i en nyere version, end den du har set. Læs den, før du godkender."))
    return newest


def _sign(under_way: Change, revision: Revision, kind: str, comment: str, decision: Decision | None = None) -> SignOff:
    who = {"at": under_way.at, **frozen(under_way.by)}
    if decision is not None:
        who |= {"at": decision.at, "by_name": decision.by_name, "by_role": decision.by_role}
    under_way.data |= {"revision": revision.number, "sha256": revision.sha256}
    if comment.strip():
        under_way.data["comment"] = comment.strip()
    return SignOff.objects.create(
        proposal=under_way.proposal,
        revision=revision,
        kind=kind,
        sha256=revision.sha256,
        comment=comment.strip(),
        **who,
    )


def _void(under_way: Change, words: str) -> None:
    """The reason is stored with the signature, in Danish, whatever language the person reads the pages in."""
    valid = under_way.proposal.sign_offs.filter(voided_at=None)
    under_way.data["voided"] = [
        {"kind": sign.kind, "by": sign.by_id, "by_name": sign.by_name, "revision": sign.revision.number}
        for sign in valid.select_related("revision")
    ]
    valid.update(voided_at=under_way.at, void_reason=words % {"reason": under_way.reason})
