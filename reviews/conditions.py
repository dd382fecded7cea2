"""Conditions of the steps: each says in the user's words why a step cannot be taken, or "" where it can."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.assemble import assemble
from proposals.checks import run
from proposals.models import HearingBody, Proposal, ProposalState, SectionVersion
from proposals.units import unit_book

from .hearings import holding_back, to_prefetch
from .models import Revision
from .signatures import signatures

# Where the ids of a proposal's writers are kept, once they have been asked for.
WRITERS = "_writers_asked_for"


def no_errors(proposal: Proposal, _user: Any) -> str:
    """The checks are run afresh, so that a stale count can neither hold back nor let through."""
    errors = sum(finding.severity == "error" for finding in run(assemble(proposal), unit_book()))
    if not errors:
        return ""
    message = ngettext(
        "Forslaget har %(count)s fejl, der skal rettes først. Se siden Tjek.",
        "Forslaget har %(count)s fejl, der skal rettes først. Se siden Tjek.",
        errors,
    )
    return message % {"count": errors}


def in_time(proposal: Proposal, _user: Any) -> str:
    """What CFØ returned or let in may come after the deadline: it said so, with a reason."""
    deadline = proposal.round.submission_deadline
    let_in = proposal.late_reason or proposal.state == ProposalState.RETURNED
    if let_in or deadline is None or timezone.now() <= deadline:
        return ""
    when = date_format(timezone.localtime(deadline), "DATETIME_FORMAT")
    return _("Fristen udløb %(when)s. CFØ kan give lov til at indsende efter fristen.") % {"when": when}


def deadline_passed(proposal: Proposal, _user: Any) -> str:
    deadline = proposal.round.submission_deadline
    return "" if deadline and timezone.now() > deadline else _("Fristen for indsendelse er ikke overskredet.")


def not_let_in(proposal: Proposal, _user: Any) -> str:
    return _("Forslaget har allerede lov til at blive indsendt efter fristen.") if proposal.late_reason else ""


def four_eyes(proposal: Proposal, user: Any) -> str:
    """Who signs must not have saved a section since the version that was submitted last.

    Where the round has no internal signer, the other two eyes are those of CFØ: see `not_own_signature`.
    """
    if not proposal.round.internal_signer:
        return ""
    last = proposal.revisions.filter(purpose=Revision.Purpose.SUBMISSION).order_by("-number").first()
    submitted = last.section_versions if last else {}
    saved = SectionVersion.objects.filter(section__proposal=proposal, saved_by=user)
    newest = saved.values_list("section__key").annotate(Max("version")).order_by()
    if any(version > submitted.get(key, 0) for key, version in newest):
        return _(
            "Du har selv rettet i forslaget siden den seneste indsendelse. En anden underskriver skal indsende det."
        )
    return ""


def not_own_text(proposal: Proposal, user: Any) -> str:
    if proposal.writer_id == user.pk or user.pk in _writers(proposal):
        return _("Du har selv skrevet i forslaget. En anden CFØ-underskriver skal godkende det.")
    return ""


def _writers(proposal: Proposal) -> Collection[int]:
    """The ids of those who have saved a section; one query, none after `ask_beforehand`."""
    known = getattr(proposal, WRITERS, None)
    return _writers_of([proposal.pk])[proposal.pk] if known is None else known


def _writers_of(pks: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in pks}
    saved = SectionVersion.objects.filter(section__proposal__in=pks).exclude(saved_by=None).order_by()
    for proposal, person in saved.values_list("section__proposal", "saved_by").distinct():
        found[proposal].add(person)
    return found


def ask_beforehand(proposals: Collection[Proposal]) -> None:
    """Fetches what CFØ's conditions ask about, so that they cost no query for any of the proposals of one round."""
    if not proposals:
        return
    related = ["template__sections", "sections", "sign_offs", "decisions__revision", "decisions__by"]
    prefetch_related_objects(list(proposals), *related, *to_prefetch())
    prefetch_related_objects([next(iter(proposals)).round], "hearings__body")
    writers = _writers_of([proposal.pk for proposal in proposals])
    for proposal in proposals:
        setattr(proposal, WRITERS, writers[proposal.pk])


def not_own_signature(proposal: Proposal, user: Any) -> str:
    """Who signed for the administration does not sign the same version for CFØ."""
    submission = signatures(proposal).submission
    if submission is not None and submission.by_id == user.pk:
        return _("Du har selv indsendt forslaget. En anden CFØ-underskriver skal godkende det.")
    return ""


def not_signed_yet(proposal: Proposal, user: Any) -> str:
    """Who has signed has no more to do, but to finish where the round has come to ask for fewer people."""
    given = signatures(proposal)
    if given.of(user.pk) and not given.enough:
        return _("Du har allerede skrevet under. En anden CFØ-underskriver skal også skrive under.")
    return ""


def round_preapproves(proposal: Proposal, _user: Any) -> str:
    return "" if proposal.round.pre_approval else _("Runden bruger ikke prægodkendelse.")


def not_preapproved(proposal: Proposal, _user: Any) -> str:
    return _("Forslaget er allerede prægodkendt.") if signatures(proposal).preapproval else ""


def preapproved(proposal: Proposal, _user: Any) -> str:
    missing = signatures(proposal).preapproval_missing
    return _("Forslaget skal prægodkendes, før det kan godkendes.") if missing else ""


def enough_signatures(proposal: Proposal) -> bool:
    """Whether as many people have signed for CFØ as the round asks for."""
    return signatures(proposal).enough


def approval_not_held_back(proposal: Proposal, _user: Any) -> str:
    held = holding_back(proposal, HearingBody.HoldsBack.APPROVAL)
    if not held:
        return ""
    return _("Godkendelsen holdes tilbage af: %(bodies)s. Se siden Høringer.") % {"bodies": _list(held)}


def committee_not_held_back(proposal: Proposal, _user: Any) -> str:
    held = holding_back(proposal, HearingBody.HoldsBack.COMMITTEE)
    if not held:
        return ""
    return _("Udvalgets behandling holdes tilbage af: %(bodies)s. Se siden Høringer.") % {"bodies": _list(held)}


def _list(held) -> str:
    return ", ".join(f"{status.body.name} ({status.label.lower()})" for status in held)


def something_locked(proposal: Proposal, _user: Any) -> str:
    all_open = proposal.editable and not proposal.open_sections
    return _("Alle afsnit kan allerede rettes.") if all_open else ""


def was_submitted(proposal: Proposal, _user: Any) -> str:
    if _submitted(proposal):
        return ""
    return _("Forslaget har aldrig været indsendt. En ubrugt kladde arkiveres i stedet.")


def never_submitted(proposal: Proposal, _user: Any) -> str:
    if not _submitted(proposal):
        return ""
    return _("Forslaget har været indsendt. Træk det tilbage i stedet for at arkivere det.")


def _submitted(proposal: Proposal) -> bool:
    return proposal.revisions.exclude(purpose=Revision.Purpose.HEARING).exists()


def not_confidential(proposal: Proposal, _user: Any) -> str:
    return _("Forslaget er allerede fortroligt.") if proposal.confidential else ""


def is_confidential(proposal: Proposal, _user: Any) -> str:
    return "" if proposal.confidential else _("Forslaget er ikke fortroligt.")


def has_closed_sections(proposal: Proposal, _user: Any) -> str:
    return "" if proposal.confidential_sections else _("Forslaget har ingen fortrolige afsnit.")


def has_something_closed(proposal: Proposal, _user: Any) -> str:
    if proposal.confidential or proposal.confidential_sections:
        return ""
    return _("Forslaget er ikke fortroligt og har ingen fortrolige afsnit.")
